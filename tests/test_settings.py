"""The settings of the API and of the event webhook: what is wrong is said in one line, without a secret."""

from base64 import b64encode
from pathlib import Path

import pytest

from leadbot.settings import Settings, SettingsError, load_settings

SECRET = "whsec_" + b64encode(b"x" * 24).decode()
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
    settings = load(monkeypatch, api_key="k" * 32)
    assert settings.api_key is not None
    assert "kkk" not in repr(settings) + str(settings)


def test_without_a_port_there_is_no_api_and_no_key_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, api_host="0.0.0.0", api_port="").api_port is None


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
