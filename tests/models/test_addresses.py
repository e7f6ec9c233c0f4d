"""DATABASE_URL: two kinds of database are understood, everything else is refused with what is wrong."""

import pytest

from models.database.errors import DatabaseUrlError
from models.database.open import parse_url


@pytest.mark.parametrize(
    ("address", "driver"),
    [
        ("sqlite:///leadbot.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///leadbot.db", "sqlite+aiosqlite"),
        ("sqlite+pysqlite:////var/lib/leadbot.db", "sqlite+aiosqlite"),
        ("postgresql://leadbot:secret@db/leadbot", "postgresql+asyncpg"),
        ("postgresql+psycopg2://leadbot@db:5433/leadbot", "postgresql+asyncpg"),
        ("postgresql+asyncpg:///leadbot?host=/run/postgresql", "postgresql+asyncpg"),
    ],
)
def test_a_good_address_gets_our_driver(address: str, driver: str) -> None:
    url = parse_url(address)
    assert url.drivername == driver
    assert (url.database or "").endswith(("leadbot", "leadbot.db"))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "leadbot.db",
        "sqlite",
        "sqlite:",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "mysql://root@localhost/leadbot",
        "oracle://db",
        "nonsense://db/leadbot",
        "postgresql://leadbot@db:port/leadbot",
        "http://example.org",
    ],
)
def test_a_bad_address_is_refused_in_one_line_that_names_the_setting(address: str) -> None:
    with pytest.raises(DatabaseUrlError, match="DATABASE_URL") as caught:
        parse_url(address)
    assert "\n" not in str(caught.value)


def test_a_refusal_does_not_show_the_password() -> None:
    with pytest.raises(DatabaseUrlError) as caught:
        parse_url("postgresql://leadbot:hunter2@db:port/leadbot")
    assert "hunter2" not in str(caught.value)
