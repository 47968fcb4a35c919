"""How one raw value of a setting, from the environment or the file, is read; ValueError if it is wrong.

Each takes the value and the folder that a path in it starts from.
"""

import os
from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from parley.languages import LANGUAGES

Read = Callable[[object, Path], object]


def path(value: object, folder: Path) -> Path:
    return (folder / Path(text(value, folder)).expanduser()).absolute()


def file(value: object, folder: Path) -> Path:
    found = path(value, folder)
    if not found.is_file() or not os.access(found, os.R_OK):
        raise ValueError
    return found


def program(value: object, folder: Path) -> Path:
    found = file(value, folder)
    if not os.access(found, os.X_OK):
        raise ValueError
    return found


def text(value: object, _: Path) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError
    return value.strip()


def mail(value: object, folder: Path) -> str:
    found = text(value, folder)
    name, at, domain = found.partition("@")
    if not (name and at and domain) or any(one in found for one in " ,;<>"):
        raise ValueError
    return found


def ip(value: object, folder: Path) -> str:
    return str(ip_address(text(value, folder)))


def port(value: object, _: Path) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 65535:
        raise ValueError
    return value


def megabytes(value: object, _: Path) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1_000_000:
        raise ValueError
    return value


def address(*schemes: str) -> Read:
    def read(value: object, folder: Path) -> str:
        parts = urlsplit(text(value, folder))
        if parts.scheme not in schemes or not parts.hostname or parts.query or parts.fragment:
            raise ValueError
        return urlunsplit(parts).rstrip("/")

    return read


def database(value: object, folder: Path) -> str:
    url = text(value, folder)
    if url.startswith("sqlite:///"):
        return f"sqlite:///{path(url.removeprefix('sqlite:///'), folder)}"
    scheme, _, rest = url.partition("://")
    named = urlsplit(f"postgresql://{rest}").path.strip("/")
    if scheme not in {"postgresql", "postgresql+psycopg"} or not named:
        raise ValueError
    return f"postgresql+psycopg://{rest}"


def instant(value: object, folder: Path) -> datetime:
    when = value if isinstance(value, datetime) else datetime.fromisoformat(text(value, folder))
    if when.tzinfo is None:
        raise ValueError
    return when


def language(value: object, folder: Path) -> str:
    tag = text(value, folder)
    if tag not in LANGUAGES:
        raise ValueError
    return tag


def secret(value: object, folder: Path) -> str:
    word = text(value, folder)
    if len(word) < 32:  # LiveKit signs tokens with HMAC-SHA256
        raise ValueError
    return word
