// The messages of a chat, newest at the bottom; older ones are drawn when somebody looks for them.

import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from "../../web/vendor/hooks.mjs";
import { groupAlbums } from "../chats.js";
import { html } from "../../web/app/html.js";
import { Icon } from "../../web/app/icons.js";
import { fullName } from "../people.js";
import { dayOf, t } from "../../web/app/texts.js";
import { Message } from "./message.js";

const FIRST = 60; // items that are drawn at first: more than any screen holds
const MORE = 40;
const PAUSE = 200; // milliseconds between two times that older ones are drawn
const NEAR = 240; // pixels from the oldest one drawn
const AWAY = 80; // pixels from the bottom

export function Messages({ chat, person, acts, controls }) {
  const [count, setCount] = useState(FIRST);
  const [seen, setSeen] = useState(null); // the last message when the reader went up; null at the bottom
  const box = useRef();
  const goal = useRef(null);
  const grown = useRef({ at: 0, place: null });
  const items = groupAlbums(chat.messages);
  const shown = items.slice(-count);
  const hidden = items.length - shown.length;
  const known = new Map(chat.messages.map((message) => [message.message_id, message]));
  const news = seen === null ? 0 : chat.messages.filter((message) => message.message_id > seen).length;

  useImperativeHandle(controls, () => ({ jump: (id) => jump(id) }), [items.length]);
  // The place is counted from the bottom: who reads the oldest message goes on where he was.
  useLayoutEffect(() => {
    if (grown.current.place !== null) box.current.scrollTop = grown.current.place;
    grown.current.place = null;
  }, [count]);
  useEffect(() => {
    if (goal.current !== null) show(goal.current);
    goal.current = null;
  }, [count]);

  function jump(messageId) {
    const place = items.findIndex((parts) => parts.some((part) => part.message_id === messageId));
    if (place < 0) return;
    const first = items[place][0].message_id;
    if (place >= items.length - count) show(first);
    else {
      goal.current = first;
      setCount(items.length - place + MORE);
    }
  }

  function show(messageId) {
    const message = document.getElementById(`message-${acts.place}-${messageId}`);
    if (!message) return;
    message.scrollIntoView({ block: "center" });
    message.classList.remove("is-found");
    requestAnimationFrame(() => message.classList.add("is-found"));
  }

  function grow() {
    grown.current = { at: performance.now(), place: box.current.scrollTop };
    setCount(count + MORE);
  }

  function onScroll({ currentTarget: place }) {
    const above = place.scrollHeight - place.clientHeight + place.scrollTop;
    if (hidden > 0 && above < NEAR && performance.now() - grown.current.at > PAUSE) grow();
    const last = chat.messages[chat.messages.length - 1];
    if (place.scrollTop > -AWAY) {
      setSeen(null);
      setCount(FIRST);
    } else if (seen === null && last) setSeen(last.message_id);
  }

  // Children stand in reverse, so that the box itself stays at the bottom whatever grows in it.
  return html`<div class="messages">
    <div class="box" ref=${box} onScroll=${onScroll} tabindex="0" role="region" aria-label=${t("chat-of", { name: fullName(person) })}>
      <div class="log" role="log" aria-live="polite" aria-label=${t("messages")}><ol class="list">
        ${hidden > 0 &&
        html`<li key="earlier" class="between">
          <button type="button" class="earlier" onClick=${grow}>${t("earlier", { count: hidden })}</button>
        </li>`}
        ${drawItems(shown, chat, known, acts)}
      </ol></div>
    </div>
    ${seen !== null &&
    html`<button type="button" class="to-bottom" onClick=${() => box.current.scrollTo({ top: 0 })} aria-label=${t("to-bottom", { count: news })}>
      <${Icon} name="down" />${news > 0 && html`<span class="badge" aria-hidden="true">${news}</span>`}
    </button>`}
  </div>`;
}

function drawItems(items, chat, known, acts) {
  const waiting = Object.keys(chat.presses);
  let day = null;
  return items.flatMap((parts) => {
    const [first] = parts;
    const today = dayOf(first.date);
    const begins = today !== day;
    day = today;
    const presses = waiting.filter((name) => name.startsWith(`${first.message_id} `)).map((name) => ` ${name}\n`).join("");
    const replied = first.reply_to === null ? null : known.get(first.reply_to);
    return [
      begins && html`<li key=${`day ${today}`} class="between"><span>${today}</span></li>`,
      html`<${Message} key=${first.message_id} parts=${parts} replied=${replied} presses=${presses} acts=${acts} />`,
    ];
  });
}
