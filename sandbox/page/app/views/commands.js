// The bot's command menu: by its button, or as soon as a message begins with a slash.

import { useEffect, useState } from "../../web/vendor/hooks.mjs";
import { readCommands } from "../acts.js";
import { classes, html } from "../../web/app/html.js";
import { t } from "../../web/app/texts.js";

export function useCommands(personId, text) {
  const [known, setKnown] = useState([]);
  const [isAsked, setAsked] = useState(false);
  const [chosen, setChosen] = useState(0);
  const typed = /^\/[a-z0-9_]*$/i.test(text) ? text.slice(1).toLowerCase() : null;
  const isWanted = (isAsked && !text) || typed !== null;
  const found = isWanted ? known.filter(({ command }) => command.startsWith(typed || "")) : [];

  useEffect(() => {
    if (isWanted) readCommands(personId).then(setKnown);
    setChosen(0);
  }, [isWanted, personId]);

  // Tells whether the key was meant for the list.
  function onKeyDown(event, choose, fill) {
    if (!found.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setChosen((chosen + step + found.length) % found.length);
    else if (event.key === "Escape" && isAsked) setAsked(false);
    else if (event.key === "Tab" && typed !== null) fill(`/${found[chosen].command} `);
    else if (event.key === "Enter" && isAsked) choose(found[chosen].command);
    else return false;
    event.preventDefault();
    return true;
  }

  return {
    found,
    isOpen: isAsked,
    isEmpty: isAsked && !text && !known.length,
    chosen: Math.min(chosen, Math.max(found.length - 1, 0)),
    onKeyDown,
    toggle: () => setAsked(!isAsked),
    close: () => setAsked(false),
  };
}

export function CommandList({ commands, place, onChoose }) {
  const { found, chosen, isEmpty } = commands;
  if (isEmpty) return html`<p class="command-list is-empty">${t("no-commands")}</p>`;
  if (!found.length) return null;
  return html`<ul class="command-list" id=${`commands-${place}`} aria-label=${t("commands")}>
    ${found.map(
      ({ command, description }, n) => html`<li key=${command}>
        <button type="button" class=${classes("command", n === chosen && "is-chosen")} onClick=${() => onChoose(command)}>
          <strong>/${command}</strong><span>${description}</span>
        </button>
      </li>`,
    )}
  </ul>`;
}
