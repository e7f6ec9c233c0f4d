"""Who may look at the live board without being an admin: invited by an admin's link, which works once.

What somebody may see there is chosen before the link is made, and can be changed and taken at any time.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import Account, Actor, BoardRight, BoardSession
from services import bans, chats, sources
from services.chats import ChatRef
from services.joining import links, news
from services.moment import Moment
from services.refusals import Reason, Refused

NEWS = "board-joined-news"  # the text keys of what admins hear
GONE = "board-removed-news"
MOST = 50  # who may look, or are invited
KEPT = timedelta(days=7)  # invitations that nobody has followed


def list_rights(session: Session) -> Sequence[BoardRight]:
    """Return who may look, and who is invited to, in the order in which that was said."""
    return session.scalars(select(BoardRight).order_by(BoardRight.id)).all()


def get(session: Session, right_id: int) -> BoardRight:
    """Return a right, locked; raises Refused if it was taken."""
    right = session.get(BoardRight, right_id, with_for_update=True)
    if right is None:
        raise Refused(Reason.NO_SUCH_RIGHT)
    return right


def add(session: Session, *, actor: Actor, by: str, at: Moment) -> BoardRight:
    """Prepare an invitation to look at everything and do nothing; raises Refused for one too many."""
    old = (BoardRight.telegram_id.is_(None), BoardRight.given_at < at.now - KEPT)
    session.execute(delete(BoardRight).where(*old))
    if len(list_rights(session)) >= MOST:
        raise Refused(Reason.TOO_MANY_RIGHTS, most=MOST)
    right = BoardRight(is_read_only=True, given_by=actor, by=by, given_at=at.now)
    session.add(right)
    session.flush()
    return right


def issue_link(session: Session, right_id: int, token: str, *, at: Moment) -> BoardRight:
    """Let the bearer of a fresh token have a right, once, within two days; ends earlier links.

    Raises Refused if somebody has it.
    """
    right = get(session, right_id)
    if right.telegram_id is not None:
        raise Refused(Reason.CHANGED_SINCE)
    right.link_hash, right.link_expires_at = links.hash_token(token), at.now + links.LIFETIME
    return right


def join(session: Session, token: str, chat: ChatRef, *, at: Moment) -> BoardRight:
    """Give the bearer of a link the right and tell the admins; raises Refused, then the link stays good."""
    if bans.is_banned(session, chat.account):
        raise Refused(Reason.BANNED)
    right = links.find_invited(session, BoardRight, token, at=at)
    if chat.account in at.policy.admin_ids:
        raise Refused(Reason.ADMIN_LOOKS)
    if find(session, chat.account) is not None:
        raise Refused(Reason.LOOKS_ALREADY)
    profile = chats.find_profile(session, chat.account)
    right.link_hash = right.link_expires_at = None
    right.telegram_id, right.joined_at = chat.account, at.now
    right.name = profile.name if profile is not None else None
    session.flush()
    news.tell_admins(session, NEWS, chat.account, at=at)
    return right


def set_read_only(session: Session, right_id: int, is_read_only: bool, *, at: Moment) -> BoardRight:
    """Let somebody only look, or steer as well; raises Refused."""
    right = get(session, right_id)
    right.is_read_only, right.changed_at = is_read_only, at.now
    return right


def set_sources(
    session: Session, right_id: int, source_ids: Collection[int] | None, *, at: Moment
) -> BoardRight:
    """Choose what is seen, None for all there are and will be; raises Refused."""
    right = get(session, right_id)
    right.source_ids, right.changed_at = None if source_ids is None else sorted(set(source_ids)), at.now
    return right


def choose_source(
    session: Session, right_id: int, source_id: int, is_seen: bool, *, at: Moment
) -> BoardRight:
    """Let one more source be seen, or one less; of who saw all it is the only one then. Raises Refused."""
    right, source = get(session, right_id), sources.get(session, source_id)
    others = {*(right.source_ids or ())} - {source.id}
    return set_sources(session, right.id, others | ({source.id} if is_seen else set()), at=at)


def remove(session: Session, right_id: int, *, at: Moment) -> BoardRight:
    """Take a right or an invitation; nothing of it is kept, and every session ends. Raises Refused."""
    right = get(session, right_id)
    if right.telegram_id is not None:
        account = Account(right.telegram_id)
        end_sessions(session, account)
        news.tell_admins(session, GONE, account, known_as=right.name, at=at)
    session.delete(right)
    session.flush()
    return right


def end_sessions(session: Session, account: Account) -> None:
    """Forget somebody's sessions of the board, and links to it: no right that comes later revives them."""
    session.execute(delete(BoardSession).where(BoardSession.account == account))


def find(session: Session, account: Account) -> BoardRight | None:
    """Return what somebody may see who is no admin, None for nothing."""
    return session.scalars(select(BoardRight).where(BoardRight.telegram_id == account)).first()


def holds_link(session: Session, prints: set[str], *, at: Moment) -> bool:
    """Tell whether one of these hashes is of a link by which somebody could look at the board."""
    living = select(BoardRight.id).where(
        BoardRight.link_hash.in_(prints), BoardRight.link_expires_at >= at.now
    )
    return session.scalars(living.limit(1)).first() is not None
