// What stands above the input field: the message that is answered or edited, and the files that go along.

import { html } from "../../web/app/html.js";
import { Icon } from "../../web/app/icons.js";
import { sizeOf, t } from "../../web/app/texts.js";
import { describeKind } from "./media.js";

export function Target({ target, onLeave }) {
  if (!target) return null;
  const { kind, message, quote } = target;
  return html`<div class="target">
    <${Icon} name=${kind === "edit" ? "edit" : "reply"} />
    <div class="target-words">
      <small>${t(kind === "edit" ? "editing" : quote ? "quoting" : "replying")}</small>
      <span dir="auto">${quote || message.text || describeKind(message)}</span>
    </div>
    <button type="button" class="tool" aria-label=${t("cancel")} title=${t("cancel")} onClick=${onLeave}><${Icon} name="close" /></button>
  </div>`;
}

export function Attachments({ files, onChange }) {
  if (!files.length) return null;
  const remove = (place) => onChange(files.filter((_, n) => n !== place));
  const change = (place, kind) => onChange(files.map((each, n) => (n === place ? { ...each, kind } : each)));
  return html`<ul class="attachments" aria-label=${t("attachments")}>
    ${files.map(
      ({ file, kind, width }, place) => html`<li key=${file.name + place}>
        <${Icon} name=${kind === "photo" ? "sun" : "file"} />
        <span class="file-name">${file.name}</span><small>${sizeOf(file.size)}</small>
        ${width !== undefined &&
        html`<label class="as-file"><input type="checkbox" checked=${kind === "document"}
          onChange=${(event) => change(place, event.target.checked ? "document" : "photo")} />${t("as-file")}</label>`}
        <button type="button" class="tool" aria-label=${t("leave-out", { name: file.name })} onClick=${() => remove(place)}>
          <${Icon} name="close" />
        </button>
      </li>`,
    )}
  </ul>`;
}
