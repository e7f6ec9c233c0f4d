"""Each rule bites where it should and lets through what is meant."""

from pathlib import PurePosixPath

import pytest

from tests.architecture.rules import (
    MOST_LINES,
    Rule,
    aiogram_in_bot,
    arrows,
    edges_own_transactions,
    files_are_short,
    handlers_do_not_send,
    modules_have_docstrings,
    names_say_something,
    policy_has_one_way,
    rooms,
    routing_is_pure,
    services_are_plain,
    services_have_no_texts,
    time_and_chance_are_arguments,
)

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
    (rooms, "bot/views/cards/card.py", "def f():\n    from bot.runtime import worker"),
    (policy_has_one_way, "bot/serve.py", "from services.policy import Policy\nPolicy()"),
    (policy_has_one_way, SERVICE, "def f(session, *, now): ..."),
    (policy_has_one_way, SERVICE, "def f(session, *, at, actor): ..."),
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
    (policy_has_one_way, SERVICE, "def f(session, *, actor, at, **data): ..."),
    (policy_has_one_way, "leadbot/settings.py", "from services.policy import Policy\nPolicy()"),
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
