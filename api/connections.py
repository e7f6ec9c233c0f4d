"""Connections of the API: whoever keeps us waiting for a request, or does not read the answer, is cut off.

uvicorn has no time-out before the first whole request, nor one for an answer that nobody reads.
"""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import h11
from fastapi.responses import JSONResponse
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from api.requests.errors import say
from edges.counted_lines import CountedLine

UNREADABLE_LINE = "requests to the API that are no HTTP, or too long: %(count)d, the latest from %(latest)s"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many connections may be open, and for how many seconds each may keep us waiting."""

    connections: int = 512
    request: float = 15  # for a whole request, from the opening of the connection or from its first byte
    # for an answer to be read, and the next request to begin; longer than proxies and callers keep a
    # connection, lest one writes as we hang up
    answer: float = 75


class Connection(H11Protocol):
    """A connection on which the caller's turn ends: to send a whole request, or to read the answer."""

    def __init__(
        self,
        config: Config,
        state: ServerState,
        app_state: dict[str, Any],
        limits: Limits,
        unreadable: CountedLine,
    ) -> None:
        super().__init__(config, state, app_state)
        self.due = 0.0  # when the turn ends, by the clock of the loop
        self._limits, self._unreadable = limits, unreadable
        self._timer: asyncio.TimerHandle | None = None
        self._is_between_requests = False

    @property
    def caller(self) -> str:
        """The address of the other side."""
        return self.client[0] if self.client else "an unknown address"

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """The caller has the first turn."""
        super().connection_made(transport)
        self._give_turn(self._limits.request)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        super().connection_lost(exc)
        if self._timer is not None:
            self._timer.cancel()

    def data_received(self, data: bytes) -> None:
        """The first byte of a request begins a turn, and no further one does."""
        if self._is_between_requests:
            self._is_between_requests = False
            self._give_turn(self._limits.request)
        super().data_received(data)

    def on_response_complete(self) -> None:
        """The caller reads the answer, and may send the next request."""
        self._is_between_requests = True
        self._give_turn(self._limits.answer)
        super().on_response_complete()

    def pause_writing(self) -> None:
        """More is written than the caller has read."""
        super().pause_writing()
        self._give_turn(self._limits.answer)

    def is_callers_turn(self) -> bool:
        """Tell whether nothing happens here until the caller sends or reads."""
        if self.transport.is_closing() or self.flow.write_paused:
            return True
        if self.cycle is None or self.cycle.response_complete:
            return True
        return self.cycle.more_body and not self.flow.read_paused

    def cut_off(self) -> None:
        """Close the connection; whoever has sent a part of a request reads why."""
        if self.transport.is_closing() or self.transport.get_write_buffer_size():
            self.transport.abort()  # closing would wait until what is written has been read
            return
        if self.conn.our_state is h11.SEND_RESPONSE or self.conn.trailing_data[0]:
            self._write_refusal(TOO_SLOW)
        self.transport.close()
        self._give_turn(self._limits.request)  # to read it

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, in the shape of all errors; uvicorn has a line of the log for each."""
        self._unreadable.count(self.caller)
        self._write_refusal(UNREADABLE)
        self.transport.close()

    def _give_turn(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self.due = self.loop.time() + seconds
        self._timer = self.loop.call_at(self.due, self._end_turn)

    def _end_turn(self) -> None:
        if self.is_callers_turn():
            self.cut_off()
        else:
            self._give_turn(self._limits.request)

    def _write_refusal(self, refusal: bytes) -> None:
        """Answer past h11, which is in no state to do so, unless an answer has begun."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.write(refusal)


def to_wire(answer: JSONResponse) -> bytes:
    """Return the bytes of an answer after which the connection is closed."""
    status = f"HTTP/1.1 {answer.status_code} {HTTPStatus(answer.status_code).phrase}".encode()
    headers = [b": ".join(header) for header in answer.raw_headers]
    return b"\r\n".join((status, *headers, b"connection: close", b"", bytes(answer.body)))


TOO_SLOW = to_wire(say(408, (), "the whole request did not come in time", "too_slow"))
UNREADABLE = to_wire(say(400, (), "this is no HTTP request, or its head is too long", "unreadable"))
