// Pictures, files, sounds and all that is no text; what is made up is drawn in its place.

import { html } from "../../web/app/html.js";
import { fileAddress } from "../api.js";
import { Icon } from "../../web/app/icons.js";
import { durationOf, sizeOf, t } from "../../web/app/texts.js";

const BARS = 28;

export function Media({ message }) {
  switch (message.kind) {
    case "photo":
      return html`<${Picture} message=${message} />`;
    case "video":
    case "animation":
    case "video_note":
      return html`<${Film} message=${message} />`;
    case "voice":
      return html`<${Voice} message=${message} />`;
    case "audio":
      return html`<${Sound} message=${message} />`;
    case "document":
      return html`<${Document} message=${message} />`;
    case "sticker":
      return html`<p class="big-emoji">${message.emoji || "🙂"}</p>`;
    case "dice":
      return html`<p class="big-emoji">${message.dice?.emoji || "🎲"} ${message.dice?.value}</p>`;
    case "contact":
      return html`<${Card} icon="phone" title=${message.contact?.first_name} note=${message.contact?.phone_number} />`;
    case "location":
      return html`<${Card} icon="pin" title=${t("location")} note=${placeOf(message.location)} />`;
    case "poll":
      return html`<${Card} icon="check" title=${message.poll?.question} note=${t("kind-poll")} />`;
    case "checklist":
      return html`<${Card} icon="check" title=${message.checklist?.title} note=${t("kind-checklist")} />`;
  }
  return html`<${Card} icon="file" title=${t("kind-other")} note=${message.kind} />`;
}

function placeOf(location) {
  return location ? `${location.latitude.toFixed(4)}, ${location.longitude.toFixed(4)}` : "";
}

function shapeOf({ width, height }) {
  const ratio = width && height ? Math.min(Math.max(width / height, 0.6), 2.2) : 1.5;
  return { aspectRatio: String(ratio) };
}

function toneOf(message) {
  return [...(message.file_unique_id || "")].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 8;
}

function Picture({ message }) {
  if (!message.has_bytes) return html`<${MadeUp} message=${message} label=${t("photo-made-up")} />`;
  const address = fileAddress(message);
  return html`<a class="picture" href=${address} target="_blank" style=${shapeOf(message)}>
    <img src=${address} alt=${message.text || t("photo")} loading="lazy" />
  </a>`;
}

function Film({ message }) {
  const label = t("video");
  if (!message.has_bytes) return html`<${MadeUp} message=${message} label=${label} duration=${message.duration} />`;
  return html`<video class="picture" style=${shapeOf(message)} src=${fileAddress(message)} controls preload="metadata"
    aria-label=${label}></video>`;
}

function MadeUp({ message, label, duration }) {
  return html`<div class="picture made-up tone-${toneOf(message)}" style=${shapeOf(message)} role="img" aria-label=${label}>
    <svg viewBox="0 0 120 80" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <circle cx="92" cy="20" r="9" />
      <path d="M0 66l30-30 22 20 22-26 46 40v10H0z" />
    </svg>
    ${duration !== undefined && html`<span class="length">${durationOf(duration)}</span>`}
  </div>`;
}

function Voice({ message }) {
  if (message.has_bytes) return html`<${Player} message=${message} label=${t("voice")} />`;
  const tone = toneOf(message);
  const bars = Array.from({ length: BARS }, (_, n) => 4 + ((n * 7 + tone * 5) % 11) + ((n * n + tone) % 5));
  const label = t("voice-made-up", { seconds: message.duration || 0 });
  return html`<div class="voice" role="img" aria-label=${label}>
    <span class="disc"><${Icon} name="play" /></span>
    <svg class="wave" viewBox="0 0 ${BARS * 4} 20" aria-hidden="true">
      ${bars.map((height, n) => html`<rect x=${n * 4} y=${(20 - height) / 2} width="2.4" height=${height} rx="1.2" />`)}
    </svg>
    <span class="length">${durationOf(message.duration || 0)}</span>
  </div>`;
}

function Player({ message, label }) {
  return html`<audio class="player" src=${fileAddress(message)} controls preload="metadata" aria-label=${label}></audio>`;
}

function Sound({ message }) {
  const title = [message.performer, message.title].filter(Boolean).join(" — ") || message.file_name;
  if (message.has_bytes) {
    return html`<div><div class="file-name">${message.file_name}</div><${Player} message=${message} label=${t("audio")} /></div>`;
  }
  return html`<${Card} icon="play" title=${title} note=${durationOf(message.duration || 0)} />`;
}

function Document({ message }) {
  const size = message.file_size === undefined ? "" : sizeOf(message.file_size);
  const inside = html`<span class="disc"><${Icon} name="file" /></span>
    <span class="card-words"><span class="file-name">${message.file_name}</span><small>${size}</small></span>`;
  if (!message.has_bytes) return html`<div class="card">${inside}</div>`;
  const label = t("download", { name: message.file_name, size });
  return html`<a class="card" href=${fileAddress(message)} download=${message.file_name} aria-label=${label}>${inside}</a>`;
}

function Card({ icon, title, note }) {
  return html`<div class="card">
    <span class="disc"><${Icon} name=${icon} /></span>
    <span class="card-words"><bdi>${title}</bdi><small>${note}</small></span>
  </div>`;
}

export function describeKind(message) {
  return message.kind === "text" ? "" : t(`kind-${KINDS.has(message.kind) ? message.kind : "other"}`);
}

const KINDS = new Set(["photo", "video", "voice", "audio", "document", "sticker", "contact", "location", "poll", "checklist"]);
