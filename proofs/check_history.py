"""Judge a recorded history: `python proofs/check_history.py FILE`. It needs nothing but Python.

FILE has one fact as JSON in each line, told by "fact": what people wrote and got (`written`, `answer`,
`received`, `unknown`), what the API was sent and has confirmed (`posted`), what was told to whom (`told`, `hook`),
what must not come of an edit (`forbidden`), rows of the database at rest (`contact`, `message`,
`operator`, `source`, `weight`, `event`, `outbox`, `inbox`), `raise` for each write that raised a load, `crash` for
each time that a process died, `blocked` for each operator and bot that he has blocked, if only for a while,
`clock` if it was set, and `end`, when it was at rest.
It knows nothing of the program that made the history, and believes no sum that it can count itself.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from proofs.checking.deliveries import check_answers, check_hooks, check_told
from proofs.checking.facts import Broken, History
from proofs.checking.messages import check_forbidden, check_messages, check_posted
from proofs.checking.replay import Replay
from proofs.checking.rest import check_rest

__all__ = ("Broken", "check")


def check(facts: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Return the figures of a history that keeps every promise; raises Broken."""
    history = History(facts)
    check_messages(history)
    check_posted(history)
    check_forbidden(history)
    replay = Replay(history)
    replay.play()
    check_rest(history, replay)
    check_answers(history)
    check_told(history, replay)
    check_hooks(history)
    counted = ("written", "posted", "contact", "event", "answer", "told", "hook", "crash")
    figures = {name: len(history.by_kind[name]) for name in counted}
    figures["decision"] = sum(event["kind"] == "assigned" for event in history.events)
    figures["taken from a pool"] = sum(event["data"].get("kind") == "pool" for event in history.events)
    return figures


def main(arguments: list[str]) -> None:
    """Judge the file that is named; ends with 1 when a promise is broken."""
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
