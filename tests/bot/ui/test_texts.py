"""The words: both languages complete, every text used and renderable, plurals right, pop-ups short."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from aiogram.enums import ContentType
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as ftl

from bot.handlers.admin.operators import WORDY_VERBS
from bot.handlers.admin.preferences.order import VERBS as ORDER_VERBS
from bot.reading.incoming import SERVICE
from bot.runtime.menus import ADMIN, CLIENT, OPERATOR
from bot.ui.texts import LANGUAGES, Words, choose_language, escape, speak
from bot.views.history import SAID_OF_API
from bot.views.hours.pause_screens import CHOICES
from bot.views.menu.main_menu import PAGES
from bot.views.preferences.text_lines import READERS
from models import LabelKind, Mode, Rating, Status
from services.audit.skipping import Skip
from services.audit.why_not import Standing
from services.contacts.opening import PLACED
from services.contacts.states import CARD_ACTIONS, Action, State
from services.distribution.decisions import AssignmentReason, DecisionKind
from services.distribution.order.settings import SourceMinutes
from services.distribution.preferences import Preference
from services.distribution.queue import WaitReason
from services.distribution.routing import Exclusion
from services.events import SETTINGS, Kind
from services.hours.mornings import Later
from services.refusals import Reason
from services.reports.exports import SNOOZED
from services.reports.periods import Step
from services.settings import changes
from services.team.source_switches import SourceSwitch
from services.team.source_texts import SourceText
from tests.words import read_key, read_strings, read_texts

ROOT = Path(__file__).resolve().parents[3]
SOURCES = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "services").rglob("*.py")]
LONG_NAME = "Константин Константинопольский-Заречный и сыновья, отдел продаж"
NUMBERS = {"count", "place", "limit", "load", "most", "share", "weight", "waiting", "minutes", "today"}
NUMBERS |= {"now", "free", "before", "after", "before_now", "after_now", "places", "score", "total"}
NUMBERS |= {"received", "completed", "good", "bad", "percent"}
OPERATOR_ACTS = ("lims", "weights", "link", "name", "dismiss")
NUMBERS |= {"hours", "days", "earlier", "moved", "waiting"}
# f"…{x}" in the code → what it can become
MADE_KEYS = {
    "button-{}": [f"button-{action}" for action in CARD_ACTIONS],
    "done-{}": [f"done-{action}" for action in CARD_ACTIONS if action is not Action.SNOOZE],
    "card-state-{}": [f"card-state-{status}" for status in Status],
    "button-pass-{}": [f"button-pass-{mode}" for mode in Mode],
    "pass-done-{}": [f"pass-done-{mode}" for mode in Mode],
    "mine-state-{}": [f"mine-state-{status}" for status in Status if status is not Status.COMPLETED],
    "weight-line-{}": ["weight-line-unopened", "weight-line-closed"],
    "text-when-{}": [f"text-when-{text}" for text in SourceText],
    "text-for-{}": [f"text-for-{readers}" for readers in READERS],
    "button-text-{}": ["button-text-own", "button-text-usual"],
    "fact-{}{}": [
        *(f"fact-{kind}" for kind in Kind if kind.value not in (*SETTINGS, Kind.OPERATOR_SET)),
        *(f"fact-{kind}-by-api" for kind in SAID_OF_API),
        "fact-answered-by-admin",
        "fact-answered-by-supervisor",
        "fact-outcome-cleared",
        "fact-reopened-to-queue",
    ],
    "find-state-{}": [f"find-state-{state}" for state in State],
    "setting-{}": [f"setting-{name}" for name in changes.NAMES],
    "setting-{}-about": [f"setting-{name}-about" for name in changes.NAMES],
    "button-pause-{}": [f"button-pause-{action}" for action in CHOICES],
    "button-later-{}": [f"button-later-{until}" for until in Later],
    "button-copy-{}": ["button-copy-phone", "button-copy-email"],
    "button-idle-{}": ["button-idle-yes", "button-idle-no"],
    "waits-{}": [f"waits-{reason}" for reason in WaitReason],
    "why-excluded-{}": [f"why-excluded-{exclusion}" for exclusion in Exclusion],
    "why-reason-{}": [f"why-reason-{reason}" for reason in AssignmentReason],
    "button-operator-{}": [f"button-operator-{act}" for act in ("on", "off", *OPERATOR_ACTS)],
    "button-source-{}": ["button-source-name", *(f"button-source-{text}" for text in SourceText)],
    **{
        f"{made}-{{}}-{state}": [f"{made}-{which}-{state}" for which in SourceSwitch]
        for made in ("source", "button-source")
        for state in ("on", "off")
    },
    "button-what-if-{}": [f"button-what-if-{mode}" for mode in Mode],
    "what-if-plan-{}": [f"what-if-plan-{mode}" for mode in Mode],
    "order-{}-some": [f"order-{which}-some" for which in SourceMinutes],
    "order-{}-none": [f"order-{which}-none" for which in SourceMinutes],
    "button-order-{}-none": [f"button-order-{which}-none" for which in SourceMinutes],
    "button-order-{}-some": [f"button-order-{which}-some" for which in SourceMinutes],
    "sources-usage-{}": [f"sources-usage-{verb}" for verb in ORDER_VERBS],
    "audit-skip-{}": [f"audit-skip-{skip}" for skip in Skip],
    "stats-rated-kind-{}": [f"stats-rated-kind-{kind}" for kind in DecisionKind],
    "export-rating-{}": [f"export-rating-{rating}" for rating in Rating],
    "source-{}": [f"source-{text}" for text in SourceText],
    "source-word-{}": [f"source-word-{text}" for text in SourceText],
    "ask-{}": [f"ask-{kind}" for kind in LabelKind],
    **{
        f"{key}-{{}}": [f"{key}-{kind}" for kind in LabelKind]
        for key in ("labels-title", "labels-none", "label-title", "button-add", "button-all", "choose")
    },
    "refused-{}": [f"refused-{reason}" for reason in Reason],
    "source-bot{}": ["source-bot", "source-bot-gone"],
    "kind-{}": ["kind-phone"],
    "card-elsewhere-{}": ["card-elsewhere-waits", "card-elsewhere-later"],
    "prefer-{}": [f"prefer-{which}" for which in Preference],
    "prefer-choose-{}": [f"prefer-choose-{which}" for which in Preference],
    "button-prefer-{}": [f"button-prefer-{which}" for which in Preference],
    "why-not-{}": [
        f"why-not-{standing}" for standing in Standing if standing not in (Standing.RAN, Standing.LEFT_OUT)
    ],
    "why-preferred-{}": [f"why-preferred-{which}" for which in Preference],
    "mode-{}": [f"mode-{mode}" for mode in Mode],
    "button-mode-{}": [f"button-mode-{mode}" for mode in Mode],
    "why-me-preferred-{}": [f"why-me-preferred-{which}" for which in Preference],
    "client-{}{}": [
        f"client-{text}{why}"
        for text in ("queued", "waits")
        for why in (*PLACED.values(), "-later", "-closed", "-away-until")
    ],
    "button-holidays-{}": ["button-holidays-open", "button-holidays-closed"],
    "example-{}": [*(f"example-{verb}" for verb in WORDY_VERBS), *(f"example-{kind}" for kind in LabelKind)],
    "chart-title-{}": [f"chart-title-{step}" for step in Step],
    "export-status-{}": [f"export-status-{status}" for status in (*Status, SNOOZED)],
    "button-page-{}": [f"button-page-{page}" for page in chain.from_iterable(PAGES)],
    "digest-look-{}": [f"digest-look-{which}" for which in ("unanswered", "lapsed", "unhappy")],
    "digest-{}": ["digest-on", "digest-off"],
    "button-digest-{}": ["button-digest-on", "button-digest-off"],
    "menu-{}": [f"menu-{command}" for command in {*CLIENT, *OPERATOR, *ADMIN}],
}
POPPED_UP = [*MADE_KEYS["done-{}"], *MADE_KEYS["refused-{}"]]
CALLS = {
    "plain": 0,
    "html": 0,
    "notify": 2,
    "notify_client": 2,
    "notify_by_card": 2,
    "tell_operator": 3,
    "Trouble": 1,
    "UsageError": 0,
}


def find_files(language: str) -> list[Path]:
    return list((ROOT / "bot/ui/locales" / language).glob("*.ftl"))


def find_keys() -> Iterator[tuple[str, str]]:
    """Yield (where, key) of every text the code names; a made key with `{}` for what is put in."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            position = CALLS.get(name)
            if position is not None and len(node.args) > position:
                for key in read_key(node.args[position]):
                    yield f"{path.name}:{node.lineno}", key


def sample(variables: set[str], number: int = 2) -> dict[str, str | int]:
    return {name: number if name in NUMBERS else "12" for name in variables}


TEXTS = {language: read_texts(find_files(language)) for language in LANGUAGES}


def test_both_languages_say_the_same_with_the_same_variables() -> None:
    assert TEXTS["ru"] == TEXTS["en"]


def test_every_text_that_the_code_names_exists() -> None:
    named = list(find_keys())
    unknown = [(where, key) for where, key in named if "{}" in key and key not in MADE_KEYS]
    assert unknown == [], "say in MADE_KEYS what these can become"
    keys = {made for _, key in named for made in MADE_KEYS.get(key, [key])}
    assert len(keys) > 100, "the search itself must work"
    assert keys - TEXTS["en"].keys() == set()


def test_every_text_is_used() -> None:
    strings = read_strings(ast.parse(path.read_text("utf-8")) for path in SOURCES)
    made = {key for keys in MADE_KEYS.values() for key in keys}
    kinds = {f"kind-{kind.value}" for kind in set(ContentType) - SERVICE} | {"kind-other"}
    assert TEXTS["en"].keys() - strings - made - kinds == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_rendered(language: str) -> None:
    words = speak(language)
    for key, variables in TEXTS[language].items():
        for number in (0, 1, 2, 5, 1_000_000):
            text = words.plain(key, **sample(variables, number))
            assert text.strip(), key
            assert "{" not in text, key
            assert words.html(key, **sample(variables, number)), key


UGLY = {"ampersands": "&" * 4096, "tags": "<b>" * 1365, "marks": "\ue000\ue001\ue0ff" * 1365}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("said", UGLY.values(), ids=UGLY.keys())
def test_every_text_takes_whatever_people_write(language: str, said: str) -> None:
    """Fluent takes no more than 2,500 characters: nothing that people write may pass through it."""
    words = speak(language)
    for key, variables in TEXTS[language].items():
        chosen = dict.fromkeys(variables & words.choices(key) - NUMBERS, "x")
        params = {name: 5 if name in NUMBERS else said for name in variables} | chosen
        text = words.plain(key, **params)
        assert said in text or not (variables - chosen.keys() - NUMBERS), key
        assert words.html(key, **params).count(escape(said)) == text.count(said), key


@pytest.mark.parametrize("reason", WaitReason)
def test_every_reason_to_wait_has_words_of_its_own(reason: WaitReason) -> None:
    for words in map(speak, LANGUAGES):
        params = sample(TEXTS["en"]["alert-waiting"]) | {"reason": reason.value}
        others = [other for other in WaitReason if other is not reason]
        said = words.plain("alert-waiting", **params)
        assert said not in [words.plain("alert-waiting", **params | {"reason": o.value}) for o in others]


def test_russian_plurals() -> None:
    words = speak("ru")
    said = [words.plain("age-minutes", count=n) for n in (0, 1, 2, 4, 5, 11, 14, 21, 22, 25, 111, 121)]
    assert [text.split()[1] for text in said] == [
        *("минут", "минуту", "минуты", "минуты", "минут", "минут", "минут"),
        *("минуту", "минуты", "минут", "минут", "минуту"),
    ]
    assert words.plain("mine-title", count=21) == "У вас 21 открытое обращение:"
    assert words.plain("mine-title", count=3) == "У вас 3 открытых обращения:"
    assert words.plain("mine-title", count=11) == "У вас 11 открытых обращений:"
    assert words.plain("card-earlier", count=1) == "Раньше было 1 обращение"
    assert words.plain("stats-counts", received=5, completed=2, waiting=21).endswith("ждёт сейчас 21")
    assert words.plain("why-me", weight=3, places=5, score=15, total=26, share=58, ticket=5) == (
        "Вес 3 × 5 свободных мест = 15 билетов из 26 (58 %). Выпал билет 5 — ваш."
    )
    assert "место" not in words.plain("client-queued", number="1", place=1)
    assert words.plain("client-queued", number="1", place=21).endswith("место в очереди — 21.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_pops_up_on_a_press_fits_into_telegrams_200_characters(language: str) -> None:
    for key in POPPED_UP:
        variables = TEXTS[language][key]
        numbers = {name: 1000 if name in NUMBERS else "1000000" for name in variables}
        params = numbers | dict.fromkeys(variables & {"name", "operator"}, LONG_NAME)
        text = speak(language).plain(key, **params | ({"reach": LONG_NAME} if "reach" in variables else {}))
        assert len(text) <= 200, f"{key}: {len(text)}"


def test_what_people_wrote_is_put_into_messages_as_it_is() -> None:
    assert speak("en").html("edited", text='<b>&"{ $text }') == 'edited: &lt;b&gt;&amp;"{ $text }'
    assert speak("en").plain("edited", text="\u202eabc") == "edited: \u2068\u202eabc\u2069"


def test_a_missing_key_or_parameter_is_an_error_not_a_gap() -> None:
    with pytest.raises(LookupError):
        Words("en").plain("no-such-text")
    with pytest.raises(ValueError, match="card-title"):
        Words("en").plain("card-title", number="1")


@pytest.mark.parametrize(
    ("code", "language"),
    [("ru", "ru"), ("RU", "ru"), ("ru-RU", "ru"), ("en-GB", "en"), ("de", "ru"), ("", "ru"), (None, "ru")],
)
def test_who_speaks_neither_language_gets_the_default(code: str | None, language: str) -> None:
    assert choose_language(code, "ru") == language


def test_no_text_promises_a_command_that_does_not_exist() -> None:
    handlers = "".join(path.read_text("utf-8") for path in (ROOT / "bot/handlers").rglob("*.py"))
    known = set(re.findall(r'(?:command|AdminCommand)\("(\w+)"\)', handlers))
    for language in LANGUAGES:
        text = "".join(path.read_text("utf-8") for path in find_files(language))
        assert set(re.findall(r"(?<![\w/}<])/([a-z]+)", text)) <= known


CODE = re.compile("<code>.*?</code>")
VERBS = "add|link|on|off|text|move|closed"
# A command, and the beginning of an argument: a number, a name, what is put in, or a word that it takes.
WITH_ARGUMENTS = re.compile(rf"(?<![\w/}}<>])/[a-z]+ (?=[0-9@#{{A-ZА-ЯЁ]|(?:{VERBS})\b)")


def find_bare_commands(text: str) -> list[str]:
    """Return the commands with arguments that a tap would not copy."""
    return WITH_ARGUMENTS.findall(CODE.sub("", text))


def read_lines(language: str) -> Iterator[str]:
    """Yield what stands in the texts of a language, line by line, without remarks."""
    for path in find_files(language):
        yield from (line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_with_arguments_can_be_copied_by_a_tap(language: str) -> None:
    """Telegram makes a link of the bare command only, so who taps one would lose the rest."""
    assert [line for line in read_lines(language) if find_bare_commands(line)] == []
    whole = [line for line in read_lines(language) if re.search(r"\{ \$find \}|^example = ", line)]
    assert len(whole) > 1, "the search itself must work"
    assert [line for line in whole if "<code>{ $" not in line] == []


def test_the_search_for_bare_commands_finds_them() -> None:
    assert find_bare_commands("See /contact { $number }, /operators add Anna or /ban 12") == [
        *("/contact ", "/operators ", "/ban "),
    ]
    assert find_bare_commands("All: /help. /resume ends it; <code>/contact 12</code>") == []


def test_what_has_code_in_it_is_sent_as_html() -> None:
    marked = {
        entry.id.name
        for path in find_files("en")
        for entry in FluentParser().parse(path.read_text("utf-8")).body
        if isinstance(entry, ftl.Message) and "<code>" in FluentSerializer().serialize_entry(entry)
    }
    assert "example" in marked
    plain = {
        f"{path.name}: {key}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "plain" and node.args
        for key in read_key(node.args[0])
        if key in marked
    }
    assert plain == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_but_spans_and_ages_counts_minutes(language: str) -> None:
    """An age is written by `write_age` or `write_span`, which pass on to hours and days."""
    counts = {key for key, variables in TEXTS[language].items() if "minutes" in variables}
    assert counts == {"span-minutes", "span-hours"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_weights_says_that_free_places_count(language: str) -> None:
    formula = {"en": "Share = weight × free places", "ru": "Доля = вес × свободные места"}
    assert formula[language] in speak(language).plain("weight-title")
