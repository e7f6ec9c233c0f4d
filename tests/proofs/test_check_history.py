"""The checker of histories accepts a right one, and refuses each small forgery of it."""

import json
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from proofs.check_history import Broken, check

Facts = list[dict[str, Any]]
Forgery = Callable[[Facts], object]
ROOT = Path(__file__).resolve().parents[2]


def decide(operator: int, ticket: int, loads: tuple[int, int] = (0, 0)) -> dict[str, Any]:
    chosen = [
        {"operator_id": number, "weight": 1, "limit": 1, "load": load, "score": 1 - load}
        for number, load in enumerate(loads, 1)
        if load < 1
    ]
    return {"operator_id": operator, "candidates": chosen, "ticket": ticket, "total": len(chosen)}


def tell(number: int, contact: int, kind: str, **data: Any) -> dict[str, Any]:
    return {"fact": "event", "id": number, "contact": contact, "kind": kind, "data": data}


def make_history() -> Facts:
    """Four clients, two operators of one place each: two wait, one of them until a place is free."""
    facts: Facts = []
    for number in (1, 2, 3, 4):
        place = {"bot": 7, "chat": 100 + number, "message": 1, "text": "Hello"}
        status, owner = ("completed", 1) if number == 1 else ("new", {2: 2, 3: 1}.get(number))
        row = {"id": number, "bot": 7, "chat": 100 + number, "source": 5, "status": status, "operator": owner}
        facts += [{"fact": "written", **place}, {"fact": "contact", **row}]
        facts += [{"fact": "message", "contact": number, "author": "client", **place}]
    for number in (1, 2):
        free = {"is_free": True, "load": 1, "limit": 1}
        facts += [{"fact": "operator", "id": number, **free}]
        facts += [{"fact": "weight", "operator": number, "source": 5, "weight": 1}]
    facts += [
        tell(1, 1, "created"),
        tell(2, 1, "assigned", why="new", from_operator_id=None, **decide(1, 0)),
        tell(3, 2, "created"),
        tell(4, 2, "assigned", why="new", from_operator_id=None, **decide(2, 0, (1, 0))),
        tell(5, 3, "created"),
        tell(6, 4, "created"),
        tell(7, 1, "completed", operator_id=1),
        tell(8, 3, "assigned", why="queue", from_operator_id=None, **decide(1, 0, (0, 1))),
        {"fact": "raise", "above": 0},
        {"fact": "outbox", "id": 1, "state": "sent"},
        {"fact": "inbox", "id": 1, "state": "done"},
        {"fact": "crash"},
        *({"fact": "answer", "chat": 101, "text": text} for text in ("one", "two")),
        *({"fact": "received", "chat": 101, "text": text} for text in ("one", "one", "two")),
    ]
    return facts


def find(facts: Facts, kind: str, **wanted: Any) -> dict[str, Any]:
    return next(f for f in facts if f["fact"] == kind and wanted.items() <= f.items())


def forge(kind: str, wanted: dict[str, Any], **changed: Any) -> Forgery:
    return lambda facts: find(facts, kind, **wanted).update(changed)


def forge_data(event: int, **changed: Any) -> Forgery:
    return lambda facts: find(facts, "event", id=event)["data"].update(changed)


def drop(kind: str, **wanted: Any) -> Forgery:
    return lambda facts: facts.remove(find(facts, kind, **wanted))


def add(*more: dict[str, Any]) -> Forgery:
    return lambda facts: facts.extend(more)


FORGERIES: list[tuple[str, Forgery]] = [
    ("stored 0 times", drop("message", contact=1)),
    ("stored 2 times", lambda facts: facts.append(find(facts, "message", contact=1))),
    ("nobody wrote", drop("written", chat=101)),
    ("is a stranger's", forge("message", {"contact": 1}, contact=2)),
    (
        "only whose it is changes an answer",
        add({"fact": "forbidden", "bot": 7, "chat": 101, "message": 1, "text": "Hello"}),
    ),
    ("does not say what its author wrote", forge("message", {"contact": 1}, text="Bye")),
    ("None lets go, 2 has it", add(tell(9, 2, "assigned", why="new", from_operator_id=None, **decide(1, 0)))),
    ("completed twice", add(tell(9, 1, "completed", operator_id=1))),
    ("its row and events differ", forge("contact", {"id": 2}, operator=1)),
    ("no event says so", forge("contact", {"id": 2}, status="completed")),
    ("2 has 2 of 1", forge_data(8, **decide(2, 1))),
    ("a write put a load 1 above", forge("raise", {}, above=1)),
    ("#4 before #3", forge("event", {"id": 8}, contact=4)),
    ("nobody waits beside a free place", forge("operator", {"id": 1}, limit=2)),
    ("loads are what is open", forge("operator", {"id": 1}, load=0)),
    ("the ticket names the winner", forge_data(2, ticket=1)),
    ("other scores", lambda facts: find(facts, "event", id=2)["data"]["candidates"][0].update(score=3)),
    ("ticket or total", forge_data(2, ticket=2)),
    ("everything is done at rest: outbox", forge("outbox", {}, state="pending")),
    ("everything is done at rest: inbox", forge("inbox", {}, state="pending")),
    ("answers in order", drop("received", text="two")),
    ("after something newer", add({"fact": "received", "chat": 101, "text": "one"})),
    ("one repeat per crash", drop("crash")),
]


def test_a_right_history_is_accepted() -> None:
    figures = check(make_history())
    assert figures == {"written": 4, "contact": 4, "event": 8, "answer": 2, "crash": 1, "decision": 3}


@pytest.mark.parametrize(("what", "forgery"), FORGERIES, ids=[what for what, _ in FORGERIES])
def test_a_forged_history_is_refused(what: str, forgery: Forgery) -> None:
    facts = deepcopy(make_history())
    forgery(facts)
    with pytest.raises(Broken, match=what):
        check(facts)


def test_as_a_program_it_needs_nothing_but_python_and_tells_by_its_exit(tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.jsonl", tmp_path / "wrong.jsonl"
    lines = [json.dumps(fact) for fact in make_history()]
    right.write_text("\n".join(lines))
    wrong.write_text("\n".join(lines[1:]))
    program = [sys.executable, "-I", "-S", str(ROOT / "proofs/check_history.py")]
    kept, broken = (
        subprocess.run([*program, str(p)], capture_output=True, text=True) for p in (right, wrong)
    )
    assert (kept.returncode, kept.stderr) == (0, "")
    assert broken.returncode == 1
    assert broken.stderr.startswith("broken: each message one contact")
