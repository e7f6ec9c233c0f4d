"""The tables that `make bench` prints: what is claimed beside what is wanted, and all that was measured."""

from collections.abc import Callable

from benchmarks.api import CONNECTIONS
from benchmarks.counts import FOLLOW_UP, NEW_CONTACT, POST, PRESS
from benchmarks.figures import (
    BY_THREE,
    ECHO,
    FOLLOW_UPS,
    NEW,
    PACED,
    POSTGRES,
    POSTS,
    PRESSES,
    SQLITE,
    Measured,
)
from benchmarks.start import ECHO as ECHO_STARTS
from benchmarks.start import OURS as OURS_STARTS
from bot.intake.processor import MOST

ABSENT, NOTHING = "not installed", "–"
Write = Callable[[str], str]


def write_tables(measured: Measured, messages: int) -> str:
    """Return all tables; memory was read after so many messages."""
    return "\n".join([*write_claims(measured, messages), "", *write_rounds(measured)])


def write_claims(measured: Measured, messages: int) -> list[str]:
    """Return what is claimed, with the yardstick of the same run and what is wanted."""
    begun, memory = measured.begun, measured.memory
    polled, echoed = begun[OURS_STARTS].polled, begun[ECHO_STARTS].polled
    held, name = str(memory[ECHO]), f"memory after {messages:,} messages, MB"
    return [
        *write_head("measured", "SQLite", "PostgreSQL", "the echo", "wanted"),
        *list_costs(measured),
        *list_shares(measured),
        *list_counts(measured),
        write_line(name, lambda who: str(memory[who]), measured, "≤ 180", held),
        write_row("start to first poll, s", f"{polled:.1f}", NOTHING, f"{echoed:.1f}", "≤ 3"),
    ]


def write_line(
    name: str, write: Write, measured: Measured, wanted: str = NOTHING, echo: str = NOTHING
) -> str:
    """Return a line about both databases, if both have been measured."""
    other = write(POSTGRES) if POSTGRES in measured.counted else ABSENT
    return write_row(name, write(SQLITE), other, echo, wanted)


def list_costs(measured: Measured) -> list[str]:
    """Return the lines about each database beside the echo."""
    least = measured.results.least

    def compare(load: str, wanted: str) -> str:
        echo, name = least(load, ECHO).cpu, f"CPU of the echo ÷ ours, {load}"
        return write_line(
            name, lambda who: f"{echo / least(load, who).cpu:.2f}", measured, wanted, f"{micro(echo)} µs"
        )

    def wait(who: str) -> str:
        return f"{least(PACED, who).p50:.0f} / {least(PACED, who).p95:.0f}"

    def press(who: str) -> str:
        return micro(least(PRESSES, who).cpu)

    def answer(who: str) -> str:
        return micro(least(POSTS, who).cpu)

    def keep_up(who: str) -> str:
        return f"{least(POSTS, who).rate / rate:.2f}"

    rate, copied = least(POSTS, ECHO).rate, f"{micro(least(FOLLOW_UPS, ECHO).cpu)} (a message)"
    return [
        compare(FOLLOW_UPS, "≥ 0.45"),
        compare(NEW, "≥ 0.20"),
        write_line("CPU of a press, µs", press, measured, echo=copied),
        write_line(f"p50 / p95 at {PACED}, ms", wait, measured, "≤ 12 / ≤ 25", wait(ECHO)),
        write_line(f"rate ÷ that of the echo, {POSTS}", keep_up, measured, "≥ 0.30", f"{rate:,.0f} a second"),
        write_line("CPU of a request by API, µs", answer, measured, echo=answer(ECHO)),
    ]


def list_shares(measured: Measured) -> list[str]:
    """Return the lines about PostgreSQL beside SQLite."""
    has_postgres = POSTGRES in measured.counted

    def share(load: str, wanted: str) -> str:
        rate = measured.results.least(load, SQLITE).rate
        part = f"{measured.results.least(load, POSTGRES).rate / rate:.2f}" if has_postgres else ABSENT
        return write_row(f"rate ÷ that of SQLite, {load}", f"{rate:,.0f} a second", part, NOTHING, wanted)

    deadlocks = str(measured.deadlocks) if has_postgres else ABSENT
    return [
        share(NEW, "≥ 0.5"),
        share(BY_THREE, "≥ 0.8"),
        write_row("deadlocks in this run", NOTHING, deadlocks, NOTHING, "0"),
    ]


def list_counts(measured: Measured) -> list[str]:
    """Return the lines with what does not depend on the machine."""
    kinds = {NEW_CONTACT: ("≤ 12 / –", MOST), FOLLOW_UP: ("≤ 4 / –", MOST), PRESS: ("≤ 6 / –", MOST)}
    kinds |= {POST: ("≤ 14 / –", CONNECTIONS)}

    def statements(kind: str, batch: int) -> Write:
        return lambda who: " / ".join(f"{measured.counted[who][kind, n].statements:.1f}" for n in (batch, 1))

    def calls(kind: str, batch: int) -> Write:
        return lambda who: " / ".join(f"{measured.counted[who][kind, n].calls:,.0f}" for n in (batch, 1))

    lines = []
    for kind, (wanted, batch) in kinds.items():
        name = f"statements of a {kind}, {batch} in a transaction / alone"
        lines.append(write_line(name, statements(kind, batch), measured, wanted))
    for kind, (_, batch) in kinds.items():
        name = f"Python calls of a {kind}, {batch} in a transaction / alone"
        lines.append(write_line(name, calls(kind, batch), measured))
    return lines


def write_rounds(measured: Measured) -> list[str]:
    """Return the table of what each load has cost."""
    lines = write_head("load", "whose", "CPU of a message, µs", "messages a second", "CPU by round, µs")
    for load, who, costs in measured.results.list_rounds():
        least, each = measured.results.least(load, who), ", ".join(micro(cost.cpu) for cost in costs)
        lines.append(write_row(load, who, micro(least.cpu), f"{least.rate:,.0f}", each))
    return lines


def micro(seconds: float) -> str:
    """Write seconds as microseconds."""
    return f"{seconds * 1e6:,.0f}"


def write_head(*names: str) -> list[str]:
    """Return the first lines of a table."""
    return [write_row(*names), "|---" * len(names) + "|"]


def write_row(*cells: str) -> str:
    """Return a line of a table."""
    return f"| {' | '.join(cells)} |"
