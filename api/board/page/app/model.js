// The board as the server tells it: whole at first, then only what has changed. What stays as it was stays the same object.

import { read, update } from "./store.js";

const MOST_HAPPENED = 50;
const MINUTE = 60_000; // milliseconds

export function showState(state) {
  const { filter } = read();
  const isShown = filter.source === null || state.sources.some(({ id }) => id === filter.source);
  update({
    filter: isShown ? filter : { ...filter, source: null },
    operators: byId(state.operators),
    contacts: byId(state.contacts),
    sources: byId(state.sources),
    happened: newest(state.happened || []),
    today: state.today,
    asOf: Date.now(),
    now: Date.now(),
    connection: "live",
  });
}

export function applyChange(change) {
  const known = read();
  const next = { asOf: Date.now(), now: Date.now() };
  for (const name of ["operators", "contacts", "sources"]) {
    if (change[name]) next[name] = merge(known[name], change[name]);
  }
  if (change.gone && change.gone.length) {
    next.contacts = new Map(next.contacts || known.contacts);
    for (const id of change.gone) next.contacts.delete(id);
  }
  if (change.left && change.left.length) {
    next.operators = new Map(next.operators || known.operators);
    for (const id of change.left) next.operators.delete(id);
  }
  if (change.happened) next.happened = newest([...change.happened, ...known.happened]);
  if (change.today) next.today = change.today;
  update(next);
}

function byId(rows) {
  return new Map((rows || []).map((row) => [row.id, row]));
}

function merge(known, rows) {
  const next = new Map(known);
  for (const row of rows) next.set(row.id, row);
  return next;
}

function newest(events) {
  const seen = new Set();
  const once = events.filter(({ id }) => !seen.has(id) && seen.add(id));
  return once.sort((one, other) => other.id - one.id).slice(0, MOST_HAPPENED);
}

export function kindOf(contact) {
  if (contact.operator_id === null) return "waiting";
  return contact.unanswered_since ? "unanswered" : "answered";
}

const ORDER = { waiting: 0, unanswered: 1, answered: 2 };

// Whose turn is next stands first, then who waits longest for an answer, then whoever came last.
export function listContacts(contacts, { source, operator, kind }) {
  const wanted = [...contacts.values()].filter(
    (each) =>
      (source === null || each.source_id === source) &&
      (operator === null || each.operator_id === operator) &&
      (kind === "all" || kindOf(each) === kind),
  );
  return wanted.sort(compare);
}

function compare(one, other) {
  const kinds = ORDER[kindOf(one)] - ORDER[kindOf(other)];
  if (kinds) return kinds;
  if (kindOf(one) === "waiting") return turnOf(one) - turnOf(other) || one.id - other.id;
  const [a, b] = [one, other].map((each) => each.waiting_since || each.unanswered_since || each.created_at);
  return kindOf(one) === "answered" ? compareWords(b, a) || other.id - one.id : compareWords(a, b) || one.id - other.id;
}

// A priority counts as minutes of waiting.
function turnOf({ created_at: came, source_id: id }) {
  const source = read().sources.get(id);
  return Date.parse(came) - MINUTE * ((source && source.priority_minutes) || 0);
}

function compareWords(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function countKinds(contacts, filter) {
  const counts = { all: 0, waiting: 0, unanswered: 0, answered: 0 };
  for (const each of listContacts(contacts, { ...filter, kind: "all" })) {
    counts.all += 1;
    counts[kindOf(each)] += 1;
  }
  return counts;
}

// Whoever can take a contact now stands first, then by name.
export function listOperators(operators) {
  const rank = { on: 0, paused: 1, off_hours: 2, unreachable: 3, off: 4 };
  return [...operators.values()].sort((a, b) => rank[a.state] - rank[b.state] || a.name.localeCompare(b.name, undefined, { numeric: true }) || a.id - b.id);
}

export function hasRoom({ state, load, limit }) {
  return state === "on" && load < limit;
}
