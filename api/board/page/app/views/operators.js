// The operators: how they stand, their load against the limit, who waits for their answer. One chosen narrows the list.

import { classes, html, memo } from "../../web/app/html.js";
import { Avatar } from "../../web/app/avatar.js";
import { t } from "../../web/app/texts.js";
import { listOperators } from "../model.js";
import { Age } from "../moments.js";
import { read, update, useStore } from "../store.js";

const LATE = 600; // seconds without an answer

export function Operators() {
  const operators = useStore((state) => state.operators);
  const chosen = useStore((state) => state.filter.operator);
  const all = listOperators(operators);
  const on = all.filter(({ state }) => state === "on");
  const free = on.reduce((sum, { load, limit }) => sum + Math.max(0, limit - load), 0);
  return html`<section class="card operators" aria-labelledby="operators-title">
    <div class="card-head"><h2 id="operators-title">${t("operators")}</h2><small>${t("on-now", { on: on.length, all: all.length, free })}</small></div>
    ${all.length
      ? html`<ul class="scroll">${all.map((each) => html`<${Row} key=${each.id} operator=${each} isChosen=${each.id === chosen} />`)}</ul>`
      : html`<p class="empty">${t("no-operators")}</p>`}
  </section>`;
}

function choose(id) {
  const { filter } = read();
  update({ filter: { ...filter, operator: filter.operator === id ? null : id }, view: "contacts" });
}

const Row = memo(function Row({ operator, isChosen }) {
  const { id, name, state, load, limit, unanswered, oldest_unanswered_at: oldest } = operator;
  const isFull = load >= limit;
  return html`<li>
    <button type="button" class=${classes("operator", `is-${state}`, isFull && "is-full")} aria-pressed=${String(isChosen)} onClick=${() => choose(id)}>
      <span class="face"><${Avatar} id=${id} name=${name} isSmall=${true} /><i class="dot" aria-hidden="true"></i></span>
      <span class="who"><bdi>${name}</bdi><small>${t(`state-${state}`)}</small></span>
      <span class="load">
        <span class="numbers">${load}<span class="of"> / ${limit}</span></span>
        <span class="hidden">${t("load-of", { load, limit })}</span>
        <span class="track" aria-hidden="true"><i style=${{ width: `${limit ? Math.min(100, (100 * load) / limit) : 0}%` }}></i></span>
      </span>
      <span class="unanswered">${unanswered > 0 &&
        html`<span class="count" title=${t("unanswered-count", { count: unanswered })}>${unanswered}<span class="hidden"> ${t("unanswered-word")}</span></span>`}
        ${unanswered > 0 && oldest && html`<${Age} since=${oldest} warnAfter=${LATE} />`}</span>
    </button>
  </li>`;
});
