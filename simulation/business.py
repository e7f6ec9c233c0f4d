"""The business that is simulated: two bots with hours of their own, four operators of different diligence."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from models import Account, Operator, Source
from services import sources
from services.chats import ChatRef
from services.distribution import weights
from services.distribution.preferences import Preference
from services.hours.rules import Days, Rules
from services.moment import Moment
from services.team import identity, operators, preferences, working_hours

ADMIN = Account(900)
SHOP, HELP = 7_000_001, 7_000_002  # bots
NAMES = {SHOP: "acme_shop_bot", HELP: "acme_help_bot"}
HOURS = {SHOP: "Mo-Fr 09:00-18:00; Sa 10:00-16:00", HELP: "Mo-Su 08:00-22:00"}


@dataclass(frozen=True, slots=True)
class Worker:
    """An operator: after how many minutes on average a message is seen, and which part of cards never is."""

    name: str
    hours: str
    limit: int
    minutes: float
    overlooks: float
    weights: dict[int, int] = field(default_factory=dict)  # bot → weight
    timezone: str | None = None


WORKERS = (
    Worker("Anna", "Mo-Fr 09:00-18:00; Sa 10:00-16:00", 8, 2, 0.01, {SHOP: 3, HELP: 1}),
    Worker("Boris", "Mo-Su 08:00-15:00", 7, 5, 0.03, {SHOP: 1, HELP: 3}),
    Worker("Clara", "Mo-Su 14:00-22:00", 7, 6, 0.06, {SHOP: 1, HELP: 3}),
    # Two hours ahead, so that by the clock of the business it is from eleven to eight.
    Worker("Dmitri", "Mo-Sa 13:00-22:00", 5, 12, 0.25, {SHOP: 1, HELP: 1}, "Asia/Dubai"),
)
ILL = "Boris"
WAITS_FOR_KNOWN = 300  # seconds; at @acme_help_bot clients are for who has helped them before


@dataclass(frozen=True, slots=True)
class Business:
    """The rows of the business by their ids."""

    workers: dict[int, Worker]  # operator → who it is
    accounts: dict[int, Account]


def open_business(session: Session, holiday: Days | None, *, at: Moment) -> Business:
    """Connect both bots, hire everybody, and close the bots on a holiday."""
    bots = {bot: sources.connect_bot(session, bot, name, at=at) for bot, name in NAMES.items()}
    _meet(session, ADMIN, bots, at=at)
    workers, accounts = {}, {}
    for number, worker in enumerate(WORKERS, 1):
        operator = operators.add(session, worker.name, worker.limit, at=at)
        accounts[operator.id] = operator.telegram_id = Account(ADMIN + number)
        session.flush()
        _meet(session, accounts[operator.id], bots, at=at)
        for bot, weight in worker.weights.items():
            weights.set_weight(session, operator, bots[bot], weight, at=at)
        _set_hours(session, operator, worker, at=at)
        workers[operator.id] = worker
    preferences.prefer(session, bots[HELP], Preference.KNOWN, WAITS_FOR_KNOWN, at=at)
    for bot, source in bots.items():
        rules = Rules.read(HOURS[bot])
        hours = (rules.close(holiday) if holiday else rules).write()
        working_hours.set_source_hours(session, source, hours, at=at)
        source.snooze_frees = bot == HELP
    return Business(workers, accounts)


def _set_hours(session: Session, operator: Operator, worker: Worker, *, at: Moment) -> None:
    given = {"hours": worker.hours, "timezone": worker.timezone}
    working_hours.change_work(session, operator, given, at=at)


def _meet(session: Session, account: Account, bots: dict[int, Source], *, at: Moment) -> None:
    for bot in bots:
        identity.identify(session, ChatRef(bot, account), language=None, reply_to=None, at=at)
