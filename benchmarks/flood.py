"""How long messages of a running conversation take beside a crowd, which is to harm nobody.

The crowd is 2,000 strangers at once, one with 5,000 messages, or 1,100 idle connections to the API. Each
message of the conversation is to be with the other within three seconds. It runs for two minutes; server and
bot are processes of their own.
"""

import asyncio
import os
import platform
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[0] = str(ROOT)  # run as a program, this file's own folder stands there

from benchmarks.latency import Business, Server, open_business, run
from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram
from tests.ports import find_port

STRANGERS, MESSAGES, CONNECTIONS = 2000, 5000, 1100
SECONDS = 25.0  # of conversation beside each crowd
MOST = 3000.0  # milliseconds


async def converse(
    server: Server, bot: Bot, client: Person, operator: Person, crowd: Sequence[Person] = (), rounds: int = 1
) -> list[float]:
    """Let two people talk beside a crowd that writes so many messages each; returns milliseconds."""
    order = {"bot": bot.username, "client": client.id, "operator": operator.id}
    order |= {"crowd": [person.id for person in crowd], "rounds": rounds, "seconds": SECONDS}
    return await server.ask(order)


@contextmanager
def connect(port: int) -> Iterator[None]:
    """Hold many idle connections to the port of the API."""
    with ExitStack() as stack:
        for _ in range(CONNECTIONS):
            try:
                stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            except OSError:
                break
        yield


async def find_holder(business: Business, text: str) -> Person:
    """Return the operator who has got the card with this text."""
    while True:
        for operator in business.operators:
            chat = await operator.chat(business.bot)
            if any(text in message.text for message in chat.messages):
                return operator
        await asyncio.sleep(0.1)


def show(crowd: str, latencies: list[float]) -> float:
    """Print a row of the table; returns the longest latency."""
    ordered = sorted(latencies)
    figures = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100], ordered[-1]
    print(f"{crowd:<34}{len(ordered):>9}" + "".join(f"{figure:>9.0f}" for figure in figures), flush=True)
    return ordered[-1]


async def main() -> int:
    """Measure beside each crowd; returns the exit code."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"\n{'beside':<34}{'messages':>9}{'p50':>9}{'p95':>9}{'max':>9}   (milliseconds)", flush=True)
    port, longest = find_port(), []
    with tempfile.TemporaryDirectory() as folder, run("benchmarks/programs/telegram.py") as process:
        server = Server(process)
        async with Telegram(server.url) as telegram:
            api = {"API_PORT": str(port), "API_KEY": os.urandom(32).hex()}
            async with open_business(server, telegram, Path(folder), more=api) as business:
                bot = business.bot
                client = await telegram.add_person("Vera", language_code="en")
                await client.write(bot, "Good morning!")
                operator = await find_holder(business, "Good morning!")
                longest.append(show("nobody", await converse(server, bot, client, operator)))
                with connect(port):
                    beside = await converse(server, bot, client, operator)
                longest.append(show(f"{CONNECTIONS} idle connections", beside))
                talker = await telegram.add_person("Karl", language_code="en")
                beside = await converse(server, bot, client, operator, [talker], MESSAGES)
                longest.append(show(f"one with {MESSAGES} messages", beside))
                strangers = [await telegram.add_person(f"Stranger {n}") for n in range(STRANGERS)]
                beside = await converse(server, bot, client, operator, strangers)
                longest.append(show(f"{STRANGERS} strangers at once", beside))
    return int(max(longest) > MOST)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
