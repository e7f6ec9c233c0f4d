"""Who the admins are: those of the settings, and whoever has joined them by an admin's link."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Actor, Admin, BoardRight, Operator, actors
from services import bans, chats
from services.chats import ChatRef, Profile
from services.joining import board_rights, links, news
from services.moment import Moment
from services.policy import find_defaults
from services.refusals import Reason, Refused
from services.settings.decided import list_accounts

NEWS = "admin-joined-news"  # the text keys of what the other admins hear
GONE = "admin-removed-news"
MOST = 20  # who have joined


@dataclass(frozen=True, slots=True)
class Member:
    """An admin. `id` is None for one whom the settings name: only who runs the process can remove him."""

    account: Account
    profile: Profile | None
    id: int | None


def list_admins(session: Session, *, at: Moment) -> list[Member]:
    """Return all admins after this unit, those of the settings first."""
    named = find_defaults(at.policy).admin_ids
    joined = {admin.telegram_id: admin.id for admin in _list_joined(session)}
    accounts = dict.fromkeys((*named, *list_accounts(session)))
    return [
        Member(account, chats.find_profile(session, account), None if account in named else joined[account])
        for account in accounts
    ]


def invite(session: Session, token: str, *, actor: Actor, at: Moment) -> None:
    """Let the bearer of a fresh token become an admin, once, within two days; raises Refused."""
    check_number(session)
    session.add(
        Admin(
            link_hash=links.hash_token(token),
            link_expires_at=at.now + links.LIFETIME,
            invited_by=actor,
            invited_at=at.now,
        )
    )


def check_number(session: Session) -> None:
    """Refuse one more than there may be: of many links each is as good as the others."""
    if len(_list_joined(session)) >= MOST:
        raise Refused(Reason.TOO_MANY_ADMINS, most=MOST)


def join(session: Session, token: str, chat: ChatRef, *, at: Moment) -> Admin:
    """Make the bearer of a link an admin and tell the others; raises Refused, then the link stays good."""
    if bans.is_banned(session, chat.account):
        raise Refused(Reason.BANNED)
    admin = links.find_invited(session, Admin, token, at=at)
    if chat.account in (*find_defaults(at.policy).admin_ids, *list_accounts(session)):
        raise Refused(Reason.ALREADY_ADMIN)
    check_number(session)
    profile = chats.find_profile(session, chat.account)
    admin.link_hash = admin.link_expires_at = None
    name = profile.name if profile is not None else None
    admin.telegram_id, admin.name, admin.joined_at = chat.account, name, at.now
    session.flush()
    news.tell_admins(session, NEWS, chat.account, at=at)
    return admin


def remove(session: Session, admin_id: int, *, at: Moment) -> Admin:
    """Let somebody be no admin any more, who may be the one who asks for it, and tell the others.

    The links that he has made open nothing from now on: he might keep one for himself. Who has made one for
    an operator or to the board is not kept, so none of these does.
    """
    admin = session.get(Admin, admin_id, with_for_update=True)
    if admin is None or admin.telegram_id is None:
        raise Refused(Reason.NO_SUCH_ADMIN)
    account = admin.telegram_id
    admin.telegram_id, admin.removed_at = None, at.now
    links.end(session, Admin, Admin.invited_by == actors.admin(account))
    links.end(session, Operator)
    links.end(session, BoardRight)
    board_rights.end_sessions(session, Account(account))
    session.flush()
    news.tell_admins(session, GONE, Account(account), known_as=admin.name, at=at)
    return admin


def holds_link(session: Session, prints: set[str], *, at: Moment) -> bool:
    """Tell whether one of these hashes is of a link by which somebody could become an admin."""
    living = select(Admin.id).where(Admin.link_hash.in_(prints), Admin.link_expires_at >= at.now)
    return session.scalars(living.limit(1)).first() is not None


def _list_joined(session: Session) -> list[Admin]:
    return list(session.scalars(select(Admin).where(Admin.telegram_id.is_not(None)).order_by(Admin.id)))
