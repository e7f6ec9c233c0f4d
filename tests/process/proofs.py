"""What must be true after whatever happened, read from the database and from Telegram's side."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from sandbox.client.person import Person
from sandbox.client.seen import ApiCall, ChatMessage
from tests.process.program import until
from tests.process.stage import ProcessStage

Place = tuple[int, int]  # chat_id, message_id
COPIED = ("chat_id", "from_chat_id", "message_id")
SAID = ("chat_id", "text")
BUTTONS = {
    "new": ["Take", "Pass on", "More"],
    "in_progress": ["Complete", "Pass on", "Put off", "More"],
    "completed": ["Reopen"],
}
AT_ONCE = 40  # sends that may be in flight


async def write_rounds(
    stage: ProcessStage,
    clients: Sequence[Person],
    rounds: int,
    may_write: Callable[[int], bool] = lambda written: True,
) -> set[Place]:
    """Let every client write several messages, everybody's first ones first; returns what was written."""
    written: set[Place] = set()
    for number in range(rounds):
        for client in clients:
            await until(lambda: may_write(len(written)), "leave to write on", seconds=120)
            sent = await client.write(stage.bot, f"{client.first_name} says {number}")
            written.add((client.id, sent))
    return written


def check_stored_once(stage: ProcessStage, written: set[Place]) -> None:
    """Every message is in exactly one contact, of its own client."""
    stored = stage.rows("SELECT chat_id, message_id FROM messages WHERE author='client'")
    assert Counter(stored) == Counter(written)
    strangers = "SELECT m.id FROM messages m JOIN contacts c ON c.id=m.contact_id WHERE c.chat_id<>m.chat_id"
    assert stage.rows(strangers + " AND m.author='client'") == []


def check_loads(stage: ProcessStage) -> None:
    """Loads equal the open contacts, and no write ever put one above its limit."""
    counted = "(SELECT count(*) FROM contacts WHERE operator_id=o.id AND status<>'completed')"
    assert stage.rows(f"SELECT id, load, {counted} FROM operators o WHERE load<>{counted}") == []
    assert stage.one("SELECT max(above) FROM raises") <= 0


async def check_delivered(stage: ProcessStage, operators: Sequence[Person]) -> None:
    """Every card, message and notice that is due is in Telegram, each conversation in order."""
    assert stage.rows("SELECT kind, state, error FROM outbox WHERE state NOT IN ('sent', 'dropped')") == []
    seen = {operator.id: (await operator.chat(stage.bot)).from_bot for operator in operators}
    owned = "FROM contacts c JOIN operators o ON o.id=c.operator_id"
    query = f"SELECT c.id, c.chat_id, c.status, o.telegram_id {owned}"
    for contact_id, client_id, status, telegram_id in stage.rows(query):
        cards = [message for message in seen[telegram_id] if is_card(message, contact_id)]
        assert cards, f"no card of #{contact_id}"
        assert cards[-1].captions == BUTTONS[status], f"#{contact_id} is {status}, its card says: {cards[-1]}"
        check_conversation(stage, contact_id, client_id, cards[-1], seen[telegram_id])
    await check_notices(stage)


def check_conversation(
    stage: ProcessStage, contact_id: int, client_id: int, card: ChatMessage, seen: list[ChatMessage]
) -> None:
    """The card shows the first message, the others are copied behind it in the order they were written."""
    query = "SELECT message_id, text FROM messages WHERE contact_id=? AND author='client' ORDER BY id"
    messages = stage.rows(query, contact_id)
    (_, first), *others = messages
    assert first in card.text
    wanted = [message_id for message_id, _ in others]
    assert wanted == sorted(wanted)
    copied = [m.source["message_id"] for m in seen if m.source and m.source["chat_id"] == client_id]
    copied = [message_id for message_id in copied if message_id in wanted]
    assert list(dict.fromkeys(copied)) == wanted, f"#{contact_id} has {wanted}, its operator sees {copied}"
    assert copied == sorted(copied), f"#{contact_id}: a repeat came after something newer: {copied}"


async def check_notices(stage: ProcessStage) -> None:
    """Every client has heard that the request was received."""
    clients: dict[int, set[int]] = defaultdict(set)
    for contact_id, client_id in stage.rows("SELECT id, chat_id FROM contacts"):
        clients[client_id].add(contact_id)
    sent = [call for call in await stage.telegram.calls(stage.bot, "sendMessage") if call.ok]
    for client_id, contact_ids in clients.items():
        heard = [call.params["text"] for call in sent if int(call.params["chat_id"]) == client_id]
        for contact_id in contact_ids:
            assert any(f"Request #{contact_id} received" in text for text in heard), (client_id, contact_id)


@contextmanager
def open_history(path: Path) -> Iterator[Session]:
    """Read a database as the services see it."""
    engine = create_engine(f"sqlite:///{path}")
    with Session(engine) as session:
        yield session
    engine.dispose()


def is_card(message: ChatMessage, contact_id: int) -> bool:
    """Tell whether a message is the card of a contact."""
    return message.text.startswith(f"Request #{contact_id} ·") and bool(message.buttons)


async def find_repeats(stage: ProcessStage) -> list[tuple[float, float]]:
    """Return when something was sent a second time: the moments of both sends."""
    told: dict[tuple[str, ...], list[ApiCall]] = defaultdict(list)
    for call in await stage.telegram.calls(stage.bot):
        if call.ok and call.method == "copyMessage":
            told[call.method, *(str(call.params[key]) for key in COPIED)].append(call)
        if call.ok and call.method == "sendMessage":
            told[call.method, *(str(call.params[key]) for key in SAID)].append(call)
    return [(one.at, other.at) for calls in told.values() for one, other in pairwise(calls)]


async def check_repeats(stage: ProcessStage, breaks: Sequence[tuple[float, float]]) -> None:
    """What was sent twice was in flight at a break: sent before its end, again after its beginning."""
    repeats = await find_repeats(stage)
    for begin, end in breaks:
        across = [pair for pair in repeats if pair[0] <= end and pair[1] >= begin]
        assert len(across) <= AT_ONCE, f"{len(across)} messages were sent again"
        repeats = [pair for pair in repeats if pair not in across]
    assert repeats == [], f"sent twice for no reason: {repeats}, {breaks}"
