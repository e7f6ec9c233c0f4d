"""The design's import arrows and bans, held over the shipped source by reading its syntax trees.

A rule is a function of a path and a source text that returns its offences. One test holds each rule over the
tree; the examples at the end show that it bites where it should and lets through what is meant.
"""

import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pytest

Rule = Callable[[PurePosixPath, str], list[str]]

ROOT = Path(__file__).resolve().parent.parent

# Who may import whom of ours. Nobody imports the application, tests or benchmarks; the application wires all.
ARROWS: dict[str, set[str]] = {
    "models": set(),
    "services": {"models"},
    "bot": {"models", "services"},
    "api": {"models", "services"},
    "sandbox": set(),
    "demo": {"sandbox"},
    "leadbot": {"models", "services", "bot", "api", "sandbox", "demo"},
}
OURS = {*ARROWS, "tests", "benchmarks"}

# The folders of a package in the order in which they stand on each other; "" is for the modules beside them.
# A folder may import what stands before it, and nothing else; of those in one place none imports another.
ROOMS: dict[str, list[set[str]]] = {
    "models": [{""}, {"database", "migrations"}],
    "services": [
        {""},
        {"queues"},
        {"distribution"},
        {"contacts", "reports"},
        {"clients"},
        {"team", "operations"},
    ],
    "bot": [
        {"ui"},
        {"views", "runtime"},
        {"middlewares", "delivery"},
        {"handlers"},
        {"handlers/admin", "intake"},
        {""},
    ],
    "api": [{"requests"}, {"monitoring", "webhooks"}, {"routes"}, {""}],
    "sandbox": [{"server", "client"}, {"bot_api/methods"}, {"bot_api"}, {"control"}, {""}],
    "demo": [{""}, {"story", "terminal"}],
    "leadbot": [{""}],
}
MOST_MODULES = 14  # of a folder

CLOCK = PurePosixPath("services/clock.py")  # where edges take time and chance from

MOST_LINES = 250
# path: why this file is one thing all the same
LONG_FILES = {"models/migrations/versions/0001_first_tables.py": "the first migration makes every table"}

# path: why Russian words in this service are none that we say
LISTENS = {"services/contacts/small_talk.py": "words of clients that it recognizes"}

VAGUE_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers"}
CLOCKS = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.time",
    "time.time_ns",
}


# Reading a source


def package(path: PurePosixPath) -> str:
    return path.parts[0].removesuffix(".py")


def is_handler(path: PurePosixPath) -> bool:
    return path.is_relative_to("bot/handlers")


def imports(path: PurePosixPath, tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Every import, anywhere in the file: line, local name, dotted origin; relative ones resolved."""
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                for name in node.names:
                    if name.asname:
                        yield node.lineno, name.asname, name.name
                    else:
                        top = name.name.partition(".")[0]
                        yield node.lineno, top, top
            case ast.ImportFrom():
                here = path.parent.parts[: len(path.parent.parts) + 1 - node.level] if node.level else ()
                for name in node.names:
                    origin = (*here, node.module, name.name) if node.module else (*here, name.name)
                    yield node.lineno, name.asname or name.name, ".".join(origin)


def origin_of(node: ast.expr, names: dict[str, str]) -> str:
    """The dotted origin of `a.b.c` when `a` was imported or defined here, else ''."""
    match node:
        case ast.Name():
            return names.get(node.id, "")
        case ast.Attribute():
            owner = origin_of(node.value, names)
            return f"{owner}.{node.attr}" if owner else ""
    return ""


def calls_of_methods(tree: ast.AST, *methods: str) -> list[str]:
    return [
        f"line {node.lineno} calls .{node.func.attr}()"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in methods
    ]


# The rules


def arrows(path: PurePosixPath, source: str) -> list[str]:
    forbidden = OURS - ARROWS[package(path)] - {package(path)}
    return [
        f"line {line} imports {origin}"
        for line, _, origin in imports(path, ast.parse(source))
        if origin.partition(".")[0] in forbidden
    ]


def rooms(path: PurePosixPath, source: str) -> list[str]:
    """A module imports of its own package only from its own folder and from those that this stands on."""
    order = ROOMS[package(path)]
    here = find_folder(order, ".".join(path.parts))
    below = set[str]().union(*order[: find_place(order, here)]) | {here}
    return [
        f"line {line} imports {origin}"
        for line, _, origin in imports(path, ast.parse(source))
        if origin.split(".")[0] == package(path) and find_folder(order, origin) not in below
    ]


def find_place(order: list[set[str]], name: str) -> int:
    """The place of a folder in the order; a folder without one is an error."""
    return next(place for place, together in enumerate(order) if name in together)


def find_folder(order: list[set[str]], origin: str) -> str:
    """The folder that a dotted origin of the same package leads into."""
    parts = origin.split(".")[1:]
    known = set[str]().union(*order)
    return next(name for n in range(len(parts), -1, -1) if (name := "/".join(parts[:n])) in known)


def routing_is_pure(path: PurePosixPath, source: str) -> list[str]:
    if path != PurePosixPath("services/distribution/routing.py"):
        return []
    return [
        f"line {line} imports {origin}"
        for line, _, origin in imports(path, ast.parse(source))
        if origin.partition(".")[0] not in sys.stdlib_module_names
    ]


def aiogram_in_bot(path: PurePosixPath, source: str) -> list[str]:
    if package(path) == "bot":
        return []
    return [
        f"line {line} imports {origin}"
        for line, _, origin in imports(path, ast.parse(source))
        if origin.partition(".")[0] == "aiogram"
    ]


def edges_own_transactions(path: PurePosixPath, source: str) -> list[str]:
    if package(path) != "services" and not is_handler(path):
        return []
    return calls_of_methods(ast.parse(source), "commit", "rollback")


def services_are_plain(path: PurePosixPath, source: str) -> list[str]:
    if package(path) != "services":
        return []
    return [
        f"line {node.lineno} defines async {node.name}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.AsyncFunctionDef)
    ]


def services_have_no_texts(path: PurePosixPath, source: str) -> list[str]:
    if package(path) != "services" or str(path) in LISTENS:
        return []
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        f"line {node.lineno} says {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and re.search("[\u0400-\u04ff]", node.value)
    ]


def handlers_do_not_send(path: PurePosixPath, source: str) -> list[str]:
    """A handler awaits only units of work and other handlers, touches no bot's method and starts no task."""
    if not is_handler(path):
        return []
    tree = ast.parse(source)
    names = {local: origin for _, local, origin in imports(path, tree)}
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    names |= {
        node.name: f"bot.handlers.{node.name}" for node in ast.walk(tree) if isinstance(node, functions)
    }
    found = [f"line {line} imports asyncio" for line, _, origin in imports(path, tree) if origin == "asyncio"]
    for node in ast.walk(tree):
        match node:
            case ast.Await(value=ast.Call(func=ast.Attribute(attr="run_sync"))):
                pass
            case ast.Await(value=ast.Call(func=called)) if origin_of(called, names).startswith(
                "bot.handlers."
            ):
                pass
            case ast.Await():
                found.append(f"line {node.lineno} awaits {ast.unparse(node.value)}")
            case ast.Call(
                func=ast.Name(id="bot") | ast.Attribute(value=ast.Name(id="bot") | ast.Attribute(attr="bot"))
            ):
                found.append(f"line {node.lineno} calls {ast.unparse(node.func)}")
    return found


def time_and_chance_are_arguments(path: PurePosixPath, source: str) -> list[str]:
    if (
        package(path) not in {"services", "models"}
        or path.is_relative_to("models/migrations")
        or path == CLOCK
    ):
        return []
    tree = ast.parse(source)
    names = {local: origin for _, local, origin in imports(path, tree)}
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=func) if origin_of(func, names) == "random.Random":
                found.append(f"line {node.lineno} makes its own random.Random")
            case ast.Name() | ast.Attribute():
                origin = origin_of(node, names)
                chance = origin.startswith("random.") and origin != "random.Random"  # a type: an argument's
                if chance or origin in CLOCKS:
                    found.append(f"line {node.lineno} uses {origin}")
    return found


def names_say_something(path: PurePosixPath, _source: str) -> list[str]:
    return [f"{part} could hold anything" for part in path.with_suffix("").parts if part in VAGUE_NAMES]


def files_are_short(path: PurePosixPath, source: str) -> list[str]:
    lines = len(source.splitlines())
    if lines <= MOST_LINES or str(path) in LONG_FILES:
        return []
    return [f"{lines} lines: it probably holds two things (or give LONG_FILES the reason why not)"]


def modules_have_docstrings(_path: PurePosixPath, source: str) -> list[str]:
    return [] if ast.get_docstring(ast.parse(source)) else ["no docstring"]


# The rules over the tree


def shipped_names() -> set[str]:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    return {
        *(name.rstrip("*") for name in setuptools["packages"]["find"]["include"]),
    }


def shipped_files() -> list[Path]:
    return sorted(path for name in shipped_names() for path in (ROOT / name).rglob("*.py"))


def map_imports() -> dict[str, set[str]]:
    """By module the modules of ours that it imports, anywhere in its text."""
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in shipped_files()}
    modules = {name.removesuffix(".__init__"): path for name, path in modules.items()}

    def find_module(origin: str) -> str | None:
        while origin and origin not in modules:
            origin = origin.rpartition(".")[0]
        return origin or None

    return {
        name: {
            found
            for _, _, origin in imports(PurePosixPath(path.relative_to(ROOT)), ast.parse(path.read_text()))
            if (found := find_module(origin)) not in (None, name)
        }
        for name, path in modules.items()
    }


def find_circle(arrows_of: dict[str, set[str]]) -> set[str]:
    """What is left when all that imports nothing, and then all that imports nothing else, is taken away."""
    left = dict(arrows_of)
    while free := {name for name, others in left.items() if not others & left.keys()}:
        for name in free:
            del left[name]
    return set(left)


def hold(rule: Rule) -> None:
    found = [
        f"{path}: {offence}"
        for file in shipped_files()
        for path in [PurePosixPath(file.relative_to(ROOT).as_posix())]
        for offence in rule(path, file.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


def test_the_rules_look_at_every_shipped_package() -> None:
    assert shipped_names() <= ARROWS.keys(), "a shipped package without arrows of its own"
    assert {package(PurePosixPath(file.relative_to(ROOT))) for file in shipped_files()} == shipped_names()


def test_imports_follow_the_arrows() -> None:
    hold(arrows)


def test_folders_stand_on_each_other_in_order() -> None:
    hold(rooms)


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert not find_circle(map_imports()), "a circle of imports"


def test_no_folder_holds_more_than_one_can_overlook() -> None:
    sizes = Counter(str(path.parent.relative_to(ROOT)) for path in shipped_files())
    assert {name: size for name, size in sizes.items() if size > MOST_MODULES} == {}


def test_routing_imports_only_the_standard_library() -> None:
    hold(routing_is_pure)


def test_only_the_bot_knows_aiogram() -> None:
    hold(aiogram_in_bot)


def test_services_and_handlers_leave_transactions_to_the_edges() -> None:
    hold(edges_own_transactions)


def test_services_are_plain_functions() -> None:
    hold(services_are_plain)


def test_services_contain_no_text_for_people() -> None:
    hold(services_have_no_texts)


def test_handlers_never_send() -> None:
    hold(handlers_do_not_send)


def test_services_and_models_get_time_and_chance_as_arguments() -> None:
    hold(time_and_chance_are_arguments)


def test_no_module_is_called_utils_helpers_or_managers() -> None:
    hold(names_say_something)


def test_no_file_is_longer_than_one_thing_needs() -> None:
    hold(files_are_short)
    for path in LONG_FILES:
        lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
        assert lines > MOST_LINES, f"{path} is short again"


def test_every_shipped_module_says_what_it_promises() -> None:
    hold(modules_have_docstrings)


# The rules bite

Example = tuple[Rule, str, str]

SERVICE = "services/contacts/transitions.py"
ROUTING = "services/distribution/routing.py"
HANDLER = "bot/handlers/client.py"

OFFENCES: list[Example] = [
    (arrows, "models/base.py", "import services.contacts"),
    (arrows, "models/base.py", "from leadbot.settings import Settings"),
    (arrows, SERVICE, "def f():\n    from bot import texts"),
    (arrows, SERVICE, "import leadbot.settings as s"),
    (arrows, "bot/delivery.py", "import sandbox.serve"),
    (arrows, "bot/delivery.py", "from api import app"),
    (arrows, HANDLER, "from demo import story"),
    (arrows, "api/app.py", "from bot.ui.texts import say"),
    (arrows, "sandbox/serve.py", "from models import Contact"),
    (arrows, "demo/story/story.py", "from services import contacts"),
    (arrows, "leadbot/cli.py", "import tests.conftest"),
    (rooms, "services/queues/outbox.py", "from services.distribution import queue"),
    (rooms, "services/events.py", "from services.queues.outbox import notify"),
    (rooms, "services/contacts/edits.py", "from services.reports import records"),
    (rooms, "bot/middlewares/admin.py", "from bot.handlers.admin import naming"),
    (rooms, "bot/views/card.py", "def f():\n    from bot.runtime import worker"),
    (routing_is_pure, ROUTING, "from models import Operator"),
    (routing_is_pure, ROUTING, "from . import weights"),
    (routing_is_pure, ROUTING, "import sqlalchemy as sa"),
    (aiogram_in_bot, "services/outbox.py", "from aiogram.types import Message"),
    (aiogram_in_bot, "sandbox/serve.py", "import aiogram"),
    (edges_own_transactions, SERVICE, "def f(session):\n    session.commit()"),
    (edges_own_transactions, SERVICE, "def f(session):\n    session.rollback()"),
    (edges_own_transactions, HANDLER, "async def f(session):\n    await session.commit()"),
    (services_are_plain, SERVICE, "class A:\n    async def f(self): ..."),
    (services_have_no_texts, SERVICE, "TEXT = 'Обращение принято'"),
    (services_have_no_texts, SERVICE, "def f(n):\n    return f'Обращение №{n}'"),
    (handlers_do_not_send, HANDLER, "async def f(message):\n    await message.answer('hi')"),
    (handlers_do_not_send, HANDLER, "async def f(m):\n    reply = m.reply('hi')\n    await reply"),
    (handlers_do_not_send, HANDLER, "async def f(press):\n    await press.message.edit_text('hi')"),
    (handlers_do_not_send, HANDLER, "async def f(bot):\n    await bot(SendMessage())"),
    (handlers_do_not_send, HANDLER, "async def f(bot):\n    return bot.send_message(1, 'hi')"),
    (handlers_do_not_send, HANDLER, "async def f(m):\n    return m.bot.send_message(1, 'hi')"),
    (handlers_do_not_send, HANDLER, "from bot import sender\nasync def f():\n    await sender.go()"),
    (handlers_do_not_send, HANDLER, "import asyncio"),
    (time_and_chance_are_arguments, SERVICE, "from datetime import datetime as d\nd.now()"),
    (time_and_chance_are_arguments, SERVICE, "import datetime\ndatetime.datetime.utcnow()"),
    (
        time_and_chance_are_arguments,
        "models/base.py",
        "from datetime import datetime\nf(default=datetime.now)",
    ),
    (time_and_chance_are_arguments, SERVICE, "import time\ntime.time()"),
    (time_and_chance_are_arguments, ROUTING, "import random\nrandom.randrange(3)"),
    (time_and_chance_are_arguments, ROUTING, "from random import Random\nRandom(1)"),
    (names_say_something, "services/utils.py", ""),
    (names_say_something, "bot/helpers/text.py", ""),
    (names_say_something, "models/managers.py", ""),
    (files_are_short, SERVICE, "x = 1\n" * (MOST_LINES + 1)),
    (modules_have_docstrings, SERVICE, "# what this is\nx = 1"),
]

MEANT: list[Example] = [
    (arrows, SERVICE, "from models import Contact\nfrom services import leads\nimport sqlalchemy"),
    (arrows, "bot/delivery.py", "import models, services.outbox\nfrom . import texts"),
    (arrows, HANDLER, "from .. import texts"),
    (arrows, "leadbot/cli.py", "import api, demo, sandbox"),
    (
        rooms,
        "services/contacts/edits.py",
        "from services.contacts import conversation\nfrom services import events",
    ),
    (rooms, "bot/handlers/start.py", "from bot.views import card\nfrom services.team import operators"),
    (routing_is_pure, ROUTING, "from __future__ import annotations\nimport dataclasses"),
    (aiogram_in_bot, "bot/delivery.py", "from aiogram import Bot"),
    (edges_own_transactions, "models/sqlite.py", "def f(session):\n    session.commit()"),
    (services_are_plain, "bot/delivery.py", "async def f(): ..."),
    (services_have_no_texts, SERVICE, "'''Обращение'''\ndef f():\n    'обращение'\n    return 'new'"),
    (handlers_do_not_send, HANDLER, "async def f(message):\n    return message.answer('hi')"),
    (handlers_do_not_send, HANDLER, "async def f(s):\n    return await s.run_sync(receive, 1)"),
    (handlers_do_not_send, HANDLER, "async def g(): ...\nasync def f():\n    await g()"),
    (handlers_do_not_send, HANDLER, "from . import roles\nasync def f():\n    await roles.g()"),
    (handlers_do_not_send, "bot/delivery.py", "async def f(bot):\n    await bot(SendMessage())"),
    (time_and_chance_are_arguments, ROUTING, "import random\ndef f(chance: random.Random): ..."),
    (time_and_chance_are_arguments, ROUTING, "def f(random, now):\n    random.choice(now)"),
    (time_and_chance_are_arguments, "services/clock.py", "import time\ntime.time()"),
    (names_say_something, SERVICE, ""),
    (files_are_short, SERVICE, "x = 1\n" * MOST_LINES),
    (modules_have_docstrings, SERVICE, "'''What this promises.'''"),
]


@pytest.mark.parametrize(("rule", "path", "source"), OFFENCES)
def test_a_rule_bites(rule: Rule, path: str, source: str) -> None:
    assert rule(PurePosixPath(path), source)


@pytest.mark.parametrize(("rule", "path", "source"), MEANT)
def test_a_rule_lets_through_what_is_meant(rule: Rule, path: str, source: str) -> None:
    assert not rule(PurePosixPath(path), source)
