"""Lists in one message, however long they are."""

from collections.abc import Iterable, Sequence

from bot.texts import Words
from models import Source

LONGEST_LIST = 3500  # UTF-16 units, as Telegram counts; its limit is 4,096


def join_lines(lines: Iterable[str], words: Words, *, limit: int = LONGEST_LIST) -> str:
    """Join lines while they fit, and count the ones that don't."""
    kept: list[str] = []
    rest, size = 0, 0
    for line in lines:
        size += len(line.encode("utf-16-le")) // 2 + 1
        if size > limit:
            rest += 1
        else:
            kept.append(line)
    if rest:
        kept.append(words.plain("list-more", count=rest))
    return "\n".join(kept)


def write_other_bots(bots: Sequence[Source], words: Words) -> str:
    """Return the request to open the other bots too, or nothing where there is one bot."""
    if not bots:
        return ""
    return "\n" + words.plain("operator-open-bots", bots=", ".join(f"@{bot.name}" for bot in bots))
