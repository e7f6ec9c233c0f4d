"""A phone or an e-mail that a client types is offered to the operator, to be kept with the contact.

Nothing is taken silently, and nothing is offered that is known already or was offered to this operator, or
declined by one before. The value stands in the params of the notice, and goes with the client's words.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Author, Contact, Lead, Message, Outbox, OutboxKind
from services.moment import Moment
from services.queues import outbox
from services.queues.claims import finding
from services.queues.recipients import Recipient

OFFER = "claim-offered"  # the notice
WAY = "way"  # in its params: a phone or an e-mail
VALUE = "value"  # in its params: that, in its one spelling
REGION = "region"  # in its params: where a number without a country was read
DECLINED = "declined"  # in its params: not to be offered again
NEWEST = 50  # messages of a conversation that are looked at
MOST = 5  # offers of a phone, or of an e-mail, in one contact: who types more plays
TYPED_KINDS = ("text", "photo", "video", "document")  # a card of somebody is not the client's word


def offer(
    session: Session, contact: Contact, recipient: Recipient | None, said: Sequence[Any], *, at: Moment
) -> None:
    """Offer the operator the newest phone and the newest e-mail that a client has typed in an open contact.

    `said` are messages, or rows with as much of them as is needed.
    """
    if recipient is None or recipient.assignment_no is None or not contact.is_open:
        return
    found: dict[str, tuple[int, str]] = {}
    for line in reversed(said[-NEWEST:]):
        is_own = line.author is Author.CLIENT and line.kind in TYPED_KINDS and not line.forwarded_from
        if is_own:
            for way, value in finding.find(line.text, at.policy.phone_region).items():
                found.setdefault(way, (line.id, value))
    if found:
        _offer_unknown(session, contact, recipient, found, at=at)


def is_known(contact: Contact, lead: Lead, way: str) -> bool:
    """Tell whether a phone, or an e-mail, of a client is known already, or said to be."""
    return bool(getattr(lead, way) or getattr(contact, f"typed_{way}"))


def is_said(message: Message, params: Mapping[str, Any]) -> bool:
    """Tell whether a message still says what an offer is about."""
    said: dict[str, str] = finding.find(message.text, params[REGION])
    return said.get(params[WAY], "") == str(params[VALUE])


def _offer_unknown(
    session: Session,
    contact: Contact,
    recipient: Recipient,
    found: Mapping[str, tuple[int, str]],
    *,
    at: Moment,
) -> None:
    lead = session.get_one(Lead, contact.lead_id)
    offered = select(Outbox).where(
        Outbox.contact_id == contact.id,
        Outbox.kind == OutboxKind.NOTICE,
        Outbox.params["key"].as_string() == OFFER,
    )
    rows = session.scalars(offered).all()
    done = {
        (row.params[WAY], row.params[VALUE])
        for row in rows
        if DECLINED in row.params or _is_for(row, recipient)
    }
    for way, (message_id, value) in found.items():
        is_enough = sum(row.params[WAY] == way for row in rows) >= MOST
        if not (is_enough or is_known(contact, lead, way) or (way, value) in done):
            said = {WAY: way, VALUE: value, REGION: at.policy.phone_region, outbox.SILENT: True}
            outbox.notify(session, recipient, OFFER, message=message_id, at=at, **said)


def _is_for(row: Outbox, recipient: Recipient) -> bool:
    return all(getattr(row, name) == value for name, value in recipient.place.items())
