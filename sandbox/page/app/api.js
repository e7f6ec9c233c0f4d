// The control API: every call answers with what it says, or throws Refused with its sentence.

import { t } from "../web/app/texts.js";

export class Refused extends Error {
  constructor(sentence, status = 0) {
    super(sentence);
    this.status = status;
  }
}

async function ask(path, options) {
  let response, body;
  try {
    response = await fetch(path, options);
    body = await response.json();
  } catch {
    throw new Refused(t("unreachable"));
  }
  if (!response.ok) throw new Refused(body.error || t("unreachable"), response.status);
  return body;
}

export function get(path, query = {}) {
  const words = new URLSearchParams(query).toString();
  return ask(words ? `${path}?${words}` : path);
}

export function post(path, body = {}) {
  const text = JSON.stringify(body);
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: text });
}

export function upload(fields, file) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== null) form.append(name, value);
  }
  form.append("file", file, file.name);
  return ask("/sandbox/upload", { method: "POST", body: form });
}

export function fileAddress(message) {
  return `/sandbox/file?${new URLSearchParams({ file_unique_id: message.file_unique_id })}`;
}
