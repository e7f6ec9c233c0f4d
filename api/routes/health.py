"""For monitors: /healthz says whether all is well and what is not, /metrics is for Prometheus. No key needed.

Neither shows a client's words or a token. Trouble is what needs somebody: a database that does not answer,
an update or a message that has waited for 5 minutes, a bot that Telegram refuses or that fails for 5 minutes.
The endpoint of webhooks is not ours: its backlog is shown, and is no trouble of ours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel, Field

from api.monitoring.monitor import Monitor
from services.clock import shared, utc_now
from services.operations.health import PATIENCE, UNPOLLED, Backlog, BotState, Queue

router = APIRouter(tags=["health"])


class Bot(BaseModel):
    """A bot of this process."""

    id: int = Field(examples=[7000000001])
    name: str | None = Field(description="Null: not known yet.", examples=["acme_sales_bot"])
    state: str = Field(
        description="ok, standby (another process works for it), starting, or what is wrong: refused, "
        "conflict, network, proxy, proxy-login, broken.",
        examples=["ok"],
    )
    since: datetime | None = Field(description="Since when it has been wrong.")


class Share(BaseModel):
    """What this process does of the work of all."""

    processes: int = Field(description="That are there.", examples=[2])
    bots: int = Field(description="For which this one works.", examples=[3])
    all_bots: int = Field(description="For which any of them works.", examples=[6])


class Health(BaseModel):
    """Whether all is well. Of a database that does not answer everything else is null."""

    status: Literal["ok", "trouble"]
    database: str = Field(description="ok, or what is wrong with it.", examples=["ok"])
    oldest_undelivered_seconds: float | None = Field(description="0: everything is delivered.", examples=[0])
    oldest_unhandled_seconds: float | None = Field(description="0: every update is handled.", examples=[0])
    oldest_webhook_seconds: float | None = Field(description="0: every webhook is delivered.", examples=[0])
    waiting_contacts: int | None = Field(description="Contacts that nobody has.", examples=[0])
    clock_skew_seconds: float = Field(
        description="How far this machine's clock is ahead of the database's, which counts.", examples=[0]
    )
    share: Share | None = Field(description="Null while this process does not see the others.")
    broken_invariants: Sequence[str] | None = Field(
        description="What does not hold in the database, within the last minute: `leadbot doctor` says more. "
        "Null: nobody could look.",
        examples=[[]],
    )
    bots: Sequence[Bot]
    troubles: Sequence[str] = Field(description="What is wrong, for people.", examples=[[]])


async def get_monitor(request: Request) -> Monitor:
    """Return what the application looks at itself with."""
    monitor: Monitor = request.app.state.monitor
    return monitor


InMonitor = Annotated[Monitor, Depends(get_monitor)]


@router.get(
    "/healthz", summary="Health", responses={503: {"model": Health, "description": "Something is wrong."}}
)
async def check_health(monitor: InMonitor, response: Response) -> Health:
    """Say how the database, the queues and the bots of this process are; 503 if that needs somebody."""
    backlog, database = await monitor.check()
    now = utc_now()
    bots = [replace(bot, name=find_name(bot, backlog)) for bot in monitor.list_bots()]
    troubles = list(find_troubles(backlog, database, bots, now=now))
    if troubles:
        response.status_code = 503
    return Health(
        status="trouble" if troubles else "ok",
        database=database,
        oldest_undelivered_seconds=age(backlog.undelivered if backlog else None, now),
        oldest_unhandled_seconds=age(backlog.unhandled if backlog else None, now),
        oldest_webhook_seconds=age(backlog.webhooks if backlog else None, now),
        waiting_contacts=backlog.waiting.count if backlog else None,
        clock_skew_seconds=round(0 - shared.seconds, 1),
        share=Share(**asdict(share)) if (share := monitor.read_share()) else None,
        broken_invariants=await monitor.find_broken() if database == "ok" else None,
        bots=[Bot(id=bot.bot_id, name=bot.name, state=bot.word, since=bot.troubled_since) for bot in bots],
        troubles=troubles,
    )


@router.get(
    "/metrics",
    summary="Metrics",
    response_class=Response,
    responses={
        200: {
            "description": "Prometheus' text format.",
            "content": {"text/plain": {"example": "leadbot_outbox_oldest_seconds 0.0"}},
        }
    },
)
async def tell_metrics(monitor: InMonitor) -> Response:
    """Tell the metrics; those that are read from the database are missing while it does not answer."""
    return Response(await monitor.tell_metrics(), media_type=CONTENT_TYPE_LATEST)


def find_troubles(
    backlog: Backlog | None, database: str, bots: Sequence[BotState], *, now: datetime
) -> Iterator[str]:
    """Return what is wrong and needs somebody."""
    if database != "ok":
        yield f"database: {database}"
    if backlog is not None:
        for queue, words in (
            (backlog.undelivered, "a message has not been delivered for {seconds:.0f} s"),
            (backlog.unhandled, "an update has not been handled for {seconds:.0f} s"),
        ):
            if queue.age(now) > PATIENCE.total_seconds():
                yield words.format(seconds=queue.age(now))
        for bot_id, polled_at in backlog.polled.items():
            if now - polled_at > UNPOLLED:
                silence = (now - polled_at).total_seconds()
                yield f"nobody has polled @{backlog.bots[bot_id]} for {silence:.0f} s"
    for bot in bots:
        if bot.find_alarm(now) is not None:
            yield f"bot {f'@{bot.name}' if bot.name else bot.bot_id}: {bot.word}"


def find_name(bot: BotState, backlog: Backlog | None) -> str | None:
    """Return what the database calls a bot, else what Telegram has told this process, if it has."""
    return (backlog.bots.get(bot.bot_id) if backlog else None) or bot.name


def age(queue: Queue | None, now: datetime) -> float | None:
    """Return the age of the oldest in a queue, in seconds, None if it is not known."""
    return round(queue.age(now), 1) if queue else None
