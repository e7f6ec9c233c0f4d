// What has happened to a contact, in order.

import { html } from "../../web/app/html.js";
import { t } from "../../web/app/texts.js";
import { timeAt } from "../moments.js";
import { say } from "./happened.js";

export function History({ events }) {
  if (!events.length) return html`<p class="empty">${t("nothing-happened")}</p>`;
  return html`<ol class="history">
    ${events.map((event) => html`<li class=${`happening is-${event.kind}`}>
      <time datetime=${event.at}>${timeAt(event.at)}</time><i aria-hidden="true"></i><span>${say(event)}${event.text && html`: <span dir="auto">${event.text}</span>`}</span>
    </li>`)}
  </ol>`;
}
