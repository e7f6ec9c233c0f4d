"""How an operator joins by a one-time link, and what becomes of open contacts with a new account."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Operator, actors
from services import chats
from services.distribution import capacity, grace, queue
from services.distribution.modes import pool
from services.joining import links
from services.moment import Moment
from services.queues import introducing, outbox, recipients
from services.refusals import Reason, Refused
from services.team import operators


def issue_link(_session: Session, operator: Operator, token: str, *, at: Moment) -> None:
    """Let the bearer of a fresh token join as this operator, once, within two days; ends earlier links.

    Raises Refused for who has been dismissed.
    """
    operators.check_employed(operator)
    operator.link_hash, operator.link_expires_at = links.hash_token(token), at.now + links.LIFETIME


def join(session: Session, token: str, account: Account, *, language: str | None, at: Moment) -> Operator:
    """Bind a Telegram account to the operator of a link and show what is open; raises Refused."""
    operator = find_by_link(session, token, at=at)
    operators.lock(session, operator)
    if operator.link_hash != links.hash_token(token):  # somebody else was quicker
        raise Refused(Reason.LINK_UNKNOWN)
    other = chats.find_operator(session, account)
    if other is not None and other.id != operator.id:
        raise Refused(Reason.ALREADY_OPERATOR, name=other.name)
    operator.link_hash = operator.link_expires_at = None
    settle_in(session, operator, account, language=language, at=at)
    return operator


def settle_in(
    session: Session, operator: Operator, account: Account, *, language: str | None, at: Moment
) -> None:
    """Bind a Telegram account to an operator whom the caller has locked, or just made."""
    operator.language = language or operator.language
    if operator.telegram_id is None:  # nobody was there to come back
        capacity.end_pause(session, operator, actor=actors.operator(operator.id), at=at)
    rebind(session, operator, account, at=at)
    queue.drain_for(session, [operator.id], at=at)


def find_by_link(session: Session, token: str, *, at: Moment) -> Operator:
    """Return whom the bearer of a token may become, which uses nothing up; raises Refused."""
    found = select(Operator).where(Operator.link_hash == links.hash_token(token))
    operator = session.scalars(found).first()
    if operator is None or operator.link_expires_at is None:
        raise Refused(Reason.LINK_UNKNOWN)
    links.check_living(operator.link_expires_at, at=at)
    return operator


def rebind(session: Session, operator: Operator, account: Account, *, at: Moment) -> None:
    """Move an operator to a Telegram account: cards of the old one close, open ones appear in the new one.

    What came through a bot that the new account has not opened yet stays some minutes, then goes to others.
    """
    open_contacts, old = operators.list_open(session, operator.id), operator.telegram_id
    is_moving = old != account
    if is_moving:
        former = [recipients.operator_recipient(session, contact) for contact in open_contacts]
        operator.telegram_id = account
        session.flush()
        for recipient in former:
            outbox.queue_card(session, recipient, at=at)
        if old is not None:
            pool.close_cards_of(session, old, at=at)
        tell_old_account(session, operator, old, at=at)
    kept = grace.list_kept(session, operator)
    if is_moving and kept:
        grace.begin(session, operator, at=at)
    for contact in open_contacts:
        if contact.bot_id in kept:
            continue
        if is_moving:
            introducing.introduce(session, contact, at=at)
        else:
            outbox.redraw_card(session, contact, at=at)


def tell_old_account(session: Session, operator: Operator, old: Account | None, *, at: Moment) -> None:
    """Let who had been an operator until now hear that another account is."""
    recipient = recipients.person_recipient(session, old) if old is not None else None
    outbox.notify(session, recipient, "operator-account-moved", name=operator.name, at=at)
