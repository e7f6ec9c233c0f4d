"""Check a log of decisions by leadbot: `python check_log.py FILE`. It needs nothing but Python.

1. Each line holds the SHA-256 of the line before it; the last one also how many there are. So a line that is
   changed, missing, moved or added is found. Who writes a whole new log has another last hash: compare it.
2. Each draw is drawn again: a score is weight x free places, the ticket counts along the candidates.
3. Each turn is found again: a contact is divided by weight, and whoever must have one first gets it.
4. Each load that a decision knew is counted from the lines before it.
"""

import hashlib
import json
import sys


def fail(number, what):
    sys.exit(f"line {number}: {what}")


def check_draw(number, decision):
    ids = [c["operator_id"] for c in decision["candidates"]]
    scores = [c["weight"] * max(c["limit"] - c["load"], 0) for c in decision["candidates"]]
    if ids != sorted(set(ids)) or scores != [c["score"] for c in decision["candidates"]] or 0 in scores:
        fail(number, "the candidates or their scores are not right")
    if sum(scores) != decision["total"] or not 0 <= decision["ticket"] < decision["total"]:
        fail(number, "the total or the ticket is not right")
    tickets = [id_ for id_, score in zip(ids, scores, strict=True) for _ in range(score)]
    if tickets[decision["ticket"]] != decision["operator_id"]:
        fail(number, f"ticket {decision['ticket']} names operator {tickets[decision['ticket']]}")


def check_turn(number, decision):
    one, weights = 2**40, [c["weight"] for c in decision["candidates"]]
    ends = [one * sum(weights[:n]) // sum(weights) for n in range(len(weights) + 1)]
    parts = [ends[n + 1] - ends[n] for n in range(len(weights))]
    owed = [c["credit"] + part for c, part in zip(decision["candidates"], parts, strict=True)]
    others = 2 * (len(weights) - 1)
    ready = [n for n, due in enumerate(owed) if due * others >= one]
    if others == 0:
        winner = 0
    elif not ready or max(owed) > one:
        winner = owed.index(max(owed))
    else:
        winner = min(ready, key=lambda n: max(-((owed[n] - one + one // others) // parts[n]), 0))
    if decision["candidates"][winner]["operator_id"] != decision["operator_id"]:
        fail(number, f"it is the turn of operator {decision['candidates'][winner]['operator_id']}")


def check(path):
    with open(path, "rb") as file:
        lines = file.read().split(b"\n")
    previous, loads, complete, drawn, given = "0" * 64, {}, False, 0, 0
    for number, line in enumerate(lines[:-2], 1):
        try:
            fact = json.loads(line)
        except ValueError:
            fail(number, "this is no JSON")
        if not isinstance(fact, dict) or fact.get("previous") != previous:
            fail(number, "the line before it is not the one that was written, or a line is missing")
        previous = hashlib.sha256(line).hexdigest()
        if number == 1:
            loads = {int(id_): load for id_, load in fact["loads"].items()}
            complete = fact["complete"]
        elif decision := fact.get("decision"):
            for chosen in decision.get("candidates") or [decision]:
                id_, load = chosen["operator_id"], chosen["load"]
                if loads.setdefault(id_, 0 if complete else load) != load:
                    fail(number, f"operator {id_} had {loads[id_]}, not {load}")
            if decision["kind"] in ("draw", "preference"):
                check_draw(number, decision)
                drawn += 1
            elif decision["kind"] == "turn":
                check_turn(number, decision)
                drawn += 1
            else:
                given += 1
        for id_, change in fact.get("changes", []):
            if complete or id_ in loads:
                loads[id_] = loads.get(id_, 0) + change
    end = {"count": len(lines) - 2, "head": previous, "kind": "end", "previous": previous}
    if len(lines) < 3 or lines[-2:] != [json.dumps(end, separators=(",", ":")).encode(), b""]:
        fail(max(len(lines) - 1, 1), "this is not the end that was written: the file is cut off or changed")
    print(
        f"{drawn} draws and turns found again, {given} other decisions: no difference. Last hash: {previous}"
    )


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    try:
        check(arguments[1])
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OSError) as error:
        sys.exit(f"it can't be read as a log: {error!r}")


if __name__ == "__main__":
    main(sys.argv)
