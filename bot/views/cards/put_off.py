"""How cards and lists say that a contact is put off, and until when."""

from datetime import datetime, tzinfo

from bot.ui.texts import Words
from bot.ui.times import write_moment
from models import Contact


def write_until(until: datetime | None, words: Words, timezone: tzinfo) -> str:
    """Return until when something is put off, for a sentence."""
    if until is None:
        return words.plain("until-client")
    return words.plain("until-moment", moment=write_moment(until, words, timezone))


def write_put_off(contact: Contact, words: Words, timezone: tzinfo) -> str:
    """Return that a contact is put off, as a line of its card."""
    return words.plain("card-later", until=write_until(contact.snoozed_until, words, timezone))


def write_state(contact: Contact, words: Words, timezone: tzinfo) -> str:
    """Return where a contact stands, and until when it is put off."""
    put_off = [write_put_off(contact, words, timezone)] if contact.snoozed_at is not None else []
    state = [] if contact.is_asleep else [words.plain(f"card-state-{contact.status}")]
    return "\n".join([*state, *put_off])
