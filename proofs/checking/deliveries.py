"""What people and other systems got: all of it, in order, as it stands, and twice only after a crash."""

from collections import Counter, defaultdict

from proofs.checking.facts import claim

ORDER, REPEAT, SEEN = "answers in order", "one repeat per crash", "the other side sees what was said"
HOOKS = "each event is told in order"
# As docs/reference/webhooks.md promises: the kind of an event, and what others hear of it.
HOOK_NAMES = {
    "created": "contact.created",
    "assigned": "contact.assigned",
    "unassigned": "contact.unassigned",
    "answered": "contact.answered",
    "taken": "contact.status_changed",
    "completed": "contact.status_changed",
    "reopened": "contact.status_changed",
    "rated": "contact.rated",
    "commented": "contact.rated",
    "outcome": "contact.updated",
    "tagged": "contact.updated",
    "claim_kept": "contact.updated",
    "forgotten": "contact.forgotten",
    "snoozed": "contact.snoozed",
    "woken": "contact.woken",
}


def check_answers(history):
    """Answers arrive, in order; a repeat has a crash, or a call of which nobody knows what came of it."""
    wanted, got = defaultdict(list), defaultdict(list)
    for fact in history.by_kind["answer"]:
        wanted[fact["chat"]].append(fact["text"])
    for fact in history.by_kind["received"]:
        got[fact["chat"]].append(fact["text"])
    for chat, texts in wanted.items():
        about = [text for text in got[chat] if text in texts]
        claim(list(dict.fromkeys(about)) == texts, ORDER, f"{chat} got {about}, and was sent {texts}")
        places = [texts.index(text) for text in about]
        claim(places == sorted(places), ORDER, f"{chat}: a repeat came after something newer")
        for text, times in Counter(about).items():
            claim(times <= history.count_repeats(chat, text), REPEAT, f"{chat} got {text!r} {times} times")


def check_told(history, replay):
    """Who has a contact was told each message of it, and its client each answer, as they stand; in order."""
    if not history.by_kind["told"]:
        return
    told = defaultdict(list)  # (contact, chat) → [(message, text)], as it came
    tries, excused = Counter(), Counter()
    for fact in history.by_kind["told"]:
        tries[fact["row"]] += 1
        excused[fact["row"]] += not fact["is_known"]
        if fact["message"] is not None:
            told[fact["contact"], fact["chat"]].append((fact["message"], fact["text"]))
    rows = {row["id"]: row for row in history.by_kind["outbox"]}
    for row, times in tries.items():
        most = 1 + history.crashes + excused[row] + rows[row]["redrawn"]
        claim(times <= most, REPEAT, f"row {row} was told {times} times")
    for row in rows.values():
        is_told = row["state"] != "sent" or row["kind"] == "webhook" or row["id"] in tries
        claim(is_told, SEEN, f"row {row['id']} is marked as sent, and nobody was told")
    check_readers(history, replay, told)
    said = defaultdict(list)
    for row in sorted(history.by_kind["message"], key=lambda row: row["id"]):
        said[row["contact"]].append(row)
    for number, contact in history.contacts.items():
        answers = [row for row in said[number] if row["author"] == "operator"]
        check_seen(told[number, contact["chat"]], answers, f"the client of #{number}")
        owner = replay.owner.get(number)
        if owner is not None and contact["status"] != "completed":
            asked = [row for row in said[number] if row["author"] == "client"]
            account = history.operators[owner]["account"]
            check_seen(told[number, account], asked, f"operator {owner} of #{number}")


def check_readers(history, replay, told):
    """Nobody reads of a contact but its client, who has had it, and who may take it out of a pool."""
    for number, chat in told:
        contact = history.contacts[number]
        staff = replay.had[number]
        if history.source_of(number)["mode"] == "pool":
            staff = staff | {
                operator for operator in history.operators if history.may_serve(operator, number)
            }
        readers = {contact["chat"], *(history.operators[operator]["account"] for operator in staff)}
        claim(chat in readers, "nobody else reads it", f"{chat} was told of #{number}")


def check_seen(told, rows, who):
    """The first time each was told is in order, and the last says what it says now."""
    firsts = [message for message, _ in told]
    latest = dict(told)
    for row in rows:
        claim(row["id"] in latest, SEEN, f"{who} was not told message {row['id']}")
        is_same = latest[row["id"]] == row["text"]
        claim(is_same, SEEN, f"{who} sees {latest[row['id']]!r}, and it is {row['text']!r}")
    ids = [row["id"] for row in rows]
    places = [one for one in dict.fromkeys(firsts) if one in ids]
    claim(places == sorted(places), ORDER, f"{who} got {places}")


def check_hooks(history):
    """Each event that others are to hear of has one webhook, told in order within its contact."""
    hooks = [row for row in history.by_kind["outbox"] if row["kind"] == "webhook"]
    if not hooks:
        return
    due = Counter((e["contact"], HOOK_NAMES[e["kind"]]) for e in history.events if e["kind"] in HOOK_NAMES)
    queued = Counter((row["contact"], row["type"]) for row in hooks)
    claim(due == queued, HOOKS, f"{due - queued} were not queued, {queued - due} never happened")
    got, excused = defaultdict(list), Counter()
    for fact in history.by_kind["hook"]:
        got[fact["contact"]].append(fact["row"])
        excused[fact["row"]] += not fact["is_known"]
    for row in hooks:
        times, most = got[row["contact"]].count(row["id"]), 1 + history.crashes + excused[row["id"]]
        claim(times > 0, HOOKS, f"webhook {row['id']} was not told")
        claim(times <= most, REPEAT, f"webhook {row['id']} was told {times} times")
    for contact, rows in got.items():
        claim(rows == sorted(rows), HOOKS, f"#{contact}: {rows}")
