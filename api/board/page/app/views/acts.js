// What may be done with a contact; a refusal is said where the act was.

import { useState } from "../../web/vendor/hooks.mjs";
import { html } from "../../web/app/html.js";
import { t } from "../../web/app/texts.js";
import { act } from "../contact.js";
import { hasRoom, listOperators } from "../model.js";
import { useStore } from "../store.js";

export function useAct(detail) {
  const [said, setSaid] = useState(null);
  const [isBusy, setBusy] = useState(false);

  async function run(name, body) {
    setBusy(true);
    try {
      await act(detail.id, name, body);
      setSaid({ words: t(`done-${name}`) });
      return true;
    } catch (refusal) {
      setSaid({ words: refusal.message, isRefused: true });
      return false;
    } finally {
      setBusy(false);
    }
  }

  return { said, isBusy, run };
}

export function Said({ said }) {
  return html`<p class=${said && said.isRefused ? "said refusal" : "said"} role=${said && said.isRefused ? "alert" : "status"}>${said && said.words}</p>`;
}

export function Acts({ detail }) {
  const { said, isBusy, run } = useAct(detail);
  const may = detail.may || [];
  const isOffered = may.some((name) => ["assign", "pass", "return", "complete", "reopen"].includes(name));
  // What somebody else has done meanwhile leaves nothing to do, but why it was refused stays.
  if (!isOffered) return said && html`<div class="acts"><${Said} said=${said} /></div>`;
  return html`<div class="acts">
    ${(may.includes("assign") || may.includes("pass")) && html`<${Give} detail=${detail} isBusy=${isBusy} run=${run} />`}
    <div class="line">
      ${may.includes("return") && html`<button type="button" class="button" disabled=${isBusy} onClick=${() => run("return")}>${t("act-return")}</button>`}
      ${may.includes("complete") && html`<${Complete} detail=${detail} isBusy=${isBusy} run=${run} />`}
      ${may.includes("reopen") && html`<button type="button" class="button" disabled=${isBusy} onClick=${() => run("reopen")}>${t("act-reopen")}</button>`}
    </div>
    <${Said} said=${said} />
  </div>`;
}

function Give({ detail, isBusy, run }) {
  const operators = useStore((state) => state.operators);
  const [to, setTo] = useState("");
  const may = detail.may || [];
  const others = listOperators(operators).filter(({ id, state }) => id !== detail.operator_id && state !== "off");
  const isNext = may.includes("pass");
  const able = others.filter(hasRoom);
  const unable = others.filter((each) => !hasRoom(each));
  const give = () => {
    if (!to || to === "next") return run("pass", { operator_id: null });
    return may.includes("assign") ? run("assign", { operator_id: Number(to) }) : run("pass", { operator_id: Number(to) });
  };
  const option = ({ id, name, state, load, limit }) =>
    html`<option value=${id} selected=${String(id) === to}>${name} · ${state === "on" ? `${load}/${limit}` : t(`state-${state}`)}</option>`;
  return html`<div class="line">
    <select aria-label=${t("to-whom")} onChange=${(event) => setTo(event.target.value)}>
      ${isNext ? html`<option value="next" selected=${to === "next"}>${t("to-next")}</option>` : html`<option value="" selected=${to === ""}>${t("to-whom")}</option>`}
      ${able.length > 0 && html`<optgroup label=${t("with-room")}>${able.map(option)}</optgroup>`}
      ${unable.length > 0 && html`<optgroup label=${t("without-room")}>${unable.map(option)}</optgroup>`}
    </select>
    <button type="button" class="button is-primary" disabled=${isBusy || (!isNext && !to)} onClick=${give}>${t(detail.operator_id === null ? "act-assign" : "act-pass")}</button>
  </div>`;
}

function Complete({ detail, isBusy, run }) {
  const [outcome, setOutcome] = useState("");
  const outcomes = detail.outcomes || [];
  const complete = () => run("complete", outcome ? { outcome: outcomes.find(({ id }) => String(id) === outcome).name } : {});
  return html`${outcomes.length > 0 &&
    html`<select aria-label=${t("outcome")} onChange=${(event) => setOutcome(event.target.value)}>
      <option value="" selected=${!outcome}>${t("no-outcome")}</option>
      ${outcomes.map(({ id, name }) => html`<option value=${id} selected=${String(id) === outcome}>${name}</option>`)}
    </select>`}
    <button type="button" class="button" disabled=${isBusy} onClick=${complete}>${t("act-complete")}</button>`;
}
