// Files that are to be sent: what they are sent as, how large a picture is, and which are too large for bots.

import { sizeOf, t } from "../web/app/texts.js";

export const MOST_BYTES = 20 * 2 ** 20; // what Telegram lets a bot download
export const MOST_FILES = 10; // of an album
const PICTURES = ["image/jpeg", "image/png", "image/webp", "image/gif"];

function kindOf(file) {
  if (PICTURES.includes(file.type)) return "photo";
  if (file.type === "audio/ogg") return "voice";
  if (file.type.startsWith("audio/")) return "audio";
  return file.type === "video/mp4" || file.type === "video/webm" ? "video" : "document";
}

async function measure(file) {
  try {
    const picture = await createImageBitmap(file);
    const size = { width: picture.width, height: picture.height };
    picture.close();
    return size.width <= 10_000 && size.height <= 10_000 ? size : {};
  } catch {
    return null; // the browser can't read it: no picture, whatever its name says
  }
}

async function prepare(file) {
  const kind = kindOf(file);
  const size = kind === "photo" ? await measure(file) : {};
  return { file, ...(size || {}), kind: size ? kind : "document" };
}

// Returns what can be sent, and a sentence on what can't.
export async function takeFiles(before, files) {
  const large = files.filter((file) => file.size > MOST_BYTES);
  const empty = files.filter((file) => file.size === 0);
  const fitting = files.filter((file) => file.size > 0 && file.size <= MOST_BYTES);
  const added = await Promise.all(fitting.map(prepare));
  const all = [...before, ...added];
  return { taken: all.slice(0, MOST_FILES), refusal: refuse(large, empty, all.length) };
}

function refuse(large, empty, count) {
  if (large.length) {
    const [{ name, size }] = large;
    return t("too-large", { name, size: sizeOf(size), most: sizeOf(MOST_BYTES) });
  }
  if (empty.length) return t("empty-file", { name: empty[0].name });
  return count > MOST_FILES ? t("too-many-files", { most: MOST_FILES }) : null;
}
