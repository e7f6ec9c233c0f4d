// What the page knows.

import { makeStore } from "../web/app/store.js";

export const { read, update, useStore } = makeStore({
  place: "opening", // opening, board, or a door: no-session, bad-link, bad-launch, over, failed
  why: null, // the door is closed, in words
  me: null,
  language: null,
  connection: "live",
  asOf: null, // when the newest news came, in milliseconds
  now: Date.now(),
  operators: new Map(),
  contacts: new Map(),
  sources: new Map(),
  happened: [],
  today: null,
  filter: { source: null, operator: null, kind: "all" },
  view: "contacts", // what a phone shows
  side: "operators", // what a middle width shows beside the contacts
  opened: null, // the contact in the panel
  detail: null, // what the server says of it
});
