"""A session that calls Telegram through a proxy, and past it never.

Whatever goes wrong on the way to Telegram, whatever a proxy may answer, is a failure of the network: nothing
is given up for it, and it is told in words, without the password.
"""

from asyncio import Transport
from ssl import SSLContext, create_default_context
from typing import Any

import certifi
import python_socks
from aiogram.client.session.aiohttp import AiohttpSession
from aiohttp import ClientConnectionError
from aiohttp.client_proto import ResponseHandler
from aiohttp_socks import ProxyConnector, ProxyType

from edges.proxies import Proxy

CONNECT_TIMEOUT = 10.0  # seconds, to the proxy and by it to Telegram; the library would wait for 60
LOGIN_REFUSED = 407
TYPES = {"http": ProxyType.HTTP, "https": ProxyType.HTTP, "socks5": ProxyType.SOCKS5}


class ProxyFailureError(ClientConnectionError):
    """What is wrong with the way through the proxy, in words. `trouble` is the text key of it."""

    def __init__(self, words: str, trouble: str = "bot-proxy") -> None:
        super().__init__(words)
        self.trouble = trouble


class Connector(ProxyConnector):
    """Connects through one proxy."""

    def __init__(self, proxy: Proxy, **kwargs: Any) -> None:
        super().__init__(
            host=proxy.host,
            port=proxy.port,
            proxy_type=TYPES[proxy.scheme],
            username=proxy.user,
            password=proxy.password,
            rdns=True,
            proxy_ssl=make_proxy_tls() if proxy.scheme == "https" else None,
            **kwargs,
        )
        self._proxy = proxy

    async def _connect_via_proxy(
        self,
        host: str,
        port: int,
        ssl: SSLContext | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 (the library's own; it hands on what we don't set)
    ) -> tuple[Transport, ResponseHandler]:
        try:
            return await super()._connect_via_proxy(host, port, ssl, CONNECT_TIMEOUT)
        except Exception as error:
            raise describe(error, self._proxy) from None


class ProxiedSession(AiohttpSession):
    """aiogram's session, with our connector in the place of its own."""

    def __init__(self, proxy: Proxy, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # aiogram's own way to a proxy forgets certifi's certificates, and knows no https to the proxy.
        self._connector_type = Connector
        self._connector_init["proxy"] = proxy


def make_proxy_tls() -> SSLContext:
    """Return whom to trust as an https proxy: certifi's authorities, and those of this machine."""
    context = create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    return context


def describe(error: Exception, proxy: Proxy) -> ProxyFailureError:
    """Return what an attempt to connect has come to."""
    said = str(error)
    if proxy.password is not None:
        said = said.replace(proxy.password, "***")  # a proxy may quote what it was sent
    where = f"the proxy {proxy.place}"
    match error:
        case TimeoutError():
            return ProxyFailureError(f"{where} does not answer")
        case python_socks.ProxyError() if is_about_login(error):
            login = "wants a user and a password" if proxy.user is None else "refuses user and password"
            return ProxyFailureError(f"{where} {login}", "bot-proxy-login")
        case python_socks.ProxyConnectionError():
            return ProxyFailureError(f"{where} can't be reached: {said}")
        case _:
            return ProxyFailureError(
                f"{where} does not connect us to Telegram: {type(error).__name__}: {said}"
            )


def is_about_login(error: python_socks.ProxyError) -> bool:
    """Tell whether a proxy refuses who we are; SOCKS has no code for it."""
    return error.error_code == LOGIN_REFUSED or "authentication" in str(error).lower()
