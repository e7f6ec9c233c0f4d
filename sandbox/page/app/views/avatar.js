// A person as a disc with initials.

import { classes, html } from "../html.js";
import { initials } from "../people.js";

export function Avatar({ person, isSmall }) {
  const look = classes("avatar", `tone-${person.id % 8}`, isSmall && "is-small");
  return html`<span class=${look} aria-hidden="true">${initials(person)}</span>`;
}
