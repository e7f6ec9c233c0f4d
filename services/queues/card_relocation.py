"""Shows cards of API contacts in another bot of the operator when theirs can't be used any more.

A contact of a bot has no other bot: it moves to another operator, or waits for its bot.
"""

from collections.abc import Iterable

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from models import IS_OPEN, Contact, Operator, Outbox, OutboxKind
from services import sources
from services.moment import Moment
from services.queues import introducing, recipients


def relocate_from_disconnected(session: Session, *, at: Moment) -> None:
    """Show anew what bots have shown that are not connected any more."""
    card = exists().where(
        Outbox.contact_id == Contact.id,
        Outbox.assignment_no == Contact.assignment_no,
        Outbox.chat_id == Operator.telegram_id,
        Outbox.kind == OutboxKind.CARD,
        Outbox.bot_id.not_in(sources.connected_bots()),
    )
    relocate(session, session.scalars(_held().where(card)), at=at)


def relocate_of_operator(session: Session, operator: Operator, *, at: Moment) -> None:
    """Show anew what an operator holds whom one of several bots can't write to any more."""
    relocate(session, session.scalars(_held().where(Operator.id == operator.id)), at=at)


def relocate(session: Session, held: Iterable[Contact], *, at: Moment) -> None:
    """Show those of some contacts anew whose card is not where it would be shown today."""
    for contact in list(held):
        recipient = recipients.operator_recipient(session, contact)
        shown = recipient and recipients.find_card_bot(session, contact, recipient.chat.account)
        if recipient and recipient.bot_id != shown:
            introducing.introduce(session, contact, at=at)


def is_elsewhere(session: Session, row: Outbox) -> bool:
    """Tell whether another bot shows the assignment of a card by now."""
    contact = session.get(Contact, row.contact_id)
    if contact is None or contact.bot_id is not None or contact.assignment_no != row.assignment_no:
        return False
    recipient = recipients.operator_recipient(session, contact)
    return recipient is not None and recipient.bot_id != row.bot_id


def _held() -> Select[Contact]:
    rows = select(Contact).join(Operator, Operator.id == Contact.operator_id)
    return rows.where(Contact.bot_id.is_(None), IS_OPEN).order_by(Contact.id)
