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


def read_number(word: str) -> int | None:
    """Return a whole number as people type it, None if it is none; far too long ones are none either."""
    return int(word) if re.fullmatch(r"[+-]?[0-9]{1,9}", word) else None
