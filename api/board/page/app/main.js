// Where the page begins.

import { render } from "../web/vendor/preact.mjs";
import { html } from "../web/app/html.js";
import { applyTheme, currentTheme } from "../web/app/theme.js";
import { start } from "./session.js";
import { update } from "./store.js";
import { App } from "./views/app.js";

applyTheme(currentTheme());
render(html`<${App} />`, document.getElementById("root"));
start().catch(() => update({ place: "failed" }));
