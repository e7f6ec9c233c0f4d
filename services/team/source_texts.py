"""What sources say to clients: in our words, in their own, or not at all; for everybody or for one language.

A text for the reader's language comes before the one for everybody, and a campaign's before its bot's.
"""

import enum
from collections.abc import Mapping

from sqlalchemy.orm import Session

from models import Source
from services import sources
from services.distribution import locks
from services.quick_answers import placeholders
from services.refusals import Reason, Refused

LONGEST_TEXT = 1000  # characters
EVERYBODY = "all"  # instead of a language
OFF = False  # instead of a text
Said = str | bool  # a text of the source's own, or OFF
Texts = Mapping[str, Mapping[str, Said]]  # by SourceText and language, as they are stored


class SourceText(enum.StrEnum):
    """What a source can say in its own words."""

    GREETING = "greeting"  # on /start
    RECEIPT = "receipt"  # a line added to what says that a contact is received
    CLOSED = "closed"  # to who writes outside its hours
    ACCEPTED = "accepted"  # a contact is received, and an operator has it
    QUEUED = "queued"  # a contact is received, and waits
    TAKEN = "taken"  # an operator has taken it
    PASSED = "passed"  # the operator will read what came after completion
    COMPLETED = "completed"  # with the question how it was


# What answers /start, or is nothing but an addition, can't be switched off.
CAN_BE_OFF = frozenset(SourceText) - {SourceText.GREETING, SourceText.RECEIPT}
# What stands in braces for something else; who is greeted has no contact yet.
PLACEHOLDERS: dict[SourceText, tuple[str, ...]] = {
    SourceText.ACCEPTED: ("name", "number"),
    SourceText.QUEUED: ("name", "number"),
    SourceText.TAKEN: placeholders.NAMES,
    SourceText.PASSED: placeholders.NAMES,
    SourceText.COMPLETED: placeholders.NAMES,
}


def set_text(
    session: Session, source: Source, which: SourceText, said: Said | None, *, language: str = EVERYBODY
) -> None:
    """Set what a source says, as plain text: OFF for nothing at all, None or a blank one for our words.

    Raises Refused for a source without a bot, for what must be said, a text that is too long, or one with
    words in braces that stand for nothing.
    """
    if source.bot_id is None:
        raise Refused(Reason.SPEAKS_TO_NOBODY, name=source.name)
    given = _check(which, said)
    locks.lock(session, [source.id])
    session.refresh(source, ["texts"])  # two admins may change two of them
    of_all = {name: dict(texts) for name, texts in (source.texts or {}).items()}
    texts = of_all.setdefault(which.value, {})
    texts.pop(language, None)
    if given is not None:
        texts[language] = given
    source.texts = {name: texts for name, texts in of_all.items() if texts} or None
    session.flush()


def _check(which: SourceText, said: Said | None) -> Said | None:
    if said is OFF:
        if which not in CAN_BE_OFF:
            raise Refused(Reason.MUST_BE_SAID)
        return OFF
    text = str(said or "").replace("\0", "").strip()
    if len(text) > LONGEST_TEXT:
        raise Refused(Reason.TEXT_TOO_LONG, most=LONGEST_TEXT)
    known = PLACEHOLDERS.get(which, ())
    unknown = next(
        (word for word in placeholders.PLACEHOLDER.findall(text) if known and word not in known), None
    )
    if unknown is not None:
        listed = ", ".join(f"{{{name}}}" for name in known)
        raise Refused(Reason.UNKNOWN_PLACEHOLDER, name=unknown, known=listed)
    return text or None


def read(source: Source, which: SourceText, language: str = EVERYBODY) -> Said | None:
    """Return what a source itself says to readers of just this language, None if nothing is set."""
    return _get(source.texts, which).get(language)


def choose(of_source: Texts | None, of_bot: Texts | None, which: SourceText, language: str) -> Said | None:
    """Return what a reader of this language is told, None for our words; `of_bot` is for a campaign."""
    for texts in (of_source, of_bot):
        said = _get(texts, which)
        for readers in (language, EVERYBODY):
            if readers in said:
                return said[readers]
    return None


def find_greeting(session: Session, bot_id: int, code: str, language: str) -> str | None:
    """Return how a bot greets who follows a start link with this code, None for our own words."""
    bot = sources.bot_source(session, bot_id)
    campaign = sources.find_campaign(session, bot_id, code) if code else None
    of_campaign, of_bot = (source.texts if source else None for source in (campaign, bot))
    said = choose(of_campaign, of_bot, SourceText.GREETING, language)
    return said if isinstance(said, str) else None


def _get(texts: Texts | None, which: SourceText) -> Mapping[str, Said]:
    return (texts or {}).get(which.value, {})
