// What people do: each act goes to the control API, and what comes of it comes back as events.

import { get, post, upload } from "./api.js";
import { expectAnswer, readPeople, readVisible } from "./model.js";
import { toast } from "./notices.js";
import { read, update } from "./store.js";
import { currentLanguage, t } from "../web/app/texts.js";

function act(name, personId, fields = {}) {
  return post(`/sandbox/${name}`, { bot: read().bot, person: personId, ...fields });
}

// Says in the column why something was not done.
async function tried(personId, doing) {
  try {
    return await doing;
  } catch (error) {
    toast(personId, error.message, true);
    return null;
  }
}

export const write = (personId, fields) => act("write", personId, fields);
export const edit = (personId, messageId, text) => act("edit", personId, { message_id: messageId, text });
export const openBot = (personId, start) => tried(personId, act("open", personId, start ? { start } : {}));
export const remove = (personId, messageId) => tried(personId, act("delete", personId, { message_id: messageId }));
export const pressKey = (personId, text) => tried(personId, act("press_key", personId, { text }));
export const block = (personId) => tried(personId, act("block", personId));
export const unblock = (personId) => tried(personId, act("unblock", personId));
export const say = (personId, text) => tried(personId, act("write", personId, { text }));
export const sendMadeUp = (personId, kind) => tried(personId, act("send", personId, { kind }));

export function press(personId, messageId, data) {
  update({ follows: false });
  expectAnswer(personId, messageId, data);
  return tried(personId, act("press", personId, { message_id: messageId, button: data }));
}

export async function copy(personId, text) {
  await navigator.clipboard.writeText(text);
  toast(personId, t("copied"));
}

export async function readCommands(personId) {
  const found = await tried(personId, get("/sandbox/commands", { bot: read().bot, person: personId }));
  return found ? found.commands : [];
}

// The results of an inline query, as soon as there are any: null for a bot without inline mode, or in vain.
export async function findResults(personId, text, isOver) {
  try {
    const { inline_query_id: id } = await act("inline_query", personId, { text });
    for (let tries = 0; tries < 40 && !isOver(); tries += 1) {
      const { results } = await get("/sandbox/inline_results", { person: personId, inline_query_id: id });
      if (results) return { id, results };
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } catch {
    return null; // nobody has asked for it: the words may be meant as they are
  }
  return null;
}

export function chooseResult(personId, queryId, resultId, repliedTo) {
  const fields = { person: personId, inline_query_id: queryId, result_id: resultId, reply_to: repliedTo };
  return tried(personId, post("/sandbox/choose", fields));
}

export async function sendFiles(personId, files, { caption, reply_to, quote }) {
  const albums = nameAlbums(files);
  for (const [place, { file, kind, width, height }] of files.entries()) {
    const album = albums[familyOf(kind)];
    const words = place === 0 ? { caption: caption || undefined, reply_to, quote } : {};
    const fields = { bot: read().bot, person: personId, kind, width, height, media_group_id: album, ...words };
    await upload(fields, file);
  }
}

// Pictures and films go together, files with files, songs with songs; a voice message goes alone.
function familyOf(kind) {
  return kind === "video" ? "photo" : kind;
}

function nameAlbums(files) {
  const count = (family) => files.filter(({ kind }) => familyOf(kind) === family).length;
  const families = ["photo", "document", "audio"].filter((family) => count(family) > 1);
  return Object.fromEntries(families.map((family, place) => [family, `139${Date.now()}${place}`]));
}

export function choosePerson(place, personId) {
  update((state) => ({
    follows: state.follows && state.columns[place].role !== "operator",
    columns: state.columns.map((column, n) => (n === place ? { ...column, person: personId } : column)),
  }));
  readVisible();
}

export function showColumn(place) {
  update((state) => ({ active: place, partner: place === 0 ? state.partner : place }));
  readVisible();
}

export async function addClient(place) {
  const names = t("client-names").split(",").map((name) => name.trim());
  const taken = new Set(Object.values(read().people).map((person) => person.first_name));
  const free = names.filter((name) => !taken.has(name));
  const name = free.length ? free[Math.floor(Math.random() * free.length)] : `${names[0]} ${taken.size + 1}`;
  const made = await post("/sandbox/people", { first_name: name, language_code: currentLanguage() });
  await readPeople();
  choosePerson(place, made.id);
  return made.id;
}
