// The picture of what a change would have done: shares before and after, and how soon clients get an answer.

import { html } from "../../web/app/html.js";
import { percent, t } from "../../web/app/texts.js";
import { exactSpan } from "../moments.js";

const WIDTH = 320;
const HEIGHT = 110;
const SHOWN = 18; // of the 19 points of a curve: up to nine in ten, for the last ones may be days away

export function ShareBar({ one, most }) {
  const part = (share) => `${(100 * share) / (most || 1)}%`;
  const [before] = one.before;
  const [after, low, high] = one.after;
  const range = { low: Math.round(100 * low), high: Math.round(100 * high) };
  return html`<li>
    <span class="bar-head"><bdi class="name">${one.name}</bdi>
      <span>${percent(before)} → <b>${percent(after)}</b> <small>(${range.low}–${range.high})</small></span></span>
    <span class="bar-line" aria-hidden="true">
      <i class="was" style=${{ width: part(before) }}></i><i class="is" style=${{ width: part(after) }}></i>
      <i class="range" style=${{ left: part(low), width: part(high - low) }}></i>
    </span>
  </li>`;
}

export function AnswerCurve({ curves }) {
  const [before, after] = curves.map((curve) => curve.slice(0, SHOWN));
  if (!before.length || !after.length) return null;
  const longest = Math.max(before.at(-1), after.at(-1)) || 1;
  return html`<figure class="curve" aria-hidden="true">
    <figcaption><span class="was">${t("as-it-is")}</span> <span class="is">${t("with-change")}</span></figcaption>
    <svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
      <path class="half" d=${`M0 ${HEIGHT / 2}H${WIDTH}`} />
      <path class="was" d=${draw(before, longest)} /><path class="is" d=${draw(after, longest)} />
    </svg>
    <p><span>0</span><span>${t("answered-within")}</span><span>${exactSpan(longest)}</span></p>
  </figure>`;
}

// From nobody at once to nine in ten: each point is a twentieth of the clients more.
function draw(curve, longest) {
  const points = curve.map((seconds, at) => `L${(WIDTH * seconds) / longest} ${HEIGHT * (1 - (at + 1) / (SHOWN + 2))}`);
  return `M0 ${HEIGHT}${points.join("")}`;
}
