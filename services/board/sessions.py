"""Who may look at the live board: an admin, by a link that works once and becomes a session.

Links and sessions are stored hashed. A session ends by itself, when it is ended, and with its admin's rights.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import Account, BoardSession, Chat
from services.joining.links import hash_token
from services.moment import Moment
from services.refusals import Reason, Refused

LINK_LIVES = timedelta(minutes=5)
LONGEST = timedelta(days=7)
IDLE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)  # so rarely it is written that somebody is still there
DEVICE = 200  # characters of what a browser says of itself


def issue_link(session: Session, admin: Account, name: str, token: str, *, at: Moment) -> None:
    """Store a link by which an admin of this name gets in; what ended long ago is deleted."""
    session.execute(delete(BoardSession).where(BoardSession.created_at < at.now - 2 * LONGEST))
    session.add(
        BoardSession(
            admin_id=admin,
            name=name,
            link_hash=hash_token(token),
            link_expires_at=at.now + LINK_LIVES,
            created_at=at.now,
        )
    )


def enter(session: Session, token: str, own: str, device: str, *, at: Moment) -> BoardSession:
    """Let in who has a link: the session is known by `own` from now on. Raises Refused."""
    mine = select(BoardSession).where(BoardSession.link_hash == hash_token(token)).with_for_update()
    found = session.scalars(mine).first()
    if found is None or found.entered_at is not None:
        raise Refused(Reason.LINK_UNKNOWN)
    if found.link_expires_at < at.now or found.admin_id not in at.policy.admin_ids:
        raise Refused(Reason.LINK_EXPIRED)
    found.token_hash, found.device = hash_token(own), device[:DEVICE]
    found.entered_at = found.seen_at = at.now
    session.flush()
    return found


def find(session: Session, own: str, *, at: Moment) -> BoardSession | None:
    """Return the session that is known by a token, None if there is none that lasts."""
    rows = select(BoardSession).where(BoardSession.token_hash == hash_token(own))
    found = session.scalars(rows).first()
    return found if found is not None and lasts(found, at=at) else None


def lasts(found: BoardSession, *, at: Moment) -> bool:
    """Tell whether a session is not over."""
    if found.ended_at is not None or found.entered_at is None or found.seen_at is None:
        return False
    is_young = at.now < found.entered_at + LONGEST and at.now < found.seen_at + IDLE
    return is_young and found.admin_id in at.policy.admin_ids


def find_language(session: Session, admin: Account) -> str | None:
    """Return in which language an admin uses Telegram; None if no bot has heard it."""
    rows = select(Chat.language).where(Chat.chat_id == admin, Chat.language.is_not(None))
    code = session.scalars(rows.order_by(Chat.reachable_changed_at.desc()).limit(1)).first()
    return code.lower().partition("-")[0] if code else None


def list_lasting(session: Session, *, at: Moment) -> Sequence[BoardSession]:
    """Return the sessions that last, the newest first."""
    rows = select(BoardSession).where(BoardSession.ended_at.is_(None), BoardSession.entered_at.is_not(None))
    found = session.scalars(rows.order_by(BoardSession.id.desc())).all()
    return [one for one in found if lasts(one, at=at)]


def note_seen(session: Session, ids: Collection[int], *, at: Moment) -> None:
    """Note who is still there."""
    due = (BoardSession.id.in_(ids), BoardSession.seen_at < at.now - SEEN_EVERY)
    session.execute(update(BoardSession).where(*due).values(seen_at=at.now))


def end(session: Session, session_id: int, *, at: Moment) -> None:
    """End a session; one that is over stays so."""
    mine = update(BoardSession).where(BoardSession.id == session_id, BoardSession.ended_at.is_(None))
    session.execute(mine.values(ended_at=at.now))
