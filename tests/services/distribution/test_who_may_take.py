"""Who is a candidate: not the client himself, nobody out of reach, and in a campaign whose weights count."""

from sqlalchemy import select

from models import Contact, Operator, Status
from services.contacts.states import Action
from services.distribution.assignment import assign
from services.distribution.candidates import evaluate
from services.distribution.decisions import AssignmentReason
from services.distribution.routing import Exclusion
from tests.moments import first, make_moment
from tests.services.world import NOON, OTHER_BOT, World


def test_nobody_gets_his_own_contact_even_when_nobody_else_is_there(world: World) -> None:
    anna = world.operator("Anna", telegram_id=77)
    contact = world.write(77)
    assert contact.is_waiting
    assert anna.load == 0
    assert world.write(78).operator_id == anna.id


def test_who_cannot_be_reached_through_this_bot_gets_nothing_of_it(world: World) -> None:
    anna = world.operator("Anna", opened=(OTHER_BOT,))
    blocked = world.operator("Blocked")
    world.blocks(blocked)
    assert world.write(1).is_waiting
    world.bot(OTHER_BOT, "other_bot")
    world.set_weight(anna, world.find_bot(OTHER_BOT), 1)
    assert world.write(1, bot_id=OTHER_BOT).operator_id == anna.id


def api_contact(world: World) -> Contact:
    source = world.api_source()
    for operator in world.session.scalars(select(Operator)):
        world.set_weight(operator, source, 1)
    lead = world.lead(world.write(999))
    contact = Contact(lead_id=lead.id, source_id=source.id, message="", assignment_no=0, created_at=NOON)
    contact.status = Status.NEW
    world.session.add(contact)
    world.session.flush()
    return contact


def excluded(world: World, contact: Contact) -> dict[int, Exclusion | None]:
    return {c.operator_id: c.exclusion for c in evaluate(world.session, contact, at=world.at).candidates}


def test_a_contact_by_api_needs_an_operator_whom_any_bot_reaches_or_who_uses_no_telegram(
    world: World,
) -> None:
    world.bot(OTHER_BOT, "other_bot")
    elsewhere = world.operator("Elsewhere", opened=(OTHER_BOT,))
    never_opened = world.operator("Never opened", opened=())
    by_api_only = world.operator("By API only")
    by_api_only.telegram_id = None
    contact = api_contact(world)
    assert excluded(world, contact) == {
        elsewhere.id: None,
        never_opened.id: Exclusion.UNREACHABLE,
        by_api_only.id: None,
    }
    assert assign(world.session, contact, AssignmentReason.NEW, at=make_moment(NOON, chance=first))
    assert contact.operator_id == elsewhere.id


def test_an_operator_without_telegram_gets_nothing_of_a_bot(world: World) -> None:
    anna = world.operator("Anna")
    anna.telegram_id = None
    assert world.write(1).is_waiting


def test_a_campaign_uses_the_weights_of_its_bot(world: World) -> None:
    anna, _ = world.operator("Anna"), world.operator("Boris", weight=0)
    campaign = world.campaign("k3x9")
    world.meet(1)
    world.chat(1).source_id = campaign.id
    contact = world.write(1)
    assert (contact.source_id, contact.operator_id) == (campaign.id, anna.id)
    assert world.decisions(contact)[0]["weights_source_id"] == world.find_bot().id


def test_a_campaign_with_weights_of_its_own_uses_only_these(world: World) -> None:
    world.operator("Anna", weight=1000)
    campaign = world.campaign("k3x9")
    boris = world.operator("Boris", weight={campaign: 1})
    world.meet(1)
    world.chat(1).source_id = campaign.id
    contact = world.write(1)
    assert contact.operator_id == boris.id
    assert world.decisions(contact)[0]["weights_source_id"] == campaign.id


def test_a_campaign_whose_own_weights_are_all_zero_gives_nobody_anything(world: World) -> None:
    anna = world.operator("Anna")
    campaign = world.campaign("k3x9")
    world.set_weight(anna, campaign, 0)
    world.meet(1)
    world.chat(1).source_id = campaign.id
    assert world.write(1).is_waiting


def test_who_passed_a_contact_on_gets_it_again_only_if_nobody_else_can(world: World) -> None:
    anna, boris, clara = (world.operator(name) for name in ("Anna", "Boris", "Clara"))
    world.chance = first
    contact = world.write(1)
    owners = [contact.operator_id]
    for _ in range(5):
        world.must_press(
            world.session.get_one(Operator, contact.operator_id), Action.PASS_ON, contact=contact
        )
        owners.append(contact.operator_id)
    # Anna, Boris, Clara have had their turn; from then on everybody but the one who passes it on may get it.
    assert owners == [anna.id, boris.id, clara.id, anna.id, boris.id, anna.id]
    world.check_loads()
