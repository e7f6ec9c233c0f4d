// Short notices over a column; each goes by itself.

import { read, update } from "./store.js";

const STAY = 4500; // milliseconds
let count = 0;

export function toast(personId, text, isError = false) {
  const notice = { id: ++count, text, isError };
  update((state) => ({ toasts: { ...state.toasts, [personId]: notice } }));
  setTimeout(() => {
    const { toasts } = read();
    if (toasts[personId] === notice) update({ toasts: { ...toasts, [personId]: undefined } });
  }, STAY);
}
