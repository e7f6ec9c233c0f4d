// What was said. Words of people only ever become text.

import { useLayoutEffect, useRef } from "../../web/vendor/hooks.mjs";
import { html } from "../../web/app/html.js";
import { t } from "../../web/app/texts.js";
import { timeAt } from "../moments.js";

export function Conversation({ messages }) {
  const end = useRef();
  const count = messages.length;
  useLayoutEffect(() => {
    if (end.current) end.current.scrollIntoView({ block: "end" });
  }, [count]);
  if (!count) return html`<p class="empty">${t("no-messages")}</p>`;
  return html`<ol class="conversation">
    ${messages.map((each) => html`<li key=${each.id} class=${`said-by is-${each.by}`}>
      <small><bdi>${each.name || t(`by-${each.by}`)}</bdi>${each.by === "note" && html` · ${t("by-note")}`} · <time datetime=${each.at}>${timeAt(each.at)}</time></small>
      <p dir="auto">${each.text || t("no-text")}</p>
    </li>`)}
    <li ref=${end} aria-hidden="true"></li>
  </ol>`;
}
