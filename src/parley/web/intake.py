"""What comes in, within bounds: JSON objects, numbers and moments as people and programs write them."""

import json
import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from parley.base import Reason, Refused, reason
from parley.web.http import Refusal

_HOUR = re.compile(r"(\d{1,2})(?:\s*[:.٫،,]\s*(\d{2}))?")
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
MOST_DIGITS = 15  # of a number in an address or a form: exact in every reader of JSON, and in every database
SHORT = 8 * 1024  # bytes of JSON that are parsed at once; longer ones on a thread, beside everybody else
MARKS, MOST_MARKS = (
    (b"{", b"[", b",", b":"),
    20_000,
)  # what makes values of bytes; the room's keys for 300 seats have fewer


UTF_8 = (b"utf-8", b"utf8")


def in_utf8(request: Request) -> None:
    """Let through what is no form, and a form in UTF-8, as every browser sends ours.

    A form may call itself anything that Python can decode: "punycode" takes the square of its length, on the event loop;
    "utf-7" makes half characters. Raises: HTTPException.
    """
    _, options = parse_options_header(request.headers.get("content-type", ""))
    if options.get(b"charset", UTF_8[0]).lower() not in UTF_8:
        raise HTTPException(415)


def whole(text: str, otherwise: int = 0) -> int:
    """Return the whole number that ``text`` is, in any script's digits; ``otherwise`` if it is none, or too long to be meant."""
    digits = text.strip().removeprefix("-")
    if not digits.isdecimal() or len(digits) > MOST_DIGITS:
        return otherwise
    return int(text)


def moment(text: str, zone: str) -> str:
    """Return a local day and hour as UTC to the second, like 2020-03-24T07:30:00Z; as it was where it is none."""
    try:
        local = datetime.fromisoformat(text)
        aware = local if local.tzinfo else local.replace(tzinfo=ZoneInfo(zone))
        return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return text


def hour(text: str) -> str:
    """Return an hour of the day as 09:30, from any digits, parted as people part them; as it was where it is none."""
    found = _HOUR.fullmatch(text.strip())
    return f"{int(found[1]):02}:{int(found[2] or 0):02}" if found else text


async def json_object(request: Request) -> dict[str, Any]:
    """Return the JSON object that was sent. Raises: Refusal."""
    body = await request.body()
    said = _parsed(body) if len(body) <= SHORT else await run_in_threadpool(_parsed, body)
    if not isinstance(said, dict):
        raise Refusal(Refused((Reason("request_not_json"),)), 422)
    return said


def _parsed(body: bytes) -> object:
    """Return what JSON says; None if it is none, is nested deeper than anything that we read, or has more parts than that, or
    half a character (a lone surrogate) in it.
    """
    if sum(body.count(mark) for mark in MARKS) > MOST_MARKS:
        return None
    try:
        said: object = json.loads(body)
        if _HALF.search(
            body
        ):  # of a character, which nothing here can write down again; the pairs may be whole
            json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return said


def text_of(said: dict[str, Any], name: str) -> str:
    """Return the text under ``name``, "" if there is none."""
    value = said.get(name, "")
    return value if isinstance(value, str) else ""


def utf8(text: str) -> bytes:
    """Return a text from outside as bytes; a half character, which JSON can spell, becomes a question mark."""
    return text.encode("utf-8", "replace")


def malformed(path: str, expected: str) -> Refusal:
    """Return the refusal of a field that is not what it must be."""
    return Refusal(Refused((reason("field_wrong_type", path=path, expected=expected),)), 422)
