"""Days that are over, as people type them: `yesterday`, `вчера`, `Tuesday`, `25.11`."""

from datetime import date, timedelta

from bot.reading.dates import DATE, read_date
from bot.reading.moments import WEEKDAYS
from bot.reading.spelling import fold_typed

NEAR = {
    **dict.fromkeys(("сегодня", "today"), 0),
    **dict.fromkeys(("вчера", "yesterday"), 1),
    **dict.fromkeys(("позавчера",), 2),
}
YEARS = 9  # back: February 29 is rare


def read_past_day(text: str, today: date) -> date | None:
    """Return the last day that words mean, today at the latest; None for what is no such day."""
    spelled = fold_typed(text)
    for word in ("во ", "в ", "on "):
        spelled = spelled.removeprefix(word)
    if spelled in NEAR:
        return today - timedelta(days=NEAR[spelled])
    if spelled.isalpha():
        for number, starts in enumerate(WEEKDAYS):
            if spelled.startswith(starts):
                return today - timedelta(days=(today.weekday() - number) % 7)
        return None
    found = DATE.fullmatch(spelled)
    if found is None:
        return None
    return read_date(found, range(today.year, today.year - YEARS, -1), latest=today)
