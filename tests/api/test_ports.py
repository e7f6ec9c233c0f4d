"""What the API can't listen on is said in one line; where it listens answers go out at once."""

import socket
from contextlib import closing

import pytest

from api.ports import PortError, listen


def test_answers_go_out_at_once_on_connections_that_stay_open() -> None:
    with (
        listen("127.0.0.1", 0) as port,
        socket.create_connection(port.getsockname()),
        port.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize(
    "host", ["203.0.113.1", "no-such-host.invalid", "a..b", "x" * 64 + ".de", "2001:db8::1", "é" * 70]
)
def test_a_host_that_is_not_this_machines_is_said_in_one_line(host: str) -> None:
    with pytest.raises(PortError, match=f"^API_PORT: can't listen on {host}:8000: [^(\n]+$"):
        listen(host, 8000)


def test_a_port_in_use_is_said_in_one_line() -> None:
    with closing(listen("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            PortError, match=f"^API_PORT: can't listen on 127.0.0.1:{port}: Address already in use$"
        ):
            listen("127.0.0.1", port)
