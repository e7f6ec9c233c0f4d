"""What must hold at every step: limits, hours, the order of the queue, and that admins hear of trouble."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import IS_OPEN, Alert, Contact, Event, Operator, Outbox, Source
from services.deadlines import reminders, wakeups
from services.distribution import queue
from services.distribution.candidates import evaluate
from services.distribution.decisions import AssignmentReason
from services.distribution.order import lines
from services.events import Kind
from services.hours.working_time import is_at_work, of_source
from services.moment import Moment
from services.operations.alerts import PATIENCE, SILENCE
from simulation.business import HELP, SHOP

REMINDERS = ("operator-reminder", "operator-reminders")
BY_QUEUE = (AssignmentReason.NEW.value, AssignmentReason.QUEUE.value, AssignmentReason.WOKEN.value)
STEP = timedelta(minutes=2)  # of the clock, while anybody is at work


@dataclass(slots=True)
class Promises:
    """Looks at what has come since it looked last; `broken` says what should not have been."""

    broken: list[str] = field(default_factory=list)
    told: int = 0  # the last row of the outbox that was looked at
    happened: int = 0  # the last event
    reminders: int = 0
    highest: int = 0  # load of anybody
    preferring: set[int] = field(default_factory=set)  # what waits a moment for whom its source prefers

    def check(self, session: Session, *, at: Moment) -> None:
        """Look at everything after a step."""
        session.flush()
        self._check_limits(session, at=at)
        self._check_reminders(session, at=at)
        self._check_assignments(session, at=at)
        self._check_queue(session, at=at)
        self._check_alerts(session, at=at)
        for number in wakeups.list_due(session, bots=(SHOP, HELP), at=at):
            self._break(at.now, f"#{number} is put off though its moment has come")

    def _break(self, at: datetime, what: str) -> None:
        self.broken.append(f"{at:%Y-%m-%d %H:%M} UTC: {what}")

    def _check_limits(self, session: Session, *, at: Moment) -> None:
        counted = select(Contact.operator_id, func.count()).where(IS_OPEN).group_by(Contact.operator_id)
        loads = dict(session.execute(counted.where(Contact.operator_id.is_not(None))).all())
        for operator in session.scalars(select(Operator)):
            self.highest = max(self.highest, operator.load)
            if not loads.get(operator.id, 0) == operator.load <= operator.max_active_leads:
                self._break(
                    at.now, f"{operator.name} has {operator.load}, counted {loads.get(operator.id, 0)}"
                )

    def _check_reminders(self, session: Session, *, at: Moment) -> None:
        rows = select(Outbox).where(Outbox.id > self.told).order_by(Outbox.id)
        for row in session.scalars(rows):
            self.told = row.id
            if row.params.get("key") not in REMINDERS:
                continue
            self.reminders += 1
            operator = session.scalars(select(Operator).filter_by(telegram_id=row.chat_id)).one()
            if not is_at_work(operator, at=at):
                self._break(at.now, f"{operator.name} is reminded outside the hours of work")

    def _check_assignments(self, session: Session, *, at: Moment) -> None:
        rows = select(Event).where(Event.id > self.happened).order_by(Event.id)
        last: dict[int, int] = {}
        for event in session.scalars(rows):
            self.happened = event.id
            if event.kind != Kind.ASSIGNED.value or event.data["why"] not in BY_QUEUE:
                continue
            contact = session.get_one(Contact, event.contact_id)
            source = session.get_one(Source, contact.source_id)
            operator = session.get_one(Operator, event.data["operator_id"])
            if not of_source(source, at=at).is_open(at.now):
                self._break(at.now, f"#{contact.id} is given out while @{source.name} is closed")
            if not is_at_work(operator, at=at):
                self._break(at.now, f"#{contact.id} is given to {operator.name}, who is not at work")
            is_first = event.data["assignment_no"] == 1 and contact.id not in self.preferring
            if event.data["why"] == AssignmentReason.QUEUE.value and is_first:
                if contact.id < last.get(source.id, 0):
                    self._break(at.now, f"#{contact.id} leaves the queue after a later one")
                last[source.id] = contact.id

    def _check_queue(self, session: Session, *, at: Moment) -> None:
        """Nobody waits while somebody may take it, and nobody who came later was served first."""
        for contact in session.scalars(select(Contact).where(lines.IS_WAITING).order_by(Contact.id)):
            is_open = queue.is_open(session, contact.source_id, at=at)
            if contact.widens_at is not None:
                self.preferring.add(contact.id)
                if contact.widens_at + STEP <= at.now:
                    self._break(at.now, f"#{contact.id} still waits for who is preferred")
            if is_open and evaluate(session, contact, at=at).eligible:
                self._break(at.now, f"#{contact.id} waits while somebody is free")
            elif is_open and self._has_waited(session, contact, at=at):
                self._expect_alert(session, f"waiting:{contact.source_id}", f"#{contact.id} waits", at=at)

    def _has_waited(self, session: Session, contact: Contact, *, at: Moment) -> bool:
        source = session.get_one(Source, contact.source_id)
        since = contact.waiting_since or at.now
        return of_source(source, at=at).count(since, at.now) >= PATIENCE + STEP

    def _check_alerts(self, session: Session, *, at: Moment) -> None:
        """Of whose clients have waited for twice the reminder time admins have heard within the hour."""
        for operator, count, _, number in reminders.list_unanswered(session, at=at):
            what = f"{operator.name} has not answered {count}, #{number} the longest"
            self._expect_alert(session, f"unanswered:{operator.id}", what, at=at)

    def _expect_alert(self, session: Session, subject: str, what: str, *, at: Moment) -> None:
        alert = session.get(Alert, subject)
        if alert is None or at.now - alert.at > SILENCE + STEP:
            self._break(at.now, f"{what}, and no admin is told")
