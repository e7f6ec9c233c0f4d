"""Check a log of decisions by leadbot: `python check_log.py FILE`. It needs nothing but Python.

1. Each line holds the SHA-256 of the line before it; the last one also how many there are. So a line that is
   changed, missing, moved or added is found. Who writes a whole new log has another last hash: compare it.
2. Each draw is drawn again: a score is weight x free places, the ticket counts along the candidates.
   Who took a contact out of a pool is one of those who could.
3. Each turn is found again: a contact is divided by weight, and whoever must have one first gets it.
4. Each load that a decision knew, and what everybody was owed at a turn, is counted from the lines before it.
"""

import hashlib
import json
import sys

ONE = 2**40  # a contact: what somebody is owed is counted in such parts of it


def fail(number, what):
    sys.exit(f"line {number}: {what}")


def check_draw(number, decision):
    scores = [c["weight"] * (c["limit"] - c["load"]) for c in decision["candidates"]]
    if scores != [c["score"] for c in decision["candidates"]]:
        fail(number, "the scores are not right")
    if sum(scores) != decision["total"] or not 0 <= decision["ticket"] < decision["total"]:
        fail(number, "the total or the ticket is not right")
    ids = [c["operator_id"] for c in decision["candidates"]]
    tickets = [id_ for id_, score in zip(ids, scores, strict=True) for _ in range(score)]
    if tickets[decision["ticket"]] != decision["operator_id"]:
        fail(number, f"ticket {decision['ticket']} names operator {tickets[decision['ticket']]}")


def check_turn(number, decision, books, known):
    candidates, weights = decision["candidates"], [c["weight"] for c in decision["candidates"]]
    for c in candidates:
        if books.get(c["operator_id"], 0 if known else c["credit"]) != c["credit"]:
            fail(number, f"operator {c['operator_id']} was owed something else")
    ends = [ONE * sum(weights[:n]) // sum(weights) for n in range(len(weights) + 1)]
    parts = [ends[n + 1] - ends[n] for n in range(len(weights))]
    owed = [c["credit"] + part for c, part in zip(candidates, parts, strict=True)]
    others = 2 * (len(weights) - 1)
    ready = [n for n, due in enumerate(owed) if due * others >= ONE]
    if others == 0:
        winner = 0
    elif not ready or max(owed) > ONE:
        winner = owed.index(max(owed))
    else:
        winner = min(ready, key=lambda n: max(-((owed[n] - ONE + ONE // others) // parts[n]), 0))
    if candidates[winner]["operator_id"] != decision["operator_id"]:
        fail(number, f"it is the turn of operator {candidates[winner]['operator_id']}")
    books.update({c["operator_id"]: due for c, due in zip(candidates, owed, strict=True)})
    books[decision["operator_id"]] -= ONE


class Log:
    def __init__(self, start):
        self.loads = {int(id_): load for id_, load in start["loads"].items()}
        self.complete, self.turns = start["complete"], start["turns"]
        self.credits, self.begun = {}, set()  # by source; sources of which all turns are at hand
        self.found = self.given = 0

    def check_decision(self, number, decision):
        chosen = decision.get("candidates") or [decision]
        ids = [c["operator_id"] for c in chosen]
        if ids != sorted(set(ids)) or not all(c["load"] < c["limit"] for c in chosen):
            fail(number, "the candidates are out of order, or one has no free place")
        for c in chosen:
            known = self.loads.setdefault(c["operator_id"], 0 if self.complete else c["load"])
            if known != c["load"]:
                fail(number, f"operator {c['operator_id']} had {known}, not {c['load']}")
        source = decision.get("weights_source_id")
        if decision["kind"] == "turn":
            books = self.credits.setdefault(source, {})
            check_turn(number, decision, books, self.turns or source in self.begun)
        elif decision["kind"] in ("draw", "preference"):
            check_draw(number, decision)
        elif decision["kind"] == "pool" and decision["operator_id"] not in ids:
            fail(number, f"operator {decision['operator_id']} is none of those who could take it")
        self.found += decision["kind"] in ("turn", "draw", "preference")
        self.given += decision["kind"] not in ("turn", "draw", "preference")

    def check_fact(self, number, fact):
        if fact["kind"] == "reset":
            self.begun.update(fact["sources"])
            self.credits.update({source: {} for source in fact["sources"]})
        elif fact.get("forgotten"):
            self.loads, self.credits, self.begun = {}, {}, set()
            self.complete = self.turns = False
        elif fact["kind"] == "assigned":
            if not fact["decision"]:
                fail(number, "the decision can't be read")
            self.check_decision(number, fact["decision"])
        for id_, change in fact.get("changes", []):
            if self.complete or id_ in self.loads:
                self.loads[id_] = self.loads.get(id_, 0) + change


def check(path):
    with open(path, "rb") as file:
        lines = file.read().split(b"\n")
    previous, log = "0" * 64, None
    for number, line in enumerate(lines[:-2], 1):
        try:
            fact = json.loads(line)
        except ValueError:
            fail(number, "this is no JSON")
        if not isinstance(fact, dict) or fact.get("previous") != previous:
            fail(number, "the line before it is not the one that was written, or a line is missing")
        previous = hashlib.sha256(line).hexdigest()
        if log is None:
            log = Log(fact)
        else:
            log.check_fact(number, fact)
    end = {"count": len(lines) - 2, "head": previous, "kind": "end", "previous": previous}
    if len(lines) < 3 or lines[-2:] != [json.dumps(end, separators=(",", ":")).encode(), b""]:
        fail(max(len(lines) - 1, 1), "this is not the end that was written: the file is cut off or changed")
    print(f"{log.found} draws and turns found again, {log.given} other decisions: no difference.")
    print(f"Last hash: {previous}")


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    try:
        check(arguments[1])
    except (KeyError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError, OSError) as error:
        sys.exit(f"it can't be read as a log: {error!r}")


if __name__ == "__main__":
    main(sys.argv)
