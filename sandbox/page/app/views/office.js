// The demo's office: a rush, a day in a minute, and how operators stand while they run.

import { useEffect, useState } from "../../web/vendor/hooks.mjs";
import { post } from "../api.js";
import { classes, html } from "../../web/app/html.js";
import { refreshOffice } from "../model.js";
import { useStore } from "../store.js";
import { percent, t } from "../../web/app/texts.js";

const PAUSE = 1000; // milliseconds
const CLIENTS = 30;

export function Office() {
  const office = useStore((state) => state.office);
  const [refusal, setRefusal] = useState(null);

  useEffect(() => {
    const timer = setInterval(refreshOffice, PAUSE);
    refreshOffice();
    return () => clearInterval(timer);
  }, []);

  async function run(path, body) {
    try {
      await post(path, body);
      setRefusal(null);
    } catch (error) {
      setRefusal(error.message);
    }
    refreshOffice();
  }

  const { running } = office;
  return html`<section>
    <div class="line">
      <button type="button" class="button is-primary" disabled=${Boolean(running)} onClick=${() => run("/demo/rush", { clients: CLIENTS })}>
        ${t("rush", { count: CLIENTS })}
      </button>
      <button type="button" class="button is-primary" disabled=${Boolean(running)} onClick=${() => run("/demo/day", {})}>${t("day")}</button>
    </div>
    <div class="running">
      ${running &&
      html`<progress value=${running.done} max="1" aria-label=${t(running.what, { count: CLIENTS })}></progress>
        <button type="button" class="button" onClick=${() => run("/demo/stop", {})}>${t("stop")}</button>`}
    </div>
    <p class="refusal" role="alert">${refusal}</p>
    <dl class="figures">
      <div><dt>${t("waiting")}</dt><dd>${office.waiting}</dd></div>
      <div><dt>${t("completed")}</dt><dd>${office.completed}</dd></div>
      <div><dt>${t("contacts")}</dt><dd>${office.contacts}</dd></div>
    </dl>
    <${Operators} operators=${office.operators} />
  </section>`;
}

function Operators({ operators }) {
  if (!operators.length) return html`<p class="note">${t("no-operators")}</p>`;
  return html`<table class="operators">
    <caption class="hidden">${t("operators")}</caption>
    <thead><tr>
      <th scope="col">${t("operator")}</th><th scope="col">${t("load")}</th>
      <th scope="col" class="number">${t("weight")}</th>
      <th scope="col" class="number" title=${t("expected-note")}>${t("expected")}</th>
      <th scope="col" class="number">${t("actual")}</th>
    </tr></thead>
    <tbody>${operators.map((operator) => html`<${Row} key=${operator.name} ...${operator} />`)}</tbody>
  </table>`;
}

function Row({ name, load, limit, weight, state, expected, actual }) {
  const show = (share) => (share === null || share === undefined ? "–" : percent(share));
  const isFull = load >= limit;
  return html`<tr>
    <th scope="row"><bdi>${name}</bdi><small class=${`state is-${state}`}>${t(`state-${state}`)}</small></th>
    <td><${Load} load=${load} limit=${limit} isFull=${isFull} /></td>
    <td class="number">${weight}</td><td class="number">${show(expected)}</td><td class="number">${show(actual)}</td>
  </tr>`;
}

const MOST_PLACES = 6;

function Load({ load, limit, isFull }) {
  const places = limit <= MOST_PLACES ? Array.from({ length: limit }, (_, n) => n < load) : [];
  return html`<span class=${classes("load", isFull && "is-full")}>
    <span class="places" aria-hidden="true">${places.map((isTaken) => html`<i class=${isTaken ? "is-taken" : ""}></i>`)}</span>
    ${t("load-of", { load, limit })}
  </span>`;
}
