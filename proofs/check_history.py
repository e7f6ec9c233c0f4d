"""Judge a recorded history: `python proofs/check_history.py FILE`. It needs nothing but Python.

FILE has one fact as JSON in each line, told by "fact": what people wrote and got (`written`, `answer`,
`received`), what must
not come of an edit (`forbidden`), rows of the database at rest (`contact`, `message`, `operator`, `weight`, `event`, `outbox`,
`inbox`), `raise` for each write that raised a load, and `crash` for each time that a process died.
It knows nothing of the program that made the history, and believes no sum that it can count itself.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

BY_QUEUE = ("new", "queue", "woken")


class Broken(Exception):  # noqa: N818 (it is what is raised, not an error of this program)
    """A promise that the history breaks."""


class History:
    def __init__(self, facts):
        self.by_kind = defaultdict(list)
        for fact in facts:
            self.by_kind[fact["fact"]].append(fact)
        self.events = sorted(self.by_kind["event"], key=lambda event: event["id"])
        self.operators = {row["id"]: row for row in self.by_kind["operator"]}
        self.contacts = {row["id"]: row for row in self.by_kind["contact"]}
        self.weights = {(row["operator"], row["source"]): row["weight"] for row in self.by_kind["weight"]}
        self.crashes = len(self.by_kind["crash"])


def claim(is_so, promise, what):
    if not is_so:
        raise Broken(f"{promise}: {what}")


def check_messages(history):
    """Each message of a client is in one contact, exactly once, of its own chat, with its author's words."""
    promise = "each message one contact"
    written = {(w["bot"], w["chat"], w["message"]): w.get("text") for w in history.by_kind["written"]}
    rows = [row for row in history.by_kind["message"] if row["author"] == "client"]
    stored = Counter((row["bot"], row["chat"], row["message"]) for row in rows)
    for place in written:
        claim(stored[place] == 1, promise, f"{place} is stored {stored[place]} times")
    claim(not stored.keys() - written.keys(), promise, f"nobody wrote {stored.keys() - written.keys()}")
    for row in rows:
        contact, text = history.contacts.get(row["contact"]), written[row["bot"], row["chat"], row["message"]]
        claim(contact is not None, promise, f"message {row['message']} is in no contact")
        claim(
            (contact["bot"], contact["chat"]) == (row["bot"], row["chat"]), promise, f"{row} is a stranger's"
        )
        claim(
            text is None or row["text"] == text, promise, f"{row} does not say what its author wrote: {text}"
        )
    forbidden = {(f["bot"], f["chat"], f["message"], f["text"]) for f in history.by_kind["forbidden"]}
    for row in history.by_kind["message"]:
        place = (row["bot"], row["chat"], row["message"], row.get("text"))
        claim(place not in forbidden, "only whose it is changes an answer", f"{place}")


class Replay:
    """Who has what, counted from the events alone."""

    def __init__(self, history):
        self.history = history
        self.owner, self.waiting, self.loads = {}, set(), Counter()
        self.had = defaultdict(set)  # contact → who has had it
        self.ended = set()

    def play(self):
        for event in self.history.events:
            act = getattr(self, "on_" + event["kind"], None)
            if act is not None and event["contact"] is not None:
                act(event, event["contact"], event["data"])

    def take_from(self, contact, operator, event):
        has = self.owner.pop(contact, None)
        claim(
            has == operator,
            "one operator at a time",
            f"event {event['id']}: {operator} lets go, {has} has it",
        )
        if operator is not None:
            self.loads[operator] -= 1

    def give_to(self, contact, operator, limit, event):
        claim(self.owner.get(contact) is None, "one operator at a time", f"event {event['id']}: #{contact}")
        self.loads[operator] += 1
        load = self.loads[operator]
        claim(
            load <= limit, "no load above the limit", f"event {event['id']}: {operator} has {load} of {limit}"
        )
        self.owner[contact] = operator
        self.had[contact].add(operator)
        self.waiting.discard(contact)

    def on_created(self, event, contact, data):
        claim(contact not in self.ended | self.waiting, "each message one contact", f"#{contact} came twice")
        self.waiting.add(contact)

    def on_assigned(self, event, contact, data):
        claim(contact not in self.ended, "one operator at a time", f"event {event['id']}: #{contact} is over")
        check_decision(event, data)
        if data.get("why") in BY_QUEUE:
            self.check_order(event, contact, data)
        self.take_from(contact, data.get("from_operator_id"), event)
        chosen = next(c for c in data.get("candidates") or [data] if c["operator_id"] == data["operator_id"])
        self.give_to(contact, data["operator_id"], chosen["limit"], event)

    def check_order(self, event, contact, data):
        for other in sorted(self.waiting):
            if other >= contact:
                break
            passed = self.may_take(data["operator_id"], other)
            claim(not passed, "first come, first served", f"event {event['id']}: #{contact} before #{other}")

    def may_take(self, operator, contact):
        row = self.history.contacts[contact]
        serves = self.history.weights.get((operator, row["source"]), 0) > 0
        return serves and row.get("is_plain", True) and operator not in self.had[contact]

    def on_unassigned(self, event, contact, data):
        self.take_from(contact, data["operator_id"], event)
        self.waiting.add(contact)

    def on_completed(self, event, contact, data):
        claim(contact not in self.ended, "one operator at a time", f"event {event['id']}: completed twice")
        self.take_from(contact, data.get("operator_id"), event)
        self.waiting.discard(contact)
        self.ended.add(contact)

    def on_reopened(self, event, contact, data):
        self.ended.discard(contact)
        if data.get("operator_id") is None:
            self.waiting.add(contact)
        else:
            limit = self.history.operators[data["operator_id"]]["limit"]
            self.give_to(contact, data["operator_id"], limit, event)

    def on_snoozed(self, event, contact, data):
        if data.get("from_operator_id") is not None:
            self.take_from(contact, data["from_operator_id"], event)
        self.waiting.discard(contact)

    def on_woken(self, event, contact, data):
        if data.get("waits"):
            self.waiting.add(contact)


def check_decision(event, data):
    """The ticket of a draw names its winner."""
    promise, number = "the ticket names the winner", event["id"]
    if data.get("ticket") is None:
        return
    scores = [c["weight"] * (c["limit"] - c["load"]) for c in data["candidates"]]
    claim(scores == [c["score"] for c in data["candidates"]], promise, f"event {number}: other scores")
    claim(min(scores) > 0, promise, f"event {number}: one without a ticket took part")
    claim(0 <= data["ticket"] < sum(scores) == data["total"], promise, f"event {number}: ticket or total")
    left = data["ticket"]
    for candidate, score in zip(data["candidates"], scores, strict=True):
        if left < score:
            claim(candidate["operator_id"] == data["operator_id"], promise, f"event {number}")
            return
        left -= score


def check_rest(history, replay):
    """At rest the rows say what the events say, nothing is left, and nobody waits beside a free place."""
    for number, contact in history.contacts.items():
        if contact["status"] == "completed":
            claim(
                number in replay.ended, "one operator at a time", f"#{number} is completed, no event says so"
            )
            continue
        has = replay.owner.get(number)
        claim(
            contact["operator"] == has,
            "one operator at a time",
            f"#{number}: its row and events differ: {has}",
        )
    for number, operator in history.operators.items():
        load, counted = operator["load"], replay.loads[number]
        claim(load == counted, "loads are what is open", f"operator {number}: {load}, counted {counted}")
        claim(load >= 0, "loads are what is open", f"operator {number}: {load}")
    for row in history.by_kind["raise"]:
        claim(row["above"] <= 0, "no load above the limit", f"a write put a load {row['above']} above")
    for number in sorted(replay.waiting):
        for operator in history.operators.values():
            is_free = operator["is_free"] and operator["load"] < operator["limit"]
            waits = is_free and replay.may_take(operator["id"], number)
            claim(not waits, "nobody waits beside a free place", f"#{number}, operator {operator['id']}")
    for kind in ("inbox", "outbox"):
        left = [row for row in history.by_kind[kind] if row["state"] == "pending"]
        claim(not left, "everything is done at rest", f"{kind}: {left[:3]}")


def check_answers(history):
    """Answers arrive, in order; a repeat has a crash, or a call of which nobody knows what came of it."""
    promise = "answers in order"
    wanted, got = defaultdict(list), defaultdict(list)
    for fact in history.by_kind["answer"]:
        wanted[fact["chat"]].append(fact["text"])
    for fact in history.by_kind["received"]:
        got[fact["chat"]].append(fact["text"])
    unknown = Counter((fact["chat"], fact["text"]) for fact in history.by_kind["unknown"])
    for chat, texts in wanted.items():
        about = [text for text in got[chat] if text in texts]
        claim(list(dict.fromkeys(about)) == texts, promise, f"{chat} got {about}, and was sent {texts}")
        places = [texts.index(text) for text in about]
        claim(places == sorted(places), promise, f"{chat}: a repeat came after something newer")
        for text, times in Counter(about).items():
            most = 1 + history.crashes + unknown[chat, text]
            claim(times <= most, "one repeat per crash", f"{chat} got {text!r} {times} times")


def check(facts: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Return the figures of a history that keeps every promise; raises Broken."""
    history = History(facts)
    check_messages(history)
    replay = Replay(history)
    replay.play()
    check_rest(history, replay)
    check_answers(history)
    figures = {
        name: len(history.by_kind[name]) for name in ("written", "contact", "event", "answer", "crash")
    }
    figures["decision"] = sum(event["kind"] == "assigned" for event in history.events)
    return figures


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    try:
        with open(arguments[1], encoding="utf-8") as file:
            figures = check(json.loads(line) for line in file)
    except Broken as broken:
        sys.exit(f"broken: {broken}")
    except (KeyError, TypeError, ValueError, StopIteration, OSError) as error:
        sys.exit(f"it can't be read as a history: {error!r}")
    print("kept:", ", ".join(f"{count} {name}" for name, count in figures.items()))


if __name__ == "__main__":
    main(sys.argv)
