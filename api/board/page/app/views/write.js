// Where one writes: to the client, or a note that only colleagues see.

import { useState } from "../../web/vendor/hooks.mjs";
import { classes, html } from "../../web/app/html.js";
import { Icon } from "../../web/app/icons.js";
import { t } from "../../web/app/texts.js";
import { Said, useAct } from "./acts.js";

export function Write({ detail }) {
  const ways = ["answer", "note"].filter((name) => (detail.may || []).includes(name));
  const { said, isBusy, run } = useAct(detail);
  const [chosen, setChosen] = useState(null);
  const [text, setText] = useState("");
  if (!ways.length) return null;
  const way = ways.includes(chosen) ? chosen : ways[0];

  async function send() {
    const words = text.trim();
    if (words && !isBusy && (await run(way, { text: words }))) setText("");
  }

  function onKeyDown(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  }

  return html`<div class=${classes("write", `is-${way}`)}>
    <div class="ways" role="group" aria-label=${t("write-what")}>
      ${ways.map((each) => html`<button type="button" key=${each} aria-pressed=${String(each === way)} onClick=${() => setChosen(each)}>${t(`way-${each}`)}</button>`)}
    </div>
    <div class="entry">
      <textarea rows="2" aria-label=${t(`way-${way}`)} placeholder=${t(`hint-${way}`)} value=${text}
        onInput=${(event) => setText(event.target.value)} onKeyDown=${onKeyDown}></textarea>
      <button type="button" class="send" aria-label=${t("send")} title=${t("send")} disabled=${!text.trim() || isBusy} onClick=${send}><${Icon} name="send" /></button>
    </div>
    <${Said} said=${said} />
  </div>`;
}
