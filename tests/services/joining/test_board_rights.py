"""Who may look at the live board without being an admin: by a link that opens once, until it is taken."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models import Account, BoardRight, BoardSession, Outbox, actors
from services import chats
from services.board import rights, sessions
from services.chats import ChatRef, Profile
from services.clients import banning, forgetting
from services.joining import admins, board_rights, links, start_links
from services.refusals import Reason, Refused
from tests.services.world import BOT, World

OLGA, BORIS, CLARA = Account(77), Account(78), Account(79)
BY_OLGA = actors.admin(OLGA)
TOKEN = "a" * 22


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


def invite(world: World, token: str = TOKEN) -> BoardRight:
    right = board_rights.add(world.session, actor=BY_OLGA, by="Olga", at=world.at)
    return board_rights.issue_link(world.session, right.id, token, at=world.at)


def join(world: World, account: Account = BORIS, name: str = "Boris") -> BoardRight:
    invite(world)
    return board_rights.join(world.session, TOKEN, meet(world, account, name), at=world.at)


def refuse(world: World, account: Account, token: str = TOKEN) -> Reason:
    with pytest.raises(Refused) as refused:
        board_rights.join(world.session, token, meet(world, account, "Somebody"), at=world.at)
    return refused.value.reason


def test_a_link_gives_one_person_sight_of_the_board_and_admins_hear_of_it(world: World) -> None:
    assert rights.find(world.session, BORIS, at=world.at) is None
    join(world)
    given = rights.find(world.session, BORIS, at=world.at)
    assert given is not None
    assert (given.is_admin, given.may_steer, given.source_ids) == (False, False, None)
    told = [row for row in world.session.query(Outbox) if row.params.get("key") == board_rights.NEWS]
    assert [(row.chat_id, row.params["name"]) for row in told] == [(OLGA, "Boris")]
    assert refuse(world, CLARA) is Reason.LINK_UNKNOWN


def test_a_link_ends_after_two_days_or_by_the_next_one(world: World) -> None:
    right = invite(world)
    board_rights.issue_link(world.session, right.id, "b" * 22, at=world.at)
    assert refuse(world, BORIS) is Reason.LINK_UNKNOWN
    world.now += timedelta(days=2, seconds=1)
    assert refuse(world, BORIS, "b" * 22) is Reason.LINK_EXPIRED


def test_whoever_can_not_use_a_link_leaves_it_as_it_was(world: World) -> None:
    invite(world)
    assert refuse(world, OLGA) is Reason.ADMIN_LOOKS
    banning.ban(world.session, world.lead(world.write(CLARA)), actor=BY_OLGA, at=world.at)
    assert refuse(world, CLARA) is Reason.BANNED
    board_rights.join(world.session, TOKEN, meet(world, BORIS, "Boris"), at=world.at)
    invite(world, "next")
    assert refuse(world, BORIS, "next") is Reason.LOOKS_ALREADY


def test_a_link_in_words_is_recognized_until_it_is_over(world: World) -> None:
    invite(world)
    text = f"look: ?start={links.LOOK}{TOKEN}"
    assert start_links.holds_living_link(world.session, text, at=world.at)
    board_rights.join(world.session, TOKEN, meet(world, BORIS, "Boris"), at=world.at)
    assert not start_links.holds_living_link(world.session, text, at=world.at)


def test_who_has_come_is_not_moved_to_somebody_else_by_a_link(world: World) -> None:
    right = join(world)
    with pytest.raises(Refused) as refused:
        board_rights.issue_link(world.session, right.id, "c" * 22, at=world.at)
    assert refused.value.reason is Reason.CHANGED_SINCE


def test_sources_are_chosen_one_by_one_and_all_of_them_are_all_there_will_be(world: World) -> None:
    right, site = join(world), world.api_source()
    board_rights.choose_source(world.session, right.id, site.id, True, at=world.at)
    assert right.source_ids == [site.id]
    board_rights.choose_source(world.session, right.id, site.id, False, at=world.at)
    assert right.source_ids == []
    given = rights.find(world.session, BORIS, at=world.at)
    assert given is not None
    assert not given.covers(site.id)
    board_rights.set_sources(world.session, right.id, None, at=world.at)
    given = rights.find(world.session, BORIS, at=world.at)
    assert given is not None
    assert given.covers(world.api_source("later").id)
    with pytest.raises(Refused) as refused:
        board_rights.choose_source(world.session, right.id, 99, True, at=world.at)
    assert refused.value.reason is Reason.NO_SUCH_SOURCE


def enter(world: World, account: Account) -> None:
    sessions.issue_link(world.session, account, "Boris", "link", at=world.at)
    sessions.enter(world.session, "link", "own", "a phone", at=world.at)


def test_what_is_taken_leaves_no_session_that_a_later_right_revives(world: World) -> None:
    right = join(world)
    enter(world, BORIS)
    board_rights.remove(world.session, right.id, at=world.at)
    assert rights.find(world.session, BORIS, at=world.at) is None
    assert world.session.query(BoardRight).all() == []
    assert "Boris" in [
        row.params["name"] for row in world.session.query(Outbox) if row.params["key"] == board_rights.GONE
    ]
    join(world)
    assert sessions.find(world.session, "own", at=world.at) is None


def test_neither_does_a_right_revive_the_session_of_who_was_an_admin(world: World) -> None:
    admins.invite(world.session, "token", actor=BY_OLGA, at=world.at)
    admin = admins.join(world.session, "token", meet(world, BORIS, "Boris"), at=world.at)
    both = world.policy
    world.policy = world.policy.model_copy(update={"admin_ids": (OLGA, BORIS)})
    enter(world, BORIS)
    assert sessions.find(world.session, "own", at=world.at) is not None
    admins.remove(world.session, admin.id, at=world.at)
    world.policy = both
    join(world)
    assert sessions.find(world.session, "own", at=world.at) is None


def test_a_link_to_the_board_opens_nothing_once_the_right_is_gone(world: World) -> None:
    right = join(world)
    sessions.issue_link(world.session, BORIS, "Boris", "link", at=world.at)
    board_rights.remove(world.session, right.id, at=world.at)
    with pytest.raises(Refused) as refused:
        sessions.enter(world.session, "link", "own", "a phone", at=world.at)
    assert refused.value.reason is Reason.LINK_UNKNOWN


def test_there_are_so_many_and_old_invitations_make_room(world: World) -> None:
    for _ in range(board_rights.MOST):
        board_rights.add(world.session, actor=BY_OLGA, by="Olga", at=world.at)
    with pytest.raises(Refused) as refused:
        board_rights.add(world.session, actor=BY_OLGA, by="Olga", at=world.at)
    assert refused.value.reason is Reason.TOO_MANY_RIGHTS
    world.now += board_rights.KEPT + timedelta(seconds=1)
    board_rights.add(world.session, actor=BY_OLGA, by="Olga", at=world.at)
    assert len(board_rights.list_rights(world.session)) == 1


def test_who_may_look_is_no_client_to_be_banned_and_forgotten_as_one_keeps_the_right(world: World) -> None:
    join(world)
    enter(world, BORIS)
    contact = world.write(BORIS, "hello")
    with pytest.raises(Refused) as refused:
        banning.ban(world.session, world.lead(contact), actor=BY_OLGA, at=world.at)
    assert refused.value.reason is Reason.IS_STAFF
    forgetting.forget(world.session, contact.id, actor=BY_OLGA, at=world.at)
    world.session.expire_all()
    [right] = board_rights.list_rights(world.session)
    assert (right.telegram_id, right.name) == (BORIS, None)
    assert world.chat(BORIS).name is None
    assert world.session.query(BoardSession).all() == [], "the name stands there, too"


def test_with_an_admin_go_the_links_that_he_might_keep_for_himself(world: World) -> None:
    admins.invite(world.session, "token", actor=BY_OLGA, at=world.at)
    boris = admins.join(world.session, "token", meet(world, BORIS, "Boris"), at=world.at)
    right = invite(world)
    admins.remove(world.session, boris.id, at=world.at)
    with pytest.raises(Refused) as refused:
        board_rights.join(world.session, TOKEN, ChatRef(BOT, BORIS), at=world.at)
    assert refused.value.reason is Reason.LINK_UNKNOWN
    assert [one.id for one in board_rights.list_rights(world.session)] == [right.id], "it can be sent anew"
    board_rights.issue_link(world.session, right.id, "b" * 22, at=world.at)
