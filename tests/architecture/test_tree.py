"""The rules hold over all that is shipped."""

import ast
import tomllib
from collections import Counter
from pathlib import Path, PurePosixPath

from tests.architecture.rules import (
    ARROWS,
    LONG_FILES,
    MOST_LINES,
    MOST_MODULES,
    ROOT,
    Rule,
    aiogram_in_bot,
    arrows,
    edges_own_transactions,
    files_are_short,
    handlers_do_not_send,
    imports,
    modules_have_docstrings,
    names_say_something,
    package,
    policy_has_one_way,
    rooms,
    routing_is_pure,
    services_are_plain,
    services_have_no_texts,
    time_and_chance_are_arguments,
)


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
    del sizes["models/migrations/versions"]  # one more with each change of the schema
    assert {name: size for name, size in sizes.items() if size > MOST_MODULES} == {}


def test_routing_imports_only_the_standard_library() -> None:
    hold(routing_is_pure)


def test_a_policy_reaches_a_rule_in_one_way() -> None:
    hold(policy_has_one_way)


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
