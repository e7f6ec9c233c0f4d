// One message, or an album, as a bubble: what it answers, what it is, its buttons, and what one can do with it.

import { classes, html, memo } from "../../web/app/html.js";
import { Icon } from "../../web/app/icons.js";
import { formatWords } from "../words.js";
import { t, timeOf } from "../../web/app/texts.js";
import { Media, describeKind } from "./media.js";
import { Buttons } from "./buttons.js";

const LONG = 140; // characters of a quoted line

function Bubble({ parts, replied, presses, acts }) {
  const [first] = parts;
  const isOwn = first.from === "person";
  const captioned = parts.find((part) => part.text) || first;
  const files = parts.filter((part) => part.kind !== "text");
  const id = `${acts.place}-${first.message_id}`;
  return html`<li class=${classes("message", isOwn ? "is-own" : "is-bot")} tabindex="-1" id=${`message-${id}`}>
    <div class="bubble">
      <span class="hidden">${t(isOwn ? "from-person" : "from-bot", { name: acts.name })}</span>
      <${Origin} origin=${first.forward_origin} />
      ${first.via_bot && html`<div class="origin">${t("via-bot", { name: first.via_bot })}</div>`}
      ${first.reply_to !== null && html`<${Quoted} message=${first} replied=${replied} onJump=${acts.jump} />`}
      ${files.length > 0 &&
      html`<div class=${classes("media", files.length > 1 && `album of-${Math.min(files.length, 4)}`)}>
        ${files.map((part) => html`<${Media} key=${part.message_id} message=${part} />`)}
      </div>`}
      ${captioned.text && html`<div class="words" dir="auto">${formatWords(captioned.text, captioned.entities, acts)}</div>`}
      <${Meta} message=${captioned} isSilent=${first.silent} />
    </div>
    ${first.reactions.length > 0 && html`<div class="reactions">${first.reactions.map((emoji) => html`<span>${emoji}</span>`)}</div>`}
    ${first.buttons.length > 0 && html`<${Buttons} message=${first} presses=${presses} acts=${acts} />`}
    <div class="acts">
      <button type="button" class="tool" aria-label=${t("reply")} title=${t("reply")} onClick=${() => acts.reply(captioned)}>
        <${Icon} name="reply" />
      </button>
      ${isOwn && html`<${OwnActs} message=${captioned} acts=${acts} />`}
    </div>
  </li>`;
}

function OwnActs({ message, acts }) {
  const canEdit = message.text && !message.forward_origin;
  return html`
    ${canEdit &&
    html`<button type="button" class="tool" aria-label=${t("edit")} title=${t("edit")} onClick=${() => acts.edit(message)}>
      <${Icon} name="edit" />
    </button>`}
    <button type="button" class="tool" aria-label=${t("delete")} title=${t("delete")} onClick=${() => acts.remove(message)}>
      <${Icon} name="trash" />
    </button>`;
}

function Meta({ message, isSilent }) {
  return html`<div class="meta">
    ${isSilent && html`<span class="silent" title=${t("silent")}><${Icon} name="mute" /><span class="hidden">${t("silent")}</span></span>`}
    ${message.edited && html`<span>${t("edited")}</span>`}
    <time>${timeOf(message.date)}</time>
  </div>`;
}

function Origin({ origin }) {
  if (!origin) return null;
  const who = origin.sender_user || origin.sender_chat || origin.chat || {};
  const name = origin.sender_user_name || who.title || who.first_name || "…";
  return html`<div class="origin">${t("forwarded", { name })}</div>`;
}

function Quoted({ message, replied, onJump }) {
  const text = message.quote || (replied ? replied.text || describeKind(replied) : t("gone"));
  const short = text.length > LONG ? `${text.slice(0, LONG)}…` : text;
  return html`<button type="button" class="quoted" disabled=${!replied} onClick=${() => onJump(message.reply_to)}
    aria-label=${t("jump", { text: short })} dir="auto">${short}</button>`;
}

export const Message = memo(Bubble);
