"""Many open one link in the same moment: one gets in, on both databases."""

import asyncio

from sqlalchemy.orm import Session

from models import Account, Operator
from models.database.protocol import Database
from services.chats import ChatRef
from services.joining import accounts
from services.joining.links import JOIN
from services.joining.start_links import follow
from services.refusals import Refused
from services.team import operators
from tests.moments import make_moment
from tests.services.edge import redo
from tests.services.world import BOT, NOON, World

RACES, PEOPLE = 8, 4


def invite(session: Session, race: int) -> int:
    operator = operators.add(session, f"Anna {race}", 5, at=make_moment(NOON))
    accounts.issue_link(session, operator, f"secret-{race}", at=make_moment(NOON))
    return operator.id


def enter(session: Session, race: int, account: int) -> bool:
    World(session).meet(account)
    try:
        chat = ChatRef(BOT, account)
        follow(session, f"{JOIN}secret-{race}", chat, language=None, at=make_moment(NOON))
    except Refused:
        return False
    return True


def name_account(session: Session, operator_id: int) -> Account | None:
    return session.get_one(Operator, operator_id).telegram_id


async def test_a_link_that_several_open_at_once_admits_one_of_them(either_database: Database) -> None:
    await redo(either_database, lambda session: World(session).bot() and None)
    for race in range(RACES):
        operator_id = await redo(either_database, invite, race)
        accounts = [1000 + race * PEOPLE + n for n in range(PEOPLE)]
        entered = await asyncio.gather(*(redo(either_database, enter, race, a) for a in accounts))
        assert entered.count(True) == 1, f"race {race}: {entered}"
        winner = accounts[entered.index(True)]
        assert await redo(either_database, name_account, operator_id) == winner
