"""Opens the port of the API before anything that takes time."""

import socket

QUEUE = 2048  # connections that the system keeps until they are accepted


class PortError(Exception):
    """The address of the API can't be listened on."""


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises PortError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        host.encode("idna")  # where this fails create_server would fail too, and leave its socket open
        opened = socket.create_server((host, port), family=family, backlog=QUEUE)
        # Connections take it over. asyncio sets it only on sockets that name their protocol, and without it
        # the second packet of every answer waits 40 ms for an acknowledgement of the first.
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened
    except UnicodeError:
        reason = "it is no name of a host"
    except OSError as error:
        reason = str(error.strerror).partition(" (while")[0]  # Python says the address once more
    raise PortError(f"API_PORT: can't listen on {host}:{port}: {reason}")
