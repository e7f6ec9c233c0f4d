"""What an operator decides about a phone or an e-mail that the client has typed: a claim, which is no proof.

What is kept stays with the contact, as what a form says does: it changes no lead, and merges nobody.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Lead, Message, Outbox, actors
from services import events, leads
from services.contacts.cards import access
from services.moment import Moment
from services.queues import outbox
from services.queues.claims import offering
from services.queues.recipients import Recipient
from services.refusals import Reason, Refused


def decide(session: Session, recipient: Recipient, message_id: int, *, keep: bool, at: Moment) -> str:
    """Keep what the notice with this Telegram message offers, or never offer it again; returns what it is.

    Raises Refused, with nothing changed, for anybody but the operator who has the contact, once that is
    completed, and if the client has said otherwise since then or it is known already.
    """
    contact, _ = access.claim_card(session, recipient)
    row = _find_offer(session, recipient, message_id)
    if row is None:
        raise Refused(Reason.NOT_YOURS, number=contact.id)
    if contact.blanked_at is not None:
        raise Refused(Reason.FORGOTTEN, number=contact.id)
    if not contact.is_open:
        raise Refused(Reason.COMPLETED, number=contact.id)
    value: str = row.params[offering.VALUE]
    if keep:
        _keep(session, contact, row, value, at=at)
    else:
        row.params = {**row.params, offering.DECLINED: True}
    return value


def _keep(session: Session, contact: Contact, row: Outbox, value: str, *, at: Moment) -> None:
    way: str = row.params[offering.WAY]
    lead = session.get_one(Lead, contact.lead_id)
    if not offering.is_said(session.get_one(Message, row.params["message"]), row.params):
        raise Refused(Reason.CLAIM_CHANGED)
    if offering.is_known(contact, lead, way):
        raise Refused(Reason.CLAIM_KNOWN)
    leads.keep_claims(contact, lead, leads.Identity(**{way: value}))
    actor = actors.operator(contact.operator_id)
    events.record(session, contact.id, events.Kind.CLAIM_KEPT, actor=actor, way=way, at=at)
    outbox.redraw_card(session, contact, at=at)


def _find_offer(session: Session, recipient: Recipient, message_id: int) -> Outbox | None:
    rows = session.scalars(select(Outbox).filter_by(message_id=message_id, **recipient.place))
    return next((row for row in rows if row.params.get("key") == offering.OFFER), None)
