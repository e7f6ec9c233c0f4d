"""The example that goes with a wrong word: made of names that exist, so that it works as it is."""

from itertools import count

from bot.handlers.control import Desk, name_bot
from bot.handlers.wording import UnclosedQuoteError, split_words
from models import Operator
from services import operators
from services.names import fold

OF_ONE_OPERATOR = {"link": "", "on": "", "off": "", "limit": " 5"}  # verb → what follows the name


async def for_operators(desk: Desk, verb: str) -> str:
    """Return a working `/operators` command like the one that was meant."""
    everybody = await desk.unit.run_sync(operators.list_operators)
    if everybody and verb in OF_ONE_OPERATOR:
        return f"/operators {verb} {name_operator(everybody[0])}{OF_ONE_OPERATOR[verb]}"
    taken, name = {operator.name_key for operator in everybody}, desk.words.plain("example-name")
    names = (name if n == 1 else f"{name} {n}" for n in count(1))
    return f"/operators add {next(free for free in names if fold(free) not in taken)} 5"


async def for_weight(desk: Desk) -> str:
    """Return a working `/weight` command; without operators, what makes one."""
    everybody = await desk.unit.run_sync(operators.list_operators)
    if not everybody:
        return await for_operators(desk, "add")
    return f"/weight {name_operator(everybody[0])} @{await name_bot(desk)} 3"


def name_operator(operator: Operator) -> str:
    """Return how to name an operator in a command: by name, unless quotes in it would confuse."""
    try:
        is_plain = " ".join(split_words(operator.name)) == operator.name
    except UnclosedQuoteError:
        is_plain = False
    return operator.name if is_plain else str(operator.id)
