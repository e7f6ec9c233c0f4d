"""A shared pool: what waits is shown to all who may take it, and the first who does has it.

A card of a pool is a row of the outbox for each of them. An operator is shown at most 20 contacts of a
source at a time, the oldest of those he may take.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, joinedload

from models import Account, Contact, Mode, Operator, Outbox, OutboxKind, Source
from services import sources
from services.distribution import candidates
from services.distribution.candidates import Evaluation
from services.distribution.order.lines import IS_WAITING
from services.moment import Moment
from services.queues import outbox, recipients

MOST_SHOWN = 20  # contacts of a source that wait, to one operator
IS_CARD = and_(
    Outbox.contact_id == Contact.id,
    Outbox.kind == OutboxKind.CARD,
    Outbox.assignment_no == -1 - Contact.assignment_no,
)


def is_pooled(session: Session, contact: Contact) -> bool:
    """Tell whether a contact goes to who takes it first."""
    return session.get_one(Source, contact.source_id).mode is Mode.POOL


def show(session: Session, contact: Contact, evaluation: Evaluation, *, at: Moment) -> int:
    """Show a contact that has just come into its pool to all who may take it; returns to how many."""
    counts = Counter[Account]()
    for account in _list_cards(session, contact.source_id, before=contact.id).values():
        counts.update(account)
    return _show(session, contact, evaluation, set(), counts, at=at)


def fill(session: Session, source_id: int, *, at: Moment) -> int:
    """Show what waits in a pool, the oldest first, to whoever may take it by now; returns how many cards."""
    found = 0
    for contact, evaluation, shown, counts in _list_unshown(session, source_id, at=at):
        contact.widens_at = evaluation.waits_until
        found += _show(session, contact, evaluation, shown, counts, at=at)
    return found


def find_unshown(session: Session, source_id: int, *, at: Moment) -> Contact | None:
    """Return the first contact of a pool that somebody may take and has not been shown."""
    for contact, evaluation, shown, counts in _list_unshown(session, source_id, at=at):
        if next(_list_readers(session, contact, evaluation, shown, counts), None) is not None:
            return contact
    return None


def list_shown(session: Session, account: Account) -> list[Contact]:
    """Return what waits in pools and an account has a card of, oldest first."""
    cards = select(Contact).join(Outbox, IS_CARD).join(Source, Source.id == Contact.source_id)
    shown = cards.where(IS_WAITING, Source.mode == Mode.POOL, Outbox.chat_id == account).distinct()
    return list(session.scalars(shown.options(joinedload(Contact.lead)).order_by(Contact.id)))


def close(session: Session, contact: Contact, *, at: Moment) -> None:
    """Close the cards of a contact that has just left its pool by the assignment it has now.

    That of who has it becomes the card of this assignment.
    """
    number, taker = -contact.assignment_no, recipients.operator_recipient(session, contact)
    if taker is not None:
        mine = select(Outbox).filter_by(**{**taker.place, "assignment_no": number}, kind=OutboxKind.CARD)
        for row in session.scalars(mine.order_by(Outbox.id).with_for_update()).all():
            row.assignment_no = contact.assignment_no
        session.flush()
    outbox.redraw_pool_cards(session, contact, number, at=at)


def redraw(session: Session, source_ids: Collection[int], *, at: Moment) -> None:
    """Show how it stands now what waits in pools that are to be none, or are some again."""
    waiting = select(Contact).where(IS_WAITING, Contact.source_id.in_(source_ids)).order_by(Contact.id)
    for contact in session.scalars(waiting).all():
        outbox.redraw_pool_cards(session, contact, recipients.number_in_pool(contact), at=at)


def close_cards_of(session: Session, account: Account, *, at: Moment) -> None:
    """Let an account that works here no more see nothing of what waits in pools."""
    places = select(Outbox.bot_id, Outbox.contact_id, Outbox.assignment_no).join(Contact, IS_CARD)
    found = session.execute(places.where(IS_WAITING, Outbox.chat_id == account).distinct()).all()
    for bot_id, contact_id, number in sorted(found):
        outbox.queue_card(session, recipients.Recipient(bot_id, account, contact_id, number), at=at)


def _list_unshown(
    session: Session, source_id: int, *, at: Moment
) -> Iterator[tuple[Contact, Evaluation, set[Account], Counter[Account]]]:
    """Yield what might have to be shown to somebody, with who has its card, and how many cards each has."""
    session.flush()
    source = session.get_one(Source, source_id)
    weights_id = sources.weights_source_id(session, source)
    everybody = candidates.list_candidates(session, source, weights_id, at=at)
    free = _find_accounts(session, [c.operator_id for c in everybody if c.exclusion is None])
    if not free:
        return
    shown, counts = _list_cards(session, source_id), Counter[Account]()
    for accounts in shown.values():
        counts.update(accounts)
    waiting = select(Contact.id).where(IS_WAITING, Contact.source_id + 0 == source_id).order_by(Contact.id)
    for contact_id in session.scalars(waiting).all():
        if all(counts[account] >= MOST_SHOWN for account in free):
            return
        if any(counts[one] < MOST_SHOWN and one not in shown[contact_id] for one in free):
            contact = session.get_one(Contact, contact_id, populate_existing=True)
            evaluation = candidates.evaluate(session, contact, at=at)
            yield contact, evaluation, shown[contact_id], counts


def _show(
    session: Session,
    contact: Contact,
    evaluation: Evaluation,
    shown: set[Account],
    counts: Counter[Account],
    *,
    at: Moment,
) -> int:
    readers = list(_list_readers(session, contact, evaluation, shown, counts))
    for recipient in readers:
        outbox.add(session, recipient, OutboxKind.CARD, {}, at.now)
        counts[recipient.chat.account] += 1
    return len(readers)


def _list_readers(
    session: Session,
    contact: Contact,
    evaluation: Evaluation,
    shown: set[Account],
    counts: Counter[Account],
) -> Iterator[recipients.Recipient]:
    for account in _find_accounts(session, [c.operator_id for c in evaluation.eligible]):
        if account not in shown and counts[account] < MOST_SHOWN:
            recipient = recipients.pool_recipient(session, contact, account)
            if recipient is not None:
                yield recipient


def _find_accounts(session: Session, operator_ids: Collection[int]) -> list[Account]:
    """Return the accounts of operators who have one: who works by the API alone takes nothing here."""
    rows = select(Operator.telegram_id).where(Operator.id.in_(operator_ids)).order_by(Operator.id)
    return [Account(account) for account in session.scalars(rows) if account is not None]


def _list_cards(session: Session, source_id: int, before: int | None = None) -> dict[int, set[Account]]:
    """Return who has a card of what waits in a source, in a bot that works, by contact."""
    cards = select(Contact.id, Outbox.chat_id).join(Outbox, IS_CARD)
    of_source = cards.where(IS_WAITING, Contact.source_id + 0 == source_id)
    working = of_source.where(Outbox.bot_id.in_(sources.connected_bots()))
    if before is not None:
        working = working.where(Contact.id < before)
    found = defaultdict[int, set[Account]](set)
    for contact_id, chat_id in session.execute(working.distinct()):
        found[contact_id].add(Account(chat_id))
    return found
