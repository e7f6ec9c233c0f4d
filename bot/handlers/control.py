"""What admins' commands do, each with the words that follow it; returns the answer as HTML."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from bot.handlers.wording import read_number
from bot.texts import Words
from bot.views import lists
from bot.views.sources import name_source
from models import Operator
from models.database import UnitOfWork
from services import operators, queue, sources, weights
from services.arrivals import JOIN
from services.refusals import Reason, Refused
from services.routing import Chance


@dataclass(frozen=True, slots=True)
class Desk:
    """What an admin's command works with."""

    unit: UnitOfWork
    words: Words
    bot_id: int
    now: datetime
    chance: Chance


class UsageError(Exception):
    """The words of a command don't fit: `key` says what is missing."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


async def tend_operators(desk: Desk, words: list[str]) -> str:
    """`/operators …`: list everybody, or do what the first word says."""
    if not words:
        return await list_operators(desk)
    verb, rest = words[0].lower(), words[1:]
    match verb:
        case "add":
            return await add_operator(desk, rest)
        case "link":
            return await link_operator(desk, rest)
        case "on":
            return await switch_on(desk, rest)
        case "off":
            return await switch_off(desk, rest)
        case "limit":
            return await limit_operator(desk, rest)
        case _:
            raise UsageError("operators-usage")


async def tend_weights(desk: Desk, words: list[str]) -> str:
    """`/weight …`: show the weights, or set one."""
    return await set_weight(desk, words) if words else await show_weights(desk)


async def list_operators(desk: Desk) -> str:
    """Return all operators."""
    everybody = await desk.unit.run_sync(operators.list_operators)
    reached = await desk.unit.run_sync(operators.list_reached)
    return lists.write_operators(everybody, reached, desk.words)


async def add_operator(desk: Desk, words: list[str]) -> str:
    """`add <name> [limit]`: add an operator and return a link to join."""
    name, limit = words, operators.DEFAULT_LIMIT
    if len(words) > 1 and re.match(r"[+-]?[0-9]", words[-1]):
        name, limit = words[:-1], read_limit(words[-1])
    if not name:
        raise UsageError("operators-usage-add")
    operator = await desk.unit.run_sync(operators.add, " ".join(name), limit, now=desk.now)
    return desk.words.html(
        "operator-added",
        number=str(operator.id),
        name=operator.name,
        limit=limit,
        link=await make_link(desk, operator),
        source=f"@{await name_bot(desk)}",
    )


async def link_operator(desk: Desk, words: list[str]) -> str:
    """`link <operator>`: return a fresh link to join; earlier ones end."""
    operator = await find_operator(desk, words)
    return desk.words.html("operator-link", name=operator.name, link=await make_link(desk, operator))


async def switch_on(desk: Desk, words: list[str]) -> str:
    """`on <operator>`: give new contacts again."""
    operator = await find_operator(desk, words)
    await desk.unit.run_sync(operators.set_active, operator, True, now=desk.now, chance=desk.chance)
    return desk.words.html("operator-switched-on", name=operator.name)


async def switch_off(desk: Desk, words: list[str]) -> str:
    """`off <operator>`: keep what is open, give nothing new."""
    operator = await find_operator(desk, words)
    await desk.unit.run_sync(operators.set_active, operator, False, now=desk.now, chance=desk.chance)
    return desk.words.html("operator-switched-off", name=operator.name, count=operator.load)


async def limit_operator(desk: Desk, words: list[str]) -> str:
    """`limit <operator> <n>`: change how many contacts may be open."""
    if len(words) < 2:
        raise UsageError("operators-usage-limit")
    operator = await find_operator(desk, words[:-1])
    limit = read_limit(words[-1])
    await desk.unit.run_sync(operators.set_limit, operator, limit, now=desk.now, chance=desk.chance)
    return desk.words.html("operator-limit-set", name=operator.name, limit=limit, load=operator.load)


async def show_weights(desk: Desk) -> str:
    """Return the weights of every source."""
    return lists.write_weights(await desk.unit.run_sync(weights.table), desk.words)


async def set_weight(desk: Desk, words: list[str]) -> str:
    """`<operator> <source> <n>`: set one weight and return the shares it makes."""
    if len(words) < 3:
        raise UsageError("weight-usage")
    operator = await find_operator(desk, words[:-2])
    source = await desk.unit.run_sync(sources.find, words[-2])
    weight = read_number(words[-1])
    if weight is None:
        raise Refused(Reason.BAD_WEIGHT, most=weights.WEIGHTS[-1])
    await desk.unit.run_sync(weights.set_weight, operator, source, weight, now=desk.now, chance=desk.chance)
    rows = await desk.unit.run_sync(weights.table)
    row = next(row for row in rows if row.source.id == source.id)
    done = desk.words.html("weight-set", name=operator.name, source=name_source(source), weight=weight)
    shares = lists.list_weights_of(row, rows, desk.words)
    return f"{done}\n\n{lists.join_lines(shares, desk.words)}"


async def list_sources(unit: UnitOfWork, words: Words, connected: frozenset[int]) -> str:
    """Return all sources, with how many contacts wait in each."""
    return lists.write_sources(await unit.run_sync(queue.count_waiting), connected, words)


async def find_operator(desk: Desk, words: list[str]) -> Operator:
    """Return the operator that words name; raises UsageError, Refused."""
    if not words:
        raise UsageError("operators-usage-who")
    return await desk.unit.run_sync(operators.find, " ".join(words))


def read_limit(word: str) -> int:
    """Return a limit; raises Refused for what is no whole number."""
    limit = read_number(word)
    if limit is None:
        raise Refused(Reason.BAD_LIMIT, most=operators.LIMITS[-1])
    return limit


async def make_link(desk: Desk, operator: Operator) -> str:
    """Return a fresh one-time link by which somebody becomes this operator."""
    token = secrets.token_urlsafe(16)
    await desk.unit.run_sync(operators.issue_link, operator, token, now=desk.now)
    return f"https://t.me/{await name_bot(desk)}?start={JOIN}{token}"


async def name_bot(desk: Desk) -> str:
    """Return the username of the bot that is being written to."""
    source = await desk.unit.run_sync(sources.bot_source, desk.bot_id)
    return source.name if source else ""
