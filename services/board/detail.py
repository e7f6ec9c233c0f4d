"""One contact on the board: what was said, what has happened, why it is where it is, and what may be done."""

from typing import assert_never

from sqlalchemy.orm import Session

from models import Author, Contact, LabelKind, Message
from services.board.made import Row, write
from services.board.snapshot import name_actor, read_names
from services.distribution.decisions import (
    DrawDecision,
    HandDecision,
    PoolDecision,
    PreferenceDecision,
    ReturnDecision,
    TurnDecision,
)
from services.events import Kind
from services.labels import lists
from services.refusals import Refused
from services.reports import records
from services.reports.records import Assignment, Record

MOST_MESSAGES = 50


def read_detail(session: Session, number: int) -> Row:
    """Return everything the board shows of a contact; raises Refused."""
    record = records.read(session, number, size=MOST_MESSAGES)
    names = read_names(session)
    try:
        why = describe_why(records.read_assignment(session, number), names)
    except (Refused, ValueError):  # nobody has ever had it, or what it rests on is no longer kept
        why = None
    outcomes = lists.list_labels(session, LabelKind.OUTCOME)
    contact = record.contact
    return {
        "id": contact.id,
        "client": contact.lead.name,
        "source_id": contact.source_id,
        "operator_id": contact.operator_id,
        "status": contact.status.value,
        "created_at": write(contact.created_at),
        "messages": list_messages(record, names),
        "why": why,
        "history": list_history(record, names),
        "labels": [label.name for label in record.labelled.tags],
        "outcomes": [{"id": label.id, "name": label.name} for label in outcomes],
        "may": list_acts(contact),
    }


def list_acts(contact: Contact) -> list[str]:
    """Return what can be done with a contact now; the services have the last word."""
    writing = ["answer", "note"] if contact.chat_id is not None else ["note"]
    if not contact.is_open:
        return writing
    if contact.is_waiting:
        return ["assign", "complete", *writing]
    held = ["assign", "pass", "return"] if contact.operator_id is not None else []
    return [*held, "complete", *writing]


def list_messages(record: Record, names: dict[int, str]) -> list[Row]:
    """Return what was said, and noted, in its order; of what is no text the kind."""
    said = [
        {
            "id": message.id,
            "at": write(message.created_at),
            "by": name_author(message),
            "name": message.signed or names.get(message.operator_id or 0),
            "text": message.text or f"[{message.kind}]",
        }
        for message in record.messages
    ]
    noted = [
        {
            "id": -event.id,
            "at": write(event.at),
            "by": "note",
            "name": event.data.get("name"),
            "text": event.data.get("text") or "",
        }
        for event in record.history
        if event.kind == Kind.NOTE.value
    ]
    return sorted([*said, *noted], key=lambda row: str(row["at"]))


def name_author(message: Message) -> str:
    """Return who a message is by: an answer without an operator is an admin's, or a supervisor's."""
    if message.author is Author.CLIENT:
        return "client"
    return "operator" if message.operator_id is not None else "admin"


def list_history(record: Record, names: dict[int, str]) -> list[Row]:
    """Return the facts in their order."""
    return [
        {
            "at": write(event.at),
            "kind": event.kind,
            "operator": names.get(event.data.get("operator_id") or 0),
            "actor": name_actor(event.actor, names),
            "text": event.data.get("text"),
        }
        for event in record.history
    ]


def describe_why(found: Assignment, names: dict[int, str]) -> Row:
    """Return how it was decided: chances, ticket, and who was left out and why."""
    decision = found.decision
    told: Row = {"reason": found.reason.value, "mode": decision.kind.value, "ticket": None, "of": None}
    match decision:
        case DrawDecision() | PreferenceDecision():
            told |= {"ticket": decision.ticket, "of": decision.total}
            parts = {one.operator_id: one.score for one in decision.candidates}
        case TurnDecision():
            parts = {one.operator_id: one.weight for one in decision.candidates}
        case PoolDecision():
            parts = dict.fromkeys((one.operator_id for one in decision.candidates), 1)
        case HandDecision() | ReturnDecision():
            return {**told, "chances": [], "excluded": []}
        case _:
            assert_never(decision)
    return {
        **told,
        "chances": [
            {
                "name": names.get(one.operator_id, f"#{one.operator_id}"),
                "weight": one.weight,
                "chance": parts[one.operator_id] / sum(parts.values()),
                "is_chosen": one.operator_id == decision.operator_id,
            }
            for one in decision.candidates
        ],
        "excluded": [
            {"name": names.get(one.operator_id, f"#{one.operator_id}"), "reason": one.reason.value}
            for one in decision.excluded
        ],
    }
