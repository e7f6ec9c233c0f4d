"""Phones and e-mails are found in what people write, and nothing else is taken for one."""

import pytest

from services.queues.claims.finding import find


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("8 903 123-45-67", "+79031234567"),
        ("позвоните мне: +7 (903) 123 45 67, Вера", "+79031234567"),
        ("мой номер 89031234567.", "+79031234567"),
        ("call +44 20 7946 0958 please", "+442079460958"),
        ("8.903.123.45.67 after 10:00 on 27.11.2026", "+79031234567"),
        ("+7 495 123-45-67 доб. 12", "+74951234567,12"),
        ("two: 8 903 123-45-67 or 8 903 123-45-68", "+79031234567"),
    ],
)
def test_a_phone_is_found(text: str, phone: str) -> None:
    assert find(text, "RU") == {"phone": phone}


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("vera@example.com", "vera@example.com"),
        ("Write to Vera.K@Example.COM.", "vera.k@example.com"),
        ("(почта: vera@example.com)", "vera@example.com"),
        ("mailto:vera+shop@mail.example.com, please", "vera+shop@mail.example.com"),
    ],
)
def test_an_email_is_found(text: str, email: str) -> None:
    assert find(text, "RU") == {"email": email}


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "Hello?",
        "order 1234567",
        "4276 1234 5678 9010 is my card",
        "27.11.2026 15:30 12.12.2026",
        "2026-11-27 10:00, 2026-11-28 12:30",
        "@vera_k",
        "vera@",
        "vera@localhost",
        "a@b",
        "https://medium.com/@vera/story-1234567890123",
        "x" * 65 + "@example.com",
        "1" * 4096,
        "@" * 4096,
        "1 (2) - 3" * 400,
    ],
)
def test_what_is_neither_is_left_alone(text: str | None) -> None:
    assert find(text, "RU") == {}


def test_both_are_found_in_one_message() -> None:
    found = find("8 903 123-45-67 or vera@example.com", "RU")
    assert found == {"phone": "+79031234567", "email": "vera@example.com"}
