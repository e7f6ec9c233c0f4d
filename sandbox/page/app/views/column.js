// One column: a person, the chat with the bot as that person sees it, and what the person does.

import { useEffect, useMemo, useRef, useState } from "../../web/vendor/hooks.mjs";
import * as act from "../acts.js";
import { classes, html } from "../../web/app/html.js";
import { chatOf } from "../model.js";
import { fullName } from "../people.js";
import { read, update, useStore } from "../store.js";
import { t } from "../../web/app/texts.js";
import { Composer } from "./composer.js";
import { Empty } from "./empty.js";
import { Head } from "./head.js";
import { Messages } from "./messages.js";

export function Column({ place, person: personId, role, isVisible }) {
  const person = useStore((state) => state.people[personId]);
  const label = person ? fullName(person) : t("nobody");
  return html`<section class=${classes("column", role && `role-${role}`, isVisible && "is-visible")} aria-label=${label}>
    <${Head} place=${place} person=${person} role=${role} />
    ${person
      ? html`<${Chat} key=${personId} place=${place} person=${person} role=${role} />`
      : html`<div class="empty"><p>${t("nobody-yet")}</p></div>`}
  </section>`;
}

function Chat({ place, person, role }) {
  const chat = useStore((state) => chatOf(state, person.id));
  const notice = useStore((state) => state.toasts[person.id]);
  const [target, setTarget] = useState(null); // what is answered or edited: { kind, message, quote }
  const list = useRef();
  const acts = useMemo(() => makeActs(place, person, setTarget, list), [person.id]);

  useEffect(() => {
    const isGone = target && chat.isLoaded && !chat.messages.some((m) => m.message_id === target.message.message_id);
    if (isGone) setTarget(null);
  }, [chat.messages]);

  return html`
    <div class="toasts" role="status">
      ${notice && html`<p key=${notice.id} class=${classes("toast", notice.isError && "is-error")}>${notice.text}</p>`}
    </div>
    ${chat.isLoaded && chat.messages.length === 0
      ? html`<${Empty} person=${person} role=${role} />`
      : html`<${Messages} chat=${chat} person=${person} acts=${acts} controls=${list} />`}
    <${Composer} chat=${chat} person=${person} role=${role} place=${place} target=${target} onTarget=${setTarget} />`;
}

// The same object for as long as the column shows the person: messages compare it.
function makeActs(place, person, setTarget, list) {
  return {
    place,
    name: fullName(person),
    isOurs: (username) => read().bots.some((bot) => bot.username.toLowerCase() === username.toLowerCase()),
    openLink: (link) => update({ dialog: { kind: "start", link, person: person.id, place } }),
    sendCommand: (text) => act.say(person.id, text),
    press: (message, data) => act.press(person.id, message.message_id, data),
    copy: (text) => act.copy(person.id, text),
    remove: (message) => act.remove(person.id, message.message_id),
    edit: (message) => setTarget({ kind: "edit", message }),
    reply: (message) => setTarget({ kind: "reply", message, quote: findQuote(message) }),
    jump: (messageId) => list.current && list.current.jump(messageId),
  };
}

// Words that are marked in a message become the quote of the answer to it.
function findQuote(message) {
  const marked = String(getSelection()).trim();
  return marked && message.text.includes(marked) && marked !== message.text ? marked : null;
}
