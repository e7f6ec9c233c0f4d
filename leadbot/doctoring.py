"""`leadbot doctor`: whether all that must hold in the database does, and what can be put right."""

import asyncio

import typer
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm import Session

from edges.rules import load_rules
from leadbot.process import ending_in_one_line, read_settings
from leadbot.settings import Settings
from models.database.open import open_database
from models.database.protocol import Database
from models.database.redo import redo
from models.maintenance.looking import View, looking
from services.clock import take_moment
from services.operations.doctor.examine import INVARIANTS, examine, repair
from services.operations.doctor.invariants import Found, Invariant, Item
from services.policy import BusinessRules
from services.settings import decided

# invariant → what holds, and what a person can do where nothing is repaired
SAYS: dict[str, tuple[str, str]] = {
    "damage": ("the file is whole", "restore a backup, or save what can be read: sqlite3 FILE .recover"),
    "sequences": ("new rows get new numbers", ""),
    "orphans": ("every row belongs to something that is there", ""),
    "lost-rows": (
        "every contact has its lead and source, every ban and answer its owner",
        "put back what was deleted, from a backup, or delete these rows, too",
    ),
    "merge-circles": ("nobody is merged into themselves", ""),
    "merged-leads": ("contacts of merged people belong to the person who is left", ""),
    "in-progress": ("every contact in progress has an operator", ""),
    "completed-at": ("a contact has the time of its completion if it is completed, and only then", ""),
    "taken-at": ("every contact in progress has the time at which it was taken", ""),
    "assigned-at": ("every new contact with an operator has the time at which it was assigned", ""),
    "waiting-since": ("a contact has the time since when it waits if it waits, and only then", ""),
    "snoozed": ("only an open contact that is taken, or has no operator, is put off", ""),
    "loads": ("the load of every operator is the number of their open contacts", ""),
    "open-chats": ("no chat has two open contacts", ""),
    "dismissed": ("nobody who was dismissed has anything open", ""),
    "free-places": ("no contact waits while an operator with a free place could take it", ""),
    "assignments": (
        "the history of each open contact names its operator",
        "assign these contacts anew, in the bot: /assign 12 Anna",
    ),
    "cards": ("every card can be found by a reply", ""),
    "ended-rows": ("nothing waits to be sent to an operator who no longer has the contact", ""),
    "indexes": ("all indexes are there", ""),
    "search": (
        "the search finds the newest words",
        "a trigger that is missing comes back only with a backup",
    ),
    "source-counts": ("the metrics count the contacts of each source right", ""),
    "day-sums": ("the kept sums of past days are right", ""),
}


def doctor(*, repairs: bool) -> None:
    """Print a line for each invariant; ends with 1 if something is found that is not put right."""
    settings = read_settings()
    with ending_in_one_line():
        is_sound = asyncio.run(put_right(settings) if repairs else look(settings))
    raise typer.Exit(0 if is_sound else 1)


async def look(settings: Settings) -> bool:
    """Look at a database that may be in use; returns whether it is sound."""
    async with looking(*settings.direct_database) as view:
        broken = await look_at_all(view, settings)
    if not broken:
        typer.echo("Sound.")
        return True
    can_be = any(invariant.repair is not None for invariant in broken)
    what = count(len(broken), "thing does not add up", "things do not add up")
    typer.echo(f"{what}." + (" `leadbot doctor --repair` puts right what it can." if can_be else ""))
    return False


async def put_right(settings: Settings) -> bool:
    """Put right what can be, with a line in the log for each thing, and look again."""
    async with looking(*settings.direct_database):
        pass  # a repair makes no new database, and does not migrate one
    database = await open_database(settings.database_url, settings.database_direct_url)
    try:
        rules = BusinessRules(settings.policy)
        await load_rules(database, rules)
        repaired = sum([await repair_all(database, rules, each) for each in INVARIANTS if each.repair])
        broken = await look_at_all(database, settings)
    finally:
        await database.close()
    done = f"Repaired {count(repaired, 'thing', 'things')}."
    left = count(len(broken), "thing still does not add up", "things still do not add up")
    typer.echo(f"{done} {left}." if broken else f"{done} Sound.")
    return not broken


async def repair_all(database: Database, rules: BusinessRules, invariant: Invariant) -> int:
    """Put right what breaks an invariant, in small transactions; returns how much that was."""

    def put(session: Session) -> list[Item]:
        return repair(session, invariant, at=take_moment(rules))

    done, left = 0, None
    while True:
        at = take_moment(rules)
        found = await database.read(examine, invariant, at=at)
        if not found.count or (left is not None and found.count >= left):
            return done  # what is no less than before can't be put right so
        left = found.count
        try:
            items = await redo(lambda _: database.write(put))  # the bot may be at work on a PostgreSQL
        except NoResultFound:  # of what is gone nothing can be put right
            return done
        done += len(items)
        for item in items:
            typer.echo(f"repaired {invariant.name}: {item}", err=True)


async def look_at_all(database: Database | View, settings: Settings) -> list[Invariant]:
    """Print a line for each invariant; returns those that are broken."""
    rules, broken = BusinessRules(settings.policy), []
    rules.apply(*await database.read(decided.read))
    for invariant in INVARIANTS:
        holds, advice = SAYS[invariant.name]
        try:
            found = await database.read(examine, invariant, at=take_moment(rules))
        except DBAPIError as error:  # of a damaged file not everything can be read
            typer.echo(f"✗ {invariant.name}: can't be read: {str(error.orig).splitlines()[0]}")
            broken.append(invariant)
            continue
        if found.count:
            broken.append(invariant)
            write_broken(invariant, holds, advice, found)
        else:
            typer.echo(f"✓ {invariant.name}: {holds}")
    return broken


def write_broken(invariant: Invariant, holds: str, advice: str, found: Found) -> None:
    """Print how often an invariant is broken, the first examples, and what can be done."""
    typer.echo(f"✗ {invariant.name}: {found.count} where this does not hold: {holds}")
    for item in found.items:
        typer.echo(f"    {item}")
    if found.count > len(found.items):
        typer.echo(f"    and {found.count - len(found.items)} more")
    if invariant.repair is None or (invariant.name == "search" and advice):
        typer.echo(f"    {advice}")


def count(number: int, one: str, more: str) -> str:
    """Return a number with its word."""
    return f"{number} {one if number == 1 else more}"
