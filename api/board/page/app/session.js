// Getting in and out. What lets somebody in stands in the address's fragment, which no server and no log sees.

import { chooseLanguage, setLanguage } from "../web/app/texts.js";
import { get, post } from "./api.js";
import { refreshDetail } from "./contact.js";
import { startClock } from "./moments.js";
import { update } from "./store.js";
import { follow, stopFollowing } from "./stream.js";

export async function start() {
  await speak(null);
  const ticket = takeTicket();
  const refused = ticket && (await enter(ticket));
  // Within Telegram the session that lasts may be that of another account.
  if (refused && ticket.init_data) return update({ place: "bad-launch", why: refused.message });
  try {
    // Whoever opens his used link again is in all the same while his session lasts.
    const me = await get("me");
    await speak(me.language);
    update({ me });
  } catch (refusal) {
    if (refusal.status !== 401) return update({ place: "failed" });
    return update({ place: refused ? "bad-link" : "no-session" });
  }
  startClock();
  follow({ onOver: () => update({ place: "over", opened: null }), onNews });
  return undefined;
}

async function enter(ticket) {
  try {
    await post("enter", ticket);
    return null;
  } catch (refusal) {
    return refusal;
  }
}

async function speak(offered) {
  const language = chooseLanguage(offered);
  await setLanguage(language);
  update({ language });
}

function onNews(change) {
  update({ place: "board" });
  refreshDetail(change);
}

// Telegram hands over in the fragment who opens the page within it: so its script, which comes from elsewhere, is not
// needed. The fragment is taken out of the address at once: neither the history nor a shared screen keeps it.
function takeTicket() {
  const words = new URLSearchParams(location.hash.slice(1));
  if (!words.has("in") && !words.has("tgWebAppData")) return null;
  history.replaceState(null, "", location.pathname);
  return words.has("in") ? { token: words.get("in") } : { init_data: words.get("tgWebAppData") };
}

export async function leave() {
  stopFollowing();
  await post("leave").catch(() => null);
  update({ place: "left", opened: null });
}
