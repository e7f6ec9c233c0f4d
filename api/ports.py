"""Listening for the API, before anything that takes time."""

import socket


class PortError(Exception):
    """The address of the API can't be listened on."""


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises PortError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small packets at once (TCP_NODELAY) only if the protocol is named: without it, 40 ms each.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(256)
    except OSError as error:
        listening.close()
        raise PortError(f"API_PORT: can't listen on {host}:{port}: {error.strerror}") from None
    return listening
