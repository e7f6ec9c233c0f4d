// How many columns there is place for, with or without the panel beside them.

import { readVisible } from "./model.js";
import { read, update } from "./store.js";

const WIDE = matchMedia("(min-width: 1560px)");
const MIDDLE = matchMedia("(min-width: 1180px)");
const NARROW = matchMedia("(min-width: 740px)");

function countPlaces(isPanelOpen) {
  if (WIDE.matches || (MIDDLE.matches && !isPanelOpen)) return 3;
  return NARROW.matches ? 2 : 1;
}

export function measure() {
  update({ layout: countPlaces(read().isPanelOpen) });
  readVisible();
}

export function watchWidth() {
  for (const width of [WIDE, MIDDLE, NARROW]) width.addEventListener("change", measure);
}

export function showPanel(isPanelOpen) {
  update({ isPanelOpen, layout: countPlaces(isPanelOpen) });
  readVisible();
}
