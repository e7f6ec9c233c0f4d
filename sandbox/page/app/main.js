// Where the page begins.

import { render } from "../web/vendor/preact.mjs";
import { html } from "../web/app/html.js";
import { start } from "./model.js";
import { measure, watchWidth } from "./layout.js";
import { update } from "./store.js";
import { applyTheme, currentTheme } from "../web/app/theme.js";
import { App } from "./views/app.js";

applyTheme(currentTheme());
measure();
watchWidth();
render(html`<${App} />`, document.getElementById("root"));
start().catch((error) => update({ failed: error.message }));
