"""An album reaches the other side as one album, whatever the delay between its parts and whatever fails."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.gateway import BROKEN, REFUSED, SLOW_DOWN, Gateway, open_gateway
from tests.stage import Stage

LATE = 4.0  # seconds: the part before has been sent by then
WEBHOOK_TYPES = "Vera sends an album:"


@pytest_asyncio.fixture
async def gateway(stage: Stage) -> AsyncIterator[Gateway]:
    """What the stage's bot reaches Telegram through."""
    async with open_gateway(stage.telegram.url) as gateway:
        await stage.restart(telegram_api=gateway.url)
        yield gateway
        await stage.stop()


async def copies(stage: Stage, person: Person) -> list[ChatMessage]:
    """What the bot shows somebody of files, once everything is delivered."""
    await stage.settle()
    return [m for m in (await person.chat(stage.bot)).from_bot if m.kind not in ("text", "service")]


def check_album(shown: list[ChatMessage], sent: list[int], captions: list[str]) -> None:
    """One album, whole and in order."""
    if any(m.source for m in shown):  # an operator's album goes by its files
        assert [m.source and m.source["message_id"] for m in shown] == sent
    assert [m.text for m in shown] == captions
    assert len({m.media_group_id for m in shown}) == 1
    assert shown[0].media_group_id


async def talk(stage: Stage) -> tuple[Person, Person, ChatMessage]:
    """Let Vera have written to Anna, who has the card."""
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    return anna, vera, await stage.card(anna, "Hello")


@pytest.mark.parametrize("pause", [0, 0.7])
async def test_a_clients_album_reaches_the_operator_as_one_under_a_line_that_says_whose_it_is(
    stage: Stage, pause: float
) -> None:
    anna, vera, card = await talk(stage)
    sent = await vera.send_album(stage.bot, ["photo", "video", "photo"], caption="my <boat>", pause=pause)
    check_album(await copies(stage, anna), sent, ["my <boat>", "", ""])
    line = await anna.wait_for(stage.bot, WEBHOOK_TYPES)
    assert line.reply_to == card.message_id
    assert (await stage.texts(anna)).count(WEBHOOK_TYPES) == 1


async def test_an_operators_album_reaches_the_client_as_one(stage: Stage) -> None:
    anna, vera, card = await talk(stage)
    sent = await anna.send_album(stage.bot, 3, caption="these?", pause=0.3, reply_to=card.message_id)
    check_album(await copies(stage, vera), sent, ["these?", "", ""])
    assert not any("album" in text for text in await stage.texts(vera))


async def test_an_album_answers_as_a_whole_though_only_its_first_part_is_a_reply(stage: Stage) -> None:
    anna, vera, card = await talk(stage)
    sent = [await anna.send(stage.bot, "photo", media_group_id="77", reply_to=card.message_id)]
    sent += [await anna.send(stage.bot, "photo", media_group_id="77") for _ in range(2)]
    check_album(await copies(stage, vera), sent, ["", "", ""])
    await anna.send(stage.bot, "photo", media_group_id="78")
    await anna.wait_for(stage.bot, "To write to a client")


async def test_a_part_that_comes_after_the_others_were_sent_makes_one_whole_album_all_the_same(
    stage: Stage,
) -> None:
    anna, vera, card = await talk(stage)
    sent = await vera.send_album(stage.bot, 2, media_group_id="77")
    before = await copies(stage, anna)
    sent.append(await vera.send(stage.bot, "photo", media_group_id="77"))
    shown = await copies(stage, anna)
    check_album(shown, sent, ["", "", ""])
    assert not {m.message_id for m in shown} & {m.message_id for m in before}
    answer = await anna.send_album(stage.bot, 2, pause=LATE, reply_to=card.message_id)
    check_album(await copies(stage, vera), answer, ["", ""])
    assert (await stage.texts(anna)).count(WEBHOOK_TYPES) == 1


async def test_a_reply_to_any_part_goes_to_the_client_who_sent_the_album(stage: Stage) -> None:
    anna, vera, _ = await talk(stage)
    karl = await stage.client("Karl", text="Me too")
    await stage.card(anna, "Me too")
    await vera.send_album(stage.bot, 3)
    await karl.send_album(stage.bot, 2)
    shown = await copies(stage, anna)
    line = await anna.wait_for(stage.bot, WEBHOOK_TYPES)
    for number, part in enumerate([*shown, line]):
        await anna.write(stage.bot, f"about {number}", reply_to=part.message_id)
    await stage.settle()
    answers = {
        person.first_name: {text for text in await stage.texts(person) if text.startswith("about")}
        for person in (vera, karl)
    }
    hers = {f"about {n}" for n, m in enumerate(shown) if m.source and m.source["chat_id"] == vera.id}
    assert answers == {"Vera": hers | {"about 5"}, "Karl": {f"about {n}" for n in range(5)} - hers}


async def test_an_album_that_opens_a_contact_follows_its_card(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera")
    sent = await vera.send_album(stage.bot, 3, caption="my boat", pause=0.3)
    check_album(await copies(stage, anna), sent, ["my boat", "", ""])
    card = await stage.card(anna, "[a photo] my boat")
    assert (await anna.wait_for(stage.bot, WEBHOOK_TYPES)).reply_to == card.message_id
    assert stage.count("contacts") == 1


async def test_a_hand_over_shows_the_albums_of_both_sides_as_albums(stage: Stage) -> None:
    anna, vera, card = await talk(stage)
    hers = await vera.send_album(stage.bot, 2)
    answer = await anna.send_album(stage.bot, 3, reply_to=card.message_id)
    await stage.settle()
    boris = await stage.hire("Boris")
    await stage.pass_on(anna, await stage.card(anna, "In progress"))
    shown = await copies(stage, boris)
    check_album(shown[:2], hers, ["", ""])
    check_album(shown[2:], answer, ["", "", ""])
    assert (await stage.texts(boris))[2:] == [
        WEBHOOK_TYPES,
        "",
        "",
        "The operator sent an album:",
        "",
        "",
        "",
    ]


async def test_an_album_of_which_telegram_skips_a_part_is_sent_by_its_files(stage: Stage) -> None:
    anna, vera, card = await talk(stage)
    await stage.stop()
    sent = await vera.send_album(stage.bot, ["photo", "video", "photo"], caption="my boat")
    await vera.delete(stage.bot, sent[1])
    await stage.start()
    shown = await copies(stage, anna)
    assert [(m.kind, m.text, m.source) for m in shown] == [
        ("photo", "my boat", None),
        ("video", "", None),
        ("photo", "", None),
    ]
    assert {m.reply_to for m in shown} == {card.message_id}
    assert len({m.media_group_id for m in shown}) == 1


async def test_an_album_that_cannot_be_one_comes_part_by_part(stage: Stage, gateway: Gateway) -> None:
    anna, vera, card = await talk(stage)
    gateway.fail("copyMessages", REFUSED)
    gateway.fail("sendMediaGroup", REFUSED)
    sent = await vera.send_album(stage.bot, 3)
    shown = await copies(stage, anna)
    assert [m.source and m.source["message_id"] for m in shown] == sent
    assert {(m.media_group_id, m.reply_to) for m in shown} == {(None, card.message_id)}


async def test_an_album_that_telegram_holds_up_comes_later_and_whole(stage: Stage, gateway: Gateway) -> None:
    anna, vera, _ = await talk(stage)
    gateway.fail("copyMessages", SLOW_DOWN, BROKEN)
    sent = await vera.send_album(stage.bot, 3)
    check_album(await copies(stage, anna), sent, ["", "", ""])


async def test_an_album_whose_answer_was_lost_may_come_twice_but_never_in_pieces(
    stage: Stage, gateway: Gateway
) -> None:
    anna, vera, _ = await talk(stage)
    gateway.lose_answer("copyMessages")
    sent = await vera.send_album(stage.bot, 2)
    shown = await copies(stage, anna)
    check_album(shown[:2], sent, ["", ""])
    check_album(shown[2:], sent, ["", ""])


async def test_earlier_copies_that_cannot_be_deleted_change_nothing(stage: Stage, gateway: Gateway) -> None:
    anna, vera, _ = await talk(stage)
    gateway.fail("deleteMessages", BROKEN)
    sent = await vera.send_album(stage.bot, 2, pause=LATE)
    check_album((await copies(stage, anna))[1:], sent, ["", ""])


async def test_an_album_in_parts_when_the_bot_stops_is_whole_after_the_next_start(stage: Stage) -> None:
    anna, vera, _ = await talk(stage)
    sent = [await vera.send(stage.bot, "photo", media_group_id="77")]
    await anna.wait_for(stage.bot, WEBHOOK_TYPES)
    await stage.stop()
    sent.append(await vera.send(stage.bot, "photo", media_group_id="77"))
    await stage.start()
    check_album(await copies(stage, anna), sent, ["", ""])


async def test_who_has_left_gets_no_album_and_the_operator_hears_it_once(stage: Stage) -> None:
    anna, vera, card = await talk(stage)
    await vera.block(stage.bot)
    await anna.send_album(stage.bot, 3, reply_to=card.message_id)
    await stage.settle()
    assert [text for text in await stage.texts(anna) if "was not delivered" in text] == [
        "The client has closed the chat with the bot; the answer in request #1 was not delivered."
    ]
