// Weights of a source: what share each would give, and what today has given so far.

import { useState } from "../../web/vendor/hooks.mjs";
import { classes, html } from "../../web/app/html.js";
import { Icon } from "../../web/app/icons.js";
import { percent, t } from "../../web/app/texts.js";
import { post } from "../api.js";
import { useStore } from "../store.js";
import { WhatIf } from "./what_if.js";

const LEAST_TOP = 10; // of a slider

export function Shares() {
  const sources = useStore((state) => state.sources);
  const [chosen, setChosen] = useState(null);
  const source = sources.get(chosen) || [...sources.values()][0];
  return html`<section class="card shares" aria-labelledby="shares-title">
    <div class="card-head">
      <h2 id="shares-title">${t("shares")}</h2>
      ${sources.size > 1 &&
      html`<select aria-label=${t("source")} onChange=${(event) => setChosen(Number(event.target.value))}>
        ${[...sources.values()].map(({ id, name }) => html`<option value=${id} selected=${id === source.id}>${name}</option>`)}
      </select>`}
    </div>
    ${source ? html`<${Weights} key=${source.id} source=${source} />` : html`<p class="empty">${t("no-sources")}</p>`}
  </section>`;
}

function Weights({ source }) {
  const operators = useStore((state) => state.operators);
  const today = useStore((state) => state.today) || {};
  const maySteer = useStore((state) => state.me.rights.may_steer);
  const [wanted, setWanted] = useState({}); // weights by operator that are not applied yet
  const [said, setSaid] = useState(null);
  const [isUndoable, setUndoable] = useState(false);
  const [isTrying, setTrying] = useState(false);
  const weights = source.weights || [];
  const weightOf = (row) => wanted[row.operator_id] ?? row.weight;
  const sum = weights.reduce((total, row) => total + weightOf(row), 0);
  const top = Math.max(LEAST_TOP, ...weights.map((row) => 2 * row.weight));
  const changed = Object.fromEntries(weights.filter((row) => weightOf(row) !== row.weight).map((row) => [row.operator_id, weightOf(row)]));
  const isChanged = Object.keys(changed).length > 0;
  const shares = new Map((today.shares || []).filter((row) => row.source_id === source.id).map((row) => [row.operator_id, row]));

  async function run(doing, words) {
    try {
      await doing();
      setWanted({});
      setUndoable(words === "applied");
      setSaid({ words: t(words) });
    } catch (refusal) {
      setSaid({ words: refusal.message, isRefused: true });
    }
  }

  function finish(words) {
    setTrying(false);
    setWanted({});
    setUndoable(false);
    setSaid({ words: t(words) });
  }

  if (!weights.length) return html`<p class="empty">${t("no-weights")}</p>`;
  return html`<div class="weights">
    <div class="weights-head" aria-hidden="true"><span>${t("operator")}</span><span>${t("weight")}</span><span>${t("share")}</span><span>${t("today-share")}</span></div>
    <ul class="scroll">
      ${weights.map((row) => {
        const name = (operators.get(row.operator_id) || {}).name || t("somebody");
        return html`<${Weight} key=${row.operator_id} name=${name} weight=${weightOf(row)} top=${top} maySteer=${maySteer}
          isChanged=${row.operator_id in changed} share=${sum ? weightOf(row) / sum : 0} today=${shares.get(row.operator_id)}
          onChange=${(weight) => setWanted({ ...wanted, [row.operator_id]: weight })} />`;
      })}
    </ul>
    ${maySteer &&
    html`<div class="weights-acts">
      <button type="button" class="button is-primary" disabled=${!isChanged}
        onClick=${() => run(() => post("weights", { source_id: source.id, weights: changed }), "applied")}>${t("apply")}</button>
      <button type="button" class="button" onClick=${() => setTrying(true)}>${t("what-if")}</button>
      ${isChanged && html`<button type="button" class="button" onClick=${() => setWanted({})}>${t("reset")}</button>`}
      ${!isChanged && isUndoable &&
      html`<button type="button" class="button" onClick=${() => run(() => post("weights/undo", { source_id: source.id }), "undone")}><${Icon} name="undo" />${t("undo")}</button>`}
      <p class=${classes("said", said && said.isRefused && "refusal")} role="status">${said && said.words}</p>
    </div>`}
    ${isTrying && html`<${WhatIf} source=${source} initial=${changed} onClose=${() => setTrying(false)} onDone=${finish} />`}
  </div>`;
}

function Weight({ name, weight, top, share, today, isChanged, maySteer, onChange }) {
  return html`<li class=${classes("weight", isChanged && "is-changed")}>
    <bdi class="name">${name}</bdi>
    <span class="slider">
      ${maySteer && html`<input type="range" min="0" max=${top} step="1" value=${weight} aria-label=${t("weight-of", { name })}
        aria-valuetext=${t("weight-gives", { weight, share: percent(share) })} onInput=${(event) => onChange(Number(event.target.value))} />`}
      <b>${weight}</b>
    </span>
    <span class="share">${percent(share)}</span>
    <${Today} ...${today} />
  </li>`;
}

function Today({ expected, actual }) {
  if (actual === null || actual === undefined) return html`<span class="today-share">–</span>`;
  const about = t("today-note", { expected: percent(expected ?? 0), actual: percent(actual) });
  return html`<span class="today-share" title=${about}>
    <span class="hidden">${about}</span><span aria-hidden="true">${percent(actual)}</span>
    <span class="track" aria-hidden="true"><i style=${{ width: `${100 * actual}%` }}></i><b style=${{ left: `${100 * (expected ?? 0)}%` }}></b></span>
  </span>`;
}
