"""Who can't be reached through a bot has no share of it, and shares add up without him."""

from models import Operator, Source
from services.chats import Reach
from services.distribution import weights
from tests.services.world import BOT, OTHER_BOT, World


def show(world: World, source: Source) -> dict[str, tuple[int, Reach]]:
    row = weights.show_source(world.session, source, at=world.at)
    return {share.operator.name: (share.free, share.reach) for share in row.shares}


def hire(world: World, name: str, shop: Source, *opened: int) -> Operator:
    return world.operator(name, limit=2, opened=opened, weight={shop: 3})


def test_never_opened_and_closed_are_told_apart(world: World) -> None:
    shop = world.bot(OTHER_BOT, "shop_bot")
    hire(world, "Anna", shop, BOT)
    boris = hire(world, "Boris", shop, BOT, OTHER_BOT)
    hire(world, "Clara", shop, OTHER_BOT)
    world.blocks(boris, OTHER_BOT)
    assert show(world, shop) == {
        "Anna": (0, Reach.NEVER_OPENED),
        "Boris": (0, Reach.CLOSED),
        "Clara": (6, Reach.OPEN),
    }
    row = weights.show_source(world.session, shop, at=world.at)
    assert row.bot == "shop_bot"


def test_who_has_not_joined_yet_has_the_share_that_is_planned(world: World) -> None:
    anna = world.operator("Anna", limit=2, weight=3)
    anna.telegram_id = None
    world.session.flush()
    assert show(world, world.find_bot()) == {"Anna": (6, Reach.OPEN)}
