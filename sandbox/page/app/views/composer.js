// Where a person writes. Enter sends, Shift+Enter begins a line; what is refused stays, with the reason.

import { useEffect, useLayoutEffect, useRef, useState } from "../../web/vendor/hooks.mjs";
import * as act from "../acts.js";
import { takeFiles } from "../attachments.js";
import { askedReply } from "../chats.js";
import { classes, html } from "../../web/app/html.js";
import { Icon } from "../../web/app/icons.js";
import { fullName } from "../people.js";
import { t } from "../../web/app/texts.js";
import { Attachments, Target } from "./above.js";
import { CommandList, useCommands } from "./commands.js";
import { InlineList, useInline } from "./inline.js";
import { Keyboard } from "./keyboard.js";
import { Menu, MenuItem } from "../../web/app/menu.js";

const MOST = 4096; // UTF-16 units of a message
const MOST_CAPTION = 1024; // and of what goes with a file
const drafts = new Map(); // by person: what was typed stays while another column is looked at

export function Composer({ chat, person, role, place, target, onTarget }) {
  const [text, setText] = useState(drafts.get(person.id) || "");
  const [files, setFiles] = useState([]);
  const [refusal, setRefusal] = useState(null);
  const isSending = useRef(false);
  const input = useRef();
  const commands = useCommands(person.id, text);
  const found = useInline(person.id, target && target.kind === "edit" ? "" : text);
  const asked = askedReply(chat.messages);
  const isEdit = target && target.kind === "edit";

  useEffect(() => drafts.set(person.id, isEdit ? "" : text), [text]);
  useEffect(() => {
    if (isEdit) setText(target.message.text);
    if (target) input.current.focus();
  }, [target]);
  useGrowth(input, text);

  function leave() {
    if (isEdit) setText("");
    onTarget(null);
    setRefusal(null);
  }

  function leaveSent() {
    setText("");
    onTarget(null);
    input.current.focus();
  }

  async function send() {
    if (isSending.current || (!text.trim() && !files.length)) return;
    const most = files.length ? MOST_CAPTION : MOST;
    if (text.length > most) {
      setRefusal(t("too-long", { count: text.length, most }));
      return;
    }
    isSending.current = true;
    try {
      await perform(person.id, text, files, target, asked);
      setText((now) => (now.startsWith(text) ? now.slice(text.length) : now));
      setFiles([]);
      setRefusal(null);
      onTarget(null);
    } catch (error) {
      setRefusal(t("not-sent", { reason: error.message }));
    } finally {
      isSending.current = false;
    }
  }

  async function take(chosen) {
    if (!chosen.length) return;
    const { taken, refusal: sentence } = await takeFiles(files, [...chosen]);
    setFiles(taken);
    setRefusal(sentence);
    input.current.focus();
  }

  function onKeyDown(event) {
    if (event.isComposing || commands.onKeyDown(event, choose, setText)) return;
    if (event.key === "Escape" && target) leave();
    if (event.key === "ArrowUp" && !text && !target) editLast(event);
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  }

  function editLast(event) {
    const own = chat.messages.findLast((m) => m.from === "person" && m.text && !m.forward_origin);
    if (!own) return;
    event.preventDefault();
    onTarget({ kind: "edit", message: own });
  }

  function choose(command) {
    setText("");
    commands.close();
    act.say(person.id, `/${command}`);
    input.current.focus();
  }

  if (chat.state === "blocked") return html`<${Blocked} person=${person} />`;
  const placeholder = asked && asked.asks_reply ? asked.asks_reply : t(`write-as-${role || "person"}`, { name: person.first_name });
  return html`<footer class="composer" onDragOver=${(event) => event.preventDefault()} onDrop=${(event) => drop(event, take)}>
    <${Keyboard} keys=${chat.keys} personId=${person.id} />
    <${CommandList} commands=${commands} place=${place} onChoose=${choose} />
    <${InlineList} found=${found} personId=${person.id} repliedTo=${(target ? target.message : asked)?.message_id} onSent=${leaveSent} />
    <${Target} target=${target} onLeave=${leave} />
    <${Attachments} files=${files} onChange=${setFiles} />
    <p class="refusal" role="alert">${refusal}</p>
    <div class="entry">
      <${AttachMenu} person=${person} onFiles=${take} />
      <button type="button" class="tool" aria-label=${t("commands")} title=${t("commands")} aria-expanded=${String(commands.isOpen)}
        onClick=${() => commands.toggle()}><${Icon} name="slash" /></button>
      <textarea ref=${input} rows="1" value=${text} dir="auto" aria-label=${t("message-of", { name: fullName(person) })}
        placeholder=${placeholder} onInput=${(event) => setText(event.target.value)} onKeyDown=${onKeyDown}
        onPaste=${(event) => event.clipboardData.files.length && (event.preventDefault(), take(event.clipboardData.files))}></textarea>
      <${Count} text=${text} />
      <button type="button" class="send" aria-label=${t(isEdit ? "save" : "send")} title=${t(isEdit ? "save" : "send")}
        disabled=${!text.trim() && !files.length} onClick=${send}><${Icon} name=${isEdit ? "check" : "send"} /></button>
    </div>
  </footer>`;
}

function perform(personId, text, files, target, asked) {
  if (target && target.kind === "edit") return act.edit(personId, target.message.message_id, text);
  const replied = target ? target.message : asked;
  const carried = {
    reply_to: replied ? replied.message_id : undefined,
    quote: (target && target.quote) || undefined,
  };
  if (files.length) return act.sendFiles(personId, files, { caption: text.trim(), ...carried });
  return act.write(personId, { text, ...carried });
}

function drop(event, take) {
  event.preventDefault();
  take(event.dataTransfer.files);
}

// Browsers that can't let a field grow by themselves are helped.
function useGrowth(input, text) {
  useLayoutEffect(() => {
    const field = input.current;
    if (!field || CSS.supports("field-sizing", "content")) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  }, [text]);
}

function Count({ text }) {
  if (text.length < MOST * 0.9) return null;
  return html`<span class=${classes("count", text.length > MOST && "is-over")} aria-live="polite">${MOST - text.length}</span>`;
}

function Blocked({ person }) {
  return html`<footer class="composer is-blocked">
    <p>${t("blocked", { name: person.first_name })}</p>
    <button type="button" class="button is-primary" onClick=${() => act.unblock(person.id)}>${t("unblock")}</button>
  </footer>`;
}

function AttachMenu({ person, onFiles }) {
  const chooser = useRef();
  function onChange(event) {
    onFiles([...event.target.files]);
    event.target.value = "";
  }
  return html`<div class="attach">
    <input type="file" multiple class="hidden" tabindex="-1" ref=${chooser} onChange=${onChange} aria-label=${t("choose-files")} />
    <${Menu} label=${t("attach")} icon="attach" isAbove=${true}>
      <${MenuItem} icon="file" label=${t("choose-files")} onClick=${() => chooser.current.click()} />
      <${MenuItem} icon="mic" label=${t("send-voice")} onClick=${() => act.sendMadeUp(person.id, "voice")} />
      <${MenuItem} icon="sun" label=${t("send-photo")} onClick=${() => act.sendMadeUp(person.id, "photo")} />
      <${MenuItem} icon="pin" label=${t("send-location")} onClick=${() => act.sendMadeUp(person.id, "location")} />
    <//>
  </div>`;
}
