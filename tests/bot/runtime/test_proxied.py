"""What a bot calls Telegram for comes by the proxy, and whatever a proxy does wrong is said in words."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from ssl import SSLContext

import certifi
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.types import BufferedInputFile

from bot.delivery.failures import RetryLater, classify
from bot.intake.poller import judge
from bot.runtime import proxied
from bot.runtime.worker import create_bot
from edges.proxies import read_proxy
from sandbox.client.seen import Bot as SeenBot
from sandbox.client.telegram import Telegram
from sandbox.serve import Sandbox
from sandbox.serve import serve as serve_telegram
from tests.proxies import TELEGRAM, LocalProxy, make_certificate, open_proxy, open_tls

LOGIN = ("acme", "p@ss/w:rd #1%")
pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl; apt-get install openssl")


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    """A local Telegram."""
    async with serve_telegram() as served:
        yield served


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SSLContext:
    """A server's use of a certificate that this machine trusts."""
    certificate, context = make_certificate(tmp_path)
    monkeypatch.setattr(certifi, "where", lambda: str(certificate))
    return context


async def make_bot(
    telegram: Sandbox, proxy: LocalProxy, login: tuple[str, str] | None = None, api: str = ""
) -> tuple[Bot, SeenBot]:
    """Return a bot that knows Telegram by a name that the proxy alone can look up, and how people see it."""
    async with Telegram(telegram.url) as control:
        made = await control.add_bot("acme_sales_bot", name="Acme")
    api = api or f"http://{TELEGRAM}:{telegram.port}"
    return create_bot(made.token, api, read_proxy(proxy.address(login))), made


@pytest.mark.parametrize("api", ["http", "https"])
@pytest.mark.parametrize("login", [None, LOGIN], ids=["nobody", "somebody"])
@pytest.mark.parametrize("scheme", ["http", "https", "socks5"])
async def test_calls_and_files_go_through_the_proxy(
    telegram: Sandbox, tls: SSLContext, scheme: str, login: tuple[str, str] | None, api: str
) -> None:
    async with open_tls(telegram.port, tls) as secure:
        port = secure if api == "https" else telegram.port
        async with open_proxy(scheme, port, login=login, tls=tls) as proxy:
            bot, seen = await make_bot(telegram, proxy, login, f"{api}://{TELEGRAM}:{port}")
            async with bot.session, Telegram(telegram.url) as control:
                assert (await bot.get_me()).username == "acme_sales_bot"
                vera = await control.add_person("Vera")
                await vera.open(seen)
                await bot.send_document(vera.id, BufferedInputFile(b"x" * 300_000, "big.csv"))
                sent = await vera.wait_for(seen, lambda message: message.kind == "document")
                assert await control.download(sent) == b"x" * 300_000
            assert proxy.served == [TELEGRAM]


def name_failure(error: Exception) -> tuple[str, str]:
    """Return the trouble that a failure is, and its words; nothing may be given up for it."""
    assert isinstance(error, TelegramNetworkError)
    assert isinstance(classify(error, 0), RetryLater)
    return judge(error, 0)[0], str(error)


async def fail(telegram: Sandbox, proxy: LocalProxy, login: tuple[str, str] | None = None) -> tuple[str, str]:
    """Let a call fail; returns the trouble and the words."""
    bot, _ = await make_bot(telegram, proxy, login)
    async with bot.session:
        with pytest.raises(Exception) as caught:  # noqa: PT011 (which one it is is looked at next)
            await bot.get_me(request_timeout=20)
    trouble, words = name_failure(caught.value)
    assert f"the proxy 127.0.0.1:{proxy.port}" in words
    assert LOGIN[1] not in words
    return trouble, words


@pytest.mark.parametrize("scheme", ["http", "socks5"])
@pytest.mark.parametrize(
    ("known", "given", "words"),
    [
        (LOGIN, (LOGIN[0], "wrong"), "refuses user and password"),
        (("other", LOGIN[1]), LOGIN, "refuses user and password"),
        (LOGIN, None, "wants a user and a password"),
    ],
)
async def test_a_proxy_that_lets_us_not_in_is_told_from_others(
    telegram: Sandbox,
    scheme: str,
    known: tuple[str, str],
    given: tuple[str, str] | None,
    words: str,
) -> None:
    async with open_proxy(scheme, telegram.port, login=known) as proxy:
        trouble, said = await fail(telegram, proxy, given)
        assert (trouble, words in said) == ("bot-proxy-login", True), said
        assert (proxy.served, proxy.refused) == ([], 1)


ANSWERS = {
    "http": [
        b"HTTP/1.1 403 Forbidden\r\n\r\n",
        b"HTTP/1.1 502 Bad Gateway\r\n\r\n",
        b"HTTP/1.1 500 you sent p@ss/w:rd #1%\r\n\r\n",
        b"nonsense",
        b"HTTP/1.1 x\r\n\r\n",
        b"\xff\xfe\x00",
        b"",
    ],
    "socks5": [
        bytes((5, 0, 5, 2, 0, 1)),  # not allowed
        bytes((5, 0, 5, 4, 0, 1)),  # no such host
        bytes((5, 0, 5, 0, 0, 3, 2, 255, 255, 0, 0)),  # a name that is none
        bytes((5, 0, 5, 0, 0, 1, 0)),  # half an answer
        bytes((4, 0)),
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"",
    ],
}


@pytest.mark.parametrize(
    ("scheme", "answer"), [(scheme, answer) for scheme, answers in ANSWERS.items() for answer in answers]
)
async def test_whatever_a_proxy_answers_nothing_is_given_up(
    telegram: Sandbox, scheme: str, answer: bytes
) -> None:
    async with open_proxy(scheme, telegram.port, answer=answer) as proxy:
        trouble, words = await fail(telegram, proxy, LOGIN)
        assert trouble == "bot-proxy", words


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_is_not_there_is_named(telegram: Sandbox, scheme: str) -> None:
    async with open_proxy(scheme, telegram.port) as proxy:
        await proxy.cut()
        trouble, words = await fail(telegram, proxy, LOGIN)
        assert (trouble, "can't be reached" in words) == ("bot-proxy", True), words


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_says_nothing_is_not_waited_for_long(
    telegram: Sandbox, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxied, "CONNECT_TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        proxy = LocalProxy(scheme, telegram.port, port=deaf.getsockname()[1])
        trouble, words = await fail(telegram, proxy, LOGIN)
    assert (trouble, "does not answer" in words) == ("bot-proxy", True), words


async def test_a_certificate_that_is_not_telegrams_is_a_failure_of_the_way(
    telegram: Sandbox, tmp_path: Path
) -> None:
    _, untrusted = make_certificate(tmp_path)
    async with open_tls(telegram.port, untrusted) as port, open_proxy("http", port) as proxy:
        bot, _ = await make_bot(telegram, proxy, api=f"https://{TELEGRAM}:{port}")
        async with bot.session:
            with pytest.raises(TelegramNetworkError) as caught:
                await bot.get_me()
        trouble, words = name_failure(caught.value)
        assert (trouble, "CERTIFICATE_VERIFY_FAILED" in words) == ("bot-proxy", True), words


async def test_the_sessions_of_many_calls_at_once_are_one(telegram: Sandbox) -> None:
    async with open_proxy("socks5", telegram.port) as proxy:
        bot, _ = await make_bot(telegram, proxy)
        async with bot.session:
            names = await asyncio.gather(*(bot.get_me() for _ in range(20)))
            assert {me.username for me in names} == {"acme_sales_bot"}
            before = len(proxy.served)
            await asyncio.gather(*(bot.get_me() for _ in range(20)))
            assert len(proxy.served) == before, "connections through the proxy are kept"
