"""What a visitor types, as values: `vera: Hello`, `anna take 1`, `anna reply 1 Yes`, `everybody`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    SAY = "say"
    TAKE = "take"
    COMPLETE = "complete"
    PASS = "pass"
    REOPEN = "reopen"
    REPLY = "reply"
    TAP = "tap"
    PHOTO = "photo"
    ALBUM = "album"
    VOICE = "voice"
    STICKER = "sticker"
    LOCATION = "location"
    EDIT = "edit"
    PHONE = "phone"
    BLOCK = "block"
    UNBLOCK = "unblock"
    EVERYBODY = "everybody"
    HELP = "help"
    QUIT = "quit"


FILES = {Verb.PHOTO, Verb.VOICE, Verb.STICKER, Verb.LOCATION}
PRESSES = {Verb.TAKE, Verb.COMPLETE, Verb.PASS, Verb.REOPEN}
RUSSIAN = {
    "взять": Verb.TAKE,
    "завершить": Verb.COMPLETE,
    "передать": Verb.PASS,
    "вернуть": Verb.REOPEN,
    "ответить": Verb.REPLY,
    "нажать": Verb.TAP,
    "фото": Verb.PHOTO,
    "альбом": Verb.ALBUM,
    "голосовое": Verb.VOICE,
    "стикер": Verb.STICKER,
    "место": Verb.LOCATION,
    "исправить": Verb.EDIT,
    "телефон": Verb.PHONE,
    "закрыть": Verb.BLOCK,
    "открыть": Verb.UNBLOCK,
}
ALONE = {verb.value: verb for verb in (Verb.EVERYBODY, Verb.HELP, Verb.QUIT)}
VERBS: dict[str, Verb] = {
    verb.value: verb for verb in Verb if verb is not Verb.SAY and verb.value not in ALONE
}
VERBS |= RUSSIAN
ALONE |= {"все": Verb.EVERYBODY, "помощь": Verb.HELP, "выход": Verb.QUIT, "?": Verb.HELP, "exit": Verb.QUIT}

NUMBER = re.compile(r"[#№]?([0-9]{1,9})(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Order:
    """One line: `who` is the key of a member, empty for what concerns everybody."""

    verb: Verb
    who: str = ""
    number: int = 0
    text: str = ""


class LineError(Exception):
    """A line that can't be followed: `key` and `params` say why, `example` names a line that can."""

    def __init__(self, key: str, example: str, **params: object) -> None:
        super().__init__(key)
        self.key, self.example, self.params = key, example, params


def parse(line: str, names: Mapping[str, str]) -> Order | None:
    """Return what a line asks for, None for an empty one; `names` maps what people are called to keys."""
    line = line.strip()
    if not line:
        return None
    if verb := ALONE.get(line.lower()):
        return Order(verb)
    name, colon, text = line.partition(":")
    if colon and (key := names.get(name.strip().lower())):
        return say(key, text.strip())
    first, *rest = line.split(maxsplit=1)
    key = names.get(first.rstrip(":").lower())
    if key is None:
        raise LineError("wrong-nobody" if rest else "wrong-order", "everybody", word=first.rstrip(":"))
    if not rest:
        raise LineError("wrong-no-verb", "say", name=first)
    if rest[0].startswith("/"):
        return say(key, rest[0])  # a command can be nothing else
    return act(key, rest[0])


def say(key: str, text: str) -> Order:
    """Return the order to write something."""
    if not text:
        raise LineError("wrong-empty", "say")
    return Order(Verb.SAY, key, text=text)


def act(key: str, words: str) -> Order:
    """Return the order to do something else."""
    word, _, rest = words.partition(" ")
    verb, rest = VERBS.get(word.lower()), rest.strip()
    if verb is None:
        raise LineError("wrong-verb", "say", word=word)
    if verb is Verb.PASS:
        rest = re.sub(r"on\s+", "", rest, count=1)
    if verb is Verb.TAP and not rest:
        raise LineError("wrong-which-button", "tap")
    if verb is Verb.EDIT and not rest:
        raise LineError("wrong-empty", "edit")
    if verb in PRESSES or verb is Verb.REPLY:
        return about_contact(verb, key, rest)
    return Order(verb, key, text=rest)


def about_contact(verb: Verb, key: str, rest: str) -> Order:
    """Return an order that concerns one contact, named by its number."""
    named = NUMBER.fullmatch(rest)
    if named is None:
        raise LineError("wrong-number", verb.value)
    if verb is Verb.REPLY and not named[2]:
        raise LineError("wrong-empty", "reply")
    return Order(verb, key, int(named[1]), named[2] or "")
