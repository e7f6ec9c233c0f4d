"""What admins decide counts at once, has an author, and can be undone; a mistake changes nothing."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from models import SettingChange, actors
from services.policy import BusinessRules, Policy
from services.refusals import Reason, Refused
from services.settings import changes, decided
from tests.services.world import World

OLGA = actors.admin(77)


def decide(world: World, name: str, value: Any) -> SettingChange | None:
    return changes.set_value(world.session, name, value, actor=OLGA, by="Olga", at=world.at)


def look(world: World) -> Policy:
    """Return the policy in force for whoever looks after this unit."""
    rules = BusinessRules(world.policy)
    rules.apply(*decided.read(world.session))
    return rules.policy


def test_what_is_decided_counts_until_something_else_is(session: Session) -> None:
    world = World(session)
    decide(world, "reply_reminder_minutes", 40)
    decide(world, "TIMEZONE", "Asia/Tokyo")
    assert (look(world).reply_reminder_minutes, look(world).timezone) == (40, ZoneInfo("Asia/Tokyo"))
    decide(world, "reply_reminder_minutes", 0)
    assert look(world).reply_reminder_minutes == 0
    decide(world, "reply_reminder_minutes", None)
    assert look(world).reply_reminder_minutes == Policy().reply_reminder_minutes
    setting = changes.find_setting(session, "timezone", at=world.at)
    assert (setting.is_decided, setting.default) == (True, Policy().timezone)
    assert setting.changed is not None
    assert (setting.changed.by, setting.changed.actor) == ("Olga", OLGA)


def test_what_is_so_already_is_no_change(session: Session) -> None:
    world = World(session)
    assert decide(world, "sticky_days", None) is None
    assert decide(world, "sticky_days", Policy().sticky_days) is None
    assert decide(world, "sticky_days", 7) is not None
    assert decide(world, "sticky_days", "7") is None
    assert len(changes.list_changes(session, most=10)) == 1


def test_only_the_last_change_of_a_rule_can_be_undone(session: Session) -> None:
    world = World(session)
    first, second = decide(world, "idle_days", 3), decide(world, "idle_days", 5)
    assert first is not None
    assert second is not None
    with pytest.raises(Refused) as refused:
        changes.undo(session, first.id, actor=OLGA, at=world.at)
    assert refused.value.reason is Reason.CHANGED_SINCE
    assert changes.undo(session, second.id, actor=OLGA, at=world.at).value == 3
    with pytest.raises(Refused):
        changes.undo(session, second.id, actor=OLGA, at=world.at)
    assert look(world).idle_days == 3


def test_the_first_change_undone_is_the_default_again(session: Session) -> None:
    world = World(session)
    change = decide(world, "answer_reactions", False)
    assert change is not None
    assert not look(world).answer_reactions
    assert not changes.undo(session, change.id, actor=OLGA, at=world.at).is_decided
    assert look(world).answer_reactions


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("reply_reminder_minutes", -1, Reason.SETTING_NUMBER),
        ("reply_reminder_minutes", 10_081, Reason.SETTING_NUMBER),
        ("reply_reminder_minutes", 1.5, Reason.SETTING_NUMBER),
        ("reply_reminder_minutes", True, Reason.SETTING_NUMBER),
        ("reply_reminder_minutes", "soon", Reason.SETTING_NUMBER),
        ("keep_days", 36_501, Reason.SETTING_NUMBER),
        ("answer_reactions", "perhaps", Reason.SETTING_SWITCH),
        ("default_language", "de", Reason.SETTING_LANGUAGE),
        ("timezone", "Mars", Reason.SETTING_TIMEZONE),
        ("timezone", "../../etc/passwd", Reason.SETTING_TIMEZONE),
        ("timezone", 3, Reason.SETTING_TIMEZONE),
        ("phone_region", "ZZ", Reason.SETTING_REGION),
        ("phone_region", 7, Reason.SETTING_REGION),
        ("api_telegram_ids", True, Reason.NO_SUCH_SETTING),
        ("admin_ids", "[1]", Reason.NO_SUCH_SETTING),
        ("__class__", 1, Reason.NO_SUCH_SETTING),
    ],
)
def test_what_a_rule_can_not_be_is_refused_and_changes_nothing(
    session: Session, name: str, value: Any, reason: Reason
) -> None:
    world = World(session)
    with pytest.raises(Refused) as refused:
        decide(world, name, value)
    assert refused.value.reason is reason
    assert changes.list_changes(session, most=10) == []


def test_what_another_version_has_stored_and_this_one_does_not_know_does_not_count(session: Session) -> None:
    world = World(session)
    for name, value in (("sticky_days", -5), ("colour", "red"), ("timezone", "Mars/Olympus")):
        session.add(SettingChange(name=name, value=value, actor=None, by=None, at=world.now))
    session.flush()
    assert look(world).sticky_days == Policy().sticky_days
    assert look(world).timezone == Policy().timezone
    assert [change.name for change in changes.list_changes(session, most=9)] == ["timezone", "sticky_days"]


@pytest.mark.parametrize("name", changes.NAMES)
def test_every_setting_can_be_set_to_what_it_is_and_has_bounds_if_it_is_a_number(
    session: Session, name: str
) -> None:
    value = changes.write_json(getattr(Policy(), name))
    assert changes.write_json(changes.check_value(name, value)) == value
    assert (changes.find_bounds(name) is not None) == (type(value) is int)
