"""What the commands print, and how they end: 0 nothing differs, 1 something does, 2 a mistake of the user."""

from collections.abc import Iterator
from pathlib import Path

import typer
from sqlalchemy.orm import Session

from leadbot.process import fail
from leadbot.proofs import reading
from models.maintenance.new_file import writing_new
from services.audit import judging, log
from services.audit.judging import Audit, Share
from services.audit.replay import Difference, Finding, Replayed
from services.audit.replay import replay as replay_all
from services.audit.skipping import Skip
from services.audit.tally import tally
from services.policy import Policy

SKIPPED = {
    Skip.MISSING: "took no part, and had a weight then",
    Skip.NO_WEIGHT: "was left out as without a weight, and had one then",
    Skip.WEIGHT: "took part with another weight than was set",
}
WORDS = {
    Difference.UNREADABLE: "the decision can't be read",
    Difference.ORDER: "the candidates are not in the order of their numbers",
    Difference.SCORE: "{who} has {stored} tickets, weight × free places is {rebuilt}",
    Difference.TOTAL: "the total is {stored}, the scores add up to {rebuilt}",
    Difference.TICKET: "ticket {stored} is none of the {rebuilt} there are",
    Difference.WINNER: "operator {stored} got it, the ticket names operator {rebuilt}",
    Difference.FULL: "{who} had {stored} of {rebuilt} open, and no free place",
    Difference.CREDIT: "{who} was owed {rebuilt} by the turns before, and {stored} is stored",
    Difference.OUTSIDER: "{who} took it from the pool, and is none of those who could",
    Difference.LOAD: "{who} is said to have {stored} open, and had {rebuilt}",
}


def replay(month: str | None) -> None:
    """Draw every decision again, and say whether anything differs."""
    reading.check_month(month)
    found = reading.read(
        lambda session, policy: replay_all(session, reading.read_span(session, policy, month))
    )
    for line in write_replayed(found):
        typer.echo(line)
    raise typer.Exit(1 if found.differing else 0)


def write_replayed(found: Replayed) -> Iterator[str]:
    """Yield what came of a replay."""
    kinds = ", ".join(f"{count:,} {kind.value}" for kind, count in sorted(found.kinds.items()))
    listed = f" ({kinds})" if kinds else ""
    yield f"{found.count:,} decisions replayed{listed}: {found.differing:,} differ."
    if found.first:
        yield f"The first: {write_finding(found.first)}"
    if found.forgotten:
        yield f"{found.forgotten:,} can't be checked: what they rest on is no longer kept."
    if found.taken:
        yield f"The history begins later than the work: {found.taken:,} first loads are taken as stored."


def write_finding(finding: Finding) -> str:
    """Return one difference in words."""
    who = f"operator {finding.operator_id}"
    words = WORDS[finding.difference].format(who=who, stored=finding.stored, rebuilt=finding.rebuilt)
    return f"contact #{finding.contact_id}, event {finding.event_id}: {words}"


def audit(days: int | None, month: str | None) -> None:
    """Compare what everybody got with the chances, and say what fair draws would hardly do."""
    reading.check_month(month)
    reading.check_days(days, month)

    def look(session: Session, policy: Policy) -> Audit:
        return judging.judge(tally(session, reading.read_span(session, policy, month, days)))

    found = reading.read(look)
    for line in write_audit(found):
        typer.echo(line)
    raise typer.Exit(1 if found.flagged else 0)


def write_audit(found: Audit) -> Iterator[str]:
    """Yield an audit: a line for each operator of each source, the tickets, who was skipped, the verdict."""
    yield f"Decisions: {found.decisions:,}. Tests: {found.tests}, corrected for looking at many (Holm)."
    yield from map(write_share, found.shares)
    tickets = found.tickets
    yield f"{mark(tickets.is_flagged)}all {tickets.count:,} tickets even: p {write_p(tickets.p)}"
    for one in found.skipped:
        who = found.operators.get(one.operator_id, one.operator_id)
        yield f"! {who} at contact #{one.contact_id}, event {one.event_id}: {SKIPPED[one.skip]}"
    if found.skipped_count > len(found.skipped):
        yield f"! and {found.skipped_count - len(found.skipped):,} times more"
    if found.unreadable:
        yield f"! {found.unreadable:,} decisions can't be read"
    if found.unchecked:
        yield f"{found.unchecked:,} decisions don't say whose weights counted: a skip can't be seen there."
    yield f"Flagged: {found.flagged:,}."


def write_share(share: Share) -> str:
    """Return what an operator got of a source, and how likely such a difference is."""
    line = f"{mark(share.is_flagged)}{share.source}, {share.operator}: "
    line += f"won {share.won} of {share.draws} draws, {share.expected:.1f} expected"
    if share.p is not None and share.corrected is not None:
        line += f", p {write_p(share.p)}, corrected {write_p(share.corrected)}"
    apart = share.apart
    others = (
        (apart.preferred, "preferred"),
        (apart.passed, "after a pass"),
        (apart.by_hand, "by hand"),
        (apart.turns, "in turn"),
        (apart.pooled, "taken from the pool"),
        (apart.returned, "back from later"),
    )
    told = ", ".join(f"{count} {what}" for count, what in others if count)
    return f"{line}; apart: {told}" if told else line


def mark(is_flagged: bool) -> str:
    """Return what a line begins with that is flagged."""
    return "! " if is_flagged else "  "


def write_p(p: float) -> str:
    """Return a chance with two digits that count."""
    return f"{p:.3f}" if p >= 0.001 else f"{p:.1e}"


def export_log(file: Path, month: str | None) -> None:
    """Write the decisions to a file that is not there yet, whole or not at all."""
    reading.check_month(month)
    chain = log.Chain()

    def look(session: Session, policy: Policy) -> None:
        span = reading.read_span(session, policy, month)
        try:
            with writing_new(file) as target:
                for line in log.write_log(session, chain, span):
                    target.write(f"{line}\n".encode())
        except FileExistsError:
            fail(f"{file} is there already; nothing is overwritten")
        except OSError as error:
            fail(f"{file}: {error.strerror}")

    reading.read(look)
    typer.echo(f"{file}: {chain.count:,} lines, {file.stat().st_size / 1_000_000:,.1f} MB.")
    typer.echo(f"Last hash: {chain.closed}")
