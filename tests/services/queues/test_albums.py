"""Albums: part by part from Telegram, one to the other side, however late a part is and whatever fails."""

from datetime import timedelta

from models import Contact, Operator, Outbox, OutboxKind, OutboxState
from services.chats import ChatRef
from services.contacts import settlement
from services.contacts.settlement import Outcome, Result
from services.contacts.states import Action
from services.queues import outbox, recipients
from services.queues.introducing import HANDOVER_MESSAGES
from services.queues.outbox import ALBUM_PAUSE
from services.queues.rendering import render_data
from services.queues.rendering.render_data import RenderData
from tests.moments import first
from tests.services.world import BOT, World

ANNA, BORIS = 500, 501


def send_part(world: World, album: str = "a", client: int = 1) -> Contact:
    return world.write(client, None, kind="photo", file_id="f", media_group_id=album)


def start(world: World) -> tuple[Operator, Contact]:
    """Let Anna have a contact of client 1, with everything told so far."""
    anna = world.operator("Anna", telegram_id=ANNA)
    contact = world.write(1)
    world.deliver_all()
    return anna, contact


def due(world: World, chat_id: int) -> RenderData | None:
    """Return what would be sent to somebody now, as delivery reads it."""
    world.session.flush()
    rows = outbox.list_due(world.session, BOT, busy=(), limit=100, at=world.at)
    found = [row for row in rows if row.chat_id == chat_id]
    return render_data.read(world.session, found)[0] if found else None


def see_due(world: World, chat_id: int) -> RenderData:
    """Return what would be sent to somebody now, which must be something."""
    data = due(world, chat_id)
    assert data is not None
    return data


def settle(world: World, data: RenderData, result: Result = Result.SENT, **more: object) -> None:
    """Let a send have ended so; of an album as one unless told otherwise."""
    copies = {part.row.id: next(world.message_ids) for part in data.album}
    given = {"album": copies} if copies else {"message_id": next(world.message_ids)}
    outcome = Outcome(data.row.id, result, data.seen_at, **(given | more))  # type: ignore[arg-type]
    settlement.settle(world.session, [outcome], at=world.at)


def send_announcement(world: World, key: str = "album-from-client") -> None:
    data = see_due(world, ANNA)
    assert data.row.params["key"] == key
    settle(world, data)


def part_ids(data: RenderData) -> list[int]:
    return [part.row.params["message"] for part in data.album]


def test_an_album_waits_until_no_further_part_has_come_for_a_moment(world: World) -> None:
    _, contact = start(world)
    send_part(world)
    send_announcement(world)
    for _ in range(3):
        world.wait(seconds=1)
        send_part(world)
        assert due(world, ANNA) is None
    world.wait(seconds=ALBUM_PAUSE.total_seconds())
    data = see_due(world, ANNA)
    assert part_ids(data) == [message.id for message in world.messages(contact)[1:]]
    settle(world, data)
    assert world.told(ANNA) == []


def test_an_operator_is_told_once_whose_album_comes(world: World) -> None:
    start(world)
    for _ in range(3):
        send_part(world)
    assert [row.kind.value for row in world.told(ANNA)] == ["notice", "relay", "relay", "relay"]
    world.wait(seconds=9)
    world.deliver_all()
    send_part(world)
    assert world.notices(ANNA) == []
    send_part(world, "b")
    assert world.notices(ANNA) == ["album-from-client"]


def test_an_answer_that_is_an_album_goes_to_the_client_as_one_without_a_line_before_it(world: World) -> None:
    anna, contact = start(world)
    world.must_press(anna, Action.TAKE, contact=contact)
    world.deliver_all()
    for _ in range(2):
        world.answer(anna, contact, None, kind="photo", media_group_id="a")
    assert world.notices(1) == []
    world.wait(seconds=2)
    assert len(part_ids(see_due(world, 1))) == 2


def test_a_late_part_makes_the_whole_album_be_sent_again(world: World) -> None:
    _, contact = start(world)
    for _ in range(2):
        send_part(world)
    send_announcement(world)
    world.wait(seconds=2)
    data = see_due(world, ANNA)
    settle(world, data)
    copies = {part.row.message_id for part in data.album}
    world.wait(hours=1)
    send_part(world)
    world.wait(seconds=2)
    again = see_due(world, ANNA)
    assert part_ids(again) == [message.id for message in world.messages(contact)[1:]]
    assert {part.row.message_id for part in again.album} == {*copies, None}
    settle(world, again)
    assert world.told(ANNA) == []
    newest = {part.row.message_id for part in again.album}
    assert len(newest | copies) == 5
    shown, chat = [id_ for id_ in (newest | copies) if id_], ChatRef(BOT, ANNA)
    found = {recipients.find_contact_of(world.session, chat, message_id) for message_id in shown}
    assert found == {contact.id}, "a reply to a copy that is being replaced is understood, too"


def test_an_edit_belongs_to_the_newest_copy_of_a_part(world: World) -> None:
    _, contact = start(world)
    send_part(world)
    send_announcement(world)
    for _ in range(2):
        world.wait(seconds=2)
        data = see_due(world, ANNA)
        settle(world, data)
        send_part(world)
    assert data is not None
    row = next(row for row in data.album if row.message.id == world.messages(contact)[1].id).row
    recipient = recipients.operator_recipient(world.session, contact)
    outbox.notify(world.session, recipient, "edited", message=row.params["message"], at=world.at)
    edited = render_data.read(world.session, [world.told(ANNA)[-1]])[0]
    assert edited.copy_id == row.message_id


def test_a_part_alone_is_no_album_yet(world: World) -> None:
    start(world)
    send_part(world)
    send_announcement(world)
    world.wait(seconds=2)
    data = see_due(world, ANNA)
    assert data.album == ()


def test_what_comes_after_an_album_waits_for_it(world: World) -> None:
    _, contact = start(world)
    send_part(world)
    world.write(1, "these, please")
    send_part(world)
    send_announcement(world)
    assert due(world, ANNA) is None
    world.wait(seconds=2)
    data = see_due(world, ANNA)
    assert len(part_ids(data)) == 2
    settle(world, data)
    after = see_due(world, ANNA)
    assert after.row.params == {"message": world.messages(contact)[2].id}


def test_an_album_that_failed_is_not_tried_earlier_because_a_part_joins(world: World) -> None:
    start(world)
    send_part(world)
    send_announcement(world)
    world.wait(seconds=2)
    data = see_due(world, ANNA)
    settle(world, data, Result.RETRY, retry_at=world.now + timedelta(seconds=30))
    send_part(world)
    world.wait(seconds=29)
    assert due(world, ANNA) is None
    world.wait(seconds=1)
    assert len(part_ids(see_due(world, ANNA))) == 2


def test_an_album_that_cannot_be_sent_as_one_goes_part_by_part(world: World) -> None:
    start(world)
    for _ in range(2):
        send_part(world)
    send_announcement(world)
    world.wait(seconds=2)
    data = see_due(world, ANNA)
    rows = dict.fromkeys(part.row.id for part in data.album)
    settle(world, data, album=rows, is_torn=True, message_id=77)
    assert data.row.message_id == 77
    send_part(world)
    for _ in range(2):
        world.wait(seconds=2)
        single = see_due(world, ANNA)
        assert single.album == ()
        settle(world, single)
    assert world.told(ANNA) == []
    assert data.row.message_id == 77


def test_the_album_of_a_client_who_left_is_reported_once(world: World) -> None:
    anna, contact = start(world)
    world.meet(1)
    world.must_press(anna, Action.TAKE, contact=contact)
    world.deliver_all()
    for _ in range(3):
        world.answer(anna, contact, None, kind="photo", media_group_id="a")
    world.wait(seconds=2)
    data = see_due(world, 1)
    world.wait(seconds=1)
    rows = dict.fromkeys(part.row.id for part in data.album)
    settle(world, data, Result.UNREACHABLE, album=rows, error="blocked")
    assert world.told(1) == []
    assert {part.row.state for part in data.album} == {OutboxState.DEAD}
    assert world.notices(ANNA) == ["answer-client-unreachable"]


def test_the_album_that_opened_a_contact_reaches_who_gets_it_whole(world: World) -> None:
    world.operator("Anna", telegram_id=ANNA)
    contact = send_part(world)
    world.wait(seconds=1)
    send_part(world)
    told = [row.kind for row in world.told(ANNA)]
    assert told == [OutboxKind.CARD, OutboxKind.NOTICE, OutboxKind.RELAY, OutboxKind.RELAY]
    for _ in range(2):
        data = see_due(world, ANNA)
        settle(world, data)
    assert due(world, ANNA) is None
    world.wait(seconds=2)
    assert part_ids(see_due(world, ANNA)) == [message.id for message in world.messages(contact)]


def test_a_hand_over_shows_old_albums_at_once_and_waits_for_the_one_that_is_coming(world: World) -> None:
    world.chance = first
    anna, contact = start(world)
    world.operator("Boris", telegram_id=BORIS)
    for _ in range(2):
        send_part(world)
    world.wait(minutes=1)
    for _ in range(2):
        send_part(world, "b")
    world.must_press(anna, Action.PASS_ON, contact=contact)
    told = world.told(BORIS)
    assert [row.params.get("key") or row.kind.value for row in told] == [
        *("card", "album-from-client", "relay", "relay"),
        *("album-from-client", "relay", "relay"),
    ]
    assert [row.due_at for row in told] == [*[world.now] * 5, *[world.now + ALBUM_PAUSE] * 2]
    send_part(world, "b")
    assert len(world.relays(BORIS)) == 5
    assert len(world.notices(BORIS)) == 2


def test_a_hand_over_never_begins_in_the_middle_of_an_album(world: World) -> None:
    world.chance = first
    anna, contact = start(world)
    world.operator("Boris", telegram_id=BORIS)
    world.write(1, "not shown")
    for _ in range(3):
        send_part(world)
    for n in range(HANDOVER_MESSAGES - 1):
        world.write(1, f"more {n}")
    world.must_press(anna, Action.PASS_ON, contact=contact)
    assert len(world.relays(BORIS)) == HANDOVER_MESSAGES + 2
    earlier = next(row for row in world.told(BORIS) if row.params.get("key") == "earlier-messages")
    assert earlier.params["count"] == 1


def test_an_answer_of_the_former_operator_is_announced_as_such(world: World) -> None:
    world.chance = first
    anna, contact = start(world)
    world.operator("Boris", telegram_id=BORIS)
    for _ in range(2):
        world.answer(anna, contact, None, kind="photo", media_group_id="a")
    world.must_press(anna, Action.PASS_ON, contact=contact)
    assert world.notices(BORIS) == ["album-from-operator"]


def test_two_readers_have_an_album_each(world: World) -> None:
    world.chance = first
    anna, contact = start(world)
    world.operator("Boris", telegram_id=BORIS)
    for _ in range(2):
        send_part(world)
    world.deliver_all()
    world.must_press(anna, Action.PASS_ON, contact=contact)
    world.wait(seconds=2)
    hers: list[Outbox] = [row for row in world.told(ANNA) if row.kind is OutboxKind.RELAY]
    assert hers == []
    data = next(p for p in render_data.read(world.session, world.told(BORIS)) if p.album)
    assert {part.row.chat_id for part in data.album} == {BORIS}
