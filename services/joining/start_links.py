"""What a start link does: it lets an operator or an admin join, or names the campaign of the next contact."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Operator, Source
from services import bans, chats, sources
from services.chats import ChatRef
from services.distribution import grace
from services.joining import accounts, admins, board_rights, links, news
from services.joining.links import JOIN
from services.moment import Moment
from services.refusals import Reason, Refused

JOINED = "joined-news"  # the text key of what admins hear


@dataclass(frozen=True, slots=True)
class Joined:
    """A new operator, and the bots he should open as well to be reachable through them."""

    operator: Operator
    other_bots: list[Source]
    kept: int  # contacts in these bots that stay for some minutes


def follow(
    session: Session, payload: str, chat: ChatRef, *, language: str | None, at: Moment
) -> Joined | None:
    """Follow a start link; an unknown campaign is no campaign.

    Raises Refused for a dead join link, and for whoever is banned, who uses up none.
    """
    if payload.startswith(JOIN):
        if chat.account not in at.policy.admin_ids and bans.is_banned(session, chat.account):
            raise Refused(Reason.BANNED)
        operator = accounts.join(session, payload.removeprefix(JOIN), chat.account, language=language, at=at)
        bots = [
            source
            for source in sources.list_sources(session)
            if source.bot_id is not None
            and source.code is None
            and not chats.is_reached(session, chat.account, source.bot_id)
        ]
        tell_admins(session, operator, chat, at=at)
        kept = sum(len(found) for found in grace.list_kept(session, operator).values())
        return Joined(operator, bots, kept)
    campaign = sources.find_campaign(session, chat.bot_id, payload) if payload else None
    if campaign is not None:
        chats.remember_campaign(session, chat, campaign)
    return None


def tell_admins(session: Session, operator: Operator, chat: ChatRef, *, at: Moment) -> None:
    """Let all other admins hear which account has joined as an operator."""
    news.tell_admins(session, JOINED, chat.account, operator=operator.name, operator_id=operator.id, at=at)


def holds_living_link(session: Session, text: str, *, at: Moment) -> bool:
    """Tell whether who reads a text could join, become an admin or look at the board by a link in it."""
    prints = {links.hash_token(token) for token in links.TOKEN.findall(text)}
    if not prints:
        return False
    living = select(Operator.id).where(Operator.link_hash.in_(prints), Operator.link_expires_at >= at.now)
    joins = session.scalars(living.limit(1)).first() is not None
    return (
        joins or admins.holds_link(session, prints, at=at) or board_rights.holds_link(session, prints, at=at)
    )
