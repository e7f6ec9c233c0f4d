"""Decides who of the evaluated gets a contact, in the mode of its source."""

from collections import Counter
from typing import Any

from models import Mode
from services.distribution import routing
from services.distribution.candidates import Evaluation
from services.distribution.decisions import (
    EXCLUDED_LISTED,
    Chosen,
    Decision,
    DrawDecision,
    Excluded,
    Owed,
    PoolDecision,
    PreferenceDecision,
    Scored,
    TurnDecision,
)
from services.distribution.modes import turns
from services.distribution.modes.turns import Turn
from services.distribution.routing import Draw
from services.moment import Moment


def decide(evaluation: Evaluation, *, at: Moment) -> Decision | None:
    """Decide who of the evaluated gets a contact; None if nobody may take it."""
    if evaluation.mode is Mode.TURNS:
        return describe_turn(evaluation) if evaluation.eligible else None
    drawn = routing.draw(evaluation.eligible, at.chance)
    return None if drawn is None else describe_draw(evaluation, drawn)


def describe_draw(evaluation: Evaluation, drawn: Draw) -> DrawDecision | PreferenceDecision:
    """Return a draw as it is stored: enough to explain it, and to draw it again."""
    drawn_among: dict[str, Any] = {
        **_describe_excluded(evaluation),
        "operator_id": drawn.operator_id,
        "ticket": drawn.ticket,
        "total": drawn.total,
        "candidates": tuple(
            Scored(operator_id=c.operator_id, weight=c.weight, load=c.load, limit=c.limit, score=c.score)
            for c in evaluation.eligible
        ),
    }
    if evaluation.preference is None:
        return DrawDecision(**drawn_among)
    return PreferenceDecision(**drawn_among, preference=evaluation.preference)


def describe_turn(evaluation: Evaluation) -> TurnDecision:
    """Find whose turn it is, as it is stored."""
    eligible = evaluation.eligible
    return TurnDecision(
        **_describe_excluded(evaluation),
        operator_id=turns.find_next([Turn(c.operator_id, c.weight, c.credit) for c in eligible]),
        candidates=tuple(
            Owed(operator_id=c.operator_id, weight=c.weight, load=c.load, limit=c.limit, credit=c.credit)
            for c in eligible
        ),
        preference=evaluation.preference,
    )


def describe_taking(evaluation: Evaluation, operator_id: int) -> PoolDecision:
    """Return who of those who could was the first to take a contact out of a pool, as it is stored."""
    return PoolDecision(
        **_describe_excluded(evaluation),
        operator_id=operator_id,
        candidates=tuple(
            Chosen(operator_id=c.operator_id, weight=c.weight, load=c.load, limit=c.limit)
            for c in evaluation.eligible
        ),
        preference=evaluation.preference,
    )


def _describe_excluded(evaluation: Evaluation) -> dict[str, Any]:
    excluded = [(c.operator_id, c.exclusion) for c in evaluation.candidates if c.exclusion is not None]
    return {
        "weights_source_id": evaluation.weights_source_id,
        "excluded": tuple(Excluded(operator_id=id_, reason=why) for id_, why in excluded[:EXCLUDED_LISTED]),
        "excluded_counts": Counter(why for _, why in excluded),
    }
