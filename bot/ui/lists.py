"""Lists in one message, however long they are; lengths are counted as Telegram counts them."""

import html
import re
from collections.abc import Iterable

import regex

from bot.ui.isolation import OPENING, POP, balance
from bot.ui.texts import Words

LONGEST_LIST = 3500  # UTF-16 units; Telegram's limit for the whole message is 4,096
LETTER = regex.compile(r"\X")
TAG = re.compile(r"<[^>]*>")


def measure(text: str) -> int:
    """Return how long Telegram finds a text in HTML: in UTF-16 units, without the marks."""
    return measure_plain(html.unescape(TAG.sub("", text)))


def measure_plain(text: str) -> int:
    """Return how long a plain text is in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, units: int) -> str:
    """Return the beginning of a plain text, at most so many UTF-16 units with the mark that it goes on.

    It ends between letters as people see them, never within an emoji of several parts. What is isolated in
    it ends isolated.
    """
    if measure_plain(text) <= units:
        return text
    kept, room = "", units - 1
    for letter in LETTER.finditer(text):
        room -= measure_plain(letter[0]) + (letter[0] in OPENING) - (letter[0] == POP)
        if room < 0:
            break
        kept += letter[0]
    return balance(kept.rstrip())[0] + "…"


def cut(text: str, most: int) -> str:
    """Return the beginning of a plain text, at most so many characters.

    It ends between letters as people see them, unless the first one alone is longer.
    """
    if len(text) <= most:
        return text
    end = 0
    for letter in LETTER.finditer(text):
        if letter.end() > most:
            break
        end = letter.end()
    return text[: end or most]


def join_lines(
    lines: Iterable[str], words: Words, *, limit: int = LONGEST_LIST, newest: bool = False, by: str = "\n"
) -> str:
    """Join lines in HTML while they fit, and count the ones that don't; `newest`: the last ones are kept."""
    every = list(lines)
    kept: list[str] = []
    size = 0
    for line in reversed(every) if newest else every:
        size += measure(line) + len(by)
        if size > limit:
            break
        kept.append(line)
    rest = len(every) - len(kept)
    if newest:
        kept.reverse()
        return by.join([words.plain("list-earlier", count=rest), *kept] if rest else kept)
    return by.join([*kept, words.plain("list-more", count=rest)] if rest else kept)
