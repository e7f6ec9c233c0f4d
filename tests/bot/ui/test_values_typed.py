"""Values of settings as people type them, in both languages."""

from typing import Any

import pytest

from bot.reading.values import is_default, read_value

REMINDER, KEPT = "reply_reminder_minutes", "keep_days"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        (REMINDER, "30", 30),
        (REMINDER, " 30 min ", 30),
        (REMINDER, "30 минут", 30),
        (REMINDER, "2 h", 120),
        (REMINDER, "2ч", 120),
        (REMINDER, "1 час", 60),
        (REMINDER, "Never", 0),
        (REMINDER, "никогда", 0),
        (REMINDER, "soon", "soon"),
        (REMINDER, "30 euros", "30 euros"),
        (REMINDER, "-5", "-5"),
        (REMINDER, "5 5", "5 5"),
        (KEPT, "2 недели", 14),
        (KEPT, "2 weeks", 14),
        (KEPT, "90 дней", 90),
        (KEPT, "48 часов", 2),
        (KEPT, "5 hours", "5 hours"),
        (KEPT, "for ever", 0),
        ("pause_after_missed", "3", 3),
        ("pause_after_missed", "3 min", "3 min"),
        ("answer_reactions", "ВКЛ", True),
        ("answer_reactions", "no", False),
        ("answer_reactions", "maybe", "maybe"),
        ("timezone", "Berlin", "Europe/Berlin"),
        ("timezone", "москва", "Europe/Moscow"),
        ("timezone", "europe/kaliningrad", "Europe/Kaliningrad"),
        ("timezone", "New York", "America/New_York"),
        ("timezone", "Атлантида", "Атлантида"),
        ("phone_region", "Германия", "DE"),
        ("phone_region", "germany", "DE"),
        ("phone_region", "kz", "KZ"),
        ("phone_region", "Mordor", "Mordor"),
    ],
)
def test_values_as_people_type_them(name: str, text: str, value: Any) -> None:
    assert read_value(name, text) == value
    assert type(read_value(name, text)) is type(value)


@pytest.mark.parametrize("text", ["default", "По умолчанию", " RESET "])
def test_the_default_has_words_of_its_own(text: str) -> None:
    assert is_default(text)
