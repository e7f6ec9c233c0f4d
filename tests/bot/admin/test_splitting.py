"""/split and *Split off*: an admin sees who would be a person again, and decides."""

from sqlalchemy.orm import Session

from services.clients import phones
from services.clock import utc_now
from services.contacts import forms
from services.contacts.messages import Incoming
from services.leads import Identity
from tests.bot.slips import find_example
from tests.moments import make_moment
from tests.stage import Stage

PHONE = "+79161234567"
MERGED_BEFORE = "UPDATE contacts SET former_lead_id = NULL"


def merge(session: Session, bot_id: int, client: int, name: str = "Ivan <b>") -> None:
    """Let a form come in, and a client prove its phone."""
    at = make_moment(utc_now())
    identity = Identity(phone=PHONE, email="ivan@example.com", external_id="crm:7", name=name)
    forms.submit(session, 1, identity, "Call me", at=at)
    session.flush()
    phones.share_phone(session, Incoming(bot_id, client, 999_999, "phone"), PHONE, at=at)


async def test_the_page_leads_to_who_is_merged_and_splits_them(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    assert "Split clients" not in (await stage.ask("/contact 1")).captions
    await stage.run(merge, stage.bot.id, vera.id)
    page = await stage.ask("/contact 1")
    assert "the client is merged with the one who proved the phone" in await stage.command("/contact 2")
    asked = await stage.tap(page, "Split clients")
    assert "• Ivan <b>, ivan@example.com, ID crm:7: #2" in plain(asked.text).split("\n")
    assert [plain(caption) for caption in asked.captions] == ["Split off: Ivan <b>", "Cancel"]
    assert (await stage.ask("/split 2")).text.partition("\n")[2] == asked.text.partition("\n")[2]
    before = stage.rows("SELECT * FROM contacts"), stage.rows("SELECT * FROM leads")
    assert (await stage.tap(asked, "Cancel")).text == page.text
    assert before == (stage.rows("SELECT * FROM contacts"), stage.rows("SELECT * FROM leads"))
    asked = await stage.ask("/split 1")
    done = await stage.tap(asked, "Split off: ")
    assert plain(done.text).startswith(
        "Ivan <b>, ivan@example.com, ID crm:7 is a separate client again: #2\n"
    )
    assert "Split clients" not in done.captions
    form = plain(await stage.command("/contact 2"))
    assert "Client: Ivan <b>, ivan@example.com" in form
    assert "+7 916 123-45-67" in form, "as what the form says"
    assert "admin splits the client off from the one who proved the phone" in form
    assert "1 earlier" not in (await stage.card(anna, "Call me")).text
    refused = "The client of request #1 was never merged with anybody."
    assert await find_example(stage, "/split 1", refused) == "/help"


async def test_a_stale_or_foreign_button_splits_nobody(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    await stage.run(merge, stage.bot.id, vera.id)
    asked, again = await stage.ask("/split 1"), await stage.ask("/split 1")
    data = asked.buttons[0][0].data or ""
    query = await anna.forge_press(stage.bot, asked.message_id, data)
    assert await anna.wait_answer(stage.bot, query) == "This request is not yours."
    assert stage.rows("SELECT count(DISTINCT lead_id) FROM contacts") == [(1,)]
    assert await find_example(stage, "/split", "It takes the number of a request.") == "/split 2"
    await stage.tap(asked, "Split off: ")
    gone = "This person is not merged with the client of request #1 any more."
    assert await stage.press(stage.admin, again, "Split off: ") == gone
    assert stage.rows("SELECT count(*) FROM events WHERE kind = 'split'") == [(1,)]


async def test_what_an_earlier_version_has_merged_is_not_offered(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    await stage.run(merge, stage.bot.id, vera.id)
    await stage.run(forget_whose)
    assert "Split clients" not in (await stage.ask("/contact 1")).captions
    wrong = "The client of request #1 was merged by an earlier version, which did not keep whose each"
    assert await find_example(stage, "/split 1", wrong) == "/help"


def forget_whose(session: Session) -> None:
    session.connection().exec_driver_sql(MERGED_BEFORE)


def plain(text: str) -> str:
    """Return a text without the marks that keep names apart."""
    return text.replace("\u2068", "").replace("\u2069", "")
