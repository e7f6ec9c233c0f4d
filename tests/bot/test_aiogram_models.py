"""aiogram's models are built when they are used: this fails when a new aiogram does not allow it any more."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BEGIN = """
from bot.aiogram_models import import_aiogram

import_aiogram()
from aiogram import methods, types
"""
BUILD_ALL = """
models = [
    model
    for package in (types, methods)
    for name in package.__all__
    if hasattr(model := getattr(package, name), "model_rebuild")
]
built = [model.__name__ for model in models if model.__pydantic_complete__]
broken = [model.__name__ for model in models if model.model_rebuild() is False]
print(len(models), len(built), broken)
"""
USE_IN_THREADS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from aiogram.methods.base import Response

chat = {"id": 1, "type": "private"}
message = {"message_id": 1, "date": 1, "chat": chat, "text": "Hello", "reply_markup": {"inline_keyboard": []}}
barrier = Barrier(8)
sys.setswitchinterval(1e-6)

def use(number):
    barrier.wait()
    update = types.Update.model_validate({"update_id": 1, "message": message})
    answer = Response[types.Message].model_validate({"ok": True, "result": message})
    method = methods.SendMessage(chat_id=1, text="Hello", reply_markup=update.message.reply_markup)
    copied = answer.result.model_copy(update={"text": "Bye"})
    return update.message.chat.type, copied.text, method.model_dump(exclude_unset=True)["reply_markup"]

with ThreadPoolExecutor(8) as threads:
    for line in threads.map(use, range(8)):
        print(line)
"""
MAKE_OWN = """
from pydantic import BaseModel

class Own(BaseModel):
    number: int

print(Own.__pydantic_complete__)
"""
OTHER = {
    "__init__": "from aiogram import types",
    "chat": """
from pydantic import BaseModel

class Chat(BaseModel):
    id: int
""",
    "message": """
from pydantic import BaseModel

class Message(BaseModel):
    chat: "Chat"
""",
    "types": """
from aiogram.chat import Chat
from aiogram.message import Message

Message.model_rebuild()
""",
}
USE_OTHER = """
from bot.aiogram_models import import_aiogram

import_aiogram()
from aiogram.types import Message

print(Message.__pydantic_complete__, Message.model_validate({"chat": {"id": 1}}).chat.id)
"""


def run(program: str, *path: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (*path, ROOT)))},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_aiogram_builds_hardly_any_of_its_models_and_all_can_be_built() -> None:
    count, built, broken = run(BEGIN + BUILD_ALL).split(maxsplit=2)
    assert int(count) > 500
    assert int(built) < int(count) / 50
    assert broken.strip() == "[]"


def test_models_that_several_threads_use_first_at_the_same_time_are_whole_for_each() -> None:
    lines = run(BEGIN + USE_IN_THREADS).splitlines()
    assert lines == ["('private', 'Bye', {'inline_keyboard': []})"] * 8


def test_models_that_are_not_aiograms_are_built_at_once_as_ever() -> None:
    assert run(BEGIN + MAKE_OWN) == "True\n"


def test_an_aiogram_that_builds_its_models_in_another_way_works_all_the_same(tmp_path: Path) -> None:
    package = tmp_path / "aiogram"
    package.mkdir()
    for name, source in OTHER.items():
        (package / f"{name}.py").write_text(source)
    assert run(USE_OTHER, tmp_path) == "True 1\n"
