"""What a source says to clients in its own words, in lines: of what is usual only what most owners change."""

from bot.ui.lists import shorten
from bot.ui.texts import LANGUAGES, Words
from models import Source
from services.team.source_texts import EVERYBODY, OFF, Said, SourceText, read

READERS = (EVERYBODY, *LANGUAGES)
LONGEST_IN_LIST = 80  # UTF-16 units of one text among others
ALWAYS_SHOWN = (SourceText.GREETING, SourceText.RECEIPT, SourceText.CLOSED)


def list_texts(source: Source, words: Words) -> list[str]:
    """Return in HTML what a source says itself; with whose it has without them."""
    lines = []
    for which in SourceText:
        said = {readers: read(source, which, readers) for readers in READERS}
        if which in ALWAYS_SHOWN and set(said.values()) == {None}:
            lines.append(words.html(f"source-{which}", text=words.plain(name_without(source, which))))
        for readers, text in said.items():
            if text is not None:
                shown = write_said(source, which, text, words, LONGEST_IN_LIST)
                lines.append(words.html(f"source-{which}", text=shown) + write_for(readers, words))
    return ["", *lines]


def write_said(source: Source, which: SourceText, said: Said | None, words: Words, longest: int) -> str:
    """Return as plain text what is said."""
    if isinstance(said, str):
        return shorten(said, longest)
    return words.plain("source-text-off" if said is OFF else name_without(source, which))


def write_for(readers: str, words: Words) -> str:
    """Return who reads a text, if that is not everybody."""
    return "" if readers == EVERYBODY else f" ({words.plain('text-readers', readers=readers)})"


def name_without(source: Source, which: SourceText) -> str:
    """Return the key of what stands for a text that a source has not: nothing is added to a receipt."""
    if source.code is not None:
        return "source-text-bots"
    return "source-text-none" if which is SourceText.RECEIPT else "source-text-usual"
