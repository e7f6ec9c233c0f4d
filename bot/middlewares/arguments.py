"""Splits what follows a command into words; a name with spaces goes into quotes of any kind."""

import re

WORD = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”|„([^“]*)“|([^\s"«“„]\S*)|(\S)')


class UnclosedQuoteError(ValueError):
    """A quote was opened and never closed."""


def split_words(text: str) -> list[str]:
    """Return the words of a command's arguments; raises UnclosedQuoteError."""
    words = []
    for match in WORD.finditer(text):
        if match[6] is not None:
            raise UnclosedQuoteError
        words.append(next(part for part in match.groups() if part is not None))
    return words


def split_leading(text: str, count: int) -> list[str]:
    """Return the words before a free text, which begins after so many or later and may quote as it likes.

    Raises UnclosedQuoteError for a quote among the first ones that is never closed.
    """
    words: list[str] = []
    for match in WORD.finditer(text):
        if match[6] is not None:
            if len(words) < count:
                raise UnclosedQuoteError
            break
        words.append(next(part for part in match.groups() if part is not None))
    return words


def read_name(text: str) -> str:
    """Return a name as it is typed, without the quotes if all of it is quoted; raises UnclosedQuoteError."""
    words = split_words(text)
    return words[0] if len(words) == 1 else text.strip()


def drop_words(text: str, count: int) -> str:
    """Return what follows the first words of a text."""
    matches = list(WORD.finditer(text))[:count]
    return text[matches[-1].end() :].strip() if len(matches) == count else ""


def read_number(word: str) -> int | None:
    """Return a whole number as people type it, None if it is none; far too long ones are none either."""
    return int(word) if re.fullmatch(r"[+-]?[0-9]{1,9}", word) else None
