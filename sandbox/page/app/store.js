// What the page knows.

import { makeStore } from "../web/app/store.js";

export const { read, update, useStore } = makeStore({
  isReady: false,
  isOpening: false, // the demo's office is about to open
  failed: null,
  connection: "live",
  bots: [],
  bot: null,
  people: {},
  office: null, // what /demo/office says; null without a demo
  chats: {}, // by person
  columns: [{ person: null }, { person: null }, { person: null }],
  active: 0,
  partner: 1, // the column beside the first where there is place for two
  layout: 3, // columns that are to be seen at once
  follows: true, // the operator's column turns to whoever gets the first card
  isPanelOpen: false,
  toasts: {}, // by person
  dialog: null,
  language: null,
});
