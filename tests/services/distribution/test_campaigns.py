"""Links as admins make them: named once, renamed, counted."""

from datetime import timedelta

import pytest

from models import Source
from services import sources
from services.refusals import Reason, Refused
from tests.services.world import BOT, NOON, OTHER_BOT, World


def add(world: World, name: str, code: str = "k3x9", bot_id: int = BOT) -> Source:
    return sources.add_campaign(world.session, bot_id, name, code, at=world.at)


def test_a_link_belongs_to_its_bot_and_is_found_by_name_and_code(world: World) -> None:
    spring = add(world, "  Spring  “ads” ")
    assert (spring.name, spring.bot_id, spring.code) == ("Spring “ads”", BOT, "k3x9")
    assert sources.find(world.session, "SPRING “ADS”") is spring
    assert sources.find_campaign(world.session, BOT, "k3x9") is spring
    assert spring.is_connected


def test_a_link_of_a_bot_that_does_not_work_does_not_work_either(world: World) -> None:
    world.bot(OTHER_BOT, "other_bot")
    sources.set_connected(world.session, [OTHER_BOT], False)
    assert not add(world, "Spring", bot_id=OTHER_BOT).is_connected


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        *((name, Reason.BAD_SOURCE_NAME) for name in ("", "  ", "7", "#7", "@x", "/x", '"x', "x" * 65, "\0")),
        *((name, Reason.SOURCE_NAME_TAKEN) for name in ("acme_bot", "ACME_BOT", "Autumn", " autumn ")),
    ],
)
def test_useless_and_taken_names_are_refused_for_new_links_and_for_renamed_ones(
    world: World, name: str, reason: Reason
) -> None:
    add(world, "Autumn", "code1")
    spring = add(world, "Spring", "code2")
    with pytest.raises(Refused) as refused:
        add(world, name, "code3")
    assert refused.value.reason is reason
    with pytest.raises(Refused) as refused:
        sources.rename(world.session, spring, name)
    assert refused.value.reason is reason
    assert [s.name for s in sources.list_sources(world.session)] == ["acme_bot", "Autumn", "Spring"]


def test_a_link_is_renamed_also_to_another_spelling_of_its_own_name(world: World) -> None:
    spring = add(world, "Spring")
    sources.rename(world.session, spring, "SPRING")
    assert spring.name == "SPRING"
    sources.rename(world.session, spring, "Winter")
    assert sources.find(world.session, "winter") is spring
    assert add(world, "Spring", "code2") is not spring


def test_telegram_names_bots_and_an_api_source_may_be_renamed(world: World) -> None:
    with pytest.raises(Refused) as refused:
        sources.rename(world.session, world.find_bot(), "Winter")
    assert refused.value.reason is Reason.NAMED_BY_TELEGRAM
    site = world.api_source()
    sources.rename(world.session, site, "Web site")
    assert site.name == "Web site"


def test_contacts_are_counted_by_source_since_a_moment(world: World) -> None:
    spring = add(world, "Spring")
    world.write(1)
    world.wait(hours=1)
    world.write(2)
    world.meet(3)
    world.chat(3).source_id = spring.id
    world.write(3)
    counted = [sources.count_contacts(world.session, since=NOON + timedelta(minutes=m)) for m in (0, 1, 61)]
    bot = world.find_bot()
    assert counted == [{bot.id: 2, spring.id: 1}, {bot.id: 1, spring.id: 1}, {}]
