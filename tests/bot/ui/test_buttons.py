"""What buttons say to the bot: how it begins tells each kind from all others."""

from collections import Counter

from aiogram.filters.callback_data import CallbackData

from bot import dispatcher


def test_no_two_kinds_of_buttons_begin_alike() -> None:
    assert dispatcher.build_dispatcher()  # all handlers are imported by it, and all buttons by them
    ours = [kind for kind in CallbackData.__subclasses__() if kind.__module__.startswith("bot.")]
    assert len(ours) > 30, "the search itself must work"
    assert [prefix for prefix, kinds in Counter(kind.__prefix__ for kind in ours).items() if kinds > 1] == []
