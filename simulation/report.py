"""What came of the simulated days, in lines for a terminal."""

from collections.abc import Iterator

from services.reports.measures.answering import Answering
from simulation.week import Result

MOST_BROKEN = 20  # are listed


def write_report(result: Result) -> Iterator[str]:
    """Yield the lines: what came, how soon it was answered, what the clock did, and what did not hold."""
    found, promises, told = result.figures, result.promises, result.notices
    assert found is not None
    yield f"{found.received} requests came, {found.completed} were completed, {found.waiting} wait."
    yield f"First answers: {write_answering(found.answering)}"
    for source in found.sources:
        yield f"  @{source.source.name}: {source.received} requests, {write_answering(source.answering)}"
    for operator in found.operators:
        line = f"  {operator.name}: {operator.received} requests, {write_answering(operator.answering)}"
        yield f"{line}; drawn {operator.won} times, {operator.expected:.1f} expected"
    yield (
        f"By the clock: {promises.reminders} reminders to operators, "
        f"{told['operator-timed-out']} cards went on to others, "
        f"{told['operator-missed-many']} pauses for missed cards, "
        f"{told['operator-shift-over']} shifts ended with something open ({result.passed_on} passed on)."
    )
    yield (
        f"Admins heard {told['alert-unanswered']} times of clients without an answer, "
        f"{told['alert-waiting']} times of a queue; {result.moved} requests of who was ill were moved."
    )
    yield (
        f"{told['client-queued-closed']} clients heard when it opens, "
        f"{told['client-queued'] + told['client-queued-away']} their place in the queue."
    )
    if result.replayed:
        yield f"{result.replayed.count} decisions drawn again: {result.replayed.differing} differ."
    yield f"The highest load was {promises.highest}. Broken promises: {len(promises.broken)}"
    yield from (f"  {what}" for what in promises.broken[:MOST_BROKEN])


def write_answering(answering: Answering | None) -> str:
    """Return how soon clients had a first answer."""
    if answering is None:
        return "none"
    times = f"half within {answering.median / 60:.0f} min, nine of ten within {answering.most / 60:.0f} min"
    if answering.share is None:
        return times
    return f"{times}, {100 * answering.share:.0f} % in time"
