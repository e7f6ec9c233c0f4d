// The words of a page, in the language it is in, from its Fluent files: they lie beside the folder of the shared parts.

import { FluentBundle, FluentResource } from "../vendor/fluent/index.js";

export const LANGUAGES = ["en", "ru"];
const STORED = "leadbot-language";
let bundle = null;
let language = "en";

export async function setLanguage(wanted) {
  const response = await fetch(new URL(`../../locales/${wanted}.ftl`, import.meta.url));
  const next = new FluentBundle(wanted, { useIsolating: false });
  next.addResource(new FluentResource(await response.text()));
  bundle = next;
  language = wanted;
  document.documentElement.lang = wanted;
}

export function currentLanguage() {
  return language;
}

export function t(key, values = {}) {
  const message = bundle && bundle.getMessage(key);
  return message ? bundle.formatPattern(message.value, values, []) : key;
}

export function knows(key) {
  return Boolean(bundle && bundle.hasMessage(key));
}

// What somebody chose here, what the demo speaks, what the browser asks for.
export function chooseLanguage(offered) {
  const wanted = [recall(STORED), offered, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find((tag) => LANGUAGES.includes(tag)) || "en";
}

export function rememberLanguage(chosen) {
  remember(STORED, chosen);
}

// A browser that keeps nothing is no reason to fail.
export function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    return;
  }
}

export function timeOf(seconds) {
  return format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, seconds);
}

export function dayOf(seconds) {
  return format({ day: "numeric", month: "long" }, seconds);
}

const formats = new Map();

function format(options, seconds) {
  const key = language + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language, options));
  return formats.get(key).format(seconds * 1000);
}

export function sizeOf(bytes) {
  const [unit, divisor] = bytes < 2 ** 20 ? ["kilobyte", 1024] : ["megabyte", 2 ** 20];
  const number = Math.max(bytes / divisor, 0.1);
  const options = { style: "unit", unit, maximumFractionDigits: number < 10 ? 1 : 0 };
  return new Intl.NumberFormat(language, options).format(number);
}

export function durationOf(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

export function percent(share) {
  return new Intl.NumberFormat(language, { style: "percent" }).format(share);
}
