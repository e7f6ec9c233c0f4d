"""What people wrote, and what was confirmed to them, is stored once and as they wrote it."""

from collections import Counter, defaultdict

from proofs.checking.facts import claim

PROMISE = "each message one contact"


def check_messages(history):
    """Each message of a client is in one contact, exactly once, of its own chat, with its author's words."""
    written = {(w["bot"], w["chat"], w["message"]): w.get("text") for w in history.by_kind["written"]}
    rows = [
        row for row in history.by_kind["message"] if row["author"] == "client" and row["chat"] is not None
    ]
    stored = Counter((row["bot"], row["chat"], row["message"]) for row in rows)
    for place in written:
        claim(stored[place] == 1, PROMISE, f"{place} is stored {stored[place]} times")
    claim(not stored.keys() - written.keys(), PROMISE, f"nobody wrote {stored.keys() - written.keys()}")
    last = defaultdict(int)
    for row in sorted(rows, key=lambda row: row["id"]):
        contact, text = history.contacts.get(row["contact"]), written[row["bot"], row["chat"], row["message"]]
        claim(contact is not None, PROMISE, f"message {row['message']} is in no contact")
        is_own = (contact["bot"], contact["chat"]) == (row["bot"], row["chat"])
        claim(is_own, PROMISE, f"{row} is a stranger's")
        claim(text in (None, row["text"]), PROMISE, f"{row} does not say what its author wrote: {text}")
        chat = row["bot"], row["chat"]
        claim(last[chat] < row["message"], "each chat in its order", f"{row} after {last[chat]}")
        last[chat] = row["message"]
    open_chats = Counter(
        (row["bot"], row["chat"])
        for row in history.contacts.values()
        if row["chat"] is not None and row["status"] != "completed"
    )
    twice = [chat for chat, times in open_chats.items() if times > 1]
    claim(not twice, PROMISE, f"two open contacts of {twice}")


def check_forbidden(history):
    """Nobody has changed an answer of a contact that he has no more."""
    forbidden = {(f["bot"], f["chat"], f["message"], f["text"]) for f in history.by_kind["forbidden"]}
    for row in history.by_kind["message"]:
        place = (row["bot"], row["chat"], row["message"], row.get("text"))
        claim(place not in forbidden, "only whose it is changes an answer", f"{place}")


def check_posted(history):
    """What the API has confirmed is there, once; of what it has not, nothing is there twice."""
    promise = "what was confirmed is there, once"
    rows = [row for row in history.by_kind["message"] if row["author"] == "client" and row["chat"] is None]
    stored = Counter(row["text"] for row in rows)
    where = {row["text"]: row["contact"] for row in rows}
    for fact in history.by_kind["posted"]:
        text, contact = fact["text"], fact["contact"]
        claim(stored[text] <= 1, promise, f"{text!r} is there {stored[text]} times")
        if contact is not None:
            claim(
                where.get(text) == contact, promise, f"{text!r}: #{contact} was confirmed, {where.get(text)}"
            )
    unknown = stored.keys() - {fact["text"] for fact in history.by_kind["posted"]}
    claim(not unknown, promise, f"nobody sent {unknown}")
