// The board's API: an answer, or Refused with words for a person.

import { knows, t } from "../web/app/texts.js";

const BASE = "/board/api/";

export class Refused extends Error {
  constructor(status, reason, params = {}) {
    super(explain(status, reason, params));
    this.status = status;
    this.reason = reason;
  }
}

function explain(status, reason, params) {
  const words = Object.fromEntries(Object.entries(params).filter(([, value]) => ["string", "number"].includes(typeof value)));
  if (reason && knows(`refused-${reason}`)) return t(`refused-${reason}`, words);
  if (status === 403) return t("refused-not_allowed");
  return t(status ? "refused-other" : "refused-unreachable");
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(BASE + path, { cache: "no-store", ...options });
  } catch {
    throw new Refused(0);
  }
  const body = response.status === 204 ? {} : await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, body.reason, body.params);
  return body;
}

export function get(path) {
  return ask(path, {});
}

export function post(path, body = {}) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}
