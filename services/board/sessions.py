"""Who is in the live board: who has rights there, by a link that works once and becomes a session.

Links and sessions are stored hashed. A session ends by itself, when it is ended, and with the rights.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from models import Account, BoardRight, BoardSession, Chat
from models.base import insert_unless_exists
from services.board import rights
from services.board.rights import Rights
from services.joining.links import hash_token
from services.moment import Moment
from services.refusals import Reason, Refused

LINK_LIVES = timedelta(minutes=5)
LONGEST = timedelta(days=7)
IDLE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)  # so rarely it is written that somebody is still there
DEVICE = 200  # characters of what a browser says of itself


@dataclass(frozen=True, slots=True)
class Launch:
    """Who has opened the board within Telegram, which vouches for it; `proof` is another one each time."""

    account: Account
    name: str
    proof: str


def issue_link(session: Session, account: Account, name: str, token: str, *, at: Moment) -> None:
    """Store a link by which a person of this name gets in."""
    _drop_old(session, at=at)
    session.add(
        BoardSession(
            account=account,
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
    if found.link_expires_at < at.now or rights.find(session, Account(found.account), at=at) is None:
        raise Refused(Reason.LINK_EXPIRED)
    found.token_hash, found.device = hash_token(own), device[:DEVICE]
    found.entered_at = found.seen_at = at.now
    session.flush()
    return found


def enter_by_launch(session: Session, launch: Launch, own: str, device: str, *, at: Moment) -> None:
    """Let in whom Telegram vouches for, once: the session is known by `own`. Raises Refused."""
    if rights.find(session, launch.account, at=at) is None:
        raise Refused(Reason.NO_RIGHT)
    _drop_old(session, at=at)
    row = {
        "admin_id": launch.account,
        "name": launch.name,
        "link_hash": hash_token(launch.proof),
        "link_expires_at": at.now,
        "token_hash": hash_token(own),
        "device": device[:DEVICE],
        "created_at": at.now,
        "entered_at": at.now,
        "seen_at": at.now,
    }
    added = insert_unless_exists(session, BoardSession.metadata.tables[BoardSession.__tablename__])
    if session.execute(added.returning(BoardSession.id), row).first() is None:
        raise Refused(Reason.LAUNCH_OVER)


def find(session: Session, own: str, *, at: Moment) -> tuple[BoardSession, Rights] | None:
    """Return the session that is known by a token and its rights, None if there is none that lasts."""
    return next(_read_lasting(session, BoardSession.token_hash == hash_token(own), at=at), None)


def find_language(session: Session, account: Account) -> str | None:
    """Return in which language a person uses Telegram; None if no bot has heard it."""
    rows = select(Chat.language).where(Chat.chat_id == account, Chat.language.is_not(None))
    code = session.scalars(rows.order_by(Chat.reachable_changed_at.desc()).limit(1)).first()
    return code.lower().partition("-")[0] if code else None


def list_lasting(session: Session, account: Account | None = None, *, at: Moment) -> Sequence[BoardSession]:
    """Return the sessions that last, the newest first; of one person, or of all."""
    whose = BoardSession.entered_at.is_not(None) if account is None else BoardSession.account == account
    return [found for found, _ in _read_lasting(session, whose, at=at)]


def list_rights(session: Session, *, at: Moment) -> dict[int, Rights]:
    """Return the rights, as they are now, of the sessions that last."""
    lasting = _read_lasting(session, BoardSession.entered_at.is_not(None), at=at)
    return {found.id: given for found, given in lasting}


def note_seen(session: Session, ids: Collection[int], *, at: Moment) -> None:
    """Note who is still there."""
    due = (BoardSession.id.in_(ids), BoardSession.seen_at < at.now - SEEN_EVERY)
    session.execute(update(BoardSession).where(*due).values(seen_at=at.now))


def end(session: Session, session_id: int, account: Account | None = None, *, at: Moment) -> None:
    """End a session, only if it is this person's; one that is over stays so."""
    mine = update(BoardSession).where(BoardSession.id == session_id, BoardSession.ended_at.is_(None))
    if account is not None:
        mine = mine.where(BoardSession.account == account)
    session.execute(mine.values(ended_at=at.now))


def _drop_old(session: Session, *, at: Moment) -> None:
    session.execute(delete(BoardSession).where(BoardSession.created_at < at.now - 2 * LONGEST))


def _read_lasting(
    session: Session, whose: ColumnElement[bool], *, at: Moment
) -> Iterator[tuple[BoardSession, Rights]]:
    rows = (
        select(BoardSession, BoardRight)
        .outerjoin(BoardRight, BoardRight.telegram_id == BoardSession.account)
        .where(whose, BoardSession.ended_at.is_(None))
        .order_by(BoardSession.id.desc())
    )
    for found, right in session.execute(rows):
        given = rights.choose(Account(found.account), right, at=at)
        if given is not None and _is_young(found, at=at):
            yield found, given


def _is_young(found: BoardSession, *, at: Moment) -> bool:
    if found.entered_at is None or found.seen_at is None:
        return False
    return at.now < found.entered_at + LONGEST and at.now < found.seen_at + IDLE
