// The day in a line of figures.

import { classes, html } from "../../web/app/html.js";
import { t } from "../../web/app/texts.js";
import { countKinds } from "../model.js";
import { exactSpan } from "../moments.js";
import { useStore } from "../store.js";

const EVERYTHING = { source: null, operator: null };

export function Figures() {
  const today = useStore((state) => state.today) || {};
  const contacts = useStore((state) => state.contacts);
  const counts = countKinds(contacts, EVERYTHING);
  const median = today.median_seconds ?? null;
  return html`<section class="figures" tabindex="0" aria-label=${t("figures")}><dl>
    <${Figure} name="waiting" value=${counts.waiting} isHot=${counts.waiting > 0} />
    <${Figure} name="unanswered" value=${counts.unanswered} />
    <${Figure} name="open" value=${counts.all} />
    <${Figure} name="came" value=${today.came} />
    <${Figure} name="answered" value=${today.answered} />
    <${Figure} name="completed" value=${today.completed} />
    <${Figure} name="median" value=${median === null ? "–" : exactSpan(median)} />
  </dl></section>`;
}

function Figure({ name, value, isHot }) {
  return html`<div class=${classes("figure", isHot && "is-hot")}><dt>${t(`figure-${name}`)}</dt><dd>${value ?? "–"}</dd></div>`;
}
