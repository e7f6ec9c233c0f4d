// What asks for attention: an alert of the bot, or who shall follow a link.

import { useEffect, useRef, useState } from "../../web/vendor/hooks.mjs";
import { choosePerson, openBot } from "../acts.js";
import { html } from "../../web/app/html.js";
import { fullName, listRole, roleOf } from "../people.js";
import { read, update, useStore } from "../store.js";
import { t } from "../../web/app/texts.js";

export function Dialog() {
  const dialog = useStore((state) => state.dialog);
  if (!dialog) return null;
  return dialog.kind === "alert" ? html`<${Alert} ...${dialog} />` : html`<${StartLink} ...${dialog} />`;
}

function close() {
  update({ dialog: null });
}

function Frame({ label, children }) {
  const frame = useRef();
  useEffect(() => frame.current.showModal(), []);
  return html`<dialog ref=${frame} class="dialog" aria-labelledby="dialog-title" onClose=${close}>
    <h2 id="dialog-title">${label}</h2>
    ${children}
  </dialog>`;
}

function Alert({ text, person }) {
  const name = useStore((state) => fullName(state.people[person]));
  return html`<${Frame} label=${name}>
    <p dir="auto">${text}</p>
    <div class="dialog-acts"><button type="button" class="button is-primary" onClick=${close}>${t("ok")}</button></div>
  <//>`;
}

function StartLink({ link, person, place }) {
  const people = useStore((state) => state.people);
  const [chosen, setChosen] = useState(person);
  function start() {
    close();
    show(place, chosen);
    openBot(chosen, link.start);
  }
  return html`<${Frame} label=${t("open-link", { bot: link.bot })}>
    <label class="field">${t("open-as")}
      <select value=${chosen} onChange=${(event) => setChosen(Number(event.target.value))}>
        ${listRole(people, null, null).map(
          (each) => html`<option value=${each.id} selected=${each.id === chosen}>${fullName(each)}</option>`,
        )}
      </select>
    </label>
    <div class="dialog-acts">
      <button type="button" class="button" onClick=${close}>${t("cancel")}</button>
      <button type="button" class="button is-primary" onClick=${start}>${t("press-start")}</button>
    </div>
  <//>`;
}

// Lets whoever follows the link be seen: in the column of the role if there is one, else where the link was.
function show(place, personId) {
  const { columns, office } = read();
  if (columns.some((column) => column.person === personId)) return;
  const role = roleOf(office, personId);
  const own = columns.findIndex((column) => column.role && column.role === role);
  choosePerson(own < 0 ? place : own, personId);
}
