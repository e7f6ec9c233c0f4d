"""Whatever a person sends is conversation; only Telegram's service messages are not."""

import pytest
from aiogram.enums import ContentType

from bot.intake import salvage
from bot.reading.incoming import SERVICE
from tests.bot.updates import message
from tests.stage import Stage

SENT_BY_PEOPLE = """
    unknown any text animation audio document live_photo paid_media photo sticker story video video_note voice
    checklist contact dice game poll venue location invoice giveaway giveaway_winners rich_message
"""


def test_every_kind_of_content_is_either_a_service_note_or_sent_by_people() -> None:
    sent = {ContentType(kind) for kind in SENT_BY_PEOPLE.split()}
    assert sent | SERVICE == set(ContentType)
    assert not sent & SERVICE


async def test_an_operators_answer_in_an_update_we_cannot_parse_reaches_the_client(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    replied = {"message_id": card.message_id, "date": 1, "chat": {"id": anna.id, "type": "private"}}
    unknown = {"type": "new_origin", "date": 1}
    answer = message(anna, 900, text="Good day", forward_origin=unknown, reply_to_message=replied)
    await stage.telegram.inject(stage.bot, {"message": answer})
    await vera.wait_for(stage.bot, "Good day")


async def test_a_service_note_we_cannot_parse_opens_nothing(stage: Stage) -> None:
    vera = await stage.person("Vera")
    note = message(vera, 900, pinned_message={"message_id": 1}, forward_origin={"type": "new", "date": 1})
    await stage.telegram.inject(stage.bot, {"message": note})
    await stage.client("Karl", text="Good morning")
    await stage.settle()
    assert stage.rows("SELECT count(*) FROM contacts") == [(1,)]


async def test_half_an_emoji_still_opens_a_contact(stage: Stage) -> None:
    vera = await stage.person("Vera")
    await stage.telegram.inject(stage.bot, {"message": message(vera, 900, text="Hi \ud83d there")})
    await vera.wait_for(stage.bot, "Request #1 received", timeout=15)
    assert stage.rows("SELECT message FROM contacts") == [("Hi \ufffd there",)]


@pytest.mark.parametrize(
    ("username", "kept"),
    [("vera_k", "vera_k"), ('"><b>', None), ("a b", None), ("../x", None), ("имя", None), (7, None)],
)
def test_of_an_update_we_cannot_parse_only_a_username_that_can_be_one_is_kept(
    username: object, kept: str | None
) -> None:
    author = {"id": 5, "first_name": "Vera", "username": username}
    update = {
        "message": {"message_id": 1, "chat": {"id": 5, "type": "private"}, "from": author, "text": "Hi"}
    }
    found = salvage.find_message(7, update)
    assert found is not None
    assert (found.text, found.username) == ("Hi", kept)
