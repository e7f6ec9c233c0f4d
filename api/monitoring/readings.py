"""The gauges that are read from the database and the bots at each scrape of Prometheus.

What they are about is labelled by its id. Names are told by gauges of their own, to be joined: another name
begins no other series.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from models.database.protocol import Share
from services.operations.doctor import examine
from services.operations.health import BotState, Figures

Row = tuple[Sequence[str], float]  # values of the labels, value


@dataclass(frozen=True, slots=True)
class Readings(Collector):
    """The gauges of one scrape; without figures, because the database does not answer, only some."""

    figures: Figures | None
    bots: Sequence[BotState]
    share: Share | None
    broken: Sequence[str] | None  # invariants of the database, if somebody could look
    now: datetime

    def collect(self) -> Iterator[Metric]:
        """Return the gauges."""
        is_up = self.figures is not None
        yield single("leadbot_database_up", "1: the database answers; without it only some are told.", is_up)
        yield family(
            "leadbot_bot_up",
            "1: this process works for the bot, and all is well with it.",
            ("bot",),
            [((str(bot.bot_id),), bot.word == "ok") for bot in self.bots],
        )
        if self.share is not None:
            processes = "Processes on this database."
            yield single("leadbot_processes", processes, self.share.processes)
            yield single("leadbot_bots_owned", "Bots that this process works for.", self.share.bots)
        if self.figures is not None:
            yield from show(self.figures, self.now)
        if self.broken is not None:
            yield family(
                "leadbot_invariant_broken",
                "1: this does not hold in the database, as `leadbot doctor` says.",
                ("invariant",),
                [((invariant.name,), invariant.name in self.broken) for invariant in examine.CHEAP],
            )


def show(figures: Figures, now: datetime) -> Iterator[Metric]:
    """Return the gauges of what the database holds."""
    backlog = figures.backlog
    yield family(
        "leadbot_contacts",
        "Contacts by status.",
        ("source", "status"),
        [
            ((str(source.id), status.value), count)
            for source in figures.sources
            for status, count in source.by_status.items()
        ],
    )
    yield family(
        "leadbot_contacts_waiting",
        "Contacts that nobody has.",
        ("source",),
        [((str(source.id),), source.waiting) for source in figures.sources],
    )
    waiting = "For how long the longest waiting contact has had nobody."
    yield single("leadbot_oldest_waiting_seconds", waiting, backlog.waiting.age(now))
    for word, queue, what in (
        ("inbox", backlog.unhandled, "updates not handled yet"),
        ("outbox", backlog.undelivered, "messages not delivered yet"),
        ("webhooks", backlog.webhooks, "webhooks not delivered yet"),
    ):
        yield single(f"leadbot_{word}_pending", f"The number of {what}.", queue.count)
        yield single(f"leadbot_{word}_oldest_seconds", f"The age of the oldest of {what}.", queue.age(now))
    silences = [((str(bot_id),), max((now - at).total_seconds(), 0)) for bot_id, at in backlog.polled.items()]
    polled = "Seconds since a process, of several on PostgreSQL, last polled a bot."
    yield family("leadbot_bot_unpolled_seconds", polled, ("bot",), silences)
    parked = "Messages of bots whose token is gone or refused, which hold up nobody."
    yield single("leadbot_outbox_parked", parked, backlog.parked.count)
    aside = "Updates set aside because they keep failing."
    yield single("leadbot_inbox_quarantined", aside, figures.quarantined)
    loads = [((str(operator.id),), operator.load) for operator in figures.operators]
    yield family("leadbot_operator_load", "Open contacts of an operator.", ("operator",), loads)
    limits = [((str(operator.id),), operator.limit) for operator in figures.operators]
    yield family("leadbot_operator_limit", "How many may be open at once.", ("operator",), limits)
    for word, names in (
        ("source", [(source.id, source.name) for source in figures.sources]),
        ("operator", [(operator.id, operator.name) for operator in figures.operators]),
        ("bot", list(backlog.bots.items())),
    ):
        rows = [((str(id_), name), 1) for id_, name in names]
        yield family(f"leadbot_{word}_info", f"1: the {word} has this name.", (word, "name"), rows)


def single(name: str, words: str, value: float) -> Metric:
    """Return a gauge without labels."""
    return family(name, words, (), [((), value)])


def family(name: str, words: str, labels: Sequence[str], rows: Sequence[Row]) -> Metric:
    """Return a gauge with a value for each combination of labels."""
    gauge = GaugeMetricFamily(name, words, labels=labels)
    for values, value in rows:
        gauge.add_metric(values, float(value))
    return gauge
