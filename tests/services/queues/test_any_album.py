"""Whatever comes between the parts of an album and whatever fails: in the end it is there whole, and once."""

from itertools import count
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import Connection, Engine, select

from models import Outbox, OutboxKind, OutboxState
from models.database.unit import UnitSession
from services.contacts import settlement
from services.contacts.settlement import Outcome, Result
from services.queues import outbox, relays
from services.queues.rendering import render_data
from services.queues.rendering.render_data import RenderData
from tests.services.world import BOT, World

ANNA, VERA = 500, 1


class Conversation(RuleBasedStateMachine):
    """Anna and Vera send each other albums and texts, part by part; the sender fails now and then."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.connection: Connection = engine.connect()
        self.connection.begin()
        self.session = UnitSession(self.connection, expire_on_commit=False)
        self.world = World(self.session, chance=Random(1).randrange)
        self.copies: dict[int, int] = {}  # what is in Telegram: message → the row that it was sent for
        self.sent_as_one: list[set[int]] = []
        self.ids = count(10_000)

    @initialize()
    def meet(self) -> None:
        self.anna = self.world.operator("Anna", telegram_id=ANNA)
        self.contact = self.world.write(VERA, "hello")
        self.world.deliver_all()

    def teardown(self) -> None:
        self.session.close()
        self.connection.close()

    @rule(album=st.sampled_from("abc"), by_client=st.booleans())
    def send_part(self, album: str, by_client: bool) -> None:
        if by_client:
            self.world.write(VERA, None, kind="photo", media_group_id=f"v{album}")
        else:
            self.world.answer(self.anna, self.contact, None, kind="photo", media_group_id=f"o{album}")

    @rule(by_client=st.booleans())
    def send_text(self, by_client: bool) -> None:
        if by_client:
            self.world.write(VERA, "more")
        else:
            self.world.answer(self.anna, self.contact, "more")

    @rule(seconds=st.sampled_from([0.1, 1, 2, 60]))
    def wait(self, seconds: float) -> None:
        self.world.wait(seconds=seconds)

    @rule(
        fails=st.sampled_from(["", "", "", "retry", "killed", "torn"]),
        meanwhile=st.none() | st.tuples(st.sampled_from("abc"), st.booleans()),
    )
    def deliver(self, fails: str, meanwhile: tuple[str, bool] | None) -> None:
        self.session.flush()
        rows = outbox.list_due(self.session, BOT, busy=(), limit=9, at=self.world.at)
        found = render_data.read(self.session, rows)
        if meanwhile:
            self.send_part(*meanwhile)
        before = set(self.copies)
        outcomes = [self.send(data, fails) for data in found]
        if fails == "killed":
            for stray in self.copies.keys() - before:  # harmless repeats
                del self.copies[stray]
        else:
            settlement.settle(self.session, outcomes, at=self.world.at)
        self.session.flush()

    def send(self, data: RenderData, fails: str) -> Outcome:
        """Do what the sender does: an album as one, replacing its earlier copies, or a row alone."""
        row = data.row
        if fails == "retry":
            return Outcome(row.id, Result.RETRY, retry_at=self.world.now)
        if not data.album or fails == "torn":
            copy = self.show(row)
            rows = dict.fromkeys(part.row.id for part in data.album)
            return Outcome(row.id, Result.SENT, message_id=copy, album=rows, is_torn=bool(rows))
        earlier = [part.row.message_id for part in data.album if part.row.message_id]
        copies = {part.row.id: self.show(part.row) for part in data.album}
        for message_id in earlier:
            self.copies.pop(message_id, None)
        self.sent_as_one.append(set(copies.values()))
        return Outcome(row.id, Result.SENT, album=copies)

    def show(self, row: Outbox) -> int:
        message_id = next(self.ids)
        self.copies[message_id] = row.id
        return message_id

    @rule()
    def quiet_down(self) -> None:
        """Let everything be delivered: then each relay is there once, and each album is one."""
        while self.world.told(ANNA) or self.world.told(VERA):
            self.world.wait(seconds=2)
            self.deliver("", None)
        rows = self.session.scalars(select(Outbox).where(Outbox.kind == OutboxKind.RELAY)).all()
        albums: dict[tuple[int, str], set[int]] = {}
        for row in rows:
            if row.state is OutboxState.DROPPED:
                continue  # it remembers a copy that was replaced
            assert row.state is OutboxState.SENT
            assert [copy for copy, sent in self.copies.items() if sent == row.id] == [row.message_id]
            if relays.ALBUM in row.params and relays.ALONE not in row.params:
                albums.setdefault((row.chat_id, row.params[relays.ALBUM]), set()).add(row.message_id or 0)
        for copies in albums.values():
            assert len(copies) == 1 or copies in self.sent_as_one
        relayed = [row.params["message"] for row in rows if row.state is OutboxState.SENT]
        assert len(relayed) == len(set(relayed))


def test_whatever_comes_between_every_album_ends_as_one(writer: Engine) -> None:
    class ConversationOnSqlite(Conversation):
        def __init__(self) -> None:
            super().__init__(writer)

    run_state_machine_as_test(
        ConversationOnSqlite,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
