// The bar on top: which bot, which column on a narrow screen, language, theme, the panel's switch.

import { showColumn } from "../acts.js";
import { LanguageChoice, ThemeChoice } from "../../web/app/choices.js";
import { classes, html } from "../../web/app/html.js";
import { Icon } from "../../web/app/icons.js";
import { showPanel } from "../layout.js";
import { chatOf, chooseBot } from "../model.js";
import { fullName, isVisible } from "../people.js";
import { update, useStore } from "../store.js";
import { t } from "../../web/app/texts.js";

export function Bar() {
  const bots = useStore((state) => state.bots);
  const bot = useStore((state) => state.bot);
  const hasBoard = useStore((state) => Boolean(state.office));
  const isPanelOpen = useStore((state) => state.isPanelOpen);
  const chosen = bots.find((each) => each.username === bot);
  return html`<header class="bar">
    <img class="mark" src="/page/images/icon.svg" alt="" width="28" height="28" />
    <div class="title">
      <h1>${chosen ? chosen.name : "leadbot"}</h1>
      ${bots.length > 1 ? html`<${BotChoice} bots=${bots} bot=${bot} />` : html`<small>${chosen ? `@${bot}` : ""}</small>`}
    </div>
    <${Tabs} />
    <div class="tools">
      <${LanguageChoice} onChange=${(language) => update({ language })} />
      <${ThemeChoice} />
      ${hasBoard &&
      html`<a class="panel-switch" href="/demo/board" target="_blank" rel="noreferrer" title=${t("board")}>
        <${Icon} name="board" /><span class="long">${t("board")}</span><span class="hidden short">${t("board")}</span>
      </a>`}
      <button type="button" class=${classes("panel-switch", isPanelOpen && "is-on")} aria-expanded=${String(isPanelOpen)}
        aria-controls="panel" onClick=${() => showPanel(!isPanelOpen)}>
        <${Icon} name="panel" /><span class="long">${t("panel")}</span><span class="hidden short">${t("panel")}</span>
      </button>
    </div>
  </header>`;
}

function BotChoice({ bots, bot }) {
  return html`<select class="bot-choice" aria-label=${t("bot")} value=${bot} onChange=${(e) => chooseBot(e.target.value)}>
    ${bots.map((each) => html`<option value=${each.username} selected=${each.username === bot}>@${each.username}</option>`)}
  </select>`;
}

function Tabs() {
  const state = useStore((whole) => (whole.layout === 3 ? null : whole));
  if (!state) return null;
  return html`<nav class="tabs" aria-label=${t("columns")}>
    ${state.columns.map(({ person, role }, place) => {
      const known = state.people[person];
      const { unread } = chatOf(state, person);
      const name = role ? t(`role-${role}`) : known ? fullName(known) : t("nobody");
      return html`<button type="button" class=${classes("tab", role && `role-${role}`)} aria-pressed=${String(isVisible(state, place))}
        onClick=${() => showColumn(place)}>
        ${role && html`<${Icon} name=${role} />`}<span class="tab-name">${name}</span>
        ${unread > 0 && html`<span class="badge">${unread}<span class="hidden"> ${t("unread")}</span></span>`}
      </button>`;
    })}
  </nav>`;
}
