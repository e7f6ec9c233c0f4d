"""A PostgreSQL that can't be used: every command that opens it says why in one line, without the password."""

import asyncio
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from tests.databases import run_postgres, write_address
from tests.mistakes.servers import PASSWORD, Server, answering
from tests.mistakes.telling import Teller

WRONG = "Zq@:/?#%41 é+ä&"
COMMANDS = [
    ("run",),
    ("migrate",),
    ("copy", "{address}", "sqlite:///copy.db"),
    ("copy", "{address}", "{address}?sslmode=disable"),
]


def check_no_secret(said: str, password: str = PASSWORD) -> None:
    """See to it that a password is in nothing that was said, however it is written."""
    for form in (password, quote(password), quote(password, safe=""), quote_plus(password), repr(password)):
        assert form not in said


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_wrong_password_is_told_by_every_command(
    teller: Teller, server: Server, command: tuple[str, ...]
) -> None:
    address = server.write(password=WRONG)
    words = [word.replace("{address}", address) for word in command]
    said = teller.refuse(address, *words, bot_tokens="1:A", admin_ids="1")
    assert said.endswith(f"wrong password for user anna at 127.0.0.1:{server.port}")
    check_no_secret(said, WRONG)


def test_a_right_password_with_odd_signs_opens_the_database(teller: Teller, server: Server) -> None:
    assert teller.tell("migrate", database_url=server.write()).code == 0
    query = (
        f"postgres:///leads?host=127.0.0.1&port={server.port}&user=anna&password={quote(PASSWORD, safe='')}"
    )
    assert teller.tell("migrate", database_url=query).code == 0


@pytest.mark.parametrize(
    ("name", "user", "statements", "line"),
    [
        ("nowhere", "anna", (), "there is no database nowhere at "),
        ("leads", "nobody", (), "wrong password for user nobody"),
        ("theirs", "anna", (), "user anna has no rights in database theirs: permission denied for schema"),
        (
            "shut",
            "anna",
            ("REVOKE CONNECT ON DATABASE shut FROM PUBLIC",),
            "user anna has no rights in database shut: permission denied for database",
        ),
        (
            "frozen",
            "anna",
            ("ALTER DATABASE frozen SET default_transaction_read_only = on",),
            "database frozen is read-only: default_transaction_read_only is on",
        ),
        ("theirs", "crowd", ("CREATE ROLE crowd LOGIN CONNECTION LIMIT 0",), "wrong password for user crowd"),
        (
            "leads",
            "many",
            (f"CREATE ROLE many LOGIN PASSWORD '{PASSWORD}' CONNECTION LIMIT 0",),
            "has too many connections",
        ),
    ],
)
def test_what_the_server_refuses_is_told(
    teller: Teller, server: Server, name: str, user: str, statements: tuple[str, ...], line: str
) -> None:
    if name not in ("nowhere", "leads"):
        server.do(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    server.do(*statements)
    said = teller.refuse(server.write(name, user))
    assert line in said
    check_no_secret(said)


@pytest.mark.parametrize(
    ("grants", "line"),
    [
        ((), "user anna has no rights in database made: permission denied for table alembic_version"),
        (
            ("GRANT SELECT ON alembic_version TO anna",),
            "user anna may not read and write the table ",
        ),
        (
            ("REVOKE USAGE ON SCHEMA public FROM PUBLIC",),
            "user anna can't use the schema in database made: no schema has been selected",
        ),
    ],
)
def test_tables_of_somebody_else_are_told(
    teller: Teller, server: Server, grants: tuple[str, ...], line: str
) -> None:
    server.do("DROP DATABASE IF EXISTS made", "CREATE DATABASE made")
    assert teller.tell("migrate", database_url=server.write("made", "postgres")).code == 0
    server.do(*grants, name="made")
    assert line in teller.refuse(server.write("made"))


def test_a_newer_schema_is_told_and_left_as_it_is(teller: Teller, server: Server) -> None:
    server.do("DROP DATABASE IF EXISTS newer", "CREATE DATABASE newer OWNER anna")
    assert teller.tell("migrate", database_url=server.write("newer")).code == 0
    server.do("UPDATE alembic_version SET version_num = '9999'", name="newer")
    said = teller.refuse(server.write("newer"))
    assert "this database belongs to a newer leadbot: it is at migration 9999" in said


def test_a_standby_is_told(teller: Teller, own_postgres: Path) -> None:
    address = write_address(own_postgres, "postgres")
    assert teller.tell("migrate", database_url=address).code == 0
    run_postgres(own_postgres, "stop", "-m", "fast")
    (own_postgres / "data" / "standby.signal").touch()
    run_postgres(own_postgres, "start")
    assert "is read-only: it is a standby" in teller.refuse(address)


@pytest.mark.parametrize(
    ("state", "said", "line"),
    [
        (
            "57P03",
            "the database system is starting up",
            "does not answer yet: the database",
        ),
        ("42704", 'unrecognized configuration parameter "x"', "is too old, PostgreSQL 14 or newer is needed"),
        (
            "28000",
            "no pg_hba.conf entry for host",
            "does not let user anna in: no pg_hba",
        ),
        ("XX000", f"something odd about {WRONG}", "something odd about ***"),
    ],
)
def test_what_a_server_says_at_the_door_is_told(teller: Teller, state: str, said: str, line: str) -> None:
    with answering(state, said) as port:
        address = f"postgres://anna:{quote(WRONG, safe='')}@127.0.0.1:{port}/leads?sslmode=disable"
        assert line in teller.refuse(address)


@pytest.mark.parametrize(
    ("state", "code"),
    [("57P03", 75), ("53300", 75), ("53100", 75), ("28P01", 2), ("3D000", 2), ("25006", 2), ("42501", 2)],
)
def test_only_what_may_pass_lets_run_be_started_again(teller: Teller, state: str, code: int) -> None:
    with answering(state, "no") as port:
        teller.refuse(
            f"postgres://a:b@127.0.0.1:{port}/leads?sslmode=disable", "run", api_port="1", code=code
        )


def test_a_server_that_is_not_there_lets_run_be_started_again(teller: Teller) -> None:
    for place in ("nowhere.invalid", "127.0.0.1:1"):
        teller.refuse(f"postgres://a:b@{place}/leads", "run", bot_tokens="1:A", code=75)


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_a_server_without_tls_is_told_when_the_address_asks_for_it(
    teller: Teller, server: Server, mode: str
) -> None:
    certificates = "&sslrootcert=/etc/ssl/certs/ca-certificates.crt" if mode != "require" else ""
    said = teller.refuse(server.write(more=f"?sslmode={mode}{certificates}"))
    assert "does not speak TLS as sslmode wants it" in said


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer"])
def test_an_address_that_does_not_insist_on_tls_opens_the_database(
    teller: Teller, server: Server, mode: str
) -> None:
    address = server.write(more=f"?sslmode={mode}&channel_binding=prefer")
    assert teller.tell("migrate", database_url=address, database_direct_url=address).code == 0


def test_a_host_that_nobody_knows_and_a_port_where_nobody_listens_are_told(teller: Teller) -> None:
    assert "there is no host nowhere.invalid" in teller.refuse("postgres://a:b@nowhere.invalid/leads")
    assert "nothing listens at 127.0.0.1:1" in teller.refuse("postgres://a:b@127.0.0.1:1/leads")


def test_the_direct_address_is_told_by_its_name(teller: Teller, server: Server) -> None:
    direct = server.write(password=WRONG)
    said = teller.refuse(server.write(), database_direct_url=direct)
    assert said.startswith("DATABASE_DIRECT_URL: wrong password")
    check_no_secret(said, WRONG)


@pytest.mark.parametrize(
    "command", [("doctor",), ("doctor", "--repair"), ("replay",), ("webhooks", "resend")]
)
def test_what_is_looked_at_past_a_pooler_is_told_by_its_name(
    teller: Teller, command: tuple[str, ...]
) -> None:
    said = teller.refuse(
        "postgres://a:b@127.0.0.1:1/leads",
        *command,
        database_direct_url="postgres://a:b@127.0.0.1:2/leads",
        webhook_events_url="http://crm.example/",
        webhook_events_secret="c2VjcmV0" * 6,
    )
    assert said == "DATABASE_DIRECT_URL: nothing listens at 127.0.0.1:2"


def test_a_database_that_is_starting_is_waited_for_and_that_is_said_once(
    own_postgres: Path, teller: Teller, caplog: pytest.LogCaptureFixture
) -> None:
    address = write_address(own_postgres, "postgres")
    run_postgres(own_postgres, "stop", "-m", "fast")

    async def start_later() -> int:
        telling = asyncio.create_task(
            asyncio.to_thread(teller.tell, "migrate", "--wait", "120", database_url=address)
        )
        while not caplog.records:
            assert not telling.done(), telling.result()
            await asyncio.sleep(0.02)
        await asyncio.to_thread(run_postgres, own_postgres, "start")
        return (await telling).code

    assert asyncio.run(start_later()) == 0
    lines = [record.getMessage() for record in caplog.records if record.name == "leadbot"]
    assert len(lines) == 1
    assert lines[0].startswith(
        "waiting up to 120 seconds for the database: DATABASE_URL: nothing listens at "
    )


def test_a_database_that_does_not_come_is_told_when_the_time_is_over(teller: Teller) -> None:
    said = teller.refuse("postgres://a:b@127.0.0.1:1/leads", "migrate", "--wait", "0.1")
    assert said == "DATABASE_URL: nothing listens at 127.0.0.1:1"


def test_a_wrong_password_is_not_waited_for(
    teller: Teller, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    assert "wrong password" in teller.refuse(server.write(password=WRONG), "migrate", "--wait", "3600")
    assert not caplog.records
