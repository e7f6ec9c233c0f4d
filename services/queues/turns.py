"""In which order a crowd is served: the oldest first, and who came before the crowd first, in turn.

Either order has every second place, so neither can keep the other waiting.
"""

from sqlalchemy import ColumnElement, case, func
from sqlalchemy.sql.selectable import Subquery


def take_turns(*orders: tuple[ColumnElement[int], ...]) -> ColumnElement[int]:
    """Return the place of a row of which each order counts: the first place that one of them gives it."""
    first, second = (func.row_number().over(order_by=order) for order in orders)
    return case((first < second, first), else_=second)


def count_in_chat(rows: Subquery, *order: ColumnElement[int]) -> ColumnElement[int]:
    """Return how many rows of its chat stand before a row."""
    return func.row_number().over(partition_by=rows.c.chat_id, order_by=order) - 1
