// The buttons under a message. A pressed one shows that it waits, until the bot has answered.

import { classes, html } from "../../web/app/html.js";
import { nameOfPress } from "../chats.js";
import { Icon } from "../../web/app/icons.js";
import { t } from "../../web/app/texts.js";
import { readLink } from "../words.js";

export function Buttons({ message, presses, acts }) {
  return html`<div class="buttons" role="group" aria-label=${t("buttons")}>
    ${message.buttons.map(
      (row) => html`<div class="row">
        ${row.map((button) => html`<${Button} button=${button} message=${message} presses=${presses} acts=${acts} />`)}
      </div>`,
    )}
  </div>`;
}

function Button({ button, message, presses, acts }) {
  const look = classes("button", button.style && `is-${button.style}`);
  if (button.copy !== undefined) {
    return html`<button type="button" class=${look} onClick=${() => acts.copy(button.copy)}>
      <${Icon} name="copy" />${button.text}
    </button>`;
  }
  if (button.data === undefined) return html`<${LinkButton} button=${button} look=${look} acts=${acts} />`;
  const name = nameOfPress({ message_id: message.message_id, data: button.data });
  const isWaiting = presses.includes(` ${name}\n`);
  return html`<button type="button" class=${classes(look, isWaiting && "is-waiting")} aria-busy=${String(isWaiting)}
    disabled=${Boolean(button.disabled)} onClick=${() => isWaiting || acts.press(message, button.data)}>${button.text}</button>`;
}

function LinkButton({ button, look, acts }) {
  const target = button.disabled ? null : readLink(button.url || "");
  if (!target) return html`<button type="button" class=${look} disabled>${button.text}</button>`;
  if (target.bot && acts.isOurs(target.bot)) {
    return html`<button type="button" class=${look} onClick=${() => acts.openLink(target)}>${button.text}</button>`;
  }
  return html`<a class=${look} href=${target.address} target="_blank" rel="noopener noreferrer">
    ${button.text}<${Icon} name="link" />
  </a>`;
}
