// Moments and spans as words, counted by the page: the server says when something began.

import { classes, html } from "../web/app/html.js";
import { t, timeOf } from "../web/app/texts.js";
import { update, useStore } from "./store.js";

const TICK = 10_000; // milliseconds
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function startClock() {
  setInterval(() => update({ now: Date.now() }), TICK);
}

export function span(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE) return t("span-moment");
  if (whole < HOUR) return t("span-minutes", { minutes: Math.floor(whole / MINUTE) });
  if (whole < DAY) return t("span-hours", { hours: Math.floor(whole / HOUR), minutes: Math.floor((whole % HOUR) / MINUTE) });
  return t("span-days", { days: Math.floor(whole / DAY) });
}

export function exactSpan(seconds) {
  return seconds < MINUTE ? t("span-seconds", { seconds: Math.round(seconds) }) : span(seconds);
}

export function timeAt(moment) {
  return timeOf(Date.parse(moment) / 1000);
}

// How long ago something began; drawn anew only when its words change.
export function Age({ since, warnAfter }) {
  const words = useStore(({ now }) => {
    const seconds = (now - Date.parse(since)) / 1000;
    return `${warnAfter && seconds > warnAfter ? "!" : ""}${span(seconds)}`;
  });
  const isLate = words.startsWith("!");
  return html`<time class=${classes("age", isLate && "is-late")} datetime=${since} title=${timeAt(since)}>${isLate ? words.slice(1) : words}</time>`;
}
