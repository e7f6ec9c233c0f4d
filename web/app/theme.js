// Light, dark, or as the system has it.

import { recall, remember } from "./texts.js";

const STORED = "leadbot-theme";
export const THEMES = ["auto", "light", "dark"];

export function currentTheme() {
  const chosen = recall(STORED);
  return THEMES.includes(chosen) ? chosen : "auto";
}

export function applyTheme(theme) {
  const root = document.documentElement;
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

export function chooseTheme(theme) {
  remember(STORED, theme);
  applyTheme(theme);
}
