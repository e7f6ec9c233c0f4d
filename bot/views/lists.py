"""Lists that operators and admins ask for, each in one message."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from bot.texts import Words
from bot.views.people import name_client, write_age
from bot.views.sources import name_source
from models import Contact, Operator, Source
from services.routing import Standing
from services.weights import Row

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


def write_mine(contacts: Sequence[Contact], words: Words, now: datetime) -> str:
    """Return an operator's open contacts with their ages, in HTML."""
    if not contacts:
        return words.plain("mine-none")
    lines = [
        words.html(
            "mine-line",
            number=str(contact.id),
            client=name_client(contact.lead, words),
            state=words.plain(f"mine-state-{contact.status}"),
            age=write_age(contact.assigned_at or contact.created_at, now, words),
        )
        for contact in contacts
    ]
    return words.plain("mine-title", count=len(contacts)) + "\n" + join_lines(lines, words)


def write_other_bots(bots: Sequence[Source], words: Words) -> str:
    """Return the request to open the other bots too, or nothing where there is one bot."""
    if not bots:
        return ""
    return "\n" + words.plain("operator-open-bots", bots=", ".join(f"@{bot.name}" for bot in bots))


def write_operators(operators: Sequence[Operator], reached: Collection[int], words: Words) -> str:
    """Return all operators with load, limit and state, in HTML."""
    lines = [
        words.html(
            "operators-line",
            number=str(operator.id),
            name=operator.name,
            load=operator.load,
            limit=operator.max_active_leads,
            state=describe_state(operator, operator.id in reached, words),
        )
        for operator in operators
    ]
    body = join_lines(lines, words) if lines else words.plain("operators-none")
    return "\n".join((words.plain("operators-title"), body, "", words.plain("operators-foot")))


def describe_state(operator: Operator, reached: bool, words: Words) -> str:
    """Return the one thing about an operator that matters most now."""
    if not operator.is_active:
        return words.plain("state-off")
    if operator.telegram_id is None:
        return words.plain("state-not-joined", number=str(operator.id))
    if not reached:
        return words.plain("state-lost")
    return words.plain("state-on" if operator.on_shift else "state-paused")


def write_weights(rows: Sequence[Row], words: Words) -> str:
    """Return the weights of every source with the shares they make, in HTML."""
    lines = [line for row in rows for line in list_weights_of(row, rows, words)]
    body = join_lines(lines, words) if lines else words.plain("weight-none")
    foot = words.html("weight-foot", source=name_source(rows[0].source)) if rows else ""
    return "\n".join(filter(None, (words.plain("weight-title"), body, "\n" + foot if foot else "")))


def list_weights_of(row: Row, rows: Sequence[Row], words: Words) -> list[str]:
    """Return the weights of one source, a line for each, in HTML."""
    title = words.html("weight-source", source=name_source(row.source))
    if row.inherited:
        bot = next(r.source for r in rows if r.source.bot_id == row.source.bot_id and r.source.code is None)
        return [title, words.html("weight-inherited", source=name_source(bot))]
    shares = [
        words.html("weight-line", name=operator.name, weight=weight, share=share)
        for operator, weight, share in compute_shares(row)
    ]
    return [title, *(shares or [words.plain("weight-nobody")])]


def compute_shares(row: Row) -> list[tuple[Operator, int, int]]:
    """Return (operator, weight, percent): the share when everybody is free, by weight × limit."""
    scores = [
        Standing(operator.id, weight, 0, operator.max_active_leads).score if operator.is_active else 0
        for operator, weight in row.shares
    ]
    total = sum(scores)
    return [
        (operator, weight, round(100 * score / total) if total else 0)
        for (operator, weight), score in zip(row.shares, scores, strict=True)
    ]


def write_sources(sources: Sequence[tuple[Source, int]], connected: frozenset[int], words: Words) -> str:
    """Return all sources with what they are and how many contacts wait there, in HTML."""
    bots = {s.bot_id: s.name for s, _ in sources if s.bot_id is not None and s.code is None}
    lines = [
        words.html(
            "sources-line",
            number=str(source.id),
            source=name_source(source),
            kind=describe_source(source, connected, bots, words),
            waiting=waiting,
        )
        for source, waiting in sources
    ]
    body = join_lines(lines, words) if lines else words.plain("sources-none")
    return "\n".join((words.plain("sources-title"), body))


def describe_source(source: Source, connected: frozenset[int], bots: dict[int, str], words: Words) -> str:
    """Return what a source is, and whether its bot is connected."""
    if source.bot_id is None:
        return words.plain("source-api")
    gone = "" if source.bot_id in connected else "-gone"
    if source.code is None:
        return words.plain(f"source-bot{gone}")
    link = f"t.me/{bots.get(source.bot_id, '')}?start={source.code}"
    return words.plain(
        "source-campaign-gone" if gone else "source-campaign", **({} if gone else {"link": link})
    )
