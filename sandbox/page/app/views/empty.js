// A chat in which nothing was said yet: who this is, and words to begin with, one press away.

import { openBot, say } from "../acts.js";
import { html } from "../../web/app/html.js";
import { useStore } from "../store.js";
import { t } from "../../web/app/texts.js";
import { fullName } from "../people.js";

const QUESTIONS = ["question-1", "question-2", "question-3"];

export function Empty({ person, role }) {
  const bot = useStore((state) => state.bots.find((each) => each.username === state.bot));
  const name = fullName(person);
  return html`<div class="empty">
    <p class="you-are">${t(`you-are-${role || "person"}`, { name })}</p>
    ${role === "client" || !role
      ? html`<p>${t("write-to", { bot: bot ? bot.name : "" })}</p>
          <div class="suggestions">
            ${QUESTIONS.map(
              (key) => html`<button type="button" class="suggestion" onClick=${() => say(person.id, t(key))}>${t(key)}</button>`,
            )}
          </div>`
      : html`<button type="button" class="button is-primary" onClick=${() => openBot(person.id)}>${t("press-start")}</button>`}
  </div>`;
}
