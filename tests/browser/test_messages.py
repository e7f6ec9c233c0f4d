"""What a bot can send is seen as it is meant, and what a person can do is done."""

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.lone_bot import LoneBot
from tests.browser.screen import button, column, message, reply, sees, write

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEXT = "<b>bold <i>both</i></b> <code>x = 1</code> <s>old</s> <u>new</u> <blockquote>said</blockquote>\nafter"
HOSTILE = [
    "<script>document.title='hacked'</script>",
    "<img src=x onerror=\"document.title='hacked'\">",
    "<b",
    "&lt;b&gt; &amp;",
    "👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301",
    "שלום עולם, \u202eevil\u202c!",
    "javascript:alert(1) data:text/html,x",
    "a" * 4096,
]
SIDE = 4  # pixels


def draw() -> bytes:
    """A small grey picture."""

    def write_part(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * SIDE) * SIDE)
    parts = (write_part(b"IHDR", head), write_part(b"IDAT", rows), write_part(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


async def test_formatting_is_seen_as_it_is_meant(lone_bot: LoneBot, visit: Visit) -> None:
    page = await visit(lone_bot.url)
    await lone_bot.say(TEXT, parse_mode="HTML")
    words = message(column(page, "Vera"), "bold").locator(".words")
    await expect(words.locator("strong")).to_have_text("bold both")
    await expect(words.locator("strong em")).to_have_text("both")
    for tag, text in (("code", "x = 1"), ("s", "old"), ("u", "new"), ("blockquote", "said")):
        await expect(words.locator(tag)).to_have_text(text)


async def test_formats_that_overlap_are_all_there(lone_bot: LoneBot, visit: Visit) -> None:
    page = await visit(lone_bot.url)
    entities = [{"type": "bold", "offset": 0, "length": 4}, {"type": "italic", "offset": 2, "length": 4}]
    await lone_bot.say("🎂bcdef", entities=entities)
    words = message(column(page, "Vera"), "bcdef").locator(".words")
    await expect(words).to_have_text("🎂bcdef")
    await expect(words.locator("strong")).to_have_text("🎂bc")
    assert await words.locator("em").all_text_contents() == ["bc", "de"]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:20])
async def test_whatever_a_person_types_is_text(lone_bot: LoneBot, visit: Visit, text: str) -> None:
    page = await visit(lone_bot.url)
    vera = column(page, "Vera")
    await write(vera, text)
    await lone_bot.say(f"You said: {text[:4000]}", reply_to_message_id=2)
    await sees(vera, "You said:")
    own = vera.locator(".is-own .words").last
    assert await own.evaluate("(words) => words.textContent") == text
    assert await page.title() == "leadbot"
    assert await own.locator("img, script, a").count() == 0
    assert await vera.evaluate("(place) => place.scrollWidth <= place.clientWidth")


async def test_a_text_that_is_too_long_stays_with_the_reason(lone_bot: LoneBot, visit: Visit) -> None:
    page = await visit(lone_bot.url)
    field = column(page, "Vera").get_by_role("textbox")
    await field.fill("x" * 10_000)
    await field.press("Enter")
    await expect(column(page, "Vera").get_by_role("alert")).to_contain_text("Telegram takes at most 4,096.")
    await expect(field).to_have_value("x" * 10_000)
    await expect(column(page, "Vera")).to_contain_text("-5904")


async def test_buttons_wait_for_their_answer_and_show_it(lone_bot: LoneBot, visit: Visit) -> None:
    page = await visit(lone_bot.url, permissions=["clipboard-read", "clipboard-write"])
    vera = column(page, "Vera")
    rows: list[list[dict[str, Any]]] = [
        [{"text": "Yes", "callback_data": "y", "style": "success"}, {"text": "No", "callback_data": "n"}],
        [{"text": "Code", "copy_text": {"text": "A-42"}}, {"text": "Over", "disabled": {}}],
        [{"text": "Site", "url": "https://example.org/x"}],
    ]
    await lone_bot.say("Well?", reply_markup={"inline_keyboard": rows})
    yes = button(vera, "Yes")
    await expect(yes).to_have_class("button is-success")
    await yes.click()
    await expect(yes).to_have_attribute("aria-busy", "true")
    query = (await lone_bot.hear())["callback_query"]
    assert query["data"] == "y"
    await lone_bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Noted")
    await expect(vera.get_by_role("status")).to_have_text("Noted")
    await expect(yes).to_have_attribute("aria-busy", "false")
    await button(vera, "No").click()
    query = (await lone_bot.hear())["callback_query"]
    await lone_bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Sure?", show_alert=True)
    await expect(page.get_by_role("dialog")).to_contain_text("Sure?")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await button(vera, "Code").click()
    await expect(vera.get_by_role("status")).to_have_text("Copied")
    assert await page.evaluate("navigator.clipboard.readText()") == "A-42"
    await expect(button(vera, "Over")).to_be_disabled()
    site = vera.get_by_role("link", name="Site")
    assert await site.get_attribute("href") == "https://example.org/x"
    assert await site.get_attribute("rel") == "noopener noreferrer"


async def test_a_keyboard_shares_the_phone_and_goes(lone_bot: LoneBot, visit: Visit) -> None:
    page = await visit(lone_bot.url)
    vera = column(page, "Vera")
    keys = {
        "keyboard": [[{"text": "My phone", "request_contact": True}], ["Later"]],
        "one_time_keyboard": True,
    }
    await lone_bot.say("Your phone?", reply_markup=keys)
    await button(vera, "My phone").click()
    assert (await lone_bot.hear())["message"]["contact"]["phone_number"] == "+79031234567"
    await sees(vera, "+79031234567")
    await expect(vera.get_by_role("group", name="Keyboard of the bot")).to_have_count(0)


async def test_the_command_menu_is_opened_filtered_and_used(lone_bot: LoneBot, visit: Visit) -> None:
    commands = [{"command": name, "description": f"What {name} does"} for name in ("help", "stats", "stop")]
    await lone_bot.call("setMyCommands", commands=commands)
    page = await visit(lone_bot.url)
    vera = column(page, "Vera")
    field = vera.get_by_role("textbox")
    await field.press_sequentially("/st")
    await expect(vera.locator(".command")).to_have_count(2)
    await field.press("ArrowDown")
    await field.press("Tab")
    await expect(field).to_have_value("/stop ")
    await field.fill("")
    await button(vera, "Commands").click()
    await vera.get_by_role("button", name="/help").click()
    assert (await lone_bot.hear())["message"]["text"] == "/help"


async def test_replies_quote_and_lead_to_what_they_answer(lone_bot: LoneBot, visit: Visit) -> None:
    page = await visit(lone_bot.url)
    vera = column(page, "Vera")
    asked = await lone_bot.say("Which colour, red or blue?")
    for number in range(40):
        await lone_bot.say(f"Line {number}", disable_notification=True)
    await expect(message(vera, "Line 39").locator(".silent")).to_be_visible()
    await message(vera, "Which colour").evaluate(
        """(place) => {
            const range = document.createRange();
            const words = place.querySelector(".words").firstChild;
            range.setStart(words, 14);
            range.setEnd(words, 17);
            getSelection().addRange(range);
            place.querySelector(".acts .tool").click();
        }"""
    )
    await write(vera, "This one")
    told = (await lone_bot.hear())["message"]
    assert (told["reply_to_message"]["message_id"], told["quote"]["text"]) == (asked, "red")
    await expect(message(vera, "Which colour")).not_to_be_in_viewport()
    await message(vera, "This one").locator(".quoted").click()
    await expect(message(vera, "Which colour")).to_be_in_viewport()
    await button(vera, "To the newest message").click()
    await expect(message(vera, "This one")).to_be_in_viewport()


async def test_edits_deletions_and_reactions_are_seen(lone_bot: LoneBot, visit: Visit) -> None:
    page = await visit(lone_bot.url)
    vera = column(page, "Vera")
    said = await lone_bot.say("Tomorow")
    await lone_bot.call("editMessageText", message_id=said, text="Tomorrow")
    await expect(message(vera, "Tomorrow")).to_contain_text("edited")
    await write(vera, "Thnks")
    own = (await lone_bot.hear())["message"]["message_id"]
    await lone_bot.call("setMessageReaction", message_id=own, reaction=[{"type": "emoji", "emoji": "👍"}])
    await expect(message(vera, "Thnks").locator(".reactions")).to_have_text("👍")
    await vera.get_by_role("textbox").press("ArrowUp")
    await vera.get_by_role("textbox").fill("Thanks")
    await vera.get_by_role("textbox").press("Enter")
    await expect(message(vera, "Thanks")).to_contain_text("edited")
    assert (await lone_bot.hear())["edited_message"]["text"] == "Thanks"
    await message(vera, "Thanks").hover()
    await button(message(vera, "Thanks"), "Delete").click()
    await expect(message(vera, "Thanks")).to_have_count(0)


async def test_a_question_that_asks_for_a_reply_gets_one(lone_bot: LoneBot, visit: Visit) -> None:
    page = await visit(lone_bot.url)
    asked = await lone_bot.say(
        "Your name?", reply_markup={"force_reply": True, "input_field_placeholder": "Name and surname"}
    )
    vera = column(page, "Vera")
    await expect(vera.get_by_role("textbox")).to_have_attribute("placeholder", "Name and surname")
    await write(vera, "Vera Orlova")
    assert (await lone_bot.hear())["message"]["reply_to_message"]["message_id"] == asked


async def test_what_is_found_by_typing_the_bots_name_is_sent_by_a_press(
    lone_bot: LoneBot, visit: Visit
) -> None:
    await lone_bot.telegram.set_inline_mode(lone_bot.bot)
    page = await visit(lone_bot.url)
    keys = [[{"text": "Take", "callback_data": "take"}]]
    keyboard = {"inline_keyboard": keys, "force_reply": True}
    asked = await lone_bot.say("A card", reply_markup=keyboard)
    vera = column(page, "Vera")
    await vera.get_by_role("textbox").fill("@acme_sales_bot pri")
    query = (await lone_bot.hear())["inline_query"]
    assert query["query"] == "pri"
    content = {"message_text": "It is <b>5</b>."}
    result = {"type": "article", "id": "1", "title": "<i>price</i>", "input_message_content": content}
    await lone_bot.call("answerInlineQuery", inline_query_id=query["id"], results=[result])
    await vera.get_by_role("button", name="<i>price</i>").click()
    await expect(message(vera, "It is <b>5</b>.")).to_contain_text("Through @acme_sales_bot")
    await expect(vera.get_by_role("textbox")).to_have_value("")
    sent = (await lone_bot.hear())["message"]
    assert (sent["text"], sent["via_bot"]["id"]) == ("It is <b>5</b>.", lone_bot.bot.id)
    assert sent["reply_to_message"]["message_id"] == asked, "the card has opened the reply"


async def test_pictures_and_large_files_go_both_ways(lone_bot: LoneBot, visit: Visit, tmp_path: Path) -> None:
    page = await visit(lone_bot.url)
    vera = column(page, "Vera")
    (tmp_path / "cake.png").write_bytes(draw())
    with (tmp_path / "plan.pdf").open("wb") as file:
        file.truncate(15 * 2**20)
    with (tmp_path / "film.iso").open("wb") as file:
        file.truncate(21 * 2**20)
    chooser = vera.locator("input[type=file]")
    await chooser.set_input_files([tmp_path / "film.iso"])
    await expect(vera.get_by_role("alert")).to_have_text(
        "“film.iso” has 21 MB. Bots can receive files of at most 20 MB."
    )
    await chooser.set_input_files([tmp_path / "cake.png"])
    await write(vera, "Look")
    photo = (await lone_bot.hear())["message"]
    assert (photo["caption"], photo["photo"][-1]["width"]) == ("Look", SIDE)
    picture = message(vera, "Look").get_by_role("img")
    await expect(picture).to_have_js_property("naturalWidth", SIDE)
    (tmp_path / "plate.png").write_bytes(draw())
    await chooser.set_input_files([tmp_path / "cake.png", tmp_path / "plate.png"])
    await write(vera, "Two of them")
    albums = [(await lone_bot.hear())["message"]["media_group_id"] for _ in range(2)]
    assert albums[0] == albums[1]
    await expect(message(vera, "Two of them").get_by_role("img")).to_have_count(2)
    await chooser.set_input_files([tmp_path / "plan.pdf"])
    await button(vera, "Send").click()
    document = (await lone_bot.hear())["message"]["document"]
    assert (document["file_name"], document["file_size"]) == ("plan.pdf", 15 * 2**20)
    async with page.expect_download() as downloading:
        await vera.get_by_role("link", name="Download plan.pdf").click()
    assert (await (await downloading.value).path()).stat().st_size == 15 * 2**20
    await lone_bot.call("sendDocument", document=document["file_id"], caption="Yours again")
    await sees(vera, "Yours again")


async def test_albums_and_made_up_kinds_are_drawn(lone_bot: LoneBot, visit: Visit) -> None:
    page = await visit(lone_bot.url)
    vera = column(page, "Vera")
    await lone_bot.person.send_album(lone_bot.bot, 3, caption="Three")
    await expect(message(vera, "Three").get_by_role("img", name="A made-up picture")).to_have_count(3)
    await button(vera, "Attach").click()
    await button(vera, "Send a made-up voice message").click()
    await expect(vera.get_by_role("img", name="A made-up voice message of 5 seconds")).to_be_visible()
    for kind in ("document", "video", "audio", "sticker", "location", "dice", "poll", "checklist", "story"):
        await lone_bot.person.send(lone_bot.bot, kind)
    for text in ("contract.pdf", "A song", "👍", "55.7520", "🎲 4", "Tea or coffee?", "To pack", "story"):
        await sees(vera, text)


async def test_links_of_a_bot_open_in_the_page_and_others_elsewhere(lone_bot: LoneBot, visit: Visit) -> None:
    page = await visit(lone_bot.url)
    vera = column(page, "Vera")
    await lone_bot.say("Come by https://t.me/acme_sales_bot?start=sale7, or see https://example.org/a.")
    elsewhere = message(vera, "Come by").get_by_role("link")
    assert await elsewhere.get_attribute("href") == "https://example.org/a"
    await message(vera, "Come by").get_by_role("button", name="t.me/acme_sales_bot").click()
    await button(page.get_by_role("dialog"), "Press Start").click()
    assert (await lone_bot.hear())["message"]["text"] == "/start sale7"


async def test_somebody_new_can_be_made_and_answered(lone_bot: LoneBot, visit: Visit) -> None:
    page = await visit(lone_bot.url)
    await button(column(page, "Vera"), "New client").click()
    newcomer = page.locator(".column").first
    await expect(newcomer).not_to_have_attribute("aria-label", "Vera")
    await button(newcomer, "Hello! Do you deliver on Saturdays?").click()
    person = (await lone_bot.hear())["message"]["from"]
    await lone_bot.call("sendMessage", chat_id=person["id"], text="We do")
    await reply(newcomer, "We do", "Fine")
    assert (await lone_bot.hear())["message"]["reply_to_message"]["text"] == "We do"


async def test_of_several_bots_one_is_chosen(lone_bot: LoneBot, visit: Visit) -> None:
    other = await lone_bot.telegram.add_bot("help_bot", name="Help")
    await lone_bot.person.write(other, "To the other one")
    page = await visit(lone_bot.url)
    vera = column(page, "Vera")
    await sees(vera, "/start")
    await page.get_by_role("combobox", name="Bot").select_option("@help_bot")
    await sees(vera, "To the other one")
    await expect(message(vera, "/start")).to_have_count(0)


async def test_a_menu_gives_the_focus_back(lone_bot: LoneBot, visit: Visit) -> None:
    page = await visit(lone_bot.url)
    menu = button(column(page, "Vera"), "More for Vera")
    await menu.press("Enter")
    await expect(menu).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Escape")
    await expect(menu).to_be_focused()
    await expect(menu).to_have_attribute("aria-expanded", "false")
