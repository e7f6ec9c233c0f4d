"""Hours as people type them, in any of our languages: `Mon-Fri 9-18, Sat 10:00-16:00`, `будни с 9 до 18`."""

import re

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
SHORT = {
    **dict(zip(("mo", "tu", "we", "th", "fr", "sa", "su"), DAYS, strict=True)),
    **dict(zip(("пн", "вт", "ср", "чт", "пт", "сб", "вс"), DAYS, strict=True)),
    "ph": "PH",
}
# How a longer word begins that means some days; the longest that fits counts.
NAMED = {
    **dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), DAYS, strict=True)),
    **dict(zip(("пон", "вто", "сре", "чет", "пят", "суб", "вос"), DAYS, strict=True)),
    **dict.fromkeys(("weekday", "workday", "будн", "рабоч"), "Mo-Fr"),
    **dict.fromkeys(("weekend", "выходны"), "Sa,Su"),
    **dict.fromkeys(("daily", "everyday", "ежедневн"), "Mo-Su"),
    **dict.fromkeys(("holiday", "праздн"), "PH"),
}
CLOSED = ("off", "closed", "выходной", "закрыт", "нет")
EVERY = ("every", "each", "кажд")  # before a day, or before the word for one
DAY = ("day", "days", "день", "дни")
UP_TO = ("to", "till", "until", "through", "по", "до")  # between two days
IGNORED = {"с", "со", "from", "and", "и", "on", "at", "в", "public", *DAY}
ALWAYS = {"always", "24/7", "24", "around the clock", "круглосуточно", "всегда"}
TIMES = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?\s*(?:-|до|to|till|until)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?(?!\d|[:.]\d)"
)
WORD = re.compile(r"[^\W\d_]+")
SKIPPED = re.compile(r"[\s,;:.]+")


def read_hours(text: str) -> str | None:
    """Return opening hours as OpenStreetMap spells them, None for what can't be understood."""
    spelled = re.sub("[‐-―−]", "-", text.casefold().replace("ё", "е")).strip()
    if spelled in ALWAYS:
        return "24/7"
    rules, days, times, at, is_every = list[str](), "", list[str](), 0, False
    while at < len(spelled):
        if skipped := SKIPPED.match(spelled, at):
            at = skipped.end()
        elif found := TIMES.match(spelled, at):
            span = read_span(found)
            if span is None or times == ["off"]:
                return None
            times.append(span)
            at = found.end()
        elif word := WORD.match(spelled, at):
            at, named, is_closed = word.end(), find_days(word[0]), word[0].startswith(CLOSED)
            if is_every and word[0] in DAY:
                named = "Mo-Su"
            if word[0] in UP_TO and days and not times and not days.endswith("-"):
                days += "-"
                continue
            is_every = word[0].startswith(EVERY)
            if named is None and not is_closed and not is_every and word[0] not in IGNORED:
                return None
            if is_closed and not times:
                times = ["off"]
            elif named and times:
                rules.append(write_rule(days, times))
                days, times = named, []
            elif named:
                days = f"{days},{named}" if days and not days.endswith("-") else days + named
        elif spelled[at] == "-" and days and not times:
            days, at = f"{days}-", at + 1
        else:
            return None
    return "; ".join([*rules, write_rule(days, times)]) if times and not days.endswith("-") else None


def find_days(word: str) -> str | None:
    """Return which days a word means; None: none."""
    if word in SHORT:
        return SHORT[word]
    begins = [start for start in NAMED if word.startswith(start)]
    return NAMED[max(begins, key=len)] if begins else None


def read_span(found: re.Match[str]) -> str | None:
    """Return the time from when to when, None if there is no such time."""
    first, last = read_time(*found.groups()[:3]), read_time(*found.groups()[3:])
    return f"{first}-{last}" if first and last and first != last else None


def read_time(hour: str, minute: str | None, half: str | None) -> str | None:
    """Return a time of the day as 09:00, None if there is none."""
    number, minutes = int(hour), int(minute or 0)
    if half is not None:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half == "pm" else 0)
    return f"{number:02}:{minutes:02}" if (number, minutes) <= (24, 0) and minutes < 60 else None


def write_rule(days: str, times: list[str]) -> str:
    """Return a rule; without days it is of every day."""
    return f"{days} {','.join(times)}".strip()
