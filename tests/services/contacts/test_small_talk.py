"""Small talk asks for nothing; whatever might ask for something is none."""

import pytest

from services.contacts.small_talk import is_small_talk

SMALL_TALK = [
    *(
        "спасибо",
        "Спасибо!",
        "СПАСИБО!!!",
        "Спасибо большое",
        "Огромное спасибо вам!",
        "спс",
        "Благодарю вас.",
    ),
    *(
        "Спасибо за помощь!",
        "Спасибо вам большое за быстрый ответ 🙏",
        "Ок",
        "ок, спасибо",
        "Хорошо, спасибо!",
    ),
    *(
        "Понятно, спасибо",
        "Всё понятно, спасибо большое!",
        "До свидания",
        "Спасибо, хорошего дня!",
        "Отлично 👍",
    ),
    *("Ещё раз спасибо", "спасибо)))", "Договорились", "ладно"),
    *(
        "thanks",
        "Thanks!",
        "Thank you so much!",
        "thank you for your help",
        "ok",
        "OK, thanks a lot",
        "Got it",
    ),
    *("Perfect, thank you!", "thx", "Bye", "Thanks, have a nice day!", "cheers :)"),
    *("👍", "👍🏽", "🙏🙏🙏", "❤️", "😊", "👌 👍"),
]
WISHES = [
    *("спасибо?", "Спасибо, а доставка когда", "Спасибо, но не работает", "ок, а где посылка?", "не спасибо"),
    *(
        "пока не работает",
        "ещё раз",
        "да",
        "нет",
        "не понял",
        "Хорошо бы ещё чехол",
        "Спасибо, ещё один вопрос",
    ),
    *("thanks but it is still broken", "ok when", "thank you, one more question", "call me", "no", "yes"),
    *("👎", "😡", "👍?", "?", "", " ", "...", "5", "+79161234567", "http://ok.ru", "спасибо " * 20),
    *("Спасибо за помощь, перезвоните мне", "good morning", "I am fine with it but", "ok ok ok ok ok ok"),
]


@pytest.mark.parametrize("text", SMALL_TALK)
def test_thanks_are_small_talk(text: str) -> None:
    assert is_small_talk("text", text)


@pytest.mark.parametrize("text", WISHES)
def test_what_may_want_something_is_none(text: str) -> None:
    assert not is_small_talk("text", text)


def test_a_sticker_is_small_talk_and_other_kinds_are_not_whatever_they_say() -> None:
    assert is_small_talk("sticker", None)
    for kind in ("photo", "voice", "document", "video_note", "contact", "phone", "location", "unknown"):
        assert not is_small_talk(kind, "thanks")
        assert not is_small_talk(kind, None)
    assert not is_small_talk("text", None)


def test_a_long_text_takes_no_time() -> None:
    assert not is_small_talk("text", "спасибо " * 500)
    assert not is_small_talk("text", "очень " * 13 + "x")
