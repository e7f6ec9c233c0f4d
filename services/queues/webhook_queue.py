"""Which events are due to be sent to another system, with their contact and people as they are now.

The events of one contact go one after the other; those of other contacts do not wait for them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from models import IS_UNDELIVERED, WEBHOOKS, Contact, Operator, Outbox, OutboxState
from services import waits
from services.moment import Moment
from services.queues.labels import HAS_LABELS, NONE, Labelled
from services.queues.labels import read as read_labels

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 600.0  # seconds between two attempts for one event
LONGEST_WAITS = (timedelta(), *waits.double(FIRST_PAUSE, LONGEST_PAUSE))  # after 0, 1, 2 … attempts


@dataclass(frozen=True, slots=True)
class DueEvent:
    """One event of a contact. `row.id` names it at every attempt."""

    row: Outbox
    contact: Contact | None  # with its lead
    operator: Operator | None  # who has the contact after it
    labelled: Labelled


def resend(session: Session, *, since: datetime | None = None, at: Moment) -> int:
    """Let what was given up, since a moment or ever, be sent again with its id; returns how many events.

    Those of one contact go in their order, and before what of it is still to be sent. Each gets all tries.
    """
    if at.policy.webhook_events_url is None:  # nobody would send them
        return 0
    dead = update(Outbox).where(Outbox.bot_id == WEBHOOKS, Outbox.state == OutboxState.DEAD)
    if since is not None:
        dead = dead.where(Outbox.done_at >= since)
    pending = dead.values(
        state=OutboxState.PENDING, attempts=0, due_at=at.now, done_at=None, error=None
    ).returning(Outbox.id)
    return len(session.scalars(pending.execution_options(synchronize_session="fetch")).all())


def list_due(session: Session, *, busy: Collection[int | None], limit: int, at: Moment) -> list[DueEvent]:
    """Return the first pending event of each contact that is due and not busy; the least tried come first.

    So one that the endpoint never takes does not keep the others waiting.
    """
    pending = (Outbox.bot_id == WEBHOOKS, IS_UNDELIVERED)
    heads = select(func.min(Outbox.id)).where(*pending).group_by(Outbox.contact_id)
    is_due = waits.is_over(Outbox.due_at, Outbox.attempts, LONGEST_WAITS)
    due = select(Outbox).where(*pending, Outbox.id.in_(heads), is_due)
    in_order = due.order_by(Outbox.attempts, Outbox.id).limit(limit + len(busy))
    found_now = session.scalars(in_order, waits.list_ends(LONGEST_WAITS, at=at))
    rows = [row for row in found_now if row.contact_id not in busy][:limit]
    about = Contact.id.in_([row.contact_id for row in rows])
    found = session.execute(select(Contact, HAS_LABELS).where(about).options(joinedload(Contact.lead))).all()
    contacts = {contact.id: contact for contact, _ in found}
    has_labels = any(has for _, has in found)
    labelled = read_labels(session, contacts.values()) if has_labels else dict[int, Labelled]()
    ids = {row.params.get("operator_id") for row in rows} - {None}
    operators = {who.id: who for who in session.scalars(select(Operator).where(Operator.id.in_(ids)))}
    return [
        DueEvent(
            row,
            contacts.get(row.contact_id or 0),
            operators.get(row.params.get("operator_id") or 0),
            labelled.get(row.contact_id or 0, NONE),
        )
        for row in rows
    ]
