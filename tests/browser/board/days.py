"""Made-up working days that the board shows: a busy one of a small shop, and a very large one."""

from datetime import UTC, datetime, timedelta
from typing import Any

Row = dict[str, Any]

WORDS = {
    "en": {
        "operators": ("Anna", "Boris", "Clara", "Daniel", "Eva", "Felix", "Greta"),
        "clients": (
            "Vera",
            "Tim",
            "Nina",
            "Max",
            "Alice",
            "Ben",
            "Chloe",
            "Leo",
            "Ruby",
            "Sam",
            "Tess",
            "Victor",
        ),
        "said": (
            "Hello! Do you deliver on Saturdays?",
            "My order has not arrived. Can you help?",
            "How much is a birthday cake for ten?",
            "Thank you! And can I pay by card when it is delivered, or only on your site?",
        ),
        "sources": ("acme_sales_bot", "Website form"),
        "answer": "Hello! Yes, from nine to six. Where to?",
        "note": "Asks for Saturdays, the second time this month.",
        "label": "delivery",
    },
    "ru": {
        "operators": ("Анна", "Борис", "Клара", "Даниил", "Ева", "Фёдор", "Галина"),
        "clients": (
            "Вера",
            "Тимур",
            "Нина",
            "Максим",
            "Алиса",
            "Богдан",
            "Соня",
            "Лев",
            "Рита",
            "Семён",
            "Таня",
            "Виктор",
        ),
        "said": (
            "Здравствуйте! Вы доставляете по субботам?",
            "Мой заказ не пришёл. Поможете?",
            "Сколько стоит торт на день рождения на десять человек?",
            "Спасибо! А можно оплатить картой при получении или только на сайте?",
        ),
        "sources": ("acme_sales_bot", "Форма на сайте"),
        "answer": "Здравствуйте! Да, с девяти до шести. Куда привезти?",
        "note": "Спрашивает про субботу второй раз за месяц.",
        "label": "доставка",
    },
}
STAFF = (
    ("on", 3, 5, 3),
    ("on", 5, 5, 2),
    ("on", 2, 4, 2),
    ("paused", 1, 3, 1),
    ("on", 2, 3, 1),
    ("off_hours", 0, 4, 1),
    ("unreachable", 0, 3, 0),
)
QUEUE = 4
HAPPENED = (
    ("created", None),
    ("assigned", 0),
    ("answered", 1),
    ("taken", 2),
    ("completed", 1),
    ("created", None),
    ("timed_out", 3),
    ("assigned", 4),
    ("passed_on", 0),
    ("note", 2),
    ("answered", 4),
    ("completed", 2),
)


def ago(minutes: float) -> str:
    return (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()


def make_state(language: str = "en") -> Row:
    """A busy morning: a queue, full operators, somebody on a pause."""
    words = WORDS[language]
    names, clients, said = words["operators"], words["clients"], words["said"]
    contacts = [make_queued(214 - n, clients[n], said[n % 4], n) for n in range(QUEUE)]
    number = 210
    for operator, (_, load, _, _) in enumerate(STAFF):
        for place in range(load):
            unanswered = ago(3 + 7 * place + operator) if (place + operator) % 2 == 0 else None
            contacts.append(
                make_held(number, clients[number % 12], said[number % 4], operator + 1, unanswered)
            )
            number -= 1
    operators = [make_operator(n, names[n], contacts) for n in range(len(STAFF))]
    weighed = [
        {"operator_id": n + 1, "weight": weight} for n, (_, _, _, weight) in enumerate(STAFF) if weight
    ]
    return {
        "operators": operators,
        "contacts": contacts,
        "sources": [
            {"id": n + 1, "name": name, "mode": "draw", "weights": weighed[: 6 - 3 * n]}
            for n, name in enumerate(words["sources"])
        ],
        "happened": [
            {
                **{"id": 400 - n, "at": ago(1 + 2.4 * n), "kind": kind, "contact_id": 214 - n},
                **{"client": clients[n], "operator": None if who is None else names[who], "actor": "Olga"},
            }
            for n, (kind, who) in enumerate(HAPPENED)
        ],
        "today": {
            **{"came": 63, "answered": 55, "completed": 46, "median_seconds": 252},
            "shares": [
                {"source_id": 1, "operator_id": n + 1, "expected": expected, "actual": actual}
                for n, (expected, actual) in enumerate(
                    ((0.3, 0.33), (0.2, 0.17), (0.2, 0.22), (0.1, 0.06), (0.1, 0.13), (0.1, 0.09))
                )
            ],
        },
    }


def make_operator(place: int, name: str, contacts: list[Row]) -> Row:
    state, load, limit, _ = STAFF[place]
    waits = [row["unanswered_since"] for row in contacts if row["operator_id"] == place + 1]
    since = sorted(moment for moment in waits if moment)
    return {
        **{"id": place + 1, "name": name, "state": state, "load": load, "limit": limit},
        **{"unanswered": len(since), "oldest_unanswered_at": since[0] if since else None},
    }


def make_queued(number: int, client: str, said: str, place: int) -> Row:
    since = ago(2 + 3 * (QUEUE - place))
    return {
        **{"id": number, "source_id": 1 + place % 2, "client": client, "operator_id": None, "status": "new"},
        **{"created_at": since, "waiting_since": since, "unanswered_since": since, "reason": "all_full"},
        **{"words": said, "wait_seconds": 240 * (QUEUE - place) if place % 2 else None},
    }


def make_held(number: int, client: str, said: str, operator: int, unanswered: str | None) -> Row:
    return {
        **{"id": number, "source_id": 1 + number % 2, "client": client, "operator_id": operator},
        **{"status": "in_progress", "created_at": ago(260 - number), "waiting_since": None, "reason": None},
        **{"unanswered_since": unanswered, "words": said, "wait_seconds": None},
    }


def make_detail(language: str = "en") -> Row:
    """What was said about a contact, and why it is where it is."""
    words = WORDS[language]
    names, said = words["operators"], words["said"]
    weights = ((0, 3, 0.5), (2, 2, 1 / 3), (4, 1, 1 / 6))
    return {
        "messages": [
            {"id": 1, "at": ago(24), "by": "client", "name": None, "text": said[0]},
            {"id": 2, "at": ago(21), "by": "operator", "name": names[0], "text": words["answer"]},
            {"id": 3, "at": ago(20), "by": "note", "name": names[0], "text": words["note"]},
            {"id": 4, "at": ago(5), "by": "client", "name": None, "text": said[3]},
        ],
        "why": {
            **{"reason": "new", "mode": "draw", "ticket": 2, "of": 6},
            "chances": [
                {"name": names[who], "weight": weight, "chance": chance, "is_chosen": who == 0}
                for who, weight, chance in weights
            ],
            "excluded": [
                {"name": names[1], "reason": "full"},
                {"name": names[3], "reason": "paused"},
                {"name": names[5], "reason": "off_hours"},
            ],
        },
        "history": [
            {"at": ago(24), "kind": "created", "operator": None, "actor": None, "text": None},
            {"at": ago(24), "kind": "assigned", "operator": names[0], "actor": None, "text": None},
            {"at": ago(23), "kind": "taken", "operator": names[0], "actor": names[0], "text": None},
            {"at": ago(21), "kind": "answered", "operator": names[0], "actor": names[0], "text": None},
            {"at": ago(20), "kind": "note", "operator": None, "actor": names[0], "text": words["note"]},
        ],
        "labels": [words["label"]],
        "outcomes": [],
    }


def make_large_day(contacts: int = 500, operators: int = 50) -> Row:
    """Many of everything."""
    state = make_state()
    said = WORDS["en"]["said"]
    state["operators"] = [
        {
            **{"id": n, "name": f"Operator {n}", "state": "on", "load": contacts // operators, "limit": 12},
            **{"unanswered": 3, "oldest_unanswered_at": ago(n)},
        }
        for n in range(1, operators + 1)
    ]
    state["contacts"] = [
        make_held(n, f"Client {n}", said[n % 4], 1 + n % operators, ago(n / 10) if n % 2 else None)
        for n in range(1, contacts + 1)
    ]
    weights = [{"operator_id": n, "weight": 1 + n % 4} for n in range(1, operators + 1)]
    state["sources"] = [{"id": 1, "name": "acme_sales_bot", "mode": "draw", "weights": weights}]
    return state


def make_forecast() -> Row:
    """What is said of every change: Anna gets more, Boris less, and people wait longer."""
    shares = (("Anna", 0.3, 0.46), ("Boris", 0.4, 0.31), ("Clara", 0.3, 0.23))
    return {
        "arrivals": 421,
        "off_by": 0.012,
        "operators": [
            {
                "id": number,
                "name": name,
                "before": [before, before - 0.02, before + 0.02],
                "after": [after, after - 0.03, after + 0.03],
                "full": [0.1, 0.34 if name == "Anna" else 0.1],
            }
            for number, (name, before, after) in enumerate(shares, 1)
        ],
        "waited": [0.12, 0.18],
        "longest_wait": [40, 340],
        "answer": [75, 110],
        "longest_answer": [900, 2400],
        "answers": [[30.0 * n * n / 4 for n in range(1, 20)], [45.0 * n * n / 4 for n in range(1, 20)]],
    }
