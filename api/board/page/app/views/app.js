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

const VIEWS = ["contacts", "operators", "shares", "happened"];

export function App() {
  const place = useStore((state) => state.place);
  const language = useStore((state) => state.language);
  if (!language) return null;
  if (place === "opening") return html`<p class="door-note" role="status">${t("opening")}</p>`;
  if (place !== "board") return html`<${Door} place=${place} />`;
  return html`<${Board} key=${language} />`;
}

function Door({ place }) {
  return html`<main class="door">
    <img src="/board/page/images/icon.svg" alt="" width="44" height="44" />
    <h1>${t(`door-${place}`)}</h1>
    <p>${t(place === "failed" ? "door-retry" : "door-how")}</p>
    ${place === "failed" && html`<button type="button" class="button is-primary" onClick=${() => location.reload()}>${t("retry")}</button>`}
  </main>`;
}

function Board() {
  const view = useStore((state) => state.view);
  const isOpen = useStore((state) => state.opened !== null);
  return html`<div class=${classes("board", `views-${view}`, isOpen && "has-panel")}>
    <${Bar} />
    <${Lost} />
    <${Figures} />
    <nav class="views" aria-label=${t("views")}>
      ${VIEWS.map(
        (each) => html`<button type="button" key=${each} aria-pressed=${String(each === view)} onClick=${() => update({ view: each })}>
          ${t(`view-${each}`)}
        </button>`,
      )}
    </nav>
    <main class="work">
      <${Operators} /><${Contacts} />
      <div class="side"><${Shares} /><${Happened} /></div>
    </main>
    ${isOpen && html`<${Panel} />`}
  </div>`;
}

function Lost() {
  const connection = useStore((state) => state.connection);
  return html`<div class="lost-words" role="status">${connection === "lost" && html`<p>${t("lost-note")}</p>`}</div>`;
}
