"""What a start link does: it lets an operator join, or names the campaign of the next contact."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models import Operator, Source
from services import chats, sources
from services.chats import ChatRef
from services.moment import Moment
from services.team import operators

JOIN = "op_"


@dataclass(frozen=True, slots=True)
class Joined:
    """A new operator, and the bots he should open as well to be reachable through them."""

    operator: Operator
    other_bots: list[Source]


def follow(
    session: Session, payload: str, chat: ChatRef, *, language: str | None, at: Moment
) -> Joined | None:
    """Follow a start link; an unknown campaign is no campaign. Raises Refused for a dead join link."""
    if payload.startswith(JOIN):
        operator = operators.join(session, payload.removeprefix(JOIN), chat.account, language=language, at=at)
        bots = [
            s for s in sources.list_sources(session) if s.bot_id not in (None, chat.bot_id) and not s.code
        ]
        return Joined(operator, bots)
    campaign = sources.find_campaign(session, chat.bot_id, payload) if payload else None
    if campaign is not None:
        chats.remember_campaign(session, chat, campaign)
    return None
