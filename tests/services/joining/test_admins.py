"""Who is an admin: whom the settings name, and whoever has joined by a link, which opens once."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models import Account, Outbox, actors
from services import chats
from services.chats import ChatRef, Profile
from services.clients import banning
from services.joining import accounts, admins
from services.joining.admins import MOST
from services.policy import BusinessRules
from services.refusals import Reason, Refused
from services.settings.decided import list_accounts, read
from tests.services.world import BOT, World

OLGA, BORIS, CLARA = Account(77), Account(78), Account(79)
BY_OLGA = actors.admin(OLGA)


def meet(world: World, account: Account, name: str) -> ChatRef:
    chat = ChatRef(BOT, account)
    chats.mark_reachable(world.session, chat, language="en", at=world.at)
    chats.note_profile(world.session, chat, Profile(name, None))
    return chat


@pytest.fixture
def world(session: Session) -> World:
    world = World(session)
    world.bot()
    world.policy = world.policy.model_copy(update={"admin_ids": (OLGA,)})
    meet(world, OLGA, "Olga")
    return world


def join(world: World, account: Account, name: str, token: str = "token") -> None:
    admins.invite(world.session, token, actor=BY_OLGA, at=world.at)
    admins.join(world.session, token, meet(world, account, name), at=world.at)


def refuse(world: World, account: Account, token: str) -> Reason:
    with pytest.raises(Refused) as refused:
        admins.join(world.session, token, meet(world, account, "Somebody"), at=world.at)
    return refused.value.reason


def test_a_link_makes_one_person_an_admin_and_the_others_hear_of_it(world: World) -> None:
    join(world, BORIS, "Boris")
    rules = BusinessRules(world.policy)
    rules.apply(*read(world.session))
    assert rules.policy.admin_ids == (OLGA, BORIS)
    told = [row for row in world.session.query(Outbox) if row.params.get("key") == admins.NEWS]
    assert [(row.chat_id, row.params["name"]) for row in told] == [(OLGA, "Boris")]
    assert refuse(world, CLARA, "token") is Reason.LINK_UNKNOWN


def test_a_link_ends_after_two_days_and_one_of_a_clock_far_ahead_opens_nothing(world: World) -> None:
    admins.invite(world.session, "old", actor=BY_OLGA, at=world.at)
    world.now += timedelta(days=2, seconds=1)
    assert refuse(world, BORIS, "old") is Reason.LINK_EXPIRED
    admins.invite(world.session, "ahead", actor=BY_OLGA, at=world.at)
    world.now -= timedelta(days=9)
    assert refuse(world, BORIS, "ahead") is Reason.LINK_EXPIRED


def test_an_admin_or_a_banned_person_uses_up_no_link(world: World) -> None:
    admins.invite(world.session, "token", actor=BY_OLGA, at=world.at)
    assert refuse(world, OLGA, "token") is Reason.ALREADY_ADMIN
    banning.ban(world.session, world.lead(world.write(CLARA)), actor=BY_OLGA, at=world.at)
    assert refuse(world, CLARA, "token") is Reason.BANNED
    admins.join(world.session, "token", meet(world, BORIS, "Boris"), at=world.at)
    admins.invite(world.session, "next", actor=BY_OLGA, at=world.at)
    assert refuse(world, BORIS, "next") is Reason.ALREADY_ADMIN
    assert list_accounts(world.session) == [BORIS]


def test_who_is_removed_is_none_at_once_and_may_be_invited_again(world: World) -> None:
    join(world, BORIS, "Boris")
    [member] = [member for member in admins.list_admins(world.session, at=world.at) if member.id]
    assert member.id is not None
    admins.remove(world.session, member.id, at=world.at)
    assert list_accounts(world.session) == []
    with pytest.raises(Refused) as refused:
        admins.remove(world.session, member.id, at=world.at)
    assert refused.value.reason is Reason.NO_SUCH_ADMIN
    join(world, BORIS, "Boris", "again")
    assert list_accounts(world.session) == [BORIS]


def test_a_link_that_he_has_made_brings_back_nobody_who_is_removed(world: World) -> None:
    join(world, BORIS, "Boris")
    admins.invite(world.session, "kept", actor=actors.admin(BORIS), at=world.at)
    admins.invite(world.session, "of Olga", actor=BY_OLGA, at=world.at)
    [member] = [member for member in admins.list_admins(world.session, at=world.at) if member.id]
    admins.remove(world.session, member.id or 0, at=world.at)
    assert refuse(world, BORIS, "kept") is Reason.LINK_UNKNOWN
    admins.join(world.session, "of Olga", meet(world, CLARA, "Clara"), at=world.at)
    assert list_accounts(world.session) == [CLARA]


def test_a_link_for_an_operator_lets_nobody_in_once_an_admin_is_removed(world: World) -> None:
    join(world, BORIS, "Boris")
    anna = world.operator("Anna")
    accounts.issue_link(world.session, anna, "kept", at=world.at)
    [member] = [member for member in admins.list_admins(world.session, at=world.at) if member.id]
    admins.remove(world.session, member.id or 0, at=world.at)
    with pytest.raises(Refused) as refused:
        accounts.join(world.session, "kept", BORIS, language=None, at=world.at)
    assert refused.value.reason is Reason.LINK_UNKNOWN
    accounts.issue_link(world.session, anna, "fresh", at=world.at)
    accounts.join(world.session, "fresh", CLARA, language=None, at=world.at)
    assert anna.telegram_id == CLARA


def test_whom_the_settings_name_has_no_number_by_which_he_could_be_removed(world: World) -> None:
    assert [member.id for member in admins.list_admins(world.session, at=world.at)] == [None]


def test_there_are_at_most_twenty_by_link(world: World) -> None:
    admins.invite(world.session, "early", actor=BY_OLGA, at=world.at)
    for number in range(MOST):
        join(world, Account(1000 + number), f"Admin {number}", f"token {number}")
    with pytest.raises(Refused) as refused:
        admins.invite(world.session, "one more", actor=BY_OLGA, at=world.at)
    assert refused.value.reason is Reason.TOO_MANY_ADMINS
    assert refuse(world, CLARA, "early") is Reason.TOO_MANY_ADMINS
