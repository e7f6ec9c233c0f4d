"""Where on this machine a test may serve something.

Not where the system puts who asks for any port, from 32768 on: that may be taken before the test comes to
it. Each process of a run has ports of its own, and begins somewhere among them: there may be two runs.
"""

import os
import random
import socket
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle

FIRST, EACH, WORKERS = 20_000, 1_500, 8

WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
OWN = range(FIRST + WORKER * EACH, FIRST + (WORKER + 1) * EACH)
BEGINS = random.randrange(EACH)
PORTS: Iterator[int] = cycle([*OWN[BEGINS:], *OWN[:BEGINS]])


def find_port() -> int:
    """Return a port that is free at the moment, and that no other test is given soon."""
    return next(filter(is_free, PORTS))


def is_free(port: int) -> bool:
    """Tell whether nobody listens there."""
    try:
        with closing(socket.create_server(("127.0.0.1", port))):
            return True
    except OSError:
        return False
