"""The business's own quick answers: added, changed, removed. Placeholders in them are filled in when sent.

A campaign has those of its bot, so what is added for a campaign is its bot's.
"""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models import QuickAnswer, Source
from services import sources
from services.moment import Moment
from services.names import clean, fold, is_good_name, parse_number
from services.quick_answers import placeholders
from services.refusals import Reason, Refused

MOST = 50  # of one source, and as many for all
LONGEST_TITLE = 40  # characters
LONGEST = 1000  # characters of a text


def list_answers(session: Session) -> list[QuickAnswer]:
    """Return all of them with their sources: those for all first, then by source in the order of adding."""
    rows = select(QuickAnswer).options(joinedload(QuickAnswer.source))
    for_all = QuickAnswer.source_id.is_not(None)
    return list(session.scalars(rows.order_by(for_all, QuickAnswer.source_id, QuickAnswer.id)))


def get(session: Session, answer_id: int) -> QuickAnswer:
    """Return the one with this id and its source; raises Refused."""
    rows = select(QuickAnswer).where(QuickAnswer.id == answer_id)
    found = session.scalars(rows.options(joinedload(QuickAnswer.source))).first()
    if found is None:
        raise Refused(Reason.NO_SUCH_ANSWER, name=str(answer_id))
    return found


def find(session: Session, words: str) -> QuickAnswer:
    """Return the one that a person names by `7`, `#7` or its title.

    Raises Refused if there is none, or if several sources have one of this title.
    """
    number = parse_number(words)
    if number is not None:
        return get(session, number)
    rows = select(QuickAnswer).where(QuickAnswer.title_key == fold(words))
    found = session.scalars(rows.options(joinedload(QuickAnswer.source)).order_by(QuickAnswer.id)).all()
    if not found:
        raise Refused(Reason.NO_SUCH_ANSWER, name=clean(words))
    if len(found) > 1:
        raise Refused(Reason.SEVERAL_ANSWERS, name=found[0].title, numbers=_list_numbers(found))
    return found[0]


def _list_numbers(found: Sequence[QuickAnswer]) -> str:
    return ", ".join(f"#{one.id}" for one in found)


def find_owner(session: Session, source: Source | None) -> Source | None:
    """Return the source that has the quick answers of this one: of a campaign its bot.

    Raises Refused for a source without a bot: its clients have no chat.
    """
    if source is not None and source.bot_id is None:
        raise Refused(Reason.ANSWERS_NOBODY, name=source.name)
    if source is None or source.code is None or source.bot_id is None:
        return source
    return sources.bot_source(session, source.bot_id) or source


def add(session: Session, source: Source | None, title: str, text: str, *, at: Moment) -> QuickAnswer:
    """Add one for a source, or for all; raises Refused for a title or text that won't do, or the 51st."""
    owner = find_owner(session, source)
    title = check_title(session, owner, title)
    text = check_text(text)
    check_room(session, owner)
    answer = QuickAnswer(
        source_id=owner.id if owner else None,
        title=title,
        title_key=fold(title),
        text=text,
        used=0,
        created_at=at.now,
    )
    answer.source = owner
    session.add(answer)
    session.flush()
    return answer


def change(
    session: Session, answer: QuickAnswer, *, title: str | None = None, text: str | None = None
) -> None:
    """Change what is given, all of it or, raising Refused, nothing."""
    new_title = None
    if title is not None:
        new_title = check_title(session, answer.source, title, besides=answer.id)
    if text is not None:
        answer.text = check_text(text)
    if new_title is not None:
        answer.title, answer.title_key = new_title, fold(new_title)
    session.flush()


def remove(session: Session, answer: QuickAnswer) -> None:
    """Offer it no more; what was sent stays as it is."""
    session.delete(answer)
    session.flush()


def check_room(session: Session, owner: Source | None) -> None:
    """Refuse more for a source than an operator could choose from."""
    source_id = owner.id if owner else None
    count = select(func.count()).where(QuickAnswer.source_id.is_not_distinct_from(source_id))
    if (session.scalar(count) or 0) >= MOST:
        raise Refused(Reason.TOO_MANY_ANSWERS, most=MOST)


def check_title(session: Session, owner: Source | None, title: str, *, besides: int | None = None) -> str:
    """Return a title as it is stored; raises Refused if it is useless, or taken in this source."""
    title = clean(title)
    if not is_good_name(title) or len(title) > LONGEST_TITLE or ":" in title:
        raise Refused(Reason.BAD_TITLE, name=title)
    source_id = owner.id if owner else None
    rows = select(QuickAnswer.id).where(QuickAnswer.title_key == fold(title))
    taken = session.scalars(rows.where(QuickAnswer.source_id.is_not_distinct_from(source_id))).first()
    if taken not in (None, besides):
        raise Refused(Reason.TITLE_TAKEN, name=title)
    return title


def check_text(text: str) -> str:
    """Return a text as it is stored; raises Refused if it says nothing, or has a placeholder that is none."""
    text = text.replace("\0", "").strip()
    if len(text) > LONGEST or not placeholders.says_something(text):
        raise Refused(Reason.BAD_ANSWER, most=LONGEST)
    unknown = placeholders.find_unknown(text)
    if unknown is not None:
        raise Refused(Reason.UNKNOWN_PLACEHOLDER, name=unknown, known=placeholders.LISTED)
    return text
