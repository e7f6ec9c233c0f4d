// The whole page: a bar, the columns, the panel beside them.

import { classes, html } from "../html.js";
import { isInPair } from "../people.js";
import { useStore } from "../store.js";
import { t } from "../texts.js";
import { Bar } from "./bar.js";
import { Column } from "./column.js";
import { Dialog } from "./dialog.js";
import { Panel } from "./panel.js";

export function App() {
  const language = useStore((state) => state.language);
  const failed = useStore((state) => state.failed);
  if (failed) return html`<p class="nothing" role="alert">${failed}</p>`;
  return html`<${Page} key=${language} />`;
}

function Page() {
  const columns = useStore((state) => state.columns);
  const active = useStore((state) => state.active);
  const partner = useStore((state) => state.partner);
  const isPanelOpen = useStore((state) => state.isPanelOpen);
  const bot = useStore((state) => state.bot);
  const connection = useStore((state) => state.connection);
  const look = (place) => classes(isInPair({ partner }, place) && "in-pair", place === active && "is-active");
  return html`<div class=${classes("page", isPanelOpen && "has-panel")}>
    <${Bar} />
    <div class="lost" role="status">${connection === "lost" && html`<p>${t("lost")}</p>`}</div>
    <main class="columns">
      ${bot
        ? columns.map((column, place) => html`<${Column} key=${place} place=${place} ...${column} look=${look(place)} />`)
        : html`<p class="nothing">${t("no-bot")}</p>`}
    </main>
    ${isPanelOpen && html`<${Panel} />`}
    <${Dialog} />
  </div>`;
}
