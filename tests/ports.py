"""Where on this machine a test may serve something."""

import socket
from contextlib import closing


def find_port() -> int:
    """Return a port that is free at the moment."""
    with closing(socket.create_server(("127.0.0.1", 0))) as opened:
        port: int = opened.getsockname()[1]
        return port
