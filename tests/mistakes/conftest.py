"""Whoever types commands, for all tests of this folder."""

from tests.mistakes.servers import server as server
from tests.mistakes.telling import teller as teller
