// The bar: what this is, whether it is live, whose board, and how it looks.

import { LanguageChoice, ThemeChoice } from "../../web/app/choices.js";
import { classes, html } from "../../web/app/html.js";
import { Icon } from "../../web/app/icons.js";
import { t, timeOf } from "../../web/app/texts.js";
import { leave } from "../session.js";
import { update, useStore } from "../store.js";

export function Bar() {
  const me = useStore((state) => state.me);
  return html`<header class="bar">
    <img src="/board/page/images/icon.svg" alt="" width="28" height="28" />
    <div class="title"><h1>${t("board")}</h1><small>${me.name} · ${t(`role-${roleOf(me.rights)}`)}</small></div>
    <${Connection} />
    <div class="tools">
      <${LanguageChoice} onChange=${(language) => update({ language })} /><${ThemeChoice} />
      <button type="button" class="tool" aria-label=${t("leave")} title=${t("leave")} onClick=${leave}><${Icon} name="leave" /></button>
    </div>
  </header>`;
}

function roleOf({ is_admin, may_steer }) {
  if (is_admin) return "admin";
  return may_steer ? "supervisor" : "viewer";
}

function Connection() {
  const isLost = useStore((state) => state.connection === "lost");
  const asOf = useStore((state) => (state.connection === "lost" ? state.asOf : null));
  return html`<p class=${classes("connection", isLost && "is-lost")} role="status">
    <i aria-hidden="true"></i><span>${isLost ? t("lost", { time: timeOf(asOf / 1000) }) : t("live")}</span>
  </p>`;
}
