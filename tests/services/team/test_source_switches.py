"""What is on or off for a source: for a bot and its campaigns alike, and for a campaign that comes later."""

import pytest

from services import sources
from services.refusals import Reason, Refused
from services.team.source_switches import SourceSwitch, list_switches, set_switch
from tests.services.world import OTHER_BOT, World


@pytest.mark.parametrize("which", SourceSwitch)
@pytest.mark.parametrize("named", ["bot", "campaign"])
def test_a_bot_and_its_campaigns_are_switched_together(world: World, which: SourceSwitch, named: str) -> None:
    bot, campaign, other = world.bot(), world.campaign("spring"), world.bot(OTHER_BOT, "help_bot")
    before = getattr(bot, which.value)
    set_switch(world.session, bot if named == "bot" else campaign, which, not before)
    assert [getattr(one, which.value) for one in (bot, campaign, other)] == [not before, not before, before]
    set_switch(world.session, campaign, which, before)
    assert getattr(bot, which.value) is before


def test_a_new_campaign_has_what_its_bot_has(world: World) -> None:
    bot = world.bot()
    bot.hours, bot.prefers_known, bot.prefers_language = "Mo-Fr 09:00-18:00", 60, 0
    set_switch(world.session, bot, SourceSwitch.ASKS_RATING, False)
    set_switch(world.session, bot, SourceSwitch.SNOOZE_FREES, True)
    added = sources.add_campaign(world.session, bot.bot_id or 0, "Spring", "k3x9", at=world.at)
    world.session.expire_all()
    assert (added.hours, added.prefers_known, added.prefers_language) == ("Mo-Fr 09:00-18:00", 60, 0)
    assert (added.asks_rating, added.snooze_frees) == (False, True)


def test_who_comes_by_api_is_asked_nothing(world: World) -> None:
    site = world.api_source()
    assert list_switches(site) == [SourceSwitch.SNOOZE_FREES]
    with pytest.raises(Refused) as refused:
        set_switch(world.session, site, SourceSwitch.ASKS_RATING, False)
    assert refused.value.reason is Reason.TELLS_NOTHING
    set_switch(world.session, site, SourceSwitch.SNOOZE_FREES, True)
    assert site.snooze_frees
