"""/contact shows the phone that was shared, and a button sends the photos and files of the conversation."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.views.contact_screens import ContactAction, ContactCallback
from models import Message
from tests.stage import Stage

PHONE = "+7 916 123-45-67"


def lose_the_photo(session: Session) -> None:
    session.execute(update(Message).values(message_id=999_999, file_id="gone").where(Message.kind == "photo"))


async def test_a_shared_phone_is_a_number_on_the_page(stage: Stage) -> None:
    await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await vera.wait_for(stage.bot, "received")
    await vera.share_phone(stage.bot, "+79161234567")
    await stage.settle()
    assert f"phone number] {PHONE}" in await stage.command("/contact 1")


async def test_photos_and_files_are_sent_to_the_admin_who_asks_the_newest_last(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    page = await stage.ask("/contact 1")
    assert not [caption for caption in page.captions if "files" in caption]
    await vera.send(stage.bot, "photo", caption="My <roof>")
    await vera.send(stage.bot, "sticker")
    await vera.send(stage.bot, "document")
    await stage.settle()
    await anna.send(stage.bot, "voice", reply_to=(await stage.card(anna, "Hello")).message_id)
    await stage.settle()
    page = await stage.ask("/contact 1")
    assert "[a photo] My <roof>" in page.text
    before = len(await stage.copied(stage.admin))
    assert await stage.press(stage.admin, page, "Photos and files (3)") == (
        "3 files come to your chat with @acme_sales_bot, the newest last."
    )
    await stage.settle()
    copies = (await stage.copied(stage.admin))[before:]
    assert [(copy.kind, copy.text) for copy in copies] == [
        ("photo", "My <roof>"),
        ("document", ""),
        ("voice", ""),
    ]


async def test_twenty_of_them_are_the_most(stage: Stage) -> None:
    vera = await stage.client("Vera", text="Hello")
    for n in range(22):
        await vera.send(stage.bot, "photo", caption=f"photo {n}")
    await stage.settle()
    page = await stage.ask("/contact 1")
    before = len(await stage.copied(stage.admin))
    assert (await stage.press(stage.admin, page, "Photos and files (22)")).startswith("20 files come")
    await stage.settle()
    copies = (await stage.copied(stage.admin))[before:]
    assert [copy.text for copy in copies] == [f"photo {n}" for n in range(2, 22)]


async def test_what_telegram_has_no_more_is_one_clear_line(stage: Stage) -> None:
    vera = await stage.client("Vera", text="Hello")
    await vera.send(stage.bot, "photo", caption="roof")
    await stage.settle()
    page = await stage.ask("/contact 1")
    await stage.run(lose_the_photo)
    await stage.press(stage.admin, page, "Photos and files (1)")
    await stage.admin.wait_for(stage.bot, "[a photo] can't be shown: Telegram doesn't have it any more.")


async def test_of_who_is_forgotten_there_is_nothing_to_look_at(stage: Stage) -> None:
    vera = await stage.client("Vera", text="Hello")
    await vera.send(stage.bot, "photo")
    await stage.settle()
    page = await stage.ask("/contact 1")
    await stage.press(stage.admin, await stage.ask("/forget 1"), "Forget")
    await stage.settle()
    data = ContactCallback(action=ContactAction.FILES, contact=1).pack()
    query = await stage.admin.forge_press(stage.bot, page.message_id, data)
    assert await stage.admin.wait_answer(stage.bot, query) == "There is nothing to look at in request #1."
    assert not [caption for caption in (await stage.ask("/contact 1")).captions if "files" in caption]


async def test_files_of_a_bot_that_the_admin_has_not_opened_are_not_sent(stage: Stage) -> None:
    help_bot = await stage.add_bot()
    vera = await stage.person("Vera")
    await vera.open(help_bot)
    await vera.send(help_bot, "photo", caption="roof")
    await vera.wait_for(help_bot, "received")
    page = await stage.ask("/contact 1")
    said = await stage.press(stage.admin, page, "Photos and files (1)")
    assert said == f"Only @{help_bot.username} has these files: open that bot, then press again."
    await stage.admin.open(help_bot)
    await stage.press(stage.admin, page, "Photos and files (1)")
    await stage.admin.wait_for(help_bot, lambda m: m.kind == "photo")
