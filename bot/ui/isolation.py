"""Words of people within a line of ours: those that run right to left move nothing beside them.

They stand between U+2068 and U+2069; words without a letter that runs right to left stay as they are.
"""

import regex

FIRST_STRONG, POP = "\u2068", "\u2069"  # between these the letters tell their direction themselves
OPENING = "\u2066\u2067\u2068"
MARKED = regex.compile(f"[{OPENING}{POP}]")
# What turns a line: letters that run right to left, and the marks that make others do so.
TURNING = regex.compile(r"[\p{bidi_class=R}\p{bidi_class=AL}\u202a-\u202e]")


class Typed(str):
    """Words within a command that people copy: they stay as they are."""


def isolate(text: str) -> str:
    """Return words of people as they stand within a line of ours; what is isolated already stays so.

    Of several lines only the first one stands beside words of ours.
    """
    if text.isascii():
        return text
    first, *others = text.splitlines(keepends=True)
    line = first.rstrip("\n\r")
    whole, outside = balance(line)
    if TURNING.search(outside):
        whole = f"{FIRST_STRONG}{whole}{POP}"
    return "".join((whole, first[len(line) :], *others))


def balance(line: str) -> tuple[str, str]:
    """Return a line in which all that opens is closed and nothing else, and what of it is not isolated."""
    if not MARKED.search(line):
        return line, line
    kept, outside, depth = [], [], 0
    for letter in line:
        if letter == POP and depth == 0:
            continue
        depth += (letter in OPENING) - (letter == POP)
        kept.append(letter)
        if depth == 0 and letter != POP:
            outside.append(letter)
    return "".join(kept) + POP * depth, "".join(outside)
