// What the page knows and how it learns it: reads people and chats, takes in events.

import { get } from "./api.js";
import { NO_CHAT, applyEvent, nameOfPress, readChat } from "./chats.js";
import { firstColumns, isSeen, roleOf } from "./people.js";
import { read, update } from "./store.js";
import { follow } from "./stream.js";
import { chooseLanguage, setLanguage } from "../web/app/texts.js";
import { toast } from "./notices.js";

const LONGEST_PRESS = 30_000; // milliseconds until a press counts as unanswered
const ARRIVAL = 1500; // milliseconds until the bot has surely taken somebody in
const CLOSED = 503;
const OPENING = 400; // milliseconds until the office is asked again
const mine = new Set(); // presses made here, by person, message and data
const alerts = new Set(); // queries of those
let isMeeting = false;
let hasStrangers = false;

export async function start() {
  await speak(chooseLanguage(null));
  const office = await waitForOffice();
  await speak(chooseLanguage(office && office.language));
  update({ office });
  const last = await readPeople();
  const { people } = read();
  update({ columns: firstColumns(people, office), isReady: true });
  readVisible();
  follow(last, { onEvents: takeIn, onReset: readAnew, onState: (connection) => update({ connection }) });
}

async function speak(language) {
  if (read().language === language) return;
  await setLanguage(language);
  update({ language });
}

// A demo that has just begun says that its office is not open yet; without a demo there is none.
async function waitForOffice() {
  for (;;) {
    try {
      return await get("/demo/office");
    } catch (error) {
      if (error.status !== CLOSED) return null;
      update({ isOpening: true });
      await new Promise((done) => setTimeout(done, OPENING));
    }
  }
}

async function readOffice() {
  try {
    return await get("/demo/office");
  } catch {
    return null;
  }
}

export async function readPeople() {
  const found = await get("/sandbox/people");
  const people = Object.fromEntries(found.people.map((person) => [person.id, person]));
  update((state) => {
    const wanted = state.bot || (state.office && state.office.bot);
    const bot = found.bots.find((each) => each.username === wanted) || found.bots[0];
    return { people, bots: found.bots, bot: bot ? bot.username : null };
  });
  return found.last;
}

function readAnew() {
  update({ chats: {} });
  meetStrangers();
}

export function chooseBot(bot) {
  update({ bot, chats: {} });
  readVisible();
}

export function chatOf(state, personId) {
  return state.chats[personId] || NO_CHAT;
}

export function changeChat(personId, make) {
  update((state) => ({ chats: { ...state.chats, [personId]: make(chatOf(state, personId)) } }));
}

export function readVisible() {
  const state = read();
  for (const { person } of state.columns) {
    if (person !== null && isSeen(state, person)) see(person);
  }
}

// Reads the chat of a person whose column is seen; nothing in it is unread any more.
export async function see(personId) {
  const { bot } = read();
  const before = chatOf(read(), personId);
  if (before.unread) changeChat(personId, (chat) => ({ ...chat, unread: 0 }));
  if (!bot || before.isLoaded || before.isLoading) return;
  changeChat(personId, (chat) => ({ ...chat, isLoading: true }));
  try {
    const shown = await get("/sandbox/chat", { bot, person: personId });
    if (read().bot === bot) changeChat(personId, (chat) => readChat(chat, shown));
  } catch {
    changeChat(personId, (chat) => ({ ...chat, isLoading: false }));
  }
}

export function takeIn(events) {
  const strangers = [];
  update((state) => {
    const chats = { ...state.chats };
    for (const event of events) {
      if (event.bot !== state.bot || event.person < 0) continue;
      if (!state.people[event.person]) strangers.push(event.person);
      chats[event.person] = takeInOne(state, chats[event.person] || NO_CHAT, event);
    }
    return { chats };
  });
  followCard(events);
  for (const event of events) {
    if (event.kind === "press") notePress(event);
    if (event.kind === "answer") showAnswer(event);
  }
  if (strangers.length || (!read().bot && events.length)) meetStrangers();
  if (events.some(isArrival)) setTimeout(refreshOffice, ARRIVAL);
}

function takeInOne(state, chat, event) {
  const isNew = event.kind === "message" && event.message.from === "bot" && !isSeen(state, event.person);
  const counted = isNew ? { ...chat, unread: chat.unread + 1 } : chat;
  if (counted.isLoaded) return applyEvent(counted, event);
  return counted.isLoading ? { ...counted, late: [...counted.late, event] } : counted;
}

// Whoever writes as a client for the first time sees where it goes, whichever operator it is.
function followCard(events) {
  const { columns, follows, office, bot } = read();
  const place = columns.findIndex((column) => column.role === "operator");
  if (!follows || place < 0) return;
  const isCard = (event) => event.kind === "message" && event.bot === bot && event.message.buttons.length > 0;
  const card = events.find((event) => isCard(event) && roleOf(office, event.person) === "operator");
  if (!card) return;
  const turned = columns.map((column, n) => (n === place ? { ...column, person: card.person } : column));
  update({ columns: turned, follows: false });
  readVisible();
}

// Whoever comes by a link may have become an operator.
function isArrival({ kind, message }) {
  return kind === "message" && message.from === "person" && message.text.startsWith("/start ");
}

export async function refreshOffice() {
  const office = read().office && (await readOffice());
  if (!office) return;
  update({ office });
  fillColumns();
}

// Who comes while people are being read may not be among them: they are read once more.
async function meetStrangers() {
  hasStrangers = true;
  if (isMeeting) return;
  isMeeting = true;
  try {
    while (hasStrangers) {
      hasStrangers = false;
      await readPeople();
      fillColumns();
    }
  } catch {
    return; // the connection is lost, and the page says so already
  } finally {
    isMeeting = false;
  }
}

export function fillColumns() {
  update((state) => {
    const taken = new Set(state.columns.map((column) => column.person));
    const free = Object.keys(state.people).map(Number).filter((id) => !taken.has(id));
    const columns = state.columns.map((column) => {
      if (column.person !== null) return column;
      const fits = (id) => !column.role || roleOf(state.office, id) === column.role;
      const place = free.findIndex(fits);
      return place < 0 ? column : { ...column, person: free.splice(place, 1)[0] };
    });
    return { columns };
  });
  readVisible();
}

// An answer to what was pressed here may ask for attention; what others press may not.
export function expectAnswer(personId, messageId, data) {
  mine.add(`${personId} ${nameOfPress({ message_id: messageId, data })}`);
}

function notePress(event) {
  if (mine.delete(`${event.person} ${nameOfPress(event)}`)) alerts.add(event.callback_query_id);
  setTimeout(() => {
    changeChat(event.person, (chat) =>
      applyEvent(chat, { kind: "answer", callback_query_id: event.callback_query_id }),
    );
  }, LONGEST_PRESS);
}

function showAnswer(event) {
  const isMine = alerts.delete(event.callback_query_id);
  if (!event.text) return;
  if (event.show_alert && isMine) update({ dialog: { kind: "alert", text: event.text, person: event.person } });
  else toast(event.person, event.text);
}
