// The whole page: a bar, the columns, the panel beside them.

import { html } from "../../web/app/html.js";
import { columnsSeen } from "../people.js";
import { useStore } from "../store.js";
import { t } from "../../web/app/texts.js";
import { Bar } from "./bar.js";
import { Column } from "./column.js";
import { Dialog } from "./dialog.js";
import { Panel } from "./panel.js";

export function App() {
  const language = useStore((state) => state.language);
  const failed = useStore((state) => state.failed);
  const isReady = useStore((state) => state.isReady);
  const isOpening = useStore((state) => state.isOpening);
  if (failed) return html`<p class="nothing" role="alert">${failed}</p>`;
  if (!isReady) return isOpening && html`<p class="nothing" role="status">${t("opening")}</p>`;
  return html`<${Page} key=${language} />`;
}

function Page() {
  const columns = useStore((state) => state.columns);
  const layout = useStore((state) => state.layout);
  const visible = useStore((state) => columnsSeen(state));
  const isPanelOpen = useStore((state) => state.isPanelOpen);
  const bot = useStore((state) => state.bot);
  const connection = useStore((state) => state.connection);
  return html`<div class=${`page shows-${layout}`}>
    <${Bar} />
    <div class="lost" role="status">${connection === "lost" && html`<p>${t("lost")}</p>`}</div>
    <main class="columns">
      ${bot
        ? columns.map((column, place) => html`<${Column} key=${place} place=${place} ...${column} isVisible=${visible.includes(place)} />`)
        : html`<p class="nothing">${t("no-bot")}</p>`}
    </main>
    ${isPanelOpen && html`<${Panel} />`}
    <${Dialog} />
  </div>`;
}
