"""The facts of made-up histories, and small forgeries of them."""

from collections.abc import Callable
from typing import Any

Facts = list[dict[str, Any]]
Forgery = Callable[[Facts], object]


def decide(operator: int, ticket: int | None, loads: tuple[int, int] = (0, 0), **said: Any) -> dict[str, Any]:
    chosen = [
        {"operator_id": number, "weight": 1, "limit": 1, "load": load, "score": 1 - load}
        for number, load in enumerate(loads, 1)
        if load < 1
    ]
    kind = {"kind": "draw", "total": len(chosen)}
    return {"operator_id": operator, "candidates": chosen, "ticket": ticket, **kind, **said}


def tell(number: float, contact: int, kind: str, at: int = 0, /, **data: Any) -> dict[str, Any]:
    return {"fact": "event", "id": number, "contact": contact, "kind": kind, "at": at, "data": data}


def make_source(number: int, **said: Any) -> dict[str, Any]:
    usual = {"mode": "draw", "priority": 0, "second_after": 10, "is_plain": True}
    return {"fact": "source", "id": number, "bot": number + 2, "code": None, **usual, **said}


def make_staff(*sources: int, **second: int) -> Facts:
    facts: Facts = []
    for number in (1, 2):
        account = {"account": 200 + number, "is_free": True, "load": 1, "limit": 1}
        facts += [{"fact": "operator", "id": number, **account}]
        for source in sources:
            share = {"operator": number, "source": source, "weight": 1}
            facts += [{"fact": "weight", **share, "is_second": second.get(f"of_{source}") == number}]
    return facts


def make_contact(
    number: int, source: int, status: str, owner: int | None, created: int, no: int = 0
) -> Facts:
    place = {"bot": source + 2, "chat": 100 + number, "message": 1, "text": "Hello"}
    row = {"id": number, "bot": source + 2, "chat": 100 + number, "source": source, "status": status}
    return [
        {"fact": "written", **place},
        {"fact": "contact", **row, "operator": owner, "created": created, "number": no},
        {"fact": "message", "id": number, "contact": number, "author": "client", **place},
    ]


def make_row(number: int, kind: str, state: str = "sent", /, **said: Any) -> dict[str, Any]:
    usual = {"bot": 7, "contact": 1, "chat": 101, "number": None, "redrawn": 0, "type": None}
    return {"fact": "outbox", "id": number, "kind": kind, "state": state, **usual, **said}


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
