// The keyboard that a bot puts under the input field; one of its keys may share the phone number.

import { pressKey } from "../acts.js";
import { html } from "../../web/app/html.js";
import { Icon } from "../../web/app/icons.js";
import { t } from "../../web/app/texts.js";

const PICTURE = /\p{Extended_Pictographic}/u; // the bot has drawn one itself

export function Keyboard({ keys, personId }) {
  if (!keys || !keys.length) return null;
  return html`<div class="keyboard" role="group" aria-label=${t("keyboard")}>
    ${keys.map(
      (row) => html`<div class="row">
        ${row.map(
          (key) => html`<button type="button" class="button" onClick=${() => pressKey(personId, key.text)}>
            ${key.asks_phone && !PICTURE.test(key.text) && html`<${Icon} name="phone" />`}${key.text}
          </button>`,
        )}
      </div>`,
    )}
  </div>`;
}
