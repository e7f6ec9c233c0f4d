"""Where an operator's open contacts would go, and where they have gone."""

from collections.abc import Mapping, Sequence

from bot.ui.lists import join_lines
from bot.ui.names import name_client
from bot.ui.refusals import write_refusal
from bot.ui.screens import Button, Screen, arrange, name_with
from bot.ui.texts import Words
from bot.views.operator_screens import (
    MOST_BUTTONS,
    OperatorAction,
    OperatorCallback,
    TransferAction,
    TransferCallback,
)
from models import Lead, Operator
from services.team.transfers import Transfer, hash_plan


def write_targets(operator: Operator, others: Sequence[Operator], words: Words) -> Screen:
    """Return the choice of whom an operator's open contacts may go to."""

    def choose(target: int) -> TransferCallback:
        return TransferCallback(action=TransferAction.PREVIEW, operator=operator.id, target=target)

    buttons: list[Button] = [
        (name_with(o.name, max(o.max_active_leads - o.load, 0)), choose(o.id)) for o in others[:MOST_BUTTONS]
    ]
    back = (words.plain("button-back"), OperatorCallback(action=OperatorAction.SHOW, operator=operator.id))
    text = words.html("move-choose", name=operator.name, count=operator.load)
    return Screen(text, [[(words.plain("button-by-draw"), choose(0))], *arrange(buttons, 2), [back]])


def write_plan(
    operator: Operator,
    target: int,
    moves: Sequence[Transfer],
    clients: Mapping[int, Lead],
    names: Mapping[int, str],
    seed: int,
    words: Words,
) -> Screen:
    """Return what would move where, to be confirmed; `names` are those of operators."""
    going = count_moved(moves)
    lines = list_moves(moves, clients, names, words)
    title = words.html("move-plan", name=operator.name, count=going)
    parts = [title, join_lines(lines, words)]
    if operator.is_active and going:
        parts.append(words.html("move-still-on", name=operator.name))
    callback = TransferCallback(
        action=TransferAction.TRANSFER,
        operator=operator.id,
        target=target,
        seed=seed,
        plan=hash_plan(moves),
    )
    confirm: list[Button] = [(words.plain("button-move-now"), callback)] if going else []
    leave = "button-cancel" if going else "button-back"
    back = (words.plain(leave), OperatorCallback(action=OperatorAction.SHOW, operator=operator.id))
    return Screen("\n\n".join(parts), [[*confirm, back]])


def count_moved(moves: Sequence[Transfer]) -> int:
    """Return how many contacts leave their operator."""
    return sum(move.operator_id is not None or move.waits for move in moves)


def list_moves(
    moves: Sequence[Transfer], clients: Mapping[int, Lead], names: Mapping[int, str], words: Words
) -> list[str]:
    """Return a line for each contact: whose it becomes, or that it waits, or stays and why."""
    lines = []
    for move in moves:
        which = {
            "number": str(move.contact_id),
            "client": name_client(clients[move.contact_id], words),
        }
        if move.operator_id is not None:
            lines.append(words.html("move-line", **which, name=names[move.operator_id]))
        elif move.waits:
            lines.append(words.html("move-waits", **which))
        else:
            lines.append(words.html("move-stays", **which, why=explain_stay(move, words)))
    return lines


def explain_stay(move: Transfer, words: Words) -> str:
    """Return why a contact stays where it is, to follow a colon."""
    if move.refusal is None:
        return words.plain("move-nobody")
    return write_refusal(move.refusal, words).rstrip(".")
