"""What aiogram does with a message costs no thread: it gives plain filters and handlers to one each."""

from bot.dispatcher import build_dispatcher, list_filters


def test_no_filter_and_no_handler_waits_for_a_thread() -> None:
    dispatcher = build_dispatcher()
    filters = list(list_filters(dispatcher))
    assert len(filters) > 50
    assert [filter_.callback for filter_ in filters if not filter_.awaitable] == []
    for router in dispatcher.chain_tail:
        for observer in router.observers.values():
            assert [handler.callback for handler in observer.handlers if not handler.awaitable] == []
