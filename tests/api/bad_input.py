"""What no body may say: values that no field of a kind takes, and which request has which fields."""

from dataclasses import dataclass, field
from typing import Any

NOT_TEXT: tuple[Any, ...] = (1, 0, -1, 1.5, float("nan"), True, False, [], ["x"], {}, {"a": 1})
BROKEN_TEXT = ("\0", "a\0b", "\ud800", "b\udfff", "\udc00\ud800")
NOT_WHOLE: tuple[Any, ...] = (
    "1",
    "",
    "one",
    1.0,
    1.5,
    1e3,
    float("nan"),
    float("inf"),
    float("-inf"),
    True,
    False,
    None,
    [],
    [1],
    {},
    -1,
    2**31,
    2**63,
    2**64,
    -(2**63) - 1,
    10**30,
)
NOT_A_SWITCH: tuple[Any, ...] = ("true", "", "yes", 1, 0, 1.0, None, [], {})
NO_NAMES = (
    "",
    " ",
    "7",
    "#7",
    "/start",
    "@",
    "@anna",
    '"Anna"',
    "«Анна»",
    "\t\n",
    "\u00a0",
    "\u200b",
    "\u200d\u2060\ufeff",
    "\u0301",
    "n" * 65,
    "n" * 101,
    "n" * 5000,
    "ß" * 40,
    "\ufb2c" * 60,
)
NO_PHONES = (
    "12",
    "+",
    "+7",
    "+7912345",
    "+791234567890123",
    "7" * 60,
    "7" * 65,
    "00",
    "000000",
    "0000000000000",
    "00 912 345-67-89",
    "0079123456",
    "007 912",
    "+ 912 345 67 89",
    "+999 123456789",
    "+0 9123456789",
    "phone",
    "+7 912 FLOWERS",
    "8 (912) ABC-DEFG",
    "call me",
    "tel:",
    "tel:+",
    "tel:12",
    "vera@example.com",
    "-1",
    "1e10",
    "+7 (000) 000-00-00",
)
NO_EMAILS = (
    "vera",
    "vera@",
    "@example.com",
    "vera@example",
    "vera@@example.com",
    "a b@example.com",
    "vera@exa mple.com",
    "vera@-.com",
    "vera@example..com",
    ".@example.com",
    "Vera <vera@example.com>",
    "vera@example.com,anna@example.com",
    "vera@" + "e" * 64 + ".com",
    "vera@example.com\nBcc: x@example.com",
    "vera@[127.0.0.1]",
)
NO_EXTERNAL_IDS = ("x" * 201, "tg:", "tg:0", "tg:-1", "tg:1.0", "tg:vera", "tg:" + "9" * 30, "tg:1 2")


def some_text(*more: Any) -> tuple[Any, ...]:
    """Return what a field of text doesn't take."""
    return (*NOT_TEXT, *BROKEN_TEXT, *more)


@dataclass(frozen=True, slots=True)
class Form:
    """A request that is right, and for each field what it must not be."""

    method: str
    path: str
    body: dict[str, Any]
    bad: dict[str, tuple[Any, ...]]
    required: tuple[str, ...] = field(default=())


NO_OPERATOR: dict[str, tuple[Any, ...]] = {
    "name": some_text(None, *NO_NAMES),
    "is_active": NOT_A_SWITCH,
    "max_active_leads": (*NOT_WHOLE, 1001),
}
FORMS = [
    Form(
        "POST",
        "/operators/",
        {"name": "Vera", "is_active": True, "max_active_leads": 3},
        NO_OPERATOR,
        ("name",),
    ),
    Form(
        "PATCH",
        "/operators/1",
        {"name": "Vera", "is_active": False, "max_active_leads": 9},
        NO_OPERATOR,
    ),
    Form(
        "POST",
        "/sources/",
        {"name": "Shop", "description": "The shop"},
        {"name": some_text(None, *NO_NAMES), "description": some_text("d" * 501)},
        ("name",),
    ),
    Form(
        "POST",
        "/operator-weights/",
        {"operator_id": 1, "source_id": 1, "weight": 7},
        {
            "operator_id": (*NOT_WHOLE, 0),
            "source_id": (*NOT_WHOLE, 0),
            "weight": (*NOT_WHOLE, 1001),
        },
        ("operator_id", "source_id", "weight"),
    ),
    Form(
        "POST",
        "/contacts/",
        {
            "source_id": 1,
            "message": "Do you deliver?",
            "external_id": "crm-1",
            "phone": "+79123456789",
            "email": "vera@example.com",
            "name": "Vera",
        },
        {
            "source_id": (*NOT_WHOLE, 0),
            "message": some_text(None, "", " ", "\n\t", "\u00a0", "\u200b\ufeff", "\x1b", "m" * 4001),
            "external_id": some_text(*NO_EXTERNAL_IDS),
            "phone": some_text(*NO_PHONES),
            "email": some_text(*NO_EMAILS),
            "name": some_text("n" * 101, "\ufb2c" * 80),
        },
        ("source_id", "message"),
    ),
    Form(
        "PATCH",
        "/contacts/1/status",
        {"status": "in_progress"},
        {"status": (*NOT_TEXT, *BROKEN_TEXT, None, "", "NEW", "done", " new", "in progress")},
        ("status",),
    ),
]
