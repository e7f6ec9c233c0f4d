// One state for the whole page: components choose what they need of it and are drawn anew when that changes.

import { useEffect, useReducer, useRef } from "../vendor/hooks.mjs";

let state = {
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
};
const readers = new Set();

export function read() {
  return state;
}

export function update(change) {
  const next = typeof change === "function" ? change(state) : change;
  if (!next) return;
  state = { ...state, ...next };
  for (const reader of [...readers]) reader();
}

export function useStore(choose) {
  const [, redraw] = useReducer((count) => count + 1, 0);
  const chosen = choose(state);
  const last = useRef();
  last.current = { choose, chosen };
  useEffect(() => {
    const reader = () => {
      if (last.current.choose(state) !== last.current.chosen) redraw();
    };
    reader();
    readers.add(reader);
    return () => readers.delete(reader);
  }, []);
  return chosen;
}
