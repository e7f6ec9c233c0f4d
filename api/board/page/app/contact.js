// The contact in the panel: what the server says of it, and what may be done.

import { get, post } from "./api.js";
import { read, update } from "./store.js";

let opener = null; // where the focus goes back to
let newest = 0; // of the questions to the server: an answer that comes late is of no interest

export function openContact(id) {
  const { opened, detail } = read();
  if (opened === null) opener = id;
  update({ opened: id, detail: opened === id ? detail : null });
  load(id);
}

export function closeContact() {
  const id = read().opened ?? opener;
  update({ opened: null, detail: null });
  setTimeout(() => giveFocusBack(id)); // once what was behind the panel can be reached again
}

function giveFocusBack(id) {
  const row = document.querySelector(`[data-contact="${id}"]`) || document.querySelector(`[data-contact="${opener}"]`);
  const place = row || document.querySelector(".contact-list .row") || document.querySelector("#contacts");
  if (place) place.focus();
}

async function load(id) {
  const own = ++newest;
  const detail = await get(`contacts/${id}`).catch((refusal) => ({ id, failed: refusal.message }));
  if (own === newest && read().opened === id) update({ detail });
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
