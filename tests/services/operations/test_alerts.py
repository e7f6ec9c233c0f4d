"""Admins hear what is wrong, once an hour for each subject, through the first bot they opened."""

from datetime import timedelta

import pytest

from models import Contact, Outbox, OutboxKind, OutboxState
from services.operations import alerts
from services.operations.alerts import OPENS_BOT
from services.operations.trouble import Trouble
from services.queues import inbox, outbox, recipients
from services.queues.inbox import Arrived
from tests.services.world import BOT, OTHER_BOT, World

ADMIN = 90


def alert(world: World, broken_bots: dict[int, str] | None = None) -> list[Trouble]:
    bots = {BOT: None, OTHER_BOT: None, **(broken_bots or {})}
    return alerts.raise_alerts(world.session, bots=bots, at=world.at_with(admin_ids=(ADMIN,)))


def heard(world: World) -> list[tuple[str, dict[str, object]]]:
    """What the admin has been told since the last time we asked."""
    rows = world.told(ADMIN)
    params = [{k: v for k, v in row.params.items() if k not in ("key", "for_admin")} for row in rows]
    told = [(row.params["key"], p) for row, p in zip(rows, params, strict=True)]
    world.deliver_all()
    return told


@pytest.fixture
def watched(world: World) -> World:
    """A business whose admin has opened its bot."""
    world.meet(ADMIN)
    return world


def test_nothing_wrong_is_no_news(watched: World) -> None:
    watched.operator("Anna")
    watched.write(1)
    assert alert(watched) == []
    assert heard(watched) == []


def test_a_contact_that_waited_five_minutes_is_told_with_its_reason(watched: World) -> None:
    watched.operator("Anna", limit=0)
    oldest = watched.write(1)
    watched.write(2)
    watched.wait(minutes=4, seconds=59)
    alert(watched)
    assert heard(watched) == []
    watched.wait(seconds=1)
    watched.write(3)
    alert(watched)
    expected = {"source": "@acme_bot", "count": 2, "minutes": 5, "number": oldest.id, "reason": "all_full"}
    assert heard(watched) == [("alert-waiting", expected)]


def test_a_contact_that_lost_its_operator_has_waited_since_then(watched: World) -> None:
    anna = watched.operator("Anna")
    contact = watched.write(1)
    assert contact.waiting_since is None
    watched.wait(hours=3)
    watched.blocks(anna)
    assert contact.waiting_since == watched.now
    alert(watched)
    assert "alert-waiting" not in [key for key, _ in heard(watched)]
    watched.wait(minutes=6)
    alert(watched)
    [(key, params)] = heard(watched)
    assert (key, params["minutes"]) == ("alert-waiting", 6)


def test_the_same_trouble_is_told_again_only_after_an_hour(watched: World) -> None:
    watched.operator("Anna", limit=0)
    watched.write(1)
    watched.wait(minutes=6)
    alert(watched)
    assert len(heard(watched)) == 1
    watched.wait(minutes=59)
    alert(watched)
    assert heard(watched) == []
    watched.wait(minutes=1)
    alert(watched)
    assert [key for key, _ in heard(watched)] == ["alert-waiting"]


def test_two_sources_are_two_subjects(watched: World) -> None:
    watched.bot(OTHER_BOT, "other_bot")
    watched.operator("Anna", limit=0, weight={watched.find_bot(): 1, watched.find_bot(OTHER_BOT): 1})
    for bot_id in (BOT, OTHER_BOT):
        watched.write(1, bot_id=bot_id)
        watched.wait(minutes=6)
        alert(watched)
        assert len(heard(watched)) == 1


def test_a_source_that_is_used_without_weights_is_told(watched: World) -> None:
    watched.operator("Anna", weight=0)
    alert(watched)
    assert heard(watched) == [], "nobody has written yet"
    watched.write(1)
    alert(watched)
    assert heard(watched) == [("alert-no-weights", {"source": "@acme_bot"})]


def test_a_campaign_with_its_bots_weights_is_no_trouble(watched: World) -> None:
    watched.operator("Anna")
    campaign = watched.campaign("k3x9")
    watched.meet(1)
    watched.chat(1).source_id = campaign.id
    watched.write(1)
    alert(watched)
    assert heard(watched) == []


def test_an_operator_who_blocked_a_bot_is_told_while_he_should_be_at_work(watched: World) -> None:
    anna, boris = watched.operator("Anna"), watched.operator("Boris")
    watched.switch(boris, False)
    watched.blocks(anna)
    watched.blocks(boris)
    alert(watched)
    assert heard(watched) == [("alert-unreachable", {"operator": "Anna", "waiting": 0, "bots": "@acme_bot"})]


def test_a_bot_that_an_operator_with_a_weight_never_opened_is_told_of_once(watched: World) -> None:
    shop = watched.bot(OTHER_BOT, "shop_bot")
    anna = watched.operator("Anna", weight={watched.find_bot(): 1, shop: 1})
    watched.operator("Boris", opened=(BOT, OTHER_BOT), weight={shop: 1})
    watched.operator("Clara", weight={shop: 0})
    off = watched.operator("Dora", weight={shop: 1})
    watched.switch(off, False)
    alert(watched)
    assert heard(watched) == [], "who has just joined is opening them"
    watched.wait(minutes=16)
    alert(watched)
    assert heard(watched) == [("alert-unopened", {"operator": "Anna", OPENS_BOT: "shop_bot"})]
    watched.wait(hours=30)
    alert(watched)
    assert heard(watched) == []
    watched.opens(anna, OTHER_BOT)
    watched.blocks(anna, OTHER_BOT)
    alert(watched)
    assert heard(watched)[-1][0] == "alert-unreachable", "closed is not the same as never opened"


def test_what_an_operator_out_of_reach_leaves_in_the_queue_is_counted(watched: World) -> None:
    anna = watched.operator("Anna")
    watched.write(1)
    watched.write(2)
    watched.blocks(anna)
    alert(watched)
    assert ("alert-unreachable", {"operator": "Anna", "waiting": 2, "bots": "@acme_bot"}) in heard(watched)


def test_undelivered_messages_are_told_with_the_requests_they_are_about(watched: World) -> None:
    watched.operator("Anna")
    contact = watched.write(1)
    for row in watched.told(1):
        row.state, row.error, row.done_at = OutboxState.DEAD, "message is too long", watched.now
    watched.session.flush()
    alert(watched)
    told = dict(heard(watched))
    assert told["alert-dead"]["numbers"] == [contact.id]


def test_quarantined_updates_are_told_the_first_time_they_are_set_aside(watched: World) -> None:
    inbox.store(watched.session, BOT, [Arrived(1, "a"), Arrived(2, "b")], at=watched.at)
    for row in inbox.list_due(watched.session, BOT, limit=9, at=watched.at):
        inbox.quarantine(watched.session, row.id, "no", at=watched.at)
    alert(watched)
    assert heard(watched) == [("alert-quarantine", {"count": 2})]
    watched.wait(hours=2)
    inbox.retry_quarantined(watched.session, BOT, at=watched.at)
    for row in inbox.list_due(watched.session, BOT, limit=9, at=watched.at):
        inbox.quarantine(watched.session, row.id, "no", at=watched.at)
    alert(watched)
    assert heard(watched) == []


@pytest.mark.parametrize(
    ("error", "key"),
    [
        ("message is too long", "alert-dead"),
        (None, "alert-dead"),
        ("internal error: ValueError('no text')", "alert-internal"),
        ("unreachable: bot was blocked by the user", None),
    ],
)
def test_dead_messages_are_told_with_whose_fault_it_is_unless_the_person_is_unreachable(
    watched: World, error: str | None, key: str | None
) -> None:
    watched.session.add(
        Outbox(
            bot_id=BOT,
            chat_id=1,
            kind=OutboxKind.NOTICE,
            params={},
            state=OutboxState.DEAD,
            error=error,
            due_at=watched.now,
            created_at=watched.now,
            done_at=watched.now,
        )
    )
    watched.session.flush()
    alert(watched)
    assert heard(watched) == ([(key, {"count": 1, "numbers": []})] if key else [])


def fail(world: World, bot_id: int, attempts: int = 1) -> None:
    """Let a bot have failed to send somebody something, now."""
    outbox.notify(world.session, recipients.Recipient(bot_id, 1), "x", at=world.at)
    world.session.flush()
    world.told(1)[-1].attempts = attempts


def test_messages_that_fail_for_ten_minutes_are_told_with_their_number(watched: World) -> None:
    fail(watched, BOT)
    watched.wait(minutes=2)
    fail(watched, BOT, attempts=5)
    fail(watched, BOT, attempts=0)
    watched.wait(minutes=8)
    alert(watched)
    assert watched.told(ADMIN) == []
    watched.wait(minutes=3)
    alert(watched)
    [told] = watched.told(ADMIN)
    assert told.params == {"key": "alert-stuck", "count": 2, "minutes": 13, "for_admin": True}
    watched.wait(minutes=30)
    alert(watched)
    assert len(watched.told(ADMIN)) == 1
    watched.wait(minutes=30)
    alert(watched)
    assert len(watched.told(ADMIN)) == 2


def test_what_a_bot_that_does_not_work_leaves_unsent_is_not_told_besides(watched: World) -> None:
    fail(watched, OTHER_BOT)
    fail(watched, 3)  # not connected any more
    watched.wait(minutes=30)
    alert(watched, {OTHER_BOT: "Unauthorized"})
    assert [row.params["key"] for row in watched.told(ADMIN)] == ["alert-bot"]


def test_a_refused_bot_is_told_through_another_one(watched: World) -> None:
    watched.bot(OTHER_BOT, "other_bot")
    refused = {OTHER_BOT: "Unauthorized"}
    assert alert(watched, refused) == []
    assert heard(watched) == [("alert-bot", {"bot": "@other_bot", "error": "Unauthorized"})]
    watched.wait(minutes=30)
    alert(watched, refused)
    assert heard(watched) == []


def test_what_no_admin_can_be_told_is_returned_for_the_log(world: World) -> None:
    [unheard] = alert(world, {BOT: "Unauthorized"})
    assert (unheard.key, unheard.params) == ("alert-bot", {"bot": "@acme_bot", "error": "Unauthorized"})
    assert alert(world, {BOT: "Unauthorized"}) == [], "the log hears it once an hour, too"


def test_an_admin_whose_only_bot_is_refused_is_not_written_to(watched: World) -> None:
    assert len(alert(watched, {BOT: "Unauthorized"})) == 1
    assert heard(watched) == []


def test_an_admin_hears_through_the_first_bot_opened_that_is_not_blocked(watched: World) -> None:
    watched.wait(minutes=1)
    watched.meet(ADMIN, OTHER_BOT)
    alert(watched, {1: "Unauthorized"})
    assert [row.bot_id for row in watched.told(ADMIN)] == [BOT]
    watched.deliver_all()
    watched.chat(ADMIN).is_reachable = False
    watched.wait(hours=1)
    alert(watched, {1: "Unauthorized"})
    assert [row.bot_id for row in watched.told(ADMIN)] == [OTHER_BOT]


def test_a_bot_that_is_not_connected_here_carries_no_alerts(watched: World) -> None:
    watched.operator("Anna", weight=0)
    watched.write(1)
    unheard = alerts.raise_alerts(
        watched.session, bots={OTHER_BOT: None}, at=watched.at_with(admin_ids=(ADMIN,))
    )
    assert [trouble.key for trouble in unheard] == ["alert-no-weights"]
    assert heard(watched) == []


def test_a_contact_that_was_assigned_meanwhile_is_no_trouble(watched: World) -> None:
    anna = watched.operator("Anna", limit=0)
    contact = watched.write(1)
    watched.wait(minutes=6)
    watched.set_limit(anna, 1)
    assert watched.session.get_one(Contact, contact.id).operator_id == anna.id
    alert(watched)
    assert heard(watched) == []
    assert watched.now - contact.created_at == timedelta(minutes=6)
