"""In which languages an operator answers."""

from collections.abc import Collection
from functools import lru_cache

from babel import Locale

from bot.ui.screens import Button, Screen, arrange, put_below
from bot.ui.texts import LANGUAGES, Words
from bot.views.operator_screens import OperatorAction, OperatorCallback
from bot.views.preferences.callbacks import LanguageCallback
from models import Operator
from services.team.preferences import LANGUAGE, list_languages

OFFERED = ("ru", "en", "uk", "be", "kk", "uz", "de", "fr", "es", "it", "tr", "zh")


def write_languages(operator: Operator, words: Words, *, done: str = "") -> Screen:
    """Return in which languages an operator answers; `done` says in HTML what just was."""
    chosen = list_languages(operator)
    names = ", ".join(name_language(code, words) for code in chosen)
    lines = [
        words.html("languages-title", name=operator.name),
        words.html("languages-set", languages=names) if names else words.plain("languages-none"),
        "",
        words.plain("languages-explained"),
    ]
    buttons = [
        (f"✓ {name}" if code in chosen else name, LanguageCallback(operator=operator.id, code=code))
        for code in dict.fromkeys((*OFFERED, *chosen))
        if (name := name_language(code, words))
    ]
    page: Button = (
        words.plain("button-operator-page"),
        OperatorCallback(action=OperatorAction.SHOW, operator=operator.id),
    )
    text = "\n".join(lines)
    return Screen(put_below(done, text), [*arrange(buttons, 3), [page]])


def name_language(code: str, words: Words) -> str:
    """Return what a language is called, its code if nobody knows."""
    return read_names(words.language).get(code, code)


def find_languages(text: str) -> list[str] | None:
    """Return the codes of languages named by codes or by names in ours; None if one is unknown."""
    found = list[str]()
    for word in text.replace(",", " ").split():
        code = next((code for language in LANGUAGES if (code := find_code(word, language))), None)
        if code is None:
            return None
        found.append(code)
    return found


def find_code(word: str, language: str) -> str | None:
    """Return the code of the language that a word of a language means."""
    names, meant = read_names(language), word.casefold()
    if meant in names:
        return meant
    return next((code for code, name in names.items() if name.casefold() == meant), None)


@lru_cache
def read_names(language: str) -> dict[str, str]:
    """Return what languages are called in one of ours, by code."""
    names: dict[str, str] = dict(Locale.parse(language).languages)
    return {code: name for code, name in names.items() if LANGUAGE.fullmatch(code)}


def are_known(codes: Collection[str]) -> bool:
    """Tell whether all of these codes are languages."""
    return all(code in read_names("en") for code in codes)
