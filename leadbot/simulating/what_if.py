"""`leadbot simulate --weight Anna=5`: what a change would have done with what really came."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

import typer
from sqlalchemy.orm import Session

from leadbot.process import fail
from leadbot.proofs import reading
from models import Mode
from services import clock, sources
from services.moment import Moment
from services.policy import Policy
from services.refusals import Reason, Refused
from services.reports.periods import begin
from services.settings import decided
from services.team import operators
from services.what_if import comparing, plans
from services.what_if.comparing import Compared, Question
from services.what_if.forecast import Expected, Range
from services.what_if.plans import Plan

EXPLAINED = {
    Reason.NO_SUCH_OPERATOR: "there is no such operator",
    Reason.NO_SUCH_SOURCE: "there is no such source",
    Reason.NO_WEIGHTS: "has no weight yet: say for which source, as in Anna@acme_bot=5",
    Reason.BAD_WEIGHT: "a weight is a whole number from 0 to 1000",
    Reason.BAD_LIMIT: "a limit is a whole number from 0 to 1000",
    Reason.BAD_HOURS: "these are no opening hours such as Mo-Fr 10:00-19:00",
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options, as they were typed."""

    weight: Sequence[str] = ()
    limit: Sequence[str] = ()
    hours: Sequence[str] = ()
    off: Sequence[str] = ()
    hire: Sequence[str] = ()
    mode: Sequence[str] = ()

    @property
    def are_any(self) -> bool:
        """Tell whether anything is to be tried."""
        return any((self.weight, self.limit, self.hours, self.off, self.hire, self.mode))


def try_out(wishes: Wishes, days: int, until: datetime | None) -> None:
    """Print what the wishes would have done in some days up to today, or to another day."""
    question = reading.read(lambda session, policy: ask(session, policy, wishes, days, until))
    for line in write_compared(comparing.answer(question, Random)):
        typer.echo(line)


def ask(session: Session, policy: Policy, wishes: Wishes, days: int, until: datetime | None) -> Question:
    """Read the days and the plan; ends with 2 for a wish that can't be tried."""
    values, _ = decided.read(session)
    policy = policy.model_copy(update=values)
    at = Moment(now=clock.utc_now(), chance=clock.chance, policy=policy)
    if until is not None:
        end = begin(until.date() + timedelta(days=1), policy.timezone) - timedelta(seconds=1)
        at = replace(at, now=min(end, at.now))
    return comparing.ask(session, tuple(list_changes(session, wishes, at=at)), days, at=at)


def list_changes(session: Session, wishes: Wishes, *, at: Moment) -> Iterator[plans.Change]:
    """Yield what the wishes change."""
    for option, words in (
        ("weight", wishes.weight),
        ("limit", wishes.limit),
        ("hours", wishes.hours),
        ("off", wishes.off),
        ("hire", wishes.hire),
        ("mode", wishes.mode),
    ):
        for word in words:
            try:
                yield from read_change(session, option, word, at=at)
            except Refused as refusal:
                fail(f"--{option} {word}: {EXPLAINED.get(refusal.reason, refusal.reason)}")


def read_change(session: Session, option: str, word: str, *, at: Moment) -> Plan:
    """Return what one option changes; raises Refused."""
    if option in ("off", "hire"):
        operator = operators.find(session, word)
        return plans.switch_off(operator) if option == "off" else plans.hire(operator)
    name, sign, value = word.rpartition("=") if option != "hours" else word.partition("=")
    if not sign or not name or not value:
        fail(f"--{option} {word}: write it as in Anna=5")
    if option == "mode":
        if value not in {mode.value for mode in Mode}:
            fail(f"--mode {word}: {value!r} is none of {', '.join(Mode)}")
        return plans.change_mode(session, sources.find(session, name), Mode(value))
    if option == "hours":
        return plans.change_hours(operators.find(session, name), value, at=at)
    if option == "limit":
        return plans.change_limit(operators.find(session, name), read_number(value))
    who, at_sign, where = name.partition("@")
    source = sources.find(session, where) if at_sign else None
    return plans.change_weight(session, operators.find(session, who.strip()), source, read_number(value))


def read_number(word: str) -> int:
    """Return a whole number, -1 for what is none."""
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 9 else -1


def write_compared(found: Compared) -> Iterator[str]:
    """Yield what came as it is and with the change, and how far the model is to be trusted."""
    now, then, period = found.now, found.then, found.period
    yield f"{period.first} to {period.last}: {now.arrivals:,} requests, {now.runs} runs of each."
    if not now.arrivals:
        return
    before = {one.operator_id: one for one in now.operators}
    width = max((len(one.name) for one in then.operators), default=0)
    yield f"{'':{width}}   really     as it is                with the change         at the limit"
    for one in then.operators:
        yield write_operator(one, before.get(one.operator_id), width)
    yield f"nobody free at once:           {write_percent(now.waited)} → {write_percent(then.waited)}"
    for what, was, would in (
        ("an operator, nine in ten: ", now.longest_wait, then.longest_wait),
        ("first answer, half:       ", now.answer, then.answer),
        ("first answer, nine in ten:", now.longest_answer, then.longest_answer),
    ):
        if was is not None and would is not None:
            yield f"within, {what} {write_minutes(was)} → {write_minutes(would)}"
    yield "In brackets: where 95 of 100 such stretches of time would lie, if everybody works as before."


def write_operator(one: Expected, before: Expected | None, width: int) -> str:
    """Return an operator's shares and how much of the time the limit is reached."""
    really = "     –" if before is None or before.really is None else f"{100 * before.really:5.1f} %"
    was = "–" if before is None else write_percent(before.share)
    full = f"{0 if before is None else 100 * before.full.mean:.0f} → {100 * one.full.mean:.0f} %"
    return f"{one.name:{width}}  {really:>8}   {was:<22}  {write_percent(one.share):<22}  {full}"


def write_percent(part: Range) -> str:
    """Return a part in percent, with its interval."""
    return f"{100 * part.mean:.1f} % ({100 * part.low:.1f}–{100 * min(part.high, 1.0):.1f})"


def write_minutes(span: Range) -> str:
    """Return a time in minutes, with its interval."""
    return f"{span.mean / 60:.1f} min ({span.low / 60:.1f}–{span.high / 60:.1f})"
