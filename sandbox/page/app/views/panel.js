// The panel: what goes wrong with Telegram, who turns away from the bot, and the demo's office.

import { useEffect, useState } from "../../web/vendor/hooks.mjs";
import { block, unblock } from "../acts.js";
import { FAULTS, clearFaults, readFaults, switchFault } from "../faults.js";
import { html } from "../../web/app/html.js";
import { Icon } from "../../web/app/icons.js";
import { showPanel } from "../layout.js";
import { chatOf, see } from "../model.js";
import { fullName, listRole, roleOf } from "../people.js";
import { useStore } from "../store.js";
import { t } from "../../web/app/texts.js";
import { Office } from "./office.js";

export function Panel() {
  const hasOffice = useStore((state) => state.office !== null);
  function close() {
    showPanel(false);
    document.querySelector(".panel-switch").focus();
  }
  return html`<aside class="panel" id="panel" aria-label=${t("panel")} onKeyDown=${(event) => event.key === "Escape" && close()}>
    <div class="panel-head">
      <h2>${t("panel")}</h2>
      <button type="button" class="tool" aria-label=${t("close-panel")} title=${t("close-panel")} onClick=${close}>
        <${Icon} name="close" />
      </button>
    </div>
    ${hasOffice && html`<${Office} />`}
    <${Faults} />
    <${Blocking} />
  </aside>`;
}

function Faults() {
  const [on, setOn] = useState({});
  const [refusal, setRefusal] = useState(null);

  async function change(doing) {
    try {
      if (doing) await doing();
      setOn(await readFaults());
      setRefusal(null);
    } catch (error) {
      setRefusal(error.message);
    }
  }
  useEffect(() => {
    change();
    const timer = setInterval(change, 2000);
    return () => clearInterval(timer);
  }, []);

  return html`<section>
    <h3>${t("faults")}</h3>
    <p class="note">${t("faults-note")}</p>
    ${Object.keys(FAULTS).map(
      (name) => html`<${Switch} key=${name} isOn=${Boolean(on[name])} label=${t(`fault-${name}`)}
        note=${on[name] && on[name].hit ? t("hit", { count: on[name].hit }) : ""}
        onChange=${() => change(() => switchFault(name, on[name]))} />`,
    )}
    <p class="refusal" role="alert">${refusal}</p>
    <button type="button" class="button" disabled=${!Object.keys(on).length} onClick=${() => change(clearFaults)}>${t("normal")}</button>
  </section>`;
}

function Switch({ isOn, label, note, onChange }) {
  return html`<button type="button" class="switch" role="switch" aria-checked=${String(isOn)} onClick=${onChange}>
    <span class="switch-words">${label}<small>${note}</small></span><span class="track" aria-hidden="true"></span>
  </button>`;
}

function Blocking() {
  const people = useStore((state) => state.people);
  const office = useStore((state) => state.office);
  const everybody = listRole(people, null, null);
  const first = everybody.find((person) => roleOf(office, person.id) === "operator") || everybody[0];
  const [chosen, setChosen] = useState(first ? first.id : null);
  const chat = useStore((state) => chatOf(state, chosen));
  useEffect(() => {
    if (chosen !== null) see(chosen);
  }, [chosen]);
  if (!first) return null;
  const isBlocked = chat.state === "blocked";
  return html`<section>
    <h3>${t("blocking")}</h3>
    <p class="note">${t("blocking-note")}</p>
    <div class="line">
      <select aria-label=${t("whose")} value=${chosen} onChange=${(event) => setChosen(Number(event.target.value))}>
        ${everybody.map((each) => html`<option value=${each.id} selected=${each.id === chosen}>${fullName(each)}</option>`)}
      </select>
      <button type="button" class=${isBlocked ? "button" : "button is-danger"} disabled=${chat.state === "never"}
        onClick=${() => (isBlocked ? unblock(chosen) : block(chosen))}>${t(isBlocked ? "unblock" : "block")}</button>
    </div>
  </section>`;
}
