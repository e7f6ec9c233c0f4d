"""The checker of histories accepts a right one, and refuses each small forgery of it."""

import json
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from proofs.check_history import Broken, check
from tests.proofs.forging import (
    Facts,
    Forgery,
    add,
    decide,
    drop,
    find,
    forge,
    forge_data,
    make_contact,
    make_row,
    make_source,
    make_staff,
    tell,
)

ROOT = Path(__file__).resolve().parents[2]


def make_history() -> Facts:
    """Four clients, two operators of one place each: two wait, one of them until a place is free."""
    facts = [make_source(5), *make_staff(5)]
    for number in (1, 2, 3, 4):
        status, owner = ("completed", 1) if number == 1 else ("new", {2: 2, 3: 1}.get(number))
        facts += make_contact(number, 5, status, owner, number)
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
        make_row(1, "notice"),
        {"fact": "inbox", "id": 1, "state": "done"},
        {"fact": "crash"},
        {"fact": "posted", "text": "Form", "contact": None},
        *({"fact": "answer", "chat": 101, "text": text} for text in ("one", "two")),
        *({"fact": "received", "chat": 101, "text": text} for text in ("one", "one", "two")),
    ]
    return facts


def make_late(facts: Facts) -> None:
    late = {"bot": 7, "chat": 102, "message": 0, "text": "Late"}
    facts += [
        {"fact": "written", **late},
        {"fact": "message", "id": 9, "contact": 2, "author": "client", **late},
    ]


def make_twin(facts: Facts) -> None:
    for kind, wanted in (("contact", {"id": 3}), ("message", {"id": 3}), ("written", {"chat": 103})):
        find(facts, kind, **wanted).update(chat=102)
    for kind in ("message", "written"):
        facts.reverse()
        find(facts, kind, chat=102).update(message=2)


def make_form(number: int) -> dict[str, Any]:
    return {
        "fact": "message",
        "id": 90 + number,
        "contact": 1,
        "author": "client",
        "chat": None,
        "text": "Form",
    }


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
    ("its row and events differ", forge("contact", {"id": 2}, operator=1)),
    ("completed of #1, completed", add(tell(9, 1, "completed", operator_id=1))),
    ("taken of #1, completed", add(tell(9, 1, "taken", operator_id=1))),
    ("assigned of #1, completed", add(tell(9, 1, "assigned", why="new", **decide(1, 0)))),
    ("reopened of #2, new", add(tell(9, 2, "reopened", operator_id=2))),
    ("1 takes, 2 has it", add(tell(9, 2, "taken", operator_id=1))),
    ("1 passes on, 2 has it", add(tell(9, 2, "passed_on", operator_id=1))),
    ("completed of #2, new", add({**tell(9, 2, "completed", operator_id=2), "actor": "operator:2"})),
    (
        "1 had 0, not 1",
        lambda facts: find(facts, "event", id=8)["data"]["candidates"][0].update(load=1, limit=2, score=1),
    ),
    ("each chat in its order", lambda facts: make_late(facts)),
    ("two open contacts", lambda facts: make_twin(facts)),
    ("'Form' is there 2 times", lambda facts: facts.extend([make_form(1), make_form(2)])),
    ("#9 was confirmed, None", forge("posted", {}, contact=9)),
    (
        "nobody sent",
        add({"fact": "message", "id": 9, "contact": 1, "author": "client", "chat": None, "text": "Spam"}),
    ),
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
    ("everything is done at rest: outbox", forge("outbox", {}, state="dead")),
    ("everything is done at rest: inbox", forge("inbox", {}, state="quarantined")),
    ("answers in order", drop("received", text="two")),
    ("after something newer", add({"fact": "received", "chat": 101, "text": "one"})),
    ("one repeat per crash", drop("crash")),
]


def test_a_right_history_is_accepted() -> None:
    figures = check(make_history())
    assert (figures["written"], figures["posted"], figures["decision"], figures["crash"]) == (4, 1, 3, 1)


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
    wrong.write_text("\n".join(line for line in lines if '"written"' not in line))
    program = [sys.executable, "-I", "-S", str(ROOT / "proofs/check_history.py")]
    kept, broken = (
        subprocess.run([*program, str(p)], capture_output=True, text=True) for p in (right, wrong)
    )
    assert (kept.returncode, kept.stderr) == (0, "")
    assert broken.returncode == 1
    assert broken.stderr.startswith("broken: each message one contact")
