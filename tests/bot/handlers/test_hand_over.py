"""Who reads what: a new operator gets the conversation, the former one not a word more, nobody a flood."""

from tests.stage import Stage


async def test_the_new_operator_reads_what_was_said_on_both_sides(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    await vera.send(stage.bot, "photo", caption="this one")
    await anna.write(stage.bot, "I <see> & answer", reply_to=card.message_id)
    await vera.wait_for(stage.bot, "I <see>")
    boris = await stage.hire("Boris")
    await stage.pass_on(anna, await stage.card(anna, "In progress"))
    new = await stage.card(boris, "Hello")
    await boris.wait_for(stage.bot, "The operator answered: I <see> & answer")
    photo = await boris.wait_for(stage.bot, lambda m: m.kind == "photo")
    assert (photo.text, photo.reply_to) == ("this one", new.message_id)
    await vera.write(stage.bot, "thanks")
    assert (await boris.wait_for(stage.bot, "thanks")).reply_to == new.message_id
    await boris.write(stage.bot, "you are welcome", reply_to=photo.message_id)
    await vera.wait_for(stage.bot, "you are welcome")


async def test_the_last_twenty_messages_are_handed_over_and_the_others_counted(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="first")
    card = await stage.card(anna, "first")
    for number in range(1, 25):
        await vera.write(stage.bot, f"message {number}")
    await anna.wait_for(stage.bot, "message 24")
    boris = await stage.hire("Boris")
    await stage.pass_on(anna, card)
    await boris.wait_for(stage.bot, "message 24")
    _, shown, *rest = await stage.texts(boris)
    assert "first" in shown
    assert rest == ["There were 4 messages before this.", *(f"message {n}" for n in range(5, 25))]


async def test_who_passed_on_reads_no_later_word_not_even_one_that_was_under_way(stage: Stage) -> None:
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    card = await stage.card(anna, "Hello")
    boris = await stage.hire("Boris")
    await stage.settle()
    await stage.press(anna, card, "Pass on")
    question = await anna.wait_for(stage.bot, "on to whom?")
    await stage.stop()
    await vera.write(stage.bot, "under way")
    await anna.press(stage.bot, question, "By draw")
    await vera.write(stage.bot, "afterwards")
    await stage.start()
    await boris.wait_for(stage.bot, "afterwards")
    await stage.settle()
    assert (await stage.texts(boris))[-2:] == ["under way", "afterwards"]
    assert (await stage.texts(anna))[1:] == [
        "Request #1 is no longer with you. Client: Vera",
        "Request #1 is passed on to Boris by draw.",
    ]
    assert stage.rows("SELECT chat_id, kind FROM outbox WHERE state='dropped'") == [(anna.id, "relay")]


async def test_of_more_than_thirty_unsent_messages_only_the_number_is_told(stage: Stage) -> None:
    await stage.restart(messages_per_minute=0)
    anna = await stage.hire("Anna")
    vera = await stage.client("Vera", text="Hello")
    await stage.card(anna, "Hello")
    await stage.settle()
    await stage.stop()
    for number in range(1, 36):
        await vera.write(stage.bot, f"message {number}")
    await stage.start()
    more = await anna.wait_for(stage.bot, "And 5 more messages in request #1.")
    await vera.write(stage.bot, "message 36")
    await anna.wait_for(stage.bot, "message 36")
    assert (await stage.texts(anna))[2:] == [
        *(f"message {number}" for number in range(1, 31)),
        more.text,
        "message 36",
    ]
    assert stage.rows("SELECT count(*) FROM messages") == [(37,)]


async def test_what_a_client_corrects_after_completion_still_reaches_the_operator(stage: Stage) -> None:
    anna = await stage.hire("Anna", limit=1)
    vera = await stage.client("Vera")
    first = await vera.write(stage.bot, "Hello")
    await stage.press(anna, await stage.card(anna, "Hello"), "Take")
    await stage.press(anna, await stage.card(anna, "In progress"), "Complete")
    await stage.card(anna, "Completed")
    await vera.edit(stage.bot, first, "Hello again")
    await vera.write(stage.bot, "Something new")
    await stage.card(anna, "Something new")
    await stage.settle()
    assert "edited: Hello again" in await stage.texts(anna)
    assert stage.rows("SELECT text FROM messages WHERE contact_id=1") == [("Hello again",)]
