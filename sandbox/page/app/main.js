// Where the page begins.

import { render } from "../vendor/preact.mjs";
import { html } from "./html.js";
import { readVisible, start } from "./model.js";
import { update } from "./store.js";
import { applyTheme, currentTheme } from "./theme.js";
import { App } from "./views/app.js";

const WIDE = matchMedia("(min-width: 1180px)");
const MIDDLE = matchMedia("(min-width: 740px)");

function measure() {
  update({ layout: WIDE.matches ? 3 : MIDDLE.matches ? 2 : 1 });
  readVisible();
}

applyTheme(currentTheme());
measure();
WIDE.addEventListener("change", measure);
MIDDLE.addEventListener("change", measure);
start()
  .catch((error) => update({ failed: error.message }))
  .finally(() => render(html`<${App} />`, document.getElementById("root")));
