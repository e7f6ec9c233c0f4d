// A person as a disc with initials.

import { classes, html } from "./html.js";

export function Avatar({ id, name, isSmall }) {
  const look = classes("avatar", `tone-${id % 8}`, isSmall && "is-small");
  return html`<span class=${look} aria-hidden="true">${initials(name)}</span>`;
}

function initials(name) {
  const words = name.split(/\s+/).filter(Boolean).slice(0, 2);
  return words.map((word) => [...word][0].toUpperCase()).join("") || "·";
}
