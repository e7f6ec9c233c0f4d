// Why a contact is with whom it is: the chances of everybody who could have it, what was drawn, who could not and why.

import { classes, html } from "../../web/app/html.js";
import { knows, percent, t } from "../../web/app/texts.js";

export function Why({ why }) {
  if (!why) return html`<p class="empty">${t("no-why")}</p>`;
  const { chances = [], excluded = [], ticket = null } = why;
  return html`<div class="why">
    <p>${t(knows(`why-${why.reason}`) ? `why-${why.reason}` : "why-other")}</p>
    ${chances.length > 0 &&
    html`<h3>${t("chances")}</h3>
      <ul class="chances">${chances.map(
        (each) => html`<li class=${classes("chance", each.is_chosen && "is-chosen")}>
          <span><bdi>${each.name}</bdi>${each.is_chosen && html`<small>${t("chosen")}</small>`}</span>
          <span class="track" aria-hidden="true"><i style=${{ width: `${100 * each.chance}%` }}></i></span><b>${percent(each.chance)}</b>
        </li>`,
      )}</ul>`}
    ${ticket !== null && html`<p class="note">${t("ticket", { ticket, of: why.of ?? "" })}</p>`}
    ${excluded.length > 0 &&
    html`<h3>${t("excluded")}</h3>
      <ul class="excluded">${excluded.map((each) => html`<li><bdi>${each.name}</bdi><span>${t(knows(`not-${each.reason}`) ? `not-${each.reason}` : "not-other")}</span></li>`)}</ul>`}
  </div>`;
}
