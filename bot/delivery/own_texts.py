"""Which notices a source words itself, or does not send: one message is in one language."""

from dataclasses import dataclass

from bot.ui.texts import Words, speak
from services.contacts.opening import PLACED
from services.queues.rendering.render_data import RenderData
from services.quick_answers.placeholders import fill_in
from services.team.source_texts import PLACEHOLDERS, Said, SourceText, choose

# What has no text here answers a question, or what somebody has just done: it is always sent, in our words.
KINDS = {
    "client-accepted": SourceText.ACCEPTED,
    **dict.fromkeys(
        (f"client-queued{why}" for why in (*PLACED.values(), "-later", "-away-until")), SourceText.QUEUED
    ),
    "client-queued-closed": SourceText.CLOSED,
    "client-taken": SourceText.TAKEN,
    "client-reopened": SourceText.TAKEN,
    "client-follow-up-passed": SourceText.PASSED,
    "client-completed": SourceText.COMPLETED,
}
ASKED = "client-waits-closed"  # it answers who writes once more, with what is said when closed
RECEIVED = frozenset({SourceText.ACCEPTED, SourceText.QUEUED, SourceText.CLOSED})


@dataclass(frozen=True, slots=True)
class Own:
    """How a notice is put into words; `words` speaks the language of the source's own text in it."""

    words: Words
    is_off: bool = False
    text: str | None = None  # instead of ours
    closed: str | None = None  # within ours
    line: str | None = None  # below


def find(data: RenderData, words: Words) -> Own:
    """Return how the source of a contact words a notice to its client."""
    key, contact = data.row.params["key"], data.contact
    which = SourceText.CLOSED if key == ASKED else KINDS.get(key)
    if which is None or contact is None:
        return Own(words)

    def ask(which: SourceText) -> Said | None:
        return choose(contact.source.texts, data.bot_texts, which, words.language)

    said, line = ask(which), ask(SourceText.RECEIPT) if which in RECEIVED and key != ASKED else None
    if said is False and key != ASKED:
        return Own(words, is_off=True)
    text = said if isinstance(said, str) else None
    line = line if isinstance(line, str) else None
    speaks = speak(guess_language(text or line or "", words.language))
    if text and line and guess_language(line, speaks.language) != speaks.language:
        line = None  # it is for others
    if which is SourceText.CLOSED:
        return Own(speaks, closed=text, line=line)
    if text and which in PLACEHOLDERS:
        text = fill_in(text, contact, contact.lead, contact.operator)
    return Own(speaks, text=text, line=line)


def guess_language(text: str, language: str) -> str:
    """Return in which of our languages a text is, as its letters tell; `language` if they don't."""
    letters = [letter for letter in text if letter.isalpha()]
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in letters)
    if not letters or cyrillic * 2 == len(letters):
        return language
    return "ru" if cyrillic * 2 > len(letters) else "en"
