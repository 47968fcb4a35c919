"""``parley serve --address NAME``: what a name makes of the settings, and what is no name."""

import argparse
import socket
from pathlib import Path

import pytest

from parley.cli import serve
from parley.cli.errors import Stopped
from tests.cli.running import parley


def options(
    folder: Path, address: str | None, *, port: str | None = None, tls: bool = False
) -> argparse.Namespace:
    files = []
    for name in ("cert.pem", "key.pem") if tls else ():
        files.append(folder / name)
        files[-1].write_text("")
    return argparse.Namespace(data=folder, port=port, tls=files or None, address=address)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PARLEY_CONFIG", "PARLEY_ENGINE_ADDRESS", "PARLEY_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def leads(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(name: str, *_: object) -> list[tuple[object, ...]]:
        assert name == "talks.example.org"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.113.7", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.mark.usefixtures("leads")
@pytest.mark.parametrize(
    ("port", "tls", "url", "listens"),
    [
        (None, False, "https://talks.example.org", ("127.0.0.1", 8080)),
        ("9000", False, "https://talks.example.org", ("127.0.0.1", 9000)),
        (None, True, "https://talks.example.org", ("0.0.0.0", 443)),
        ("443", True, "https://talks.example.org", ("0.0.0.0", 443)),
        ("8443", True, "https://talks.example.org:8443", ("0.0.0.0", 8443)),
    ],
)
def test_a_name_is_what_links_carry_and_where_media_go(
    tmp_path: Path, port: str | None, tls: bool, url: str, listens: tuple[str, int]
) -> None:
    settings = serve.settings_of(options(tmp_path, "talks.example.org", port=port, tls=tls))
    assert settings.address() == url
    assert (settings.host, settings.port) == listens
    assert settings.engine_address == "203.0.113.7"


def test_what_the_settings_say_of_media_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_ENGINE_ADDRESS", "198.51.100.1")
    assert serve.settings_of(options(tmp_path, "nowhere.invalid")).engine_address == "198.51.100.1"


def test_a_name_that_leads_nowhere_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    with pytest.raises(Stopped, match=r"nowhere\.invalid leads to no address"):
        serve.settings_of(options(tmp_path, "nowhere.invalid"))


@pytest.mark.parametrize(
    "name",
    ["https://talks.example.org", "talks.example.org/", "talks example", "a-.org", "a..org", "", "é.org"],
)
def test_what_is_no_name_is_refused_with_what_one_looks_like(tmp_path: Path, name: str) -> None:
    ended = parley("serve", "--data", tmp_path / "data", "--address", name)
    assert ended.returncode == 2
    assert "--address takes a name like talks.example.org" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_free_port_is_none_that_links_could_carry(tmp_path: Path) -> None:
    with pytest.raises(Stopped, match="a port that is known"):
        serve.settings_of(options(tmp_path, "localhost", port="0", tls=True))
