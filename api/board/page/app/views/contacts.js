// The open contacts: the queue first, then whoever waits for an answer. Arrows go from row to row, Enter opens.

import { useState } from "../../web/vendor/hooks.mjs";
import { classes, html, memo } from "../../web/app/html.js";
import { Icon } from "../../web/app/icons.js";
import { t } from "../../web/app/texts.js";
import { openContact } from "../contact.js";
import { countKinds, kindOf, listContacts } from "../model.js";
import { Age, span } from "../moments.js";
import { update, useStore } from "../store.js";

const KINDS = ["all", "waiting", "unanswered", "answered"];
const LATE = 600; // seconds
const MOVES = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

export function Contacts() {
  const contacts = useStore((state) => state.contacts);
  const operators = useStore((state) => state.operators);
  const sources = useStore((state) => state.sources);
  const filter = useStore((state) => state.filter);
  const opened = useStore((state) => state.opened);
  const [stop, setStop] = useState(null); // the row that Tab leads to
  const shown = listContacts(contacts, filter);
  const tab = shown.some(({ id }) => id === stop) ? stop : shown.length && shown[0].id;

  function onKeyDown(event) {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const rows = [...event.currentTarget.querySelectorAll(".row")];
    const at = rows.indexOf(document.activeElement);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + move))];
    setStop(Number(next.dataset.contact));
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  return html`<section class="card contacts" id="contacts" tabindex="-1" aria-labelledby="contacts-title">
    <div class="card-head">
      <h2 id="contacts-title">${t("contacts")}</h2>
      <${Filters} filter=${filter} sources=${sources} operators=${operators} />
    </div>
    <${Kinds} filter=${filter} counts=${countKinds(contacts, filter)} />
    ${shown.length
      ? html`<ul class="scroll contact-list" aria-label=${t("contacts")} onKeyDown=${onKeyDown}>
          ${shown.map(
            (each) => html`<${Row} key=${each.id} contact=${each} isOpen=${each.id === opened} isStop=${each.id === tab}
              operator=${each.operator_id === null ? null : (operators.get(each.operator_id) || {}).name}
              source=${sources.size > 1 ? (sources.get(each.source_id) || {}).name : null} />`,
          )}
        </ul>`
      : html`<p class="empty">${t(contacts.size ? "none-match" : "no-contacts")}</p>`}
  </section>`;
}

function Filters({ filter, sources, operators }) {
  const chosen = filter.operator !== null && operators.get(filter.operator);
  const chooseSource = (event) => update({ filter: { ...filter, source: Number(event.target.value) || null } });
  return html`<div class="filters">
    ${chosen &&
    html`<button type="button" class="chip" onClick=${() => update({ filter: { ...filter, operator: null } })}>
      <bdi>${chosen.name}</bdi><span class="hidden">${t("show-all")}</span><${Icon} name="close" />
    </button>`}
    ${sources.size > 1 &&
    html`<select aria-label=${t("source")} onChange=${chooseSource}>
      <option value="" selected=${filter.source === null}>${t("all-sources")}</option>
      ${[...sources.values()].map(({ id, name }) => html`<option value=${id} selected=${id === filter.source}>${name}</option>`)}
    </select>`}
  </div>`;
}

function Kinds({ filter, counts }) {
  return html`<div class="kinds" role="group" aria-label=${t("show")}>
    ${KINDS.map(
      (kind) => html`<button type="button" key=${kind} class=${`kind is-${kind}`} aria-pressed=${String(filter.kind === kind)}
        onClick=${() => update({ filter: { ...filter, kind } })}>${t(`kind-${kind}`)}<span>${counts[kind]}</span></button>`,
    )}
  </div>`;
}

const Row = memo(function Row({ contact, operator, source, isOpen, isStop }) {
  const { id, client, words, unanswered_since: unanswered, created_at: created } = contact;
  const kind = kindOf(contact);
  const wait = kind === "waiting" ? contact.wait_seconds ?? null : null; // null: nobody can say
  return html`<li class="contact-item">
    <button type="button" class=${classes("row", `is-${kind}`)} data-contact=${id} tabindex=${isStop ? 0 : -1}
      aria-current=${isOpen ? "true" : null} onClick=${() => openContact(id)}>
      <span class="mark" aria-hidden="true"></span>
      <span class="number">${id}</span>
      <span class="line"><bdi class="name">${client || t("nameless")}</bdi><span class="words" dir="auto">${words}</span></span>
      <span class="where">${operator ? html`<bdi>${operator}</bdi>` : html`<span class="reason">${t(`waits-${contact.reason || "other"}`)}</span>`}${source && html`<small><bdi>${source}</bdi></small>`}</span>
      <span class="when">${kind === "answered"
        ? html`<span class="calm">${t(`status-${contact.status}`)}</span>`
        : html`<${Age} since=${(kind === "waiting" && contact.waiting_since) || unanswered || created} warnAfter=${LATE} />`}
        ${wait !== null && html`<small>${t("wait-about", { span: span(wait) })}</small>`}</span>
    </button>
  </li>`;
});
