// What if: weights and limits tried on the requests that really came, with a picture of shares and waits.

import { useEffect, useRef, useState } from "../../web/vendor/hooks.mjs";
import { classes, html } from "../../web/app/html.js";
import { Icon } from "../../web/app/icons.js";
import { percent, t } from "../../web/app/texts.js";
import { post } from "../api.js";
import { exactSpan } from "../moments.js";
import { useStore } from "../store.js";
import { AnswerCurve, ShareBar } from "./what_if_picture.js";

const DAYS = [7, 14, 30];
const LEAST_TOP = 10; // of a slider
const TIMES = ["longest_wait", "answer", "longest_answer"];
const OFTEN = 0.2; // from this part of the time at the limit on it is worth a line

export function WhatIf({ source, initial, onClose, onDone }) {
  const dialog = useRef();
  const isAdmin = useStore((state) => state.me.rights.is_admin);
  const [days, setDays] = useState(DAYS[1]);
  const [wanted, setWanted] = useState({ weights: initial, limits: {} });
  const [found, setFound] = useState(null); // what the server says of it
  const [tried, setTried] = useState(""); // of what it says that
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState(null);
  const change = { source_id: source.id, days, ...wanted };
  const isChanged = Object.keys(wanted.weights).length + Object.keys(wanted.limits).length > 0;
  const isShown = found !== null && tried === JSON.stringify(change);
  useEffect(() => dialog.current.showModal(), []);

  function set(kind, id, value, was) {
    const { [id]: _, ...others } = wanted[kind];
    setWanted({ ...wanted, [kind]: value === was ? others : { ...others, [id]: value } });
  }

  async function run(doing) {
    setBusy(true);
    setSaid(null);
    try {
      await doing();
    } catch (refusal) {
      setSaid(refusal.message);
    } finally {
      setBusy(false);
    }
  }

  const tryIt = () =>
    run(async () => {
      setFound(await post("what-if", change));
      setTried(JSON.stringify(change));
    });
  const end = (way, words) =>
    run(async () => {
      await post(`what-if/${found.trial}/${way}`);
      onDone(words);
    });

  return html`<dialog class="what-if" ref=${dialog} aria-labelledby="what-if-title" onClose=${onClose}>
    <header class="card-head">
      <h2 id="what-if-title">${t("what-if")} <bdi>${source.name}</bdi></h2>
      <button type="button" class="tool" aria-label=${t("close")} title=${t("close")} onClick=${onClose}><${Icon} name="close" /></button>
    </header>
    <div class="what-if-body">
      <p class="about">${t("what-if-about")}</p>
      <${Sliders} source=${source} wanted=${wanted} onChange=${set} />
      <div class="what-if-try">
        <label>${t("what-if-of")} <select onChange=${(event) => setDays(Number(event.target.value))}>
          ${DAYS.map((each) => html`<option value=${each} selected=${each === days}>${t("what-if-days", { days: each })}</option>`)}
        </select></label>
        <button type="button" class=${classes("button", !isShown && "is-primary")} disabled=${!isChanged || isBusy || isShown} onClick=${tryIt}>${t("try")}</button>
        <p class=${classes("said", said && "refusal")} role="status">${isBusy ? t("trying") : said}</p>
      </div>
      ${found && html`<${Found} found=${found} isOld=${!isShown} />`}
    </div>
    ${isShown &&
    html`<footer class="what-if-acts">
      <button type="button" class="button is-primary" disabled=${isBusy} onClick=${() => end("apply", "applied")}>${t("apply")}</button>
      ${isAdmin && html`<button type="button" class="button" disabled=${isBusy} onClick=${() => end("beside", "watched")}>${t("watch")}</button>`}
      <button type="button" class="button" onClick=${onClose}>${t("leave-so")}</button>
    </footer>`}
  </dialog>`;
}

function Sliders({ source, wanted, onChange }) {
  const operators = useStore((state) => state.operators);
  const isAdmin = useStore((state) => state.me.rights.is_admin);
  const rows = source.weights.map(({ operator_id: id, weight }) => ({ id, weight, ...(operators.get(id) || {}) }));
  const top = (values) => Math.max(LEAST_TOP, ...values.map((value) => 2 * value));
  const tops = { weight: top(rows.map(({ weight }) => weight)), limit: top(rows.map(({ limit }) => limit || 0)) };
  return html`<div class=${classes("what-if-sliders", isAdmin && "has-limits")}>
    <div class="weights-head" aria-hidden="true"><span>${t("operator")}</span><span>${t("weight")}</span>${isAdmin && html`<span>${t("limit")}</span>`}</div>
    <ul>
      ${rows.map(({ id, name, weight, limit }) => {
        const person = name || t("somebody");
        const asked = wanted.weights[id] ?? weight;
        const most = wanted.limits[id] ?? limit;
        return html`<li key=${id} class=${classes("weight", (id in wanted.weights || id in wanted.limits) && "is-changed")}>
          <bdi class="name">${person}</bdi>
          <${Slider} value=${asked} top=${tops.weight} label=${t("weight-of", { name: person })} onInput=${(value) => onChange("weights", id, value, weight)} />
          ${isAdmin && limit !== undefined && html`<${Slider} value=${most} top=${tops.limit} label=${t("limit-of", { name: person })} onInput=${(value) => onChange("limits", id, value, limit)} />`}
        </li>`;
      })}
    </ul>
  </div>`;
}

function Slider({ value, top, label, onInput }) {
  return html`<span class="slider">
    <input type="range" min="0" max=${top} step="1" value=${value} aria-label=${label} onInput=${(event) => onInput(Number(event.target.value))} />
    <b>${value}</b>
  </span>`;
}

function Found({ found, isOld }) {
  if (!found.arrivals) return html`<p class="empty">${t("what-if-nothing")}</p>`;
  const most = Math.max(...found.operators.flatMap(({ before, after }) => [before[2], after[2]]));
  const full = found.operators.filter((one) => Math.max(...one.full) >= OFTEN);
  return html`<section class=${classes("what-if-found", isOld && "is-old")} aria-label=${t("what-if-found")} aria-live="polite">
    ${isOld && html`<p class="about">${t("what-if-old")}</p>`}
    <p><b>${t("what-if-came", { days: found.days, count: found.arrivals })}</b></p>
    <h3>${t("shares-then")}</h3>
    <ul class="bars">${found.operators.map((one) => html`<${ShareBar} key=${one.id} one=${one} most=${most} />`)}</ul>
    <p class="about">${t("what-if-brackets")} ${t("what-if-off-by", { points: Math.round(100 * found.off_by) })}</p>
    <h3>${t("waits-then")}</h3>
    <dl class="waits">
      <${Pair} name="waited" pair=${found.waited} write=${percent} />
      ${TIMES.map((name) => found[name] && Math.max(...found[name]) >= 1 && html`<${Pair} key=${name} name=${name} pair=${found[name]} write=${exactSpan} />`)}
      ${full.map((one) => html`<${Pair} key=${one.id} name="full" about=${{ name: one.name }} pair=${one.full} write=${percent} />`)}
    </dl>
    <${AnswerCurve} curves=${found.answers} />
  </section>`;
}

function Pair({ name, about = {}, pair, write }) {
  const [before, after] = pair.map(write);
  return html`<div><dt>${t(`what-if-${name}`, about)}</dt><dd>${before === after ? html`<b>${after}</b>` : html`${before} → <b>${after}</b>`}</dd></div>`;
}
