"""Whatever a password is, and however it is written: nothing that is said about its database holds it."""

import asyncio
import io
import logging
import traceback
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from leadbot.logs import WordlessFormatter
from leadbot.settings import Settings
from models.database.errors import DatabaseOpenError
from models.database.open import open_database, parse_url
from models.database.opening.addresses import write_for_libpq
from models.database.opening.mistakes import explain

ODD = st.text(st.sampled_from("@:/?#%&=+ []'\"\\$*|é漢🔑Zz0"), max_size=12)
PASSWORDS = ODD.map(lambda odd: f"Xq{odd}7k")  # in no other word that is said
WRITTEN = st.sampled_from((str, lambda word: quote(word, safe=""), quote, quote_plus))
FORMS = (
    "postgres://anna:{}@127.0.0.1:1/leads",
    "postgresql://anna:{}@127.0.0.1:port/leads",
    "postgresql+asyncpg://anna:{}@127.0.0.1:1/leads?sslmode=nonsense",
    "postgres://127.0.0.1:1/leads?user=anna&password={}",
    "postgres://127.0.0.1:1/leads?password={}&nonsense=1",
    "mysql://anna:{}@127.0.0.1/leads",
    "anna:{}@127.0.0.1",
)


def list_forms(password: str) -> set[str]:
    """Return a password as it may be written."""
    return {password, quote(password), quote(password, safe=""), quote_plus(password), repr(password)[1:-1]}


def tell_all(error: BaseException) -> str:
    """Return everything that Python and our log would show of an error."""
    record = logging.LogRecord(
        "leadbot", logging.ERROR, "x.py", 1, "no: %s", (error,), (type(error), error, None)
    )
    shown = "".join(traceback.format_exception(error))
    return "\n".join((str(error), repr(error), shown, WordlessFormatter("%(message)s").format(record)))


@pytest.mark.parametrize("form", FORMS)
@given(password=PASSWORDS, write=WRITTEN)
def test_no_address_that_fails_shows_its_password(form: str, password: str, write: type[str]) -> None:
    address = form.format(write(password))
    with pytest.raises(DatabaseOpenError) as caught:
        asyncio.run(open_database(address))
    said = tell_all(caught.value)
    assert not [secret for secret in list_forms(password) if secret in said]
    assert "\n" not in str(caught.value)


@given(password=PASSWORDS, said=st.sampled_from(("no: {}", "'{}' is wrong", "{}", "x {}.")))
def test_a_driver_that_quotes_the_password_is_not_repeated(password: str, said: str) -> None:
    url = parse_url(f"postgres://anna:{quote(password, safe='')}@db/leads")
    for form in list_forms(password):
        found = explain(DBAPIError("", None, Exception(said.format(form))), url, "DATABASE_URL")
        assert found is not None
        assert not [secret for secret in list_forms(password) if secret in str(found)]


@given(password=PASSWORDS)
def test_what_is_said_for_pg_dump_has_no_password(password: str) -> None:
    written = quote(password, safe="")
    for address in (
        f"postgres://anna:{written}@db/leads?sslmode=require",
        f"postgres://db/l?password={written}",
    ):
        said = write_for_libpq(address)
        assert said.startswith("postgresql://")
        assert not [secret for secret in list_forms(password) if secret in said]


def test_settings_that_are_shown_hold_no_secret() -> None:
    settings = Settings(
        database_url="postgres://anna:Xq7k@db/leads",
        database_direct_url="postgres://anna:Xq7k@db/leads",
        bot_tokens=["1:Xq7k"],
        telegram_proxy="http://anna:Xq7k@proxy:1",
    )
    shown = io.StringIO()
    print(settings, repr(settings), file=shown)
    assert "Xq7k" not in shown.getvalue()


@pytest.mark.parametrize(
    ("given_query", "understood"),
    [
        ("sslmode=require", {"ssl": "require"}),
        ("ssl=verify-full", {"ssl": "verify-full"}),
        ("sslmode=disable&gssencmode=disable", {"ssl": "disable"}),
        (
            "sslmode=verify-ca&sslrootcert=/etc/ca.crt",
            {"dsn": "postgresql:///?sslmode=verify-ca&sslrootcert=%2Fetc%2Fca.crt"},
        ),
        ("host=/run/postgresql&port=5433", {"host": "/run/postgresql", "port": "5433"}),
    ],
)
def test_parameters_of_libpq_are_those_of_asyncpg(given_query: str, understood: dict[str, str]) -> None:
    assert dict(parse_url(f"postgres://anna@db/leads?{given_query}").query) == understood
