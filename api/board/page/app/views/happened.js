// What has just happened, newest first.

import { html, memo } from "../../web/app/html.js";
import { knows, t } from "../../web/app/texts.js";
import { openContact } from "../contact.js";
import { timeAt } from "../moments.js";
import { useStore } from "../store.js";

const ROLES = ["client", "admin", "supervisor", "api"]; // who has no name here

export function Happened() {
  const happened = useStore((state) => state.happened);
  return html`<section class="card happened" aria-labelledby="happened-title">
    <div class="card-head"><h2 id="happened-title">${t("happened")}</h2></div>
    ${happened.length
      ? html`<ol class="scroll">${happened.map((event) => html`<${Line} key=${event.id} event=${event} />`)}</ol>`
      : html`<p class="empty">${t("nothing-happened")}</p>`}
  </section>`;
}

const Line = memo(function Line({ event }) {
  const { at, contact_id: contact } = event;
  return html`<li class=${`happening is-${event.kind}`}>
    <time datetime=${at}>${timeAt(at)}</time><i aria-hidden="true"></i>
    <span>${contact && html`<button type="button" class="as-link" onClick=${() => openContact(contact)}>${t("number", { id: contact })}</button> `}${say(event)}</span>
  </li>`;
});

export function say({ kind, operator, actor }) {
  const key = `fact-${kind}`;
  const who = ROLES.includes(actor) ? t(`by-${actor}`) : actor || t(kind === "answered" ? "by-admin" : "somebody");
  return knows(key) ? t(key, { name: operator || who, actor: who }) : t("fact-other");
}
