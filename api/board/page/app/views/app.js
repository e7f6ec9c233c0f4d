// The whole page: a door for whoever is not in, or the board.

import { classes, html } from "../../web/app/html.js";
import { t } from "../../web/app/texts.js";
import { update, useStore } from "../store.js";
import { Bar } from "./bar.js";
import { Contacts } from "./contacts.js";
import { Figures } from "./figures.js";
import { Happened } from "./happened.js";
import { Operators } from "./operators.js";
import { Panel } from "./panel.js";
import { Shares } from "./shares.js";

const VIEWS = ["contacts", "operators", "shares", "happened"]; // one at a time on a phone
const SIDES = VIEWS.slice(1); // one at a time beside the contacts where there is no place for all
const COVERED = matchMedia("(max-width: 460px)"); // there the panel lies over everything

export function App() {
  const place = useStore((state) => state.place);
  const language = useStore((state) => state.language);
  if (!language) return null;
  if (place === "opening") return html`<p class="door-note" role="status">${t("opening")}</p>`;
  if (place !== "board") return html`<${Door} place=${place} />`;
  return html`<${Board} key=${language} />`;
}

function Door({ place }) {
  const why = useStore((state) => state.why);
  return html`<main class="door">
    <img src="/board/page/images/icon.svg" alt="" width="44" height="44" />
    <h1>${t(`door-${place}`)}</h1>
    <p>${place === "bad-launch" ? why : t(place === "failed" ? "door-retry" : "door-how")}</p>
    ${place === "failed" && html`<button type="button" class="button is-primary" onClick=${() => location.reload()}>${t("retry")}</button>`}
  </main>`;
}

function Board() {
  const view = useStore((state) => state.view);
  const side = useStore((state) => state.side);
  const isOpen = useStore((state) => state.opened !== null);
  return html`<div class=${classes("board", `views-${view}`, `sides-${side}`, isOpen && "has-panel")}>
    <div class="behind" inert=${isOpen && COVERED.matches}>
      <${Bar} />
      <${Lost} />
      <${Figures} />
      <${Choice} look="views" names=${VIEWS} chosen=${view} onChoose=${(each) => update({ view: each })} />
      <main class="work">
        <${Choice} look="sides" names=${SIDES} chosen=${side} onChoose=${(each) => update({ side: each })} />
        <${Operators} /><${Contacts} />
        <div class="side"><${Shares} /><${Happened} /></div>
      </main>
    </div>
    ${isOpen && html`<${Panel} />`}
  </div>`;
}

function Choice({ look, names, chosen, onChoose }) {
  return html`<nav class=${classes("choice", look)} aria-label=${t("views")}>
    ${names.map(
      (each) => html`<button type="button" key=${each} aria-pressed=${String(each === chosen)} onClick=${() => onChoose(each)}>${t(`view-${each}`)}</button>`,
    )}
  </nav>`;
}

function Lost() {
  const connection = useStore((state) => state.connection);
  return html`<div class="lost-words" role="status">${connection === "lost" && html`<p>${t("lost-note")}</p>`}</div>`;
}
