"""The first steps with a new bot: somebody answers, gets requests by a weight, and a client has written."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Actor, Contact, Operator, OperatorSourceWeight, Source
from services import chats, sources
from services.chats import ChatRef
from services.distribution import weights
from services.joining import accounts, start_links
from services.moment import Moment
from services.names import clean, is_good_name
from services.refusals import Reason, Refused
from services.team import operators

MOST_NAMES = 20  # that are tried before the admin has to choose one
FIRST_WEIGHT = 1


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """How far a bot is on the way to its first answered client."""

    bot: str  # its username
    joined: Sequence[Operator]
    invited: Sequence[Operator]  # they have not joined yet
    has_weight: bool  # of anybody, above 0
    has_message: bool  # from whomever

    @property
    def are_done(self) -> bool:
        """Whether clients are answered here."""
        return bool(self.joined) and self.has_weight and self.has_message


def find(session: Session, bot_id: int) -> FirstSteps:
    """Return how far a bot is."""
    source = sources.bot_source(session, bot_id)
    everybody = operators.list_operators(session)
    written = select(Contact.id).where(Contact.bot_id == bot_id).limit(1)
    return FirstSteps(
        bot=source.name if source else "",
        joined=[operator for operator in everybody if operator.telegram_id is not None],
        invited=[operator for operator in everybody if operator.telegram_id is None],
        has_weight=source is not None and _has_weight(session, source),
        has_message=session.scalars(written).first() is not None,
    )


def answer_myself(
    session: Session,
    names: Sequence[str],
    chat: ChatRef,
    *,
    language: str | None,
    actor: Actor,
    by: str,
    at: Moment,
) -> Operator:
    """Let an admin be an operator, with a first weight for this bot if nobody has one.

    The first of the names that can be one is taken; raises Refused if there is none.
    """
    operator = chats.find_operator(session, chat.account)
    if operator is None:
        operator = operators.add(session, _choose_name(session, names), operators.DEFAULT_LIMIT, at=at)
        accounts.settle_in(session, operator, chat.account, language=language, at=at)
        start_links.tell_admins(session, operator, chat, at=at)
    give_weight(session, operator, chat.bot_id, actor=actor, by=by, at=at)
    return operator


def give_weight(
    session: Session, operator: Operator, bot_id: int, *, actor: Actor, by: str, at: Moment
) -> None:
    """Give an operator a first weight for a bot in which nobody has one."""
    source = sources.bot_source(session, bot_id)
    if source is not None and not _has_weight(session, source):
        weights.set_weight(session, operator, source, FIRST_WEIGHT, actor=actor, by=by, at=at)


def _choose_name(session: Session, names: Sequence[str]) -> str:
    good = [name for name in map(clean, names) if is_good_name(name)]
    for name in good:
        for n in range(1, MOST_NAMES):
            try:
                return operators.choose_name(session, name if n == 1 else f"{name} {n}")
            except Refused:
                continue  # somebody has it, or one like it
    raise Refused(Reason.BAD_NAME, name=names[0])


def _has_weight(session: Session, source: Source) -> bool:
    own = select(OperatorSourceWeight.weight).where(
        OperatorSourceWeight.source_id == source.id, OperatorSourceWeight.weight > 0
    )
    return session.scalars(own.limit(1)).first() is not None
