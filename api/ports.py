"""Listening for the API, before anything that takes time."""

import socket


class PortError(Exception):
    """The address of the API can't be listened on."""


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises PortError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        opened = socket.create_server((host, port), family=family, backlog=256)
        # Connections take it over. asyncio sets it only on sockets that name their protocol, and without it
        # the second packet of every answer waits 40 ms for an acknowledgement of the first.
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened
    except OSError as error:
        raise PortError(f"API_PORT: can't listen on {host}:{port}: {error.strerror}") from None
