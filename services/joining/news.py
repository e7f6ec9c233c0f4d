"""What admins hear of who has come or gone: the account, as Telegram names it today."""

from typing import Any

from sqlalchemy.orm import Session

from models import Account
from services import chats
from services.chats import Profile
from services.moment import Moment
from services.queues import outbox


def tell_admins(
    session: Session, key: str, account: Account, *, known_as: str | None = None, at: Moment, **params: Any
) -> None:
    """Tell all admins but the one it is about; `known_as`: what we call who has no name there."""
    profile = chats.find_profile(session, account) or Profile(known_as, None)
    told = {"account": account, "name": profile.name, "username": profile.username, **params}
    outbox.notify_admins(session, key, besides=account, at=at, **told)
