// One state for a whole page: components choose what they need of it and are drawn anew when that changes.

import { useEffect, useReducer, useRef } from "../vendor/hooks.mjs";

export function makeStore(first) {
  let state = first;
  const readers = new Set();

  function read() {
    return state;
  }

  function update(change) {
    const next = typeof change === "function" ? change(state) : change;
    if (!next) return;
    state = { ...state, ...next };
    for (const reader of [...readers]) reader();
  }

  function useStore(choose) {
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

  return { read, update, useStore };
}
