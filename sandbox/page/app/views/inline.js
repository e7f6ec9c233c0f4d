// What the bot offers to who types its name and some letters: a press on a result sends it.

import { useEffect, useState } from "../../web/vendor/hooks.mjs";
import { chooseResult, findResults } from "../acts.js";
import { html } from "../../web/app/html.js";
import { read } from "../store.js";
import { t } from "../../web/app/texts.js";

const PAUSE = 250; // milliseconds without a key, before the bot is asked

export function useInline(personId, text) {
  const [found, setFound] = useState(null);
  const typed = findTyped(text);

  useEffect(() => {
    setFound(null);
    if (typed === null) return undefined;
    let isOver = false;
    const timer = setTimeout(async () => {
      const results = await findResults(personId, typed, () => isOver);
      if (!isOver) setFound(results);
    }, PAUSE);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [typed, personId]);

  return typed === null ? null : found;
}

// The letters behind "@name ", null if something else is typed.
function findTyped(text) {
  const match = /^@(\w+)\s([^]*)$/.exec(text);
  return match && match[1].toLowerCase() === (read().bot || "").toLowerCase() ? match[2].trim() : null;
}

export function InlineList({ found, personId, repliedTo, onSent }) {
  if (!found) return null;
  if (!found.results.length) return html`<p class="command-list is-empty">${t("no-results")}</p>`;
  async function choose(result) {
    if (await chooseResult(personId, found.id, result.id, repliedTo)) onSent();
  }
  return html`<ul class="command-list" aria-label=${t("results")}>
    ${found.results.map(
      (result) => html`<li key=${result.id}>
        <button type="button" class="command" onClick=${() => choose(result)}>
          <strong dir="auto">${result.title}</strong><span dir="auto">${result.description}</span>
        </button>
      </li>`,
    )}
  </ul>`;
}
