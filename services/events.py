"""What has happened, to contacts and to the settings, with who did it.

Loads can be rebuilt from it: `LOAD_CHANGES` says how each kind counts. What `WEBHOOK_TYPES` names is also
queued as a webhook, in the same transaction, if the policy has an address for them.
"""

import enum
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import WEBHOOKS, Actor, Contact, Event, Outbox, OutboxKind, Status
from services.moment import Moment

IDLE = "idle"  # the reason in the data of `completed`: nobody has written for days
RETURNED = "returned"  # the reason in the data of `unassigned`: somebody has put the contact back
EARLIER = "earlier"  # in the data of an edit: how many of its message came before it and are not kept


class Kind(enum.StrEnum):
    CREATED = "created"
    ASSIGNED = "assigned"  # data: the whole decision; operator_id, from_operator_id
    UNASSIGNED = "unassigned"  # back to waiting; data: operator_id, reason
    ANSWERED = "answered"  # the first answer; data: operator_id (None: an admin), seconds of open hours
    TAKEN = "taken"
    PASSED_ON = "passed_on"  # data: operator_id (who passed it on); an `assigned` follows
    COMPLETED = "completed"
    REOPENED = "reopened"  # data: operator_id (null: back to the queue, or an `assigned` follows)
    NOTE = "note"  # to colleagues, which no client sees; data: name (who wrote it), text
    OUTCOME = "outcome"  # how it ended, in the business's words; data: before, after (null: none), label_id
    CLAIM_KEPT = "claim_kept"  # a phone or an e-mail that the client has typed; data: way
    TAGGED = "tagged"  # data: added, removed (names of tags)
    EDITED = "edited"  # data: message_id, before, after; file_before and file_after of another file
    WITHDRAWN = "withdrawn"  # an answer, from the client; data: message_id
    TIMED_OUT = "timed_out"  # data: operator_id (who did not take it); an `assigned` follows
    NO_ANSWER_NEEDED = "no_answer_needed"  # its operator says so: nobody is reminded
    RATED = "rated"  # by the client, after completion; data: rating
    COMMENTED = "commented"  # the client has added words to the rating, which stand with the contact alone
    # Put off; data: until (null: until the client writes), frees (whether the place), operator_id (who keeps
    # it, null: nobody), from_operator_id (who had it, if it frees).
    SNOOZED = "snoozed"
    WOKEN = "woken"  # is put off no more; data: by (what has ended it), operator_id, waits (1: in the queue)
    IDLE_ASKED = "idle_asked"  # the client of a silent contact, whether it is still needed
    IDLE_KEPT = "idle_kept"  # that client says that it is
    FOLLOWED_UP = "followed_up"  # the client wrote after completion; data: message_id
    FLOODED = "flooded"  # the client wrote more in a minute than the operator is shown; once
    SPAM_REPORTED = "spam_reported"  # its operator says it is spam; an admin decides
    SPAM_REFUSED = "spam_refused"  # an admin says it is none
    MERGED = "merged"  # its client has proved to own the phone; data: lead_id (whose it was), into
    SPLIT = "split"  # an admin took that back; data: lead_id (whose it is again), out_of
    BANNED = "banned"  # of the client
    UNBANNED = "unbanned"
    FORGOTTEN = "forgotten"  # who the client was is deleted
    # without a contact:
    MODE_SET = "mode_set"  # data: source_id, before, after, by
    SOURCE_SET = "source_set"  # data: source_id, name (a column of minutes), before, after, by
    GROUP_SET = "group_set"  # data: operator_id, source_id, before, after (in the second group), by
    WEIGHT_SET = "weight_set"  # data: operator_id, source_id, before, after (null: none of its own), by
    # Switches, limit or hours of work; data: operator_id, before, after (of what changed; before null: all).
    OPERATOR_SET = "operator_set"


SETTINGS = [kind.value for kind in (Kind.MODE_SET, Kind.SOURCE_SET, Kind.GROUP_SET, Kind.WEIGHT_SET)]

# kind → (key in data, change of that operator's load)
LOAD_CHANGES: dict[Kind, tuple[tuple[str, int], ...]] = {
    Kind.ASSIGNED: (("operator_id", +1), ("from_operator_id", -1)),
    Kind.UNASSIGNED: (("operator_id", -1),),
    Kind.COMPLETED: (("operator_id", -1),),
    Kind.REOPENED: (("operator_id", +1),),
    Kind.SNOOZED: (("from_operator_id", -1),),
}

# kind → the name by which other systems know it, and the contact's status then; None: it stays as it is
WEBHOOK_TYPES: dict[Kind, tuple[str, Status | None]] = {
    Kind.CREATED: ("contact.created", Status.NEW),
    Kind.ASSIGNED: ("contact.assigned", Status.NEW),
    Kind.UNASSIGNED: ("contact.unassigned", Status.NEW),
    Kind.ANSWERED: ("contact.answered", None),
    Kind.TAKEN: ("contact.status_changed", Status.IN_PROGRESS),
    Kind.COMPLETED: ("contact.status_changed", Status.COMPLETED),
    Kind.REOPENED: ("contact.status_changed", Status.IN_PROGRESS),
    Kind.RATED: ("contact.rated", None),
    Kind.COMMENTED: ("contact.rated", None),
    Kind.OUTCOME: ("contact.updated", None),
    Kind.TAGGED: ("contact.updated", None),
    Kind.CLAIM_KEPT: ("contact.updated", None),
    Kind.FORGOTTEN: ("contact.forgotten", Status.COMPLETED),
    Kind.SNOOZED: ("contact.snoozed", None),
    Kind.WOKEN: ("contact.woken", None),
}


def record(
    session: Session,
    contact_id: int | None,
    kind: Kind,
    /,
    *,
    actor: Actor | None = None,
    at: Moment,
    **data: Any,
) -> Event:
    """Add a fact to a contact's history, or to that of the settings if there is no contact."""
    event = Event(contact_id=contact_id, at=at.now, kind=kind.value, actor=actor, data=data)
    session.add(event)
    if kind in WEBHOOK_TYPES and at.policy.webhook_events_url:
        _queue_webhook(session, event, kind)
    return event


def _queue_webhook(session: Session, event: Event, kind: Kind) -> None:
    """Queue a fact for another system: who and how, none of anybody's words; those are read at delivery."""
    name, status = WEBHOOK_TYPES[kind]
    if kind is Kind.REOPENED and event.data.get("operator_id") is None:
        status = Status.NEW  # it waits for anybody
    status = status or session.get_one(Contact, event.contact_id).status
    operator_id, former = event.data.get("operator_id"), event.data.get("from_operator_id")
    if kind is Kind.UNASSIGNED:
        operator_id, former = None, operator_id
    fact = {
        "type": name,
        "status": status.value,
        "operator_id": operator_id,
        "from_operator_id": former,
        "why": event.data.get("why") or event.data.get("reason") or event.data.get("by"),
        "actor": None if event.actor is None else str(event.actor),
    }
    session.add(
        Outbox(
            bot_id=WEBHOOKS,
            chat_id=WEBHOOKS,
            contact_id=event.contact_id,
            kind=OutboxKind.WEBHOOK,
            params=fact,
            due_at=event.at,
            created_at=event.at,
        )
    )


def has(session: Session, contact_id: int, kind: Kind) -> bool:
    """Tell whether something has ever happened to a contact."""
    facts = select(Event.id).where(Event.contact_id == contact_id, Event.kind == kind.value)
    return session.scalars(facts.limit(1)).first() is not None


def count(session: Session, contact_id: int, kind: Kind) -> int:
    """Return how often something has happened to a contact."""
    facts = select(func.count()).where(Event.contact_id == contact_id, Event.kind == kind.value)
    return session.scalars(facts).one()


def operators_who_had(session: Session, contact_id: int) -> set[int]:
    """Return the ids of the operators to whom this contact has ever been assigned."""
    facts = session.scalars(
        select(Event.data).where(Event.contact_id == contact_id, Event.kind == Kind.ASSIGNED.value)
    )
    return {data["operator_id"] for data in facts}


def operators_who_returned(session: Session, contact_id: int) -> set[int]:
    """Return the ids of the operators from whom this contact was put back into the queue."""
    facts = session.scalars(
        select(Event.data).where(Event.contact_id == contact_id, Event.kind == Kind.UNASSIGNED.value)
    )
    return {data["operator_id"] for data in facts if data.get("reason") == RETURNED}


def list_settings(session: Session, *, limit: int) -> list[Event]:
    """Return the latest facts about the settings, newest first."""
    rows = select(Event).where(Event.contact_id.is_(None), Event.kind.in_(SETTINGS))
    return list(session.scalars(rows.order_by(Event.id.desc()).limit(limit)))


def rebuild_loads(events: list[Event]) -> dict[int, int]:
    """Return the load of each operator after these events, oldest first."""
    loads: dict[int, int] = {}
    for event in events:
        for operator_id, change in list_load_changes(Kind(event.kind), event.data):
            loads[operator_id] = loads.get(operator_id, 0) + change
    return loads


def list_load_changes(kind: Kind, data: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Yield whose load an event changes, and by how much."""
    for key, change in LOAD_CHANGES.get(kind, ()):
        if (operator_id := data.get(key)) is not None:
            yield operator_id, change
