// Text with its formatting as elements. What people typed only ever becomes text; links lead nowhere but to the web.

import { html } from "../web/app/html.js";

const LINK = /(https?:\/\/|\bt\.me\/)[^\s<>"'«»]*[^\s<>"'«».,:;!?()[\]{}]/gi;
const COMMAND = /(?<![\S])\/[a-z0-9_]{1,32}(?![\w/@])/gi;
const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

// `acts` has openLink and sendCommand; without it nothing can be pressed, as in a quoted line.
export function formatWords(text, entities, acts) {
  const ordered = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, 0, text.length, ordered, acts, false);
}

function build(text, from, to, entities, acts, isLinked) {
  const parts = [];
  let at = from;
  let rest = entities;
  while (rest.length) {
    const [first, ...others] = rest;
    const end = Math.min(first.offset + first.length, to);
    const within = others.filter((entity) => entity.offset < end);
    const beyond = within.filter((entity) => entity.offset + entity.length > end).map((entity) => tail(entity, end));
    if (first.offset > at) parts.push(...plain(text.slice(at, first.offset), acts, isLinked));
    const linked = isLinked || isLink(first);
    const inside = build(text, first.offset, end, within.map((entity) => head(entity, end)), acts, linked);
    parts.push(wrap(first, inside, text.slice(first.offset, end), acts));
    // What stands as a block ends its line by itself.
    at = isBlock(first) && text[end] === "\n" && end < to ? end + 1 : end;
    rest = [...beyond, ...others.filter((entity) => entity.offset >= end)];
  }
  if (at < to) parts.push(...plain(text.slice(at, to), acts, isLinked));
  return parts;
}

// Two that overlap without one being in the other are cut where the first ends.
function head(entity, end) {
  return { ...entity, length: Math.min(entity.length, end - entity.offset) };
}

function tail(entity, end) {
  return { ...entity, offset: end, length: entity.offset + entity.length - end };
}

function isBlock({ type }) {
  return type === "pre" || type.endsWith("blockquote");
}

function isLink({ type }) {
  return type === "text_link" || type === "bot_command" || type === "pre";
}

function wrap(entity, inside, text, acts) {
  switch (entity.type) {
    case "pre":
      return html`<pre>${inside}</pre>`;
    case "spoiler":
      return html`<${Spoiler}>${inside}<//>`;
    case "text_link":
      return link(entity.url, inside, acts);
    case "bot_command":
      return command(text, acts);
    case "text_mention":
      return html`<span class="mention">${inside}</span>`;
  }
  const tag = TAGS[entity.type];
  return tag ? html`<${tag}>${inside}<//>` : html`<span>${inside}</span>`;
}

function Spoiler({ children }) {
  const show = (event) => event.currentTarget.classList.add("is-shown");
  return html`<span class="spoiler" tabindex="0" role="button" onClick=${show} onKeyDown=${show}>${children}</span>`;
}

// Links and commands that a bot wrote without saying so, which apps find by themselves.
function plain(text, acts, isLinked) {
  if (isLinked || !acts) return [text];
  const parts = [];
  let at = 0;
  for (const found of findAll(text)) {
    if (found.index < at) continue;
    if (found.index > at) parts.push(text.slice(at, found.index));
    parts.push(found[0].startsWith("/") ? command(found[0], acts) : link(found[0], found[0], acts));
    at = found.index + found[0].length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

function findAll(text) {
  return [...text.matchAll(LINK), ...text.matchAll(COMMAND)].sort((a, b) => a.index - b.index);
}

function command(text, acts) {
  if (!acts) return text;
  return html`<button type="button" class="as-link" onClick=${() => acts.sendCommand(text)}>${text}</button>`;
}

export function readLink(url) {
  const address = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
  let parts;
  try {
    parts = new URL(address);
  } catch {
    return null;
  }
  if (!["http:", "https:"].includes(parts.protocol)) return null;
  const bot = parts.hostname === "t.me" ? parts.pathname.slice(1) : null;
  return { address: parts.href, bot, start: parts.searchParams.get("start") };
}

function link(url, inside, acts) {
  const target = readLink(url);
  if (!target || !acts) return html`<span class="mention">${inside}</span>`;
  if (target.bot && acts.isOurs(target.bot)) {
    const open = () => acts.openLink(target);
    return html`<button type="button" class="as-link" onClick=${open}>${inside}</button>`;
  }
  return html`<a href=${target.address} target="_blank" rel="noopener noreferrer">${inside}</a>`;
}
