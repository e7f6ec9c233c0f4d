"""The webhook client: one signed attempt, what its answer means, and how long to pause afterwards.

Signed as standardwebhooks.com has it. What is said of a failure holds neither the secret nor anybody's words.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
from standardwebhooks import Webhook

from services.clock import utc_now
from services.queues.webhook_queue import FIRST_PAUSE, LONGEST_PAUSE

ANSWER_TIMEOUT = 15.0  # seconds
LONGEST_SILENCE = 60.0  # seconds between two attempts while it takes nothing: what is new must not wait long
AT_ONCE = 20
GONE = 410
ASKS_TO_WAIT = (429, 503)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where events go, what they are signed with, and the first pause after a failure, in seconds."""

    url: str
    signer: Webhook = field(repr=False)
    first_pause: float = FIRST_PAUSE


def make_endpoint(url: str, secret: bytes) -> Endpoint:
    """Return the endpoint at an address, whose webhooks are signed with this secret."""
    return Endpoint(url, Webhook(secret))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an attempt. `error` None: it was taken; `wait`: seconds of pause the endpoint asks for."""

    error: str | None = None
    is_gone: bool = False
    wait: float = 0.0


def open_http() -> aiohttp.ClientSession:
    """Return the HTTP session that calls the endpoint and keeps none of its cookies."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=ANSWER_TIMEOUT),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": "leadbot"},
    )


async def post(http: aiohttp.ClientSession, endpoint: Endpoint, name: str, body: str) -> Answer:
    """Try to tell something once; never raises."""
    now = utc_now()
    headers = {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(math.floor(now.timestamp())),
        "webhook-signature": endpoint.signer.sign(name, now, body),
    }
    try:
        async with http.post(
            endpoint.url, data=body.encode(), headers=headers, allow_redirects=False
        ) as response:
            return read_answer(response.status, response.headers, now)
    except TimeoutError:
        return Answer(error=f"no answer within {ANSWER_TIMEOUT:.0f} s")
    except Exception as error:
        # Only the kind of it: the address, which the whole of it may quote, can hold a password.
        reason = getattr(error, "strerror", None)
        return Answer(error=": ".join(filter(None, (type(error).__name__, reason))))


def read_answer(status: int, headers: Mapping[str, str], now: datetime) -> Answer:
    """Tell what an answer means: only 2xx is a yes, only 410 a no for good."""
    if 200 <= status < 300:
        return Answer()
    wait = read_wait(headers.get("Retry-After", ""), now) if status in ASKS_TO_WAIT else 0.0
    return Answer(f"HTTP {status}", status == GONE, wait)


def read_wait(asked: str, now: datetime) -> float:
    """Return the seconds of a Retry-After, which may be a date; 0 for nonsense, at most LONGEST_PAUSE."""
    if re.fullmatch("[0-9]{1,9}", asked):
        return min(float(asked), LONGEST_PAUSE)
    try:
        until = parsedate_to_datetime(asked)
    except ValueError:
        return 0.0
    seconds = (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds()
    return min(max(seconds, 0.0), LONGEST_PAUSE)


def back_off(failures: int, first: float, longest: float) -> float:
    """Return how many seconds to wait after so many failures and one more: 1, 2, 4 … times the first."""
    return min(first * 2.0 ** min(failures, 30), longest)


@dataclass(slots=True)
class Pace:
    """How fast a endpoint can be told: while it takes nothing, one try after each, ever longer pause.

    Times are those of one monotonic clock, in seconds.
    """

    first_pause: float
    failures: int = 0  # in a row
    resumes_at: float = 0.0

    def count_room(self, in_hand: int, now: float) -> int:
        """Return how many tries may start while so many are under way."""
        if now < self.resumes_at:
            return 0
        return max((1 if self.failures else AT_ONCE) - in_hand, 0)

    def note(self, *, taken: bool, failed: bool, wait: float, now: float) -> None:
        """Learn from tries that have ended together: whether any was taken, whether any failed."""
        if taken:
            self.failures = 0
        elif failed and now >= self.resumes_at:  # else it was under way before the pause began
            self.resumes_at = now + back_off(self.failures, self.first_pause, LONGEST_SILENCE)
            self.failures += 1
        self.resumes_at = max(self.resumes_at, now + wait)
