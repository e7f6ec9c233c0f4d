"""Fills a database of either kind with what a business of five operators has stored: a million a year.

What is done with is written by the database itself, so that a million contacts take a few minutes; what is
open goes through the services.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import count

from sqlalchemy import text
from sqlalchemy.orm import Session

from models.database.unit import Memory, UnitSession
from services.distribution import decisions
from services.distribution.decisions import AssignmentReason, DrawDecision, Scored
from tests.services.world import BOT, NOON, World

PACE = timedelta(days=365) / 1_000_000  # from one contact to the next
OPERATORS, LIMIT = 5, 40
AFTER_SETTINGS = 100  # events
ACCOUNTS = 700  # the Telegram id of the first operator
CLIENTS = 2_000_000_000  # the Telegram id of the first client
WORDS = ("delivery", "доставка", "December", "открыто", "prices", "возврат", "size", "цвет", "курьер", "gift")

# What the databases spell in two ways: so many seconds after NOON, and JSON.
MOMENTS = {
    "sqlite": f"strftime('%Y-%m-%d %H:%M:%f000', julianday('{NOON:%Y-%m-%d %H:%M}') + ({{}}) / 86400.0)",
    "postgresql": f"timestamptz '{NOON:%Y-%m-%d %H:%M}+00' + ({{}}) * interval '1 second'",
}
JSON = {"sqlite": "{}", "postgresql": "CAST({} AS json)"}

NUMBERS = """(WITH RECURSIVE numbers(n) AS (SELECT CAST(1 AS bigint) UNION ALL
    SELECT n + 1 FROM numbers WHERE n < :contacts) SELECT n FROM numbers) AS numbers"""
WORD = "CASE {} % 10 " + " ".join(f"WHEN {n} THEN '{word}'" for n, word in enumerate(WORDS)) + " END"
SAID = f"'Question ' || n || ': ' || {WORD.format('n')} || ', ' || {WORD.format('(n / 10)')}"
OPERATOR, ACCOUNT = f"n % {OPERATORS} + 1", f"{ACCOUNTS} + n % {OPERATORS}"
BOT_ID, CHAT_ID, MESSAGE_ID, SOURCE_ID = (  # every fifth contact comes by API
    f"CASE WHEN n % 5 > 0 THEN {by_bot} ELSE {by_api} END"
    for by_bot, by_api in ((BOT, "NULL"), (f"{CLIENTS} + n", "NULL"), (1, "NULL"), (1, 2))
)
COMPLETED = f"""'{{"operator_id": ' || ({OPERATOR}) || '}}'"""
DRAW = DrawDecision(
    operator_id=0,
    ticket=0,
    total=OPERATORS,
    weights_source_id=1,
    candidates=tuple(
        Scored(operator_id=id_, weight=1, load=LIMIT - 1, limit=LIMIT, score=1)
        for id_ in range(1, OPERATORS + 1)
    ),
)

Rows = Mapping[str, str]  # column → its value for contact n


def open_business(session: Session) -> World:
    """Make a bot, a source of the API, and operators who share both, at NOON."""
    world = World(session, telegram_ids=count(ACCOUNTS))
    shares = {world.bot(): 1, world.api_source(): 1}
    for number in range(1, OPERATORS + 1):
        world.operator(f"Operator {number}", limit=LIMIT, weight=shares)
    return world


def fill(session: Session, contacts: int) -> None:
    """Write so many contacts that came and were completed before NOON."""
    forget_objects(session)  # and which ids are free
    dialect = session.get_bind().dialect.name
    given = {"contacts": contacts, "draw": write_draw()}
    for table, columns in list_rows(dialect, contacts):
        names, values = ", ".join(columns), ", ".join(columns.values())
        written = f"INSERT INTO {table} ({names}) SELECT {values} FROM {NUMBERS}"
        if table == "outbox":  # retention keeps no more
            written += f" WHERE n > {contacts} * 3 / 4"
        session.execute(text(written), {name: given[name] for name in given if f":{name}" in written})
        if dialect == "postgresql" and "id" in columns:
            session.execute(text(f"SELECT setval('{table}_id_seq', max(id)) FROM {table}"))
    if dialect == "postgresql":
        session.execute(text("ANALYZE"))  # what follows is in the same transaction


def write_draw() -> str:
    """Return what an `assigned` event stores of a draw, won by an operator 0."""
    why = {"why": AssignmentReason.NEW, "from_operator_id": None, "assignment_no": 1}
    return json.dumps({**decisions.write(DRAW), **why})


def list_rows(dialect: str, contacts: int) -> Iterator[tuple[str, Rows]]:
    """Yield what is stored of contact n; ids are in the order of time."""

    def at(seconds: int) -> str:
        return MOMENTS[dialect].format(f"(n - {contacts + 200}) * {PACE.total_seconds()} + {seconds}")

    def data(value: str) -> str:
        return JSON[dialect].format(value)

    yield (
        "leads",
        {
            "id": "n",
            "external_id": f"CASE WHEN n % 5 > 0 THEN 'tg:' || ({CLIENTS} + n) END",
            "phone": "CASE WHEN n % 3 = 0 THEN '+7' || (9030000000 + n) END",
            "email": "CASE WHEN n % 5 = 0 THEN 'client' || n || '@example.com' END",
            "phone_verified": "false",
            "name": "'Client ' || n",
            "created_at": at(0),
        },
    )
    yield (
        "contacts",
        {
            "id": "n",
            "lead_id": "n",
            "source_id": SOURCE_ID,
            "operator_id": OPERATOR,
            "status": "'completed'",
            "message": SAID,
            "typed_phone": "CASE WHEN n % 50 = 0 THEN '8 903 ' || n END",
            "bot_id": BOT_ID,
            "chat_id": CHAT_ID,
            "assignment_no": "1",
            "created_at": at(0),
            "assigned_at": at(0),
            "taken_at": at(60),
            "completed_at": at(3600),
        },
    )
    asked = {"author": "'client'", "message_id": MESSAGE_ID, "text": SAID}
    said = {"author": "'operator'", "operator_id": OPERATOR, "message_id": "n", "text": "'Yes, № ' || n"}
    line = {"contact_id": "n", "kind": "'text'"}
    yield (
        "messages",
        {"id": "2 * n - 1", **line, **asked, "bot_id": BOT_ID, "chat_id": CHAT_ID, "created_at": at(0)},
    )
    yield (
        "messages",
        {"id": "2 * n", **line, **said, "bot_id": str(BOT), "chat_id": ACCOUNT, "created_at": at(300)},
    )
    won = f"replace(CAST(:draw AS text), ' 0, \"ticket\"', ' ' || ({OPERATOR}) || ', \"ticket\"')"
    for place, (kind, fact, seconds) in enumerate(
        (("created", "'{}'", 0), ("assigned", won, 0), ("completed", COMPLETED, 3600))
    ):
        yield (
            "events",
            {
                "id": f"3 * n + {AFTER_SETTINGS + place}",
                "contact_id": "n",
                "at": at(seconds),
                "kind": f"'{kind}'",
                "data": data(fact),
            },
        )
    sent = {"contact_id": "n", "state": "'sent'", "attempts": "0", "params": data("'{}'"), "bot_id": str(BOT)}
    sent |= {"due_at": at(0), "created_at": at(0), "done_at": at(1)}
    card = {"kind": "'card'", "assignment_no": "1", "chat_id": ACCOUNT, "message_id": f"{1_000_000} + n"}
    yield "outbox", {"id": "2 * n - 1", **sent, **card}
    yield (
        "outbox",
        {"id": "2 * n", **sent, "kind": "'notice'", "chat_id": f"{CLIENTS} + n", "message_id": "2"},
    )


def open_contacts(world: World, waiting: int) -> None:
    """Let clients come until all operators are full and so many wait; all of it is delivered."""
    for client in range(OPERATORS * LIMIT + waiting):
        world.write(CLIENTS - 1 - client, f"Вопрос {client}: доставка", name=f"Клиент {client}")
        if client % 50 == 0:
            forget_objects(world.session)
    world.deliver_all()
    forget_objects(world.session)


def forget_objects(session: Session) -> None:
    """Let the session know as little as one of a new unit of work."""
    session.flush()
    session.info.clear()
    session.expunge_all()
    if isinstance(session, UnitSession):
        session.memory = Memory()
