"""A name leads to this machine and nowhere else, or it is not taken for one that does."""

import pytest

from edges.hosts import names_loopback

OWN = (
    *("localhost", "LocalHost", "localhost:8000", "localhost:", "127.0.0.1", "127.0.0.1:8000"),
    *("127.1.2.3:1", "127.255.255.254", "[::1]", "[::1]:8000", "[0:0:0:0:0:0:0:1]"),
)
FOREIGN = (
    *("", " ", ":", ":8000", "evil.example", "evil.example:8000", "localhost.evil.example", "evil.localhost"),
    *("127.0.0.1.evil.example", "127.evil.example", "localhost.", "127.1", "2130706433", "0x7f.0.0.1"),
    *("0177.0.0.1", "0.0.0.0", "[::]", "::1", "::1:8000", "[::1", "[::1]evil", "[fe80::1%lo]", "10.0.0.1"),
    *("127.0.0.1, evil.example", "localhost evil", "evil@localhost", "localhost/evil", "localhost:80:80"),
    *("localhost:x", "localhost\n", "127.0.0.١", "http://localhost"),
)


@pytest.mark.parametrize("host", OWN)
def test_names_of_this_machine(host: str) -> None:
    assert names_loopback(host)


@pytest.mark.parametrize("host", FOREIGN)
def test_what_may_lead_elsewhere(host: str) -> None:
    assert not names_loopback(host)
