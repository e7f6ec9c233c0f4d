"""Who is no admin any more hears nothing that is meant for admins, even if it was on its way."""

from tests.stage import Stage


async def test_a_notice_that_waits_for_a_former_admin_is_dropped(stage: Stage) -> None:
    boris = await stage.person("Boris")
    await stage.appoint(boris)
    await boris.open(stage.bot)
    await stage.settle()
    invitation = await stage.command("/operators add Anna 5")
    await stage.telegram.add_fault("server_error", person=boris)
    await stage.join("Anna", invitation)
    await stage.restart(admin_ids=stage.settings.admin_ids[:1])
    await stage.telegram.clear_faults()
    await stage.settle()
    assert not [text for text in await stage.texts(boris) if "has joined" in text]
    assert stage.rows(f"SELECT state FROM outbox WHERE chat_id = {boris.id} AND kind = 'notice'") == [
        ("dropped",)
    ]
