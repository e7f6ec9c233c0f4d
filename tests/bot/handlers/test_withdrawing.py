"""An operator takes an answer back: the client sees it no more, the history keeps it."""

from aiohttp import ClientSession

from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.stage import Stage


async def meet(stage: Stage) -> tuple[Person, Person, ChatMessage]:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="How much?")
    return anna, vera, await stage.card(anna, "How much?")


async def shown(stage: Stage, person: Person) -> list[str]:
    """Return all that others have written to somebody, and what was changed there."""
    await stage.settle()
    return [message.text or message.kind for message in await stage.relayed(person)]


async def test_a_withdrawn_answer_is_gone_for_the_client_and_kept_in_the_history(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    wrong = await anna.write(stage.bot, "Our secret price is 5", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "secret")
    assert stage.rows("SELECT unanswered_since IS NULL FROM contacts") == [(1,)]
    await anna.write(stage.bot, "/withdraw", reply_to=wrong)
    gone = await anna.wait_for(stage.bot, lambda m: m.reply_to == wrong)
    assert gone.text == "Withdrawn: the client of request #1 does not see it any more."
    assert await shown(stage, vera) == []
    page = await stage.command("/contact 1")
    assert "Our secret price is 5 (withdrawn)" in page
    assert "Anna takes an answer back" in page
    assert stage.rows("SELECT unanswered_since = created_at FROM contacts") == [(1,)], "she waits again"
    assert await stage.reply(anna, wrong, "/withdraw") == "The client does not see this answer any more."


async def test_an_edit_of_a_withdrawn_answer_does_not_bring_it_back(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    wrong = await anna.write(stage.bot, "It is 5", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "It is 5")
    await anna.write(stage.bot, "/withdraw", reply_to=wrong)
    await anna.edit(stage.bot, wrong, "It is 6")
    await stage.settle()
    assert not [text for text in await stage.texts(vera) if text.startswith(("It is", "edited"))]


async def test_an_answer_withdrawn_before_it_is_sent_never_arrives(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    await stage.press(anna, card, "Take")
    await vera.wait_for(stage.bot, "Anna is answering you")
    await stage.telegram.add_fault("server_error", method="sendMessage", person=vera, times=3)
    wrong = await anna.write(stage.bot, "It is 5", reply_to=card.message_id)
    await anna.write(stage.bot, "/withdraw", reply_to=wrong)
    await anna.wait_for(stage.bot, lambda m: m.reply_to == wrong and m.text.startswith("Withdrawn"))
    assert await shown(stage, vera) == []


async def test_all_parts_of_an_album_and_its_later_versions_go(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    sent = await anna.send_album(stage.bot, 3, caption="ours", reply_to=card.message_id)
    await anna.write(stage.bot, "and this stays", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "and this stays")
    assert len(await shown(stage, vera)) == 4
    await anna.write(stage.bot, "/withdraw", reply_to=sent[1])
    assert await shown(stage, vera) == ["and this stays"]
    replies = [m.reply_to for m in (await anna.chat(stage.bot)).from_bot if m.text.startswith("Withdrawn")]
    assert replies == [sent[1]], "one album is one answer"


async def test_what_telegram_no_longer_deletes_is_said(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    wrong = await anna.write(stage.bot, "It is 5", reply_to=card.message_id)
    copy = await vera.wait_for(stage.bot, "It is 5")
    await vera.age(stage.bot, copy.message_id, hours=49)
    await anna.write(stage.bot, "/withdraw", reply_to=wrong)
    told = await anna.wait_for(stage.bot, lambda m: m.reply_to == wrong)
    assert told.text.startswith("Telegram does not let us delete this any more")
    assert await shown(stage, vera) == ["It is 5"]
    assert "It is 5 (withdrawn)" not in await stage.command("/contact 1")
    await anna.edit(stage.bot, wrong, "It is 6")
    assert await shown(stage, vera) == ["It is 6"], "it can be mended still"


async def test_what_the_client_has_deleted_already_counts_as_withdrawn(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    wrong = await anna.write(stage.bot, "It is 5", reply_to=card.message_id)
    copy = await vera.wait_for(stage.bot, "It is 5")
    place = {"chat_id": vera.id, "message_id": copy.message_id}
    async with ClientSession() as session:
        url = f"{stage.telegram.url}/bot{stage.bot.token}/deleteMessage"
        async with session.post(url, json=place) as response:
            assert response.status == 200
    await anna.write(stage.bot, "/withdraw", reply_to=wrong)
    assert (await anna.wait_for(stage.bot, lambda m: m.reply_to == wrong)).text.startswith("Withdrawn")


async def test_the_command_alone_offers_the_latest_answers(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    assert (await stage.ask("/withdraw", anna)).text == "There is no answer of the last two days to withdraw."
    for number in range(7):
        await anna.write(stage.bot, f"It is {number}", reply_to=card.message_id)
    await anna.send(stage.bot, "photo", reply_to=card.message_id)
    await vera.wait_for(stage.bot, lambda m: m.kind == "photo")
    screen = await stage.ask("/withdraw", anna)
    assert screen.text == "Which answer shall disappear from the client's chat?"
    said = [caption.rpartition(" · ")[2] for caption in screen.captions]
    assert said == ["[a photo]", "It is 6", "It is 5", "It is 4", "It is 3", "None of these"]
    screen = await stage.tap(screen, "It is 5", anna)
    assert screen.text == "It is being deleted; you will be told once it is gone."
    assert "It is 5" not in await shown(stage, vera)
    screen = await stage.tap(await stage.ask("/withdraw", anna), "None of these", anna)
    assert screen.text == "Everything stays as it is."


async def test_only_its_own_operator_withdraws_an_answer(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    answer = await anna.write(stage.bot, "It is 5", reply_to=card.message_id)
    copy = await vera.wait_for(stage.bot, "It is 5")
    assert await stage.reply(anna, card, "/withdraw") == "To take an answer back, reply to it with /withdraw."
    boris = await stage.hire("Boris")
    await stage.pass_on(anna, await stage.card(anna, "In progress"))
    await stage.card(boris, "How much?")
    said = await boris.wait_for(stage.bot, "The operator answered: It is 5")
    assert await stage.reply(anna, answer, "/withdraw") == "Request #1 is no longer with you."
    assert "To take an answer back" in await stage.reply(boris, said, "/withdraw")
    for data in ("wd:2", "wd:99", f"wd:{2**63 - 1}", "wd:-1", "wd:x"):
        await boris.wait_answer(stage.bot, await boris.forge_press(stage.bot, said.message_id, data))
    await vera.write(stage.bot, "/withdraw", reply_to=copy.message_id)
    await vera.wait_for(stage.bot, "There is no such command. Just write what you need.")
    assert "It is 5" in await shown(stage, vera)
    assert stage.rows("SELECT count(*) FROM messages WHERE withdrawn_at IS NOT NULL") == [(0,)]


async def test_a_new_operator_is_not_shown_what_was_withdrawn(stage: Stage) -> None:
    anna, vera, card = await meet(stage)
    wrong = await anna.write(stage.bot, "It is 5", reply_to=card.message_id)
    await anna.write(stage.bot, "It is 6", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "It is 6")
    await anna.write(stage.bot, "/withdraw", reply_to=wrong)
    await anna.wait_for(stage.bot, lambda m: m.reply_to == wrong)
    boris = await stage.hire("Boris")
    await stage.pass_on(anna, await stage.card(anna, "In progress"))
    await boris.wait_for(stage.bot, "The operator answered: It is 6")
    assert not [text for text in await stage.texts(boris) if "It is 5" in text]
