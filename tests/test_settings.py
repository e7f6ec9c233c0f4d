"""The settings of the API and of the event webhook: what is wrong is said in one line, without a secret."""

from base64 import b64encode
from pathlib import Path

import pytest

from edges.proxies import Proxy
from leadbot.settings import Settings, SettingsError, load_settings

SECRET = "whsec_" + b64encode(b"x" * 24).decode()
KEY = "Vq7ZpLw2Rk9TxB4mNc6Hd8Js"
URL = "https://crm.example.com/hooks"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Begin with an empty environment, in a folder without `.env`."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def load(monkeypatch: pytest.MonkeyPatch, **given: object) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(name.upper(), str(value))
    return load_settings()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost", ""])
def test_without_a_key_the_api_serves_this_machine(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    settings = load(monkeypatch, api_port=8000, api_host=host)
    assert settings.api_key is None
    assert settings.api_host == (host or "127.0.0.1")


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "192.168.0.7", "10.0.0.1", "example.com", "localhost.example.com", "127.1.example.com"],
)
def test_others_are_served_with_a_key_only(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    with pytest.raises(
        SettingsError, match=r"^API_KEY: is needed unless API_HOST is 127\.0\.0\.1; .*$"
    ) as caught:
        load(monkeypatch, api_port=8000, api_host=host)
    assert "\n" not in str(caught.value)
    settings = load(monkeypatch, api_key=KEY)
    assert settings.api_key is not None
    assert KEY[:3] not in repr(settings) + str(settings)


def test_without_a_port_there_is_no_api_and_no_key_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, api_host="0.0.0.0", api_port="").api_port is None


WEAK = (
    *("secret", "Vq7ZpLw2Rk9TxB4mNc6", "k" * 64, "abcabcabcabcabcabcabcabc", "11112222333344445555"),
    *("changeme" * 5, "my-secret-password-2026", "Replace-This-API_KEY-Please", "API-key-of-the-website"),
    *("0123456789abcdef0123456789abcdef", "qwertyuiopasdfghjklzxcvbnm", "12345678901234567890"),
    "c2f1a9d07be84f3d95a6e0b7c8d1f2a34b5c6d7e8f90a1b2c3d4e5f60718293a",  # it stood on our pages
)
STRONG = (
    *(KEY, KEY * 5, "9f86d081884c7d659a2feaa0c55ad015", "crm-test-9f86d081884c7d659a2f"),
    *("68203579141829503746", "2f1e6a0c-7d43-4b8e-9c15-3fa2d06b8e71", "correct-horse-battery-staple"),
)


@pytest.mark.parametrize("key", WEAK)
def test_a_key_that_is_easy_to_guess_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load(monkeypatch, api_key=key, api_port="8000")
    assert str(caught.value) == (
        "API_KEY: is too easy to guess: it needs 20 characters, 8 of them different, beside words "
        "like secret; `openssl rand -hex 32` makes one"
    )


def test_a_key_that_opens_nothing_may_be_weak(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, api_key="secret").api_key is not None


@pytest.mark.parametrize("key", STRONG)
def test_a_key_that_is_hard_to_guess_is_taken(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    assert load(monkeypatch, api_key=key).api_key is not None


# setting → what is wrong with it
WRONG: dict[str, tuple[str, ...]] = {
    "api_port": ("0", "-1", "65536", "80.5", "http", "8000/tcp"),
    "api_key": ("two words", "ключ", "tab\tkey", "\x7f", "é"),
    "webhook_events_url": ("crm", "ftp://crm", "https://", "http://crm:0/", "https://a b/", "http://[::1"),
    "webhook_events_secret": (
        "short",
        "whsec_",
        b64encode(b"x" * 23).decode(),
        "x" * 43,
        "whsec_" + "!" * 40,
    ),
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_wrong_setting_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    given: dict[str, object] = {"api_port": 8000, "webhook_events_url": URL, "webhook_events_secret": SECRET}
    with pytest.raises(SettingsError) as caught:
        load(monkeypatch, **{**given, name: value})
    said = str(caught.value)
    assert said.startswith(f"{name.upper()}: ")
    assert "\n" not in said
    if name in ("api_key", "webhook_events_secret"):
        assert value.removeprefix("whsec_") in ("", "é") or value not in said


def test_events_are_sent_signed_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match=r"^WEBHOOK_EVENTS_SECRET: is needed to sign with; .*$"):
        load(monkeypatch, webhook_events_url=URL)
    settings = load(monkeypatch, webhook_events_secret=SECRET)
    assert settings.webhook_events_url == URL
    assert SECRET not in repr(settings)


PASSWORD = "s3cret"
PROXIES = {
    "http://127.0.0.1:8080": Proxy("http", "127.0.0.1", 8080),
    "https://proxy.example.com:443/": Proxy("https", "proxy.example.com", 443),
    "socks5://proxy:1080": Proxy("socks5", "proxy", 1080),
    "socks5h://proxy:1080": Proxy("socks5", "proxy", 1080),
    "SOCKS5://Proxy:1080": Proxy("socks5", "proxy", 1080),
    "http://[::1]:8080": Proxy("http", "::1", 8080),
    "http://acme:s3cret@proxy:1": Proxy("http", "proxy", 1, "acme", "s3cret"),
    "socks5://ac%20me:s3%40%2F%3A%25cret@proxy:1": Proxy("socks5", "proxy", 1, "ac me", "s3@/:%cret"),
    "socks5://acme:s3@cret@proxy:1": Proxy("socks5", "proxy", 1, "acme", "s3@cret"),
}


@pytest.mark.parametrize("address", PROXIES)
def test_a_proxy_is_read_from_its_address(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    settings = load(monkeypatch, telegram_proxy=address)
    assert settings.proxy == PROXIES[address]
    assert PASSWORD not in repr(settings) + str(settings) + repr(settings.proxy) + settings.proxy.place


def test_without_an_address_there_is_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch).proxy is None
    assert load(monkeypatch, telegram_proxy="").proxy is None


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1:1080", "proxy", "proxy:1080", "//proxy:1080", "ftp://proxy:1080", "socks4://proxy:1080"),
        *(
            "socks://proxy:1080",
            "socks5:proxy:1080",
            "http://",
            "http://proxy",
            "http://proxy:",
            "http://:8080",
        ),
        *("http://proxy:0", "http://proxy:65536", "http://proxy:port", "http://[::1:8080", "http://a b:8080"),
        *(
            "http://proxy:8080 ",
            " ",
            "http://proxy:8080\n",
            "http://acme:s3cret@proxy",
            "http://s3cret@proxy:1",
        ),
        *("http://:s3cret@proxy:1", "http://acme:@proxy:1", "http://acme:s3 cret@proxy:1"),
        *("http://acme:s3/cret@proxy:1", "http://acme:s3#cret@proxy:1", "http://acme:s3?cret@proxy:1"),
        *("http://acme:s3cret@proxy:1/s3cret", "http://proxy:1?s3cret", "http://proxy:1/#s3cret"),
        *("http://ac%3Ame:s3cret@proxy:1", "http://acme:s3cret%D0%B9@proxy:1", "http://acme:s3cretй@proxy:1"),
        *("http://acme:s3cret%00@proxy:1", "http://acme:s3cret%FF@proxy:1", "http://acme:s3cret%0A@proxy:1"),
        f"http://acme:s3cret{'x' * 250}@proxy:1",
    ],
)
def test_what_is_no_proxy_is_said_in_one_line_without_the_password(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load(monkeypatch, telegram_proxy=address)
    said = str(caught.value)
    assert said.startswith("TELEGRAM_PROXY: ")
    assert "socks5://user:password@proxy.example.com:1080" in said
    assert "\n" not in said
    assert not any(part in said for part in ("s3", "cret"))


LOCAL = "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    ("server", "address", "read"),
    [
        (None, "https://leads.example.com/telegram", "https://leads.example.com/telegram"),
        (None, "https://leads.example.com/", "https://leads.example.com"),
        (None, "https://leads.example.com:8443/a/b/", "https://leads.example.com:8443/a/b"),
        (LOCAL, "http://127.0.0.1:8000/telegram", "http://127.0.0.1:8000/telegram"),
        (LOCAL, "https://bots.internal:9000/telegram", "https://bots.internal:9000/telegram"),
        (None, "", None),
    ],
)
def test_where_telegram_brings_updates_is_read(
    monkeypatch: pytest.MonkeyPatch, server: str | None, address: str, read: str | None
) -> None:
    given = {"telegram_api": server} if server else {}
    assert load(monkeypatch, api_port=8000, webhook_url=address, **given).webhook_url == read


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("http://leads.example.com/telegram", "must begin with https://"),
        ("https://leads.example.com:8080/telegram", "must have the port 443, 80, 88, 8443"),
        ("https://127.0.0.1/telegram", "must be an address that Telegram can reach"),
        ("https://localhost/telegram", "must be an address that Telegram can reach"),
        ("https://leads.example.com/telegram?key=1", "must be an address such as"),
        ("https://leads.example.com/telegram#x", "must be an address such as"),
        ("https://user:word@leads.example.com/", "must be an address such as"),
        ("https://leads.example.com/a b", "must be an address such as"),
        ("https://leads.example.com/%41", "must be an address such as"),
        ("leads.example.com", "must be an address such as"),
        ("ftp://leads.example.com", "must be an address such as"),
        ("https://leads.example.com:99999", "must be an address such as"),
        ("https://", "must be an address such as"),
        ("https://[::1", "must be an address such as"),
    ],
)
@pytest.mark.parametrize("server", ["https://api.telegram.org", "https://api.telegram.org/"])
def test_where_telegram_can_bring_nothing_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, server: str, address: str, complaint: str
) -> None:
    with pytest.raises(SettingsError, match=f"^WEBHOOK_URL: {complaint}") as caught:
        load(monkeypatch, api_port=8000, webhook_url=address, telegram_api=server)
    assert "\n" not in str(caught.value)


def test_telegram_brings_nothing_without_a_port_to_bring_it_to(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match=r"^WEBHOOK_URL: needs API_PORT: ") as caught:
        load(monkeypatch, webhook_url="https://leads.example.com/telegram")
    assert "\n" not in str(caught.value)
