"""The checker knows priorities, second groups, shared pools, and what people and other systems were told."""

from copy import deepcopy

import pytest

from proofs.check_history import Broken, check
from proofs.checking.deliveries import HOOK_NAMES
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

FIRST_HOOK = 100
ON = {"is_active": True, "on_shift": True, "max_active_leads": 1}


def make_busy_history() -> Facts:
    """A bot (6) that goes ten minutes ahead of another (5), a second group of that, and a shared pool (7)."""
    facts = [
        *(make_source(5, second_after=2), make_source(6, priority=10), make_source(7, mode="pool")),
        *make_staff(5, 6, 7, of_5=2),
        *make_contact(1, 5, "new", 1, 0, 1),
        *make_contact(2, 7, "in_progress", 2, 1, 1),
        *make_contact(3, 5, "new", None, 2),
        *make_contact(4, 6, "completed", 1, 300, 1),
        *make_contact(5, 7, "new", None, 301),
        {
            "fact": "message",
            "id": 9,
            "contact": 2,
            "author": "operator",
            "bot": 9,
            "chat": 202,
            "message": 4,
            "text": "Hi",
        },
        {"fact": "written", "bot": 7, "chat": 101, "message": 2, "text": "And?"},
        {
            "fact": "message",
            "id": 8,
            "contact": 1,
            "author": "client",
            "bot": 7,
            "chat": 101,
            "message": 2,
            "text": "And?",
        },
        tell(1, 2, "created"),
        tell(2, 4, "created"),
        tell(3, 4, "assigned", 300, why="new", from_operator_id=None, assignment_no=1, **decide(1, 0)),
        tell(4, 1, "created"),
        tell(5, 3, "created"),
        tell(
            6,
            2,
            "assigned",
            why="taken",
            from_operator_id=None,
            assignment_no=1,
            **decide(2, None, (1, 0), kind="pool"),
        ),
        tell(7, 2, "taken", operator_id=2),
        tell(8, 4, "taken", operator_id=1),
        {**tell(9, 4, "completed", operator_id=1), "actor": "operator:1"},
        tell(
            10,
            1,
            "assigned",
            400,
            why="queue",
            from_operator_id=None,
            assignment_no=1,
            **decide(1, 0, (0, 1)),
        ),
        tell(11, 5, "created"),
    ]
    facts += [
        make_row(
            10 * contact + reader, "card", contact=contact, chat=200 + reader, number=-1, redrawn=contact == 2
        )
        for contact in (2, 5)
        for reader in (1, 2)
    ]
    facts += [make_row(1, "card", chat=201, number=1), make_row(2, "relay", chat=201, number=1)]
    facts += [make_row(3, "relay", contact=2, chat=102), make_row(4, "card", contact=2, chat=202, number=1)]
    told = [(1, 1, 201, 1, "Hello"), (2, 1, 201, 8, "And?"), (3, 2, 102, 9, "Hi"), (4, 2, 202, 2, "Hello")]
    told += [
        (10 * contact + reader, contact, 200 + reader, contact, "Hello")
        for contact in (2, 5)
        for reader in (1, 2)
    ]
    names = ("row", "contact", "chat", "message", "text")
    facts += [{"fact": "told", **dict(zip(names, one, strict=True)), "is_known": True} for one in told]
    told_others = [(f["contact"], HOOK_NAMES.get(f["kind"])) for f in facts if f["fact"] == "event"]
    for row, (contact, name) in enumerate(told_others, FIRST_HOOK):
        facts += [make_row(row, "webhook", contact=contact, chat=0, type=name)]
        facts += [{"fact": "hook", "row": row, "contact": contact, "is_known": True}]
    return [*facts, {"fact": "end", "at": 500}]


SET_TO_THREE = {"operator_id": 1, "before": None, "after": {**ON, "max_active_leads": 3}}
SET_OFF = {"operator_id": 1, "before": None, "after": {**ON, "is_active": False}}
STRANGE = {"message": 8, "text": "And?", "is_known": False}
BUSY_FORGERIES: list[tuple[str, Forgery]] = [
    ("event 3: #4 before #1", lambda facts: make_older(facts)),
    ("event 10: #1 before #4", lambda facts: make_wait(facts)),
    ("2 came too early", lambda facts: hurry(facts)),
    ("nobody waits beside a free place: at rest: #3, operator 2", forge("operator", {"id": 2}, limit=2)),
    ("after event 8: #1, operator 1", lambda facts: end_unit(facts)),
    ("is a draw in a source of pool", forge_data(6, kind="draw", ticket=0)),
    ("is a pool in a source of draw", forge("source", {"id": 7}, mode="draw")),
    ("2 was none of", forge_data(6, **decide(2, None, (0, 1), kind="pool"))),
    ("somebody had it already", forge_data(6, from_operator_id=1)),
    ("event 6 says queue", forge_data(6, why="queue")),
    ("None lets go, 2 has it", lambda facts: take_again(facts, 2)),
    ("assignment 1 a second time", lambda facts: take_again(facts, 1)),
    ("#5 is not shown to operator 2", lambda facts: hide(facts)),
    ("201 has a card as if it waited", forge("outbox", {"id": 21}, redrawn=0)),
    ("operator 1 of #1 was not told message 8", forge("told", {"row": 2}, message=None)),
    ("operator 1 of #1 sees 'Hello'", forge("told", {"row": 2}, text="Hello")),
    ("1 is owed 1.000, counted 0.500", lambda facts: go_in_turn(facts, 1.0, 1)),
    ("2 is owed 0.000", lambda facts: go_in_turn(facts, 0.0, 2)),
    ("is a turn in a source of draw", forge_data(10, kind="turn", ticket=None)),
    ("who has it took part", lambda facts: pass_on(facts, 1)),
    (".1. had #1, others could take it", lambda facts: pass_on(facts, None)),
    ("203 was told of #1", add({"fact": "told", "row": 2, "contact": 1, "chat": 203, **STRANGE})),
    ("the client of #2 was not told message 9", forge("told", {"row": 3}, message=None)),
    ("marked as sent, and nobody was told", drop("told", row=3)),
    ("row 3 was told 2 times", lambda facts: facts.append(find(facts, "told", row=3))),
    ("operator 1 of #1 got", lambda facts: swap_told(facts)),
    ("webhook 100 was not told", drop("hook", row=100)),
    ("webhook 101 was told 2 times", lambda facts: facts.append(find(facts, "hook", row=101))),
    ("were not queued", lambda facts: (drop("outbox", id=100)(facts), drop("hook", row=100)(facts))),
    ("#2: \\[105, 100", lambda facts: swap_hooks(facts)),
    ("201 keeps #1", lambda facts: keep_unreached(facts)),
    ("1 has the limit 3", add(tell(2.5, 0, "operator_set", **SET_TO_THREE))),
    ("1 took part", add(tell(2.5, 0, "operator_set", **SET_OFF))),
    ("the record says how it is with everybody", add(tell(99, 0, "operator_set", **SET_OFF))),
    ("timed_out of #2, in_progress", add(tell(7.5, 2, "timed_out"))),
    ("1 has no weight", lambda facts: make_campaign(facts)),
]


def make_older(facts: Facts) -> None:
    """Let a contact wait that came more than ten minutes before one that goes ten minutes ahead."""
    find(facts, "contact", id=1)["created"] = -400
    find(facts, "event", id=4)["id"], find(facts, "event", id=2)["id"] = 2, 2.5


def make_wait(facts: Facts) -> None:
    """Let what goes ahead still wait when another contact is given to who could have it."""
    for number in (3, 8, 9):
        facts.remove(find(facts, "event", id=number))


def take_again(facts: Facts, number: int) -> None:
    again = decide(1, None, (0, 1), kind="pool")
    facts.append(tell(9.5, 2, "assigned", why="taken", from_operator_id=None, assignment_no=number, **again))


def hide(facts: Facts) -> None:
    find(facts, "operator", id=2)["limit"] = 2
    find(facts, "weight", operator=2, source=5)["weight"] = 0
    facts.remove(find(facts, "outbox", id=52))


def end_unit(facts: Facts) -> None:
    """Let a place be free at the end of a transaction, while somebody waits who could have it."""
    facts.append({"fact": "unit", "event": 8})
    for number in (3, 9):
        facts.remove(find(facts, "event", id=number))
    find(facts, "event", id=8).update(kind="note")


def go_in_turn(facts: Facts, credit: float, winner: int) -> None:
    """Let a source go in turn: the second contact is the turn of the other one."""
    find(facts, "source", id=5)["mode"] = "turns"
    mine = [{"operator_id": n, "weight": 1, "limit": 9, "load": 0, "credit": 0} for n in (1, 2)]
    turn = {"kind": "turn", "ticket": None, "weights_source_id": 5, "from_operator_id": None, "why": "manual"}
    find(facts, "weight", operator=2, source=5)["is_second"] = False
    before = [tell(-2, 90, "created"), tell(-1, 90, "assigned", operator_id=2, candidates=mine, **turn)]
    facts += [*make_contact(90, 5, "completed", 2, 0), *before, tell(-0.5, 90, "completed", operator_id=2)]
    owed = (credit, credit) if credit else (0.5, -0.5)
    again = [{**one, "credit": part * 2**40} for one, part in zip(mine, owed, strict=True)]
    if winner == 2:
        again[1]["load"] = 1
    find(facts, "event", id=10)["data"] = {**turn, "operator_id": winner, "candidates": again}


def pass_on(facts: Facts, former: int | None) -> None:
    """Let a contact go on from who has it, or out of the queue, to one of two, of whom one has had it."""
    facts += [] if former else [tell(10.2, 1, "unassigned", operator_id=1)]
    facts.append(tell(10.5, 1, "assigned", 500, from_operator_id=former, **decide(2, 1, (0, 0))))


def hurry(facts: Facts) -> None:
    find(facts, "event", id=10)["at"] = 100
    forge_data(10, **decide(1, 0, (0, 0)))(facts)


def swap_told(facts: Facts) -> None:
    second = find(facts, "told", row=2)
    facts.remove(second)
    facts.insert(0, second)


def swap_hooks(facts: Facts) -> None:
    later = next(f for f in facts if f["fact"] == "hook" and f["contact"] == 2 and f["row"] > FIRST_HOOK)
    facts.remove(later)
    facts.insert(0, later)


def keep_unreached(facts: Facts) -> None:
    """Let somebody who has blocked the bot keep what could not be sent to him."""
    facts.append({"fact": "blocked", "bot": 7, "account": 201})
    find(facts, "outbox", id=1)["state"] = "dead"
    facts.remove(find(facts, "told", row=1))


def make_campaign(facts: Facts) -> None:
    """Let a contact come by a campaign of a bot for which its operator has no weight."""
    find(facts, "source", id=6)["code"] = "spring"
    facts[:] = [f for f in facts if f["fact"] != "weight" or f["source"] != 6]
    facts.append(make_source(16, bot=8))


def test_a_right_history_with_a_pool_a_priority_and_a_second_group_is_accepted() -> None:
    figures = check(make_busy_history())
    assert (figures["decision"], figures["taken from a pool"], figures["told"], figures["hook"]) == (
        3,
        1,
        8,
        11,
    )


@pytest.mark.parametrize(("what", "forgery"), BUSY_FORGERIES, ids=[what for what, _ in BUSY_FORGERIES])
def test_a_forged_history_of_a_busy_office_is_refused(what: str, forgery: Forgery) -> None:
    facts = deepcopy(make_busy_history())
    forgery(facts)
    with pytest.raises(Broken, match=what):
        check(facts)
