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
    rows = [*list_costs(measured), *list_shares(measured), *list_counts(measured)]
    memory, begun = measured.memory, measured.begun
    polled = begun[OURS_STARTS].polled, begun[ECHO_STARTS].polled
    return [
        *write_head("measured", "SQLite", "PostgreSQL", "the echo", "wanted"),
        *rows,
        write_line(
            f"memory after {messages:,} messages, MB",
            lambda who: str(memory[who]),
            measured,
            "≤ 180",
            who_else=True,
        ),
        write_row("start to first poll, s", f"{polled[0]:.1f}", NOTHING, f"{polled[1]:.1f}", "≤ 3"),
    ]


def write_line(
    name: str, write: Write, measured: Measured, wanted: str = NOTHING, *, who_else: bool = False
) -> str:
    """Return a line with both databases, and the echo if that can be measured as well."""
    other = write(POSTGRES) if POSTGRES in measured.counted else ABSENT
    return write_row(name, write(SQLITE), other, write(ECHO) if who_else else NOTHING, wanted)


def list_costs(measured: Measured) -> list[str]:
    """Return the lines about one database beside the echo."""
    least = measured.results.least

    def compare(load: str) -> Write:
        return lambda who: f"{least(load, ECHO).cpu / least(load, who).cpu:.2f}"

    def cost(load: str) -> Write:
        return lambda who: micro(least(load, who).cpu)

    def wait(who: str) -> str:
        return f"{least(PACED, who).p50:.0f} / {least(PACED, who).p95:.0f}"

    def keep_up(who: str) -> str:
        return f"{least(POSTS, who).rate / least(POSTS, ECHO).rate:.2f}"

    return [
        write_line(f"CPU of the echo ÷ ours, {FOLLOW_UPS}", compare(FOLLOW_UPS), measured, "≥ 0.45"),
        write_line(f"CPU of the echo ÷ ours, {NEW}", compare(NEW), measured, "≥ 0.20"),
        write_line("CPU of a press, µs", cost(PRESSES), measured),
        write_line(f"p50 / p95 at {PACED}, ms", wait, measured, "≤ 12 / ≤ 25", who_else=True),
        write_line(f"rate ÷ that of the echo, {POSTS}", keep_up, measured, "≥ 0.30"),
        write_line("CPU of a request by API, µs", cost(POSTS), measured, who_else=True),
    ]


def list_shares(measured: Measured) -> list[str]:
    """Return the lines about PostgreSQL beside SQLite."""
    has_postgres = POSTGRES in measured.counted

    def share(load: str) -> str:
        rates = [measured.results.least(load, who).rate for who in (POSTGRES, SQLITE)]
        return f"{rates[0] / rates[1]:.2f}"

    deadlocks = str(measured.deadlocks) if has_postgres else ABSENT
    shares = [share(load) if has_postgres else ABSENT for load in (NEW, BY_THREE)]
    return [
        write_row("rate ÷ that of SQLite, new contacts by 1 bot", "1", shares[0], NOTHING, "≥ 0.5"),
        write_row("rate ÷ that of SQLite, new contacts by 3 bots", "1", shares[1], NOTHING, "≥ 0.8"),
        write_row("deadlocks in this run", NOTHING, deadlocks, NOTHING, "0"),
    ]


def list_counts(measured: Measured) -> list[str]:
    """Return the lines with what does not depend on the machine."""
    kinds = {NEW_CONTACT: ("≤ 12", MOST), FOLLOW_UP: ("≤ 4", MOST), PRESS: ("≤ 6", MOST)}
    kinds |= {POST: ("≤ 14 (PostgreSQL)", CONNECTIONS)}

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
