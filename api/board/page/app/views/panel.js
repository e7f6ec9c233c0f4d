// A contact beside the board: its conversation, why it is where it is, its history, and what may be done with it.

import { useEffect, useRef, useState } from "../../web/vendor/hooks.mjs";
import { html } from "../../web/app/html.js";
import { Icon } from "../../web/app/icons.js";
import { t } from "../../web/app/texts.js";
import { closeContact } from "../contact.js";
import { kindOf } from "../model.js";
import { useStore } from "../store.js";
import { Acts } from "./acts.js";
import { Conversation } from "./conversation.js";
import { History } from "./history.js";
import { Why } from "./why.js";
import { Write } from "./write.js";

const TABS = ["conversation", "why", "history"];

export function Panel() {
  const id = useStore((state) => state.opened);
  const detail = useStore((state) => state.detail);
  const contact = useStore((state) => state.contacts.get(id));
  const panel = useRef();
  useEffect(() => panel.current.focus(), [id]);

  function onKeyDown(event) {
    if (event.key === "Escape") closeContact();
  }

  return html`<aside class="panel" ref=${panel} tabindex="-1" aria-label=${t("contact-number", { id })} onKeyDown=${onKeyDown}>
    <${Head} id=${id} contact=${contact} detail=${detail} />
    ${!detail && html`<p class="empty" role="status">${t("loading")}</p>`}
    ${detail && detail.failed && html`<p class="empty refusal" role="alert">${detail.failed}</p>`}
    ${detail && !detail.failed && html`<${Whole} key=${id} detail=${detail} />`}
  </aside>`;
}

function Head({ id, contact, detail }) {
  const sources = useStore((state) => state.sources);
  const operators = useStore((state) => state.operators);
  const known = (detail && !detail.failed && detail) || contact;
  const operator = known && operators.get(known.operator_id);
  const words = known && [
    operator ? operator.name : kindOf(known) === "waiting" && known.status !== "completed" && t("kind-waiting"),
    t(`status-${known.status}`),
    sources.size > 0 && (sources.get(known.source_id) || {}).name,
  ];
  return html`<header class="panel-head">
    <div><h2><span class="number">${t("number", { id })}</span> <bdi>${known ? known.client || t("nameless") : ""}</bdi></h2>
      <p>${words && words.filter(Boolean).join(" · ")}</p>
      ${detail && (detail.labels || []).length > 0 && html`<p class="labels">${detail.labels.map((name) => html`<span class="label">${name}</span>`)}</p>`}
    </div>
    <button type="button" class="tool" aria-label=${t("close")} title=${t("close")} onClick=${closeContact}><${Icon} name="close" /></button>
  </header>`;
}

function Whole({ detail }) {
  const [tab, setTab] = useState("conversation");
  function onKeyDown(event) {
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!move) return;
    const next = TABS[(TABS.indexOf(tab) + move + TABS.length) % TABS.length];
    setTab(next);
    event.currentTarget.querySelector(`#tab-${next}`).focus();
  }
  return html`<${Acts} detail=${detail} />
    <div class="panel-tabs" role="tablist" aria-label=${t("about-contact")} onKeyDown=${onKeyDown}>
      ${TABS.map(
        (each) => html`<button type="button" key=${each} role="tab" id=${`tab-${each}`} aria-selected=${String(each === tab)} aria-controls="tab-panel"
          tabindex=${each === tab ? 0 : -1} onClick=${() => setTab(each)}>${t(`tab-${each}`)}</button>`,
      )}
    </div>
    <div class="tab-panel" id="tab-panel" role="tabpanel" tabindex="0" aria-labelledby=${`tab-${tab}`}>
      ${tab === "conversation" && html`<${Conversation} messages=${detail.messages || []} />`}
      ${tab === "why" && html`<${Why} why=${detail.why} />`}
      ${tab === "history" && html`<${History} events=${detail.history || []} />`}
    </div>
    <${Write} detail=${detail} />`;
}
