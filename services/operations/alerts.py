"""What admins must hear about, each subject at most once an hour, through the first bot the admin opened."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from models import (
    Alert,
    Chat,
    Contact,
    Event,
    Inbox,
    InboxState,
    Operator,
    OperatorSourceWeight,
    Source,
)
from services import events, sources
from services.chats import find_first_bot
from services.deadlines import reminders, timeouts
from services.distribution import queue
from services.distribution.decisions import AssignmentReason
from services.distribution.grace import GRACE
from services.distribution.order import lines
from services.hours.working_time import read_source_hours
from services.moment import Moment
from services.operations import undelivered
from services.operations.health import UNPOLLED
from services.operations.trouble import MOST_NUMBERS, NUMBERS, Trouble
from services.queues import outbox, recipients
from services.waits import CLOCKS_DIFFER

SILENCE = timedelta(hours=1)
PATIENCE = timedelta(minutes=5)
OPENS_BOT = "bot_to_open"  # in the params of a notice: a button forwards the link to this bot
SHOWS_OPEN = "shows_open"  # in the params of a notice: a button lists what this operator has open


def raise_alerts(
    session: Session,
    *,
    bots: Mapping[int, str | None],
    broken: Sequence[str] = (),
    at: Moment,
) -> list[Trouble]:
    """Tell admins what is wrong and has not been told for an hour; returns what nobody could be told.

    `bots` are the connected ones, each with the text key of what is wrong with it or None; `broken` are
    the names of invariants of the database that do not hold.
    """
    unheard = []
    working = _list_working(bots)
    for trouble in list_due(session, bots=bots, broken=broken, at=at):
        session.merge(Alert(subject=trouble.subject, at=at.now))
        routes = [(find_first_bot(session, admin, working), admin) for admin in at.policy.admin_ids]
        reached = [(bot_id, admin) for bot_id, admin in routes if bot_id]
        for bot_id, admin in reached:
            recipient = recipients.Recipient(bot_id, admin)
            outbox.notify_admin(session, recipient, trouble.key, at=at, **trouble.params)
        if not reached:
            unheard.append(trouble)
    return unheard


def list_due(
    session: Session, *, bots: Mapping[int, str | None], broken: Sequence[str] = (), at: Moment
) -> list[Trouble]:
    """Return what is wrong and has not been told for an hour."""
    found = (
        *find_troubles(session, _list_working(bots), at=at),
        *_untaken(session, at=at),
        *_unanswered(session, at=at),
        *_broken(session, bots),
        *_unpolled(session, bots, at=at),
        *(Trouble(f"invariant:{name}", "alert-invariant", {"name": name}) for name in broken),
    )
    if not found:
        return []
    subjects = [trouble.subject for trouble in found]
    rows = session.scalars(select(Alert).where(Alert.subject.in_(subjects)))
    told = {alert.subject: alert.at for alert in rows}
    return [trouble for trouble in found if not _is_told(trouble, told.get(trouble.subject), at=at)]


def _is_told(trouble: Trouble, told_at: datetime | None, *, at: Moment) -> bool:
    return told_at is not None and (trouble.once or told_at > at.now - SILENCE)


def tell_again(session: Session, *, at: Moment) -> None:
    """Tell again what was told by a clock that has been set back: how long ago that was nobody knows."""
    session.execute(delete(Alert).where(Alert.at > at.now + CLOCKS_DIFFER))


def find_troubles(session: Session, working: Collection[int], *, at: Moment) -> Iterable[Trouble]:
    """Return what the database shows to be wrong, but for what the bots that don't work explain."""
    yield from _waiting_long(session, at=at)
    hour_ago = at.now - SILENCE
    yield from _without_weights(session, since=hour_ago)
    yield from _unreachable_operators(session, since=hour_ago)
    yield from _unopened(session, at=at)
    aside = select(func.count()).where(Inbox.state == InboxState.QUARANTINED, Inbox.handled_at > hour_ago)
    if count := session.scalars(aside).one():
        yield Trouble("quarantine", "alert-quarantine", {"count": count})
    yield from undelivered.find_dead(session, since=hour_ago)
    yield from undelivered.find_stuck(session, working, at=at)
    if at.policy.webhook_events_url:  # else nobody wants to hear of what is left from when it was on
        yield from undelivered.find_webhooks(session, since=hour_ago, at=at)


def _untaken(session: Session, *, at: Moment) -> Iterable[Trouble]:
    if count := timeouts.count_untaken(session, at=at):
        minutes = 2 * at.policy.accept_timeout_minutes
        numbers = timeouts.list_untaken(session, limit=MOST_NUMBERS + 1, at=at)
        yield Trouble("untaken", "alert-untaken", {"count": count, "minutes": minutes, NUMBERS: numbers})


def _unanswered(session: Session, *, at: Moment) -> Iterable[Trouble]:
    for operator, count, since, number in reminders.list_unanswered(session, at=at):
        minutes = int((at.now - since).total_seconds() // 60)
        params = {
            "operator": operator.name,
            "count": count,
            "minutes": minutes,
            "number": number,
            SHOWS_OPEN: operator.id,
        }
        yield Trouble(f"unanswered:{operator.id}", "alert-unanswered", params)


def _waiting_long(session: Session, *, at: Moment) -> Iterable[Trouble]:
    source_id = lines.OF_SOURCE
    hours = read_source_hours(session, at=at)
    oldest = (
        select(source_id, func.count(), func.min(Contact.id))
        .where(lines.IS_WAITING, hours.has_lasted(Contact.waiting_since, PATIENCE))
        .group_by(source_id)
    )
    for number, count, contact_id in session.execute(oldest).all():
        source, contact = session.get_one(Source, number), session.get_one(Contact, contact_id)
        minutes = int((at.now - (contact.waiting_since or at.now)).total_seconds() // 60)
        reason = queue.explain(session, contact, at=at).value
        params = {
            "source": sources.show_name(source),
            "count": count,
            "minutes": minutes,
            "number": contact_id,
            "reason": reason,
        }
        yield Trouble(f"waiting:{source.id}", "alert-waiting", params)


def _without_weights(session: Session, *, since: datetime) -> Iterable[Trouble]:
    asked = sources.count_contacts(session, since=since)
    for source in sources.list_sources(session):
        if source.id not in asked:
            continue
        counted = sources.weights_source_id(session, source)
        weighted = select(OperatorSourceWeight.weight).filter_by(source_id=counted)
        if not any(session.scalars(weighted)):
            yield Trouble(
                f"no-weights:{source.id}", "alert-no-weights", {"source": sources.show_name(source)}
            )


def _unreachable_operators(session: Session, *, since: datetime) -> Iterable[Trouble]:
    lost = exists().where(
        Chat.chat_id == Operator.telegram_id, ~Chat.is_reachable, Chat.reachable_changed_at > since
    )
    at_work = select(Operator).where(Operator.is_active, Operator.on_shift, lost)
    for operator in session.scalars(at_work.order_by(Operator.id)):
        waiting = _count_returned(session, operator, since=since)
        params = {"operator": operator.name, "waiting": waiting, "bots": _name_lost(session, operator, since)}
        yield Trouble(f"unreachable:{operator.id}", "alert-unreachable", params)


def _name_lost(session: Session, operator: Operator, since: datetime) -> str:
    """Return the bots that an operator has closed."""
    lost = (Chat.chat_id == operator.telegram_id, ~Chat.is_reachable, Chat.reachable_changed_at > since)
    rows = select(Source.name).join(Chat, Chat.bot_id == Source.bot_id).where(Source.code.is_(None), *lost)
    return ", ".join(f"@{name}" for name in session.scalars(rows.order_by(Source.id)))


def _unopened(session: Session, *, at: Moment) -> Iterable[Trouble]:
    """Tell once of each bot that an operator has a weight for and never opened, some time after he joined."""
    opened = exists().where(Chat.bot_id == Source.bot_id, Chat.chat_id == Operator.telegram_id)
    long_here = exists().where(Chat.chat_id == Operator.telegram_id, Chat.opened_at < at.now - GRACE)
    rows = (
        select(Operator, Source)
        .join(OperatorSourceWeight, OperatorSourceWeight.operator_id == Operator.id)
        .join(Source, Source.id == OperatorSourceWeight.source_id)
        .where(
            OperatorSourceWeight.weight > 0,
            Operator.is_active,
            Source.bot_id.is_not(None),
            Source.is_connected,
            ~opened,
            long_here,
        )
    )
    pairs = {(operator, source.bot_id) for operator, source in session.execute(rows).all()}
    for operator, bot_id in sorted(pairs, key=lambda pair: (pair[0].id, pair[1])):
        params = {"operator": operator.name, OPENS_BOT: sources.name_bot(session, bot_id)}
        yield Trouble(f"unopened:{operator.telegram_id}:{bot_id}", "alert-unopened", params, once=True)


def _count_returned(session: Session, operator: Operator, *, since: datetime) -> int:
    """Return how many contacts wait since their operator could not be reached."""
    left = exists().where(
        Event.contact_id == Contact.id,
        Event.kind == events.Kind.UNASSIGNED.value,
        Event.at > since,
        Event.data["operator_id"].as_integer() == operator.id,
        Event.data["reason"].as_string() == AssignmentReason.UNREACHABLE.value,
    )
    return session.scalars(select(func.count(Contact.id)).where(lines.IS_WAITING, left)).one()


def _broken(session: Session, bots: Mapping[int, str | None]) -> Iterable[Trouble]:
    for bot_id, error in bots.items():
        if error is None:
            continue
        source = sources.bot_source(session, bot_id)
        name = f"@{source.name}" if source else str(bot_id)
        yield Trouble(f"bot:{bot_id}", "alert-bot", {"bot": name, "error": error})


def _unpolled(session: Session, own: Collection[int], *, at: Moment) -> Iterable[Trouble]:
    # Of its own bots a process polls those that no other one does.
    for source in sources.list_silent(session, at.now - UNPOLLED):
        if source.bot_id not in own:
            yield Trouble(f"unpolled:{source.bot_id}", "alert-unpolled", {"bot": f"@{source.name}"})


def _list_working(bots: Mapping[int, str | None]) -> list[int]:
    return [bot_id for bot_id, error in bots.items() if error is None]
