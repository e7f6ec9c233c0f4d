// The contact in the panel: what the server says of it, and what may be done.

import { get, post } from "./api.js";
import { read, update } from "./store.js";

let opener = null; // where the focus goes back to

export function openContact(id) {
  if (!read().opened) opener = id;
  update({ opened: id, detail: read().opened === id ? read().detail : null });
  load(id);
}

export function closeContact() {
  const id = read().opened ?? opener;
  update({ opened: null, detail: null });
  const row = document.querySelector(`[data-contact="${id}"]`) || document.querySelector(`[data-contact="${opener}"]`);
  const place = row || document.querySelector(".contact-list .row") || document.querySelector("#contacts");
  if (place) place.focus();
}

async function load(id) {
  try {
    const detail = await get(`contacts/${id}`);
    if (read().opened === id) update({ detail });
  } catch (refusal) {
    if (read().opened === id) update({ detail: { id, failed: refusal.message } });
  }
}

// Looks again when something has happened to the contact; null: everything may have.
export function refreshDetail(change) {
  const { opened } = read();
  if (opened === null) return;
  const rows = change && [...(change.contacts || []).map(({ id }) => id), ...(change.gone || [])];
  const events = change && (change.happened || []).map((event) => event.contact_id);
  if (!change || rows.includes(opened) || events.includes(opened)) load(opened);
}

// Does it and shows what has come of it; throws Refused.
export async function act(id, name, body = {}) {
  await post(`contacts/${id}/${name}`, body);
  await load(id);
}
