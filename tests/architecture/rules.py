"""The rules of the structure, each a function of a path and a source text that returns its offences."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

Rule = Callable[[PurePosixPath, str], list[str]]

ROOT = Path(__file__).resolve().parents[2]

# Who may import whom of ours. Nobody imports the application, tests, benchmarks or proofs;
# the application wires all.
ARROWS: dict[str, set[str]] = {
    "models": set(),
    "services": {"models"},
    "edges": {"models", "services"},
    "bot": {"models", "services", "edges"},
    "api": {"models", "services", "edges", "web"},
    "sandbox": {"web"},
    "demo": {"sandbox"},
    "simulation": {"models", "services"},
    "leadbot": {"models", "services", "edges", "bot", "api", "sandbox", "demo", "simulation"},
    "web": set(),
}
OURS = {*ARROWS, "tests", "benchmarks", "proofs"}

# The folders of a package in the order in which they stand on each other; "" is for the modules beside them.
# A folder may import what stands before it, and nothing else; of those in one place none imports another.
ROOMS: dict[str, list[set[str]]] = {
    "models": [{""}, {"database", "migrations"}, {"maintenance"}],
    "services": [
        {""},
        {"hours", "settings"},
        {"queues"},
        {"distribution"},
        {"labels"},
        {"contacts", "reports"},
        {"audit", "clients", "deadlines", "quick_answers"},
        {"team"},
        {"joining", "what_if"},
        {"operations", "board"},
    ],
    "edges": [{""}],
    "bot": [
        {"ui", "reading"},
        {"views", "runtime"},
        {"views/team"},
        {"views/reports"},
        {"views/what_if"},
        {"middlewares", "delivery"},
        {"handlers"},
        {"handlers/admin", "intake"},
        {""},
    ],
    "api": [{"requests"}, {"access", "monitoring", "webhooks"}, {"board", "routes"}, {""}],
    "sandbox": [{"server", "client"}, {"bot_api/methods"}, {"bot_api"}, {"control"}, {"page"}, {""}],
    "demo": [{""}, {"office", "story", "terminal"}],
    "simulation": [{""}],
    "leadbot": [{""}],
    "web": [{""}],
}
MOST_MODULES = 14  # of a folder

CLOCK = PurePosixPath("services/clock.py")  # where edges take time and chance from

MOST_LINES = 250
# path: why this file is one thing all the same
LONG_FILES = {"models/migrations/versions/0001_first_tables.py": "the first migration makes every table"}

# path: why Russian words in this service are none that we say
LISTENS = {
    "services/contacts/small_talk.py": "words of clients that it recognizes",
    "services/names.py": "letters of one shape, which it takes for one another",
    "services/phones.py": "words by which it knows an extension",
    "services/reports/search.py": "letters that it takes for one another",
}

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


def policy_has_one_way(path: PurePosixPath, source: str) -> list[str]:
    """The application builds the policy; a rule reads it from its last argument, `at`."""
    top = package(path)
    if top in {"leadbot", "tests", "benchmarks"}:
        return []
    tree = ast.parse(source)
    names = {local: origin for _, local, origin in imports(path, tree)}
    found = [
        f"line {node.lineno} builds a policy"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and origin_of(node.func, names) == "services.policy.Policy"
    ]
    for node in ast.walk(tree) if top == "services" else ():
        if isinstance(node, ast.FunctionDef):
            keywords = [argument.arg for argument in node.args.kwonlyargs]
            found += [f"line {node.lineno} takes {name}" for name in keywords if name in {"now", "chance"}]
            if "at" in keywords and keywords[-1] != "at":
                found.append(f"line {node.lineno} takes something after `at`")
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
