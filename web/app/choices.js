// How a page speaks and looks, each a button that goes on to the next choice.

import { useState } from "../vendor/hooks.mjs";
import { html } from "./html.js";
import { Icon } from "./icons.js";
import { LANGUAGES, currentLanguage, rememberLanguage, setLanguage, t } from "./texts.js";
import { THEMES, chooseTheme, currentTheme } from "./theme.js";

const THEME_ICONS = { auto: "auto", light: "sun", dark: "moon" };

export function LanguageChoice({ onChange }) {
  const next = LANGUAGES[(LANGUAGES.indexOf(currentLanguage()) + 1) % LANGUAGES.length];
  async function change() {
    await setLanguage(next);
    rememberLanguage(next);
    onChange(next);
  }
  return html`<button type="button" class="tool is-text" lang=${next} aria-label=${t("other-language")} title=${t("other-language")}
    onClick=${change}>${next.toUpperCase()}</button>`;
}

export function ThemeChoice() {
  const [theme, setTheme] = useState(currentTheme());
  function change() {
    const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    chooseTheme(next);
    setTheme(next);
  }
  const label = t("theme", { theme });
  return html`<button type="button" class="tool" aria-label=${label} title=${label} onClick=${change}><${Icon} name=${THEME_ICONS[theme]} /></button>`;
}
