// The head of a column: whose chat it is, others of the same role with what they have not read, a new client.

import { useEffect, useRef } from "../../web/vendor/hooks.mjs";
import { addClient, block, choosePerson, openBot, unblock } from "../acts.js";
import { classes, html } from "../../web/app/html.js";
import { Icon } from "../../web/app/icons.js";
import { chatOf } from "../model.js";
import { toast } from "../notices.js";
import { fullName, listRole, roleOf } from "../people.js";
import { read, useStore } from "../store.js";
import { t } from "../../web/app/texts.js";
import { Avatar } from "../../web/app/avatar.js";
import { Menu, MenuItem } from "../../web/app/menu.js";

const ROLES = ["client", "operator", "admin"];

export function Head({ place, person, role }) {
  const office = useStore((state) => state.office);
  const ownRole = person ? roleOf(office, person.id) : role;
  return html`<header class="head">
    <div class="whose">
      ${person && html`<${Avatar} id=${person.id} name=${fullName(person)} />`}
      <div class="who">
        <${PersonChoice} place=${place} person=${person} />
        <${Standing} person=${person} role=${ownRole} />
      </div>
      <div class="tools">
        ${(!role || role === "client") && html`<${NewClient} place=${place} />`}
        ${person && html`<${PersonMenu} person=${person} />`}
      </div>
    </div>
    <${Strip} place=${place} person=${person} role=${role} />
  </header>`;
}

function PersonChoice({ place, person }) {
  const people = useStore((state) => state.people);
  const office = useStore((state) => state.office);
  const groups = office ? ROLES : [null];
  const choose = (event) => choosePerson(place, Number(event.target.value));
  return html`<select class="person-choice" aria-label=${t("whose")} value=${person ? person.id : ""} onChange=${choose}>
    ${!person && html`<option value="">${t("nobody")}</option>`}
    ${groups.map((group) => {
      const options = listRole(people, office, group).map(
        (each) => html`<option value=${each.id} selected=${person && each.id === person.id}>${fullName(each)}</option>`,
      );
      return group ? html`<optgroup label=${t(`roles-${group}`)}>${options}</optgroup>` : options;
    })}
  </select>`;
}

function Standing({ person, role }) {
  const state = useStore((whole) => (person ? chatOf(whole, person.id).state : "never"));
  const words = [role && t(`role-${role}`), state === "blocked" && t("has-blocked")].filter(Boolean);
  return html`<small class=${classes("standing", state === "blocked" && "is-blocked")}>${words.join(" · ")}</small>`;
}

function NewClient({ place }) {
  async function add() {
    try {
      await addClient(place);
    } catch (error) {
      toast(read().columns[place].person, error.message, true);
    }
  }
  return html`<button type="button" class="tool is-text" onClick=${add}>
    <${Icon} name="plus" /><span>${t("new-client")}</span>
  </button>`;
}

function PersonMenu({ person }) {
  const state = useStore((whole) => chatOf(whole, person.id).state);
  return html`<${Menu} label=${t("more", { name: fullName(person) })} icon="more" isLeft=${true}>
    <${MenuItem} icon="bot" label=${t("press-start")} onClick=${() => openBot(person.id)} />
    ${state === "blocked"
      ? html`<${MenuItem} icon="check" label=${t("unblock")} onClick=${() => unblock(person.id)} />`
      : html`<${MenuItem} icon="close" label=${t("block")} isDanger=${true} onClick=${() => block(person.id)} />`}
  <//>`;
}

function Strip({ place, person, role }) {
  const people = useStore((state) => state.people);
  const office = useStore((state) => state.office);
  const others = listRole(people, office, role);
  const strip = useRef();
  useEffect(() => {
    const chosen = strip.current && strip.current.querySelector("[aria-pressed=true]");
    if (chosen) strip.current.scrollTo({ left: chosen.offsetLeft - strip.current.clientWidth / 2 });
  }, [person && person.id, others.length]);
  if (others.length < 2) return html`<div class="strip is-empty"></div>`;
  return html`<div class="strip" ref=${strip} role="group" aria-label=${t("others")}>
    ${others.map((each) => html`<${Face} key=${each.id} place=${place} each=${each} isChosen=${person && each.id === person.id} />`)}
  </div>`;
}

function Face({ place, each, isChosen }) {
  const unread = useStore((state) => chatOf(state, each.id).unread);
  const label = unread ? t("has-unread", { name: fullName(each), count: unread }) : fullName(each);
  return html`<button type="button" class="face" aria-pressed=${String(Boolean(isChosen))} aria-label=${label} title=${label}
    onClick=${() => choosePerson(place, each.id)}>
    <${Avatar} id=${each.id} name=${fullName(each)} isSmall=${true} />
    ${unread > 0 && html`<span class="badge" aria-hidden="true">${unread > 99 ? "99+" : unread}</span>`}
  </button>`;
}
