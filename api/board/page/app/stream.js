// News as they come. A stream that breaks is opened again, later each time, unless the session is over.

import { get } from "./api.js";
import { applyChange, showState } from "./model.js";
import { update } from "./store.js";

const FIRST_PAUSE = 1000; // milliseconds
const LONGEST_PAUSE = 15_000;
let source = null;
let timer = null;
let pause = FIRST_PAUSE;

export function follow({ onOver, onNews }) {
  source = new EventSource("/board/api/stream");
  source.addEventListener("state", (message) => {
    pause = FIRST_PAUSE;
    showState(JSON.parse(message.data));
    onNews(null);
  });
  source.addEventListener("change", (message) => {
    const change = JSON.parse(message.data);
    applyChange(change);
    onNews(change);
  });
  source.addEventListener("over", () => end(onOver));
  source.onerror = async () => {
    source.close();
    clearTimeout(timer);
    try {
      update({ me: await get("me") }); // perhaps with other rights: then the stream breaks off, too
    } catch (refusal) {
      if (refusal.status === 401) return end(onOver);
      update({ connection: "lost" });
    }
    timer = setTimeout(() => follow({ onOver, onNews }), pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
    return undefined;
  };
}

function end(onOver) {
  source.close();
  clearTimeout(timer);
  onOver();
}

export function stopFollowing() {
  if (source) source.close();
  clearTimeout(timer);
}
