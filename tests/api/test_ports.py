"""The port of the API."""

import socket

from api.ports import listen


def test_answers_go_out_at_once_on_connections_that_stay_open() -> None:
    with (
        listen("127.0.0.1", 0) as port,
        socket.create_connection(port.getsockname()),
        port.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
