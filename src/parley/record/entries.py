"""Entries: one act each, as canonical bytes that a device (binding) or the server (procedural) has signed."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from parley.record.canonical import SIGNATURE_BYTES, Json, b64u, canonical, unb64u
from parley.record.statements import BINDING, PROCEDURAL

FORMAT = "parley-entry/1"
MAX_INTEGER = 2**53 - 1  # RFC 8785: beyond it, two programs could mean two numbers
MAX_LEVELS = 32  # of objects and lists in a body, itself among them: programs part on how deep they read
MAX_BYTES = 65_535  # an entry bundle gives the length in two bytes

Sign = Callable[[bytes], bytes]  # message → 64-byte Ed25519 signature

_SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
_PATTERNS = {
    "at": re.compile(
        r"(19[7-9]|2[0-9]{2})[0-9]-[01][0-9]-[0-3][0-9]T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
    ),
    "command": re.compile(r"[0-9A-Za-z-]{0,64}"),
    "compartment": re.compile(rf"(?=.{{1,64}}$){_SLUG}"),
    "device": re.compile(r"([0-9a-f]{64})?"),
    "format": re.compile(re.escape(FORMAT)),
    "kind": re.compile(rf"(?=.{{1,80}}$){_SLUG}(\.{_SLUG})+\.[1-9][0-9]*"),
    "seat": re.compile(rf"(?=.{{0,64}}$)({_SLUG})?"),
    "signature": re.compile(r"[A-Za-z0-9_-]{86}"),
    "talks": re.compile(rf"(?=.{{1,64}}$){_SLUG}"),
    "class": re.compile(r"binding|procedural"),
}
_FIELDS = {*_PATTERNS, "body", "seq"}


class EntryError(ValueError):
    """Bytes that are no entry; ``code`` says why, ``field`` where."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(f"{code}: {field}" if field else code)
        self.code = code
        self.field = field


@dataclass(frozen=True, slots=True)
class Entry:
    """One act in the record. ``statement`` is what ``signature`` signs."""

    talks: str
    compartment: str
    seq: int  # its place in the compartment, from 0
    at: str  # the server's clock, "2020-03-22T07:30:00Z"
    kind: str
    body: Mapping[str, Any]
    command: str
    seat: str
    binding: bool
    device: str
    signature: bytes
    statement: bytes


def procedural_entry(
    *,
    talks: str,
    compartment: str,
    seq: int,
    at: str,
    kind: str,
    body: Mapping[str, Json],
    command: str,
    seat: str,
    device: str,
    sign: Sign,
) -> bytes:
    """Return the entry that the server signs, naming the signed-in ``device`` ('' for the system itself).

    Raises: EntryError if ``read_entry`` would refuse it.
    """
    fields = _fields(talks, compartment, seq, at, kind, body, command, seat, device, "procedural")
    return _sealed(fields, sign(PROCEDURAL + canonical(fields)))


def binding_entry(
    *,
    talks: str,
    compartment: str,
    seq: int,
    at: str,
    kind: str,
    body: Mapping[str, Json],
    command: str,
    seat: str,
    device: str,
    signature: bytes,
) -> bytes:
    """Return the entry that holds a device's ``signature`` over ``binding_statement`` of the same fields.

    The signature is not checked here. Raises: EntryError if ``read_entry`` would refuse it.
    """
    fields = _fields(talks, compartment, seq, at, kind, body, command, seat, device, "binding")
    return _sealed(fields, signature)


def _fields(
    talks: str,
    compartment: str,
    seq: int,
    at: str,
    kind: str,
    body: Mapping[str, Json],
    command: str,
    seat: str,
    device: str,
    klass: str,
) -> dict[str, Json]:
    return {
        "at": at,
        "body": body,
        "class": klass,
        "command": command,
        "compartment": compartment,
        "device": device,
        "format": FORMAT,
        "kind": kind,
        "seat": seat,
        "seq": seq,
        "talks": talks,
    }


def _sealed(fields: dict[str, Json], signature: bytes) -> bytes:
    raw = canonical(fields | {"signature": b64u(signature)})
    read_entry(raw)
    return raw


def read_entry(raw: bytes) -> Entry:
    """Return the entry spelled by ``raw``, to the byte; signatures are not checked here.

    Raises: EntryError with ``code`` too_long, not_json, not_canonical, fields (one lacking or unknown) or
        field (a wrong type or shape).
    """
    if len(raw) > MAX_BYTES:
        raise EntryError("too_long")
    value = _parsed(raw)
    if not isinstance(value, dict) or value.keys() != _FIELDS:
        raise EntryError("fields")
    _check(value)
    whole, statement = _spellings(value)
    if whole != raw:
        raise EntryError("not_canonical")
    return Entry(
        talks=value["talks"],
        compartment=value["compartment"],
        seq=value["seq"],
        at=value["at"],
        kind=value["kind"],
        body=value["body"],
        command=value["command"],
        seat=value["seat"],
        binding=value["class"] == "binding",
        device=value["device"],
        signature=_signature(value["signature"]),
        statement=statement,
    )


def _parsed(raw: bytes) -> Any:
    try:
        return _DECODER.decode(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise EntryError("not_json") from None


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"a number that is no integer: {text}")


def _whole(text: str) -> int:
    number = int(text)
    if abs(number) > MAX_INTEGER:
        raise ValueError(f"a number that two programs could take for two: {text}")
    return number


_DECODER = json.JSONDecoder(parse_int=_whole, parse_float=_no_float, parse_constant=_no_float)
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _spelled(parsed: Json) -> str:
    """Return ``canonical(parsed)``, as text, for what ``_DECODER`` took.

    Python's own encoder is five times as fast. It parts from RFC 8785 in floats, in large integers, which the
    decoder has refused, and in the order of names beyond the first 65,536 characters: so it has all that is ASCII.
    """
    text = _ENCODER.encode(parsed)
    return text if text.isascii() else canonical(parsed).decode("utf-8")


def _spellings(value: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """Return the canonical bytes of a checked entry, and of what its signature signs.

    The same as ``canonical`` and the statements make, written out because a verification is mostly this: of all
    members only the body can hold what JSON escapes or spells in two ways; patterns hold the others.
    """
    try:
        body = _spelled(value["body"])
    except (ValueError, RecursionError):
        raise EntryError("not_canonical") from None
    command, compartment, kind, seat = (value[name] for name in ("command", "compartment", "kind", "seat"))
    start = (
        f'{{"at":"{value["at"]}","body":{body},"class":"{value["class"]}","command":"{command}",'
        f'"compartment":"{compartment}","device":"{value["device"]}","format":"{FORMAT}","kind":"{kind}",'
        f'"seat":"{seat}","seq":{value["seq"]},'
    )
    end = f'"talks":"{value["talks"]}"}}'
    whole = f'{start}"signature":"{value["signature"]}",{end}'.encode()
    if value["class"] == "procedural":
        return whole, PROCEDURAL + (start + end).encode()
    said = f'{{"body":{body},"command":"{command}","compartment":"{compartment}","kind":"{kind}","seat":"{seat}",{end}'
    return whole, BINDING + said.encode()


def _check(value: Mapping[str, Any]) -> None:
    for name, pattern in _PATTERNS.items():
        if not isinstance(value[name], str) or not pattern.fullmatch(value[name]):
            raise EntryError("field", name)
    if not _is_day(value["at"][:10]):
        raise EntryError("field", "at")
    if type(value["seq"]) is not int or value["seq"] < 0:
        raise EntryError("field", "seq")
    if not isinstance(value["body"], dict) or _deeper(value["body"], MAX_LEVELS):
        raise EntryError("field", "body")
    if value["class"] == "binding" and not (value["device"] and value["command"] and value["seat"]):
        raise EntryError("field", "device")


def _deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    members = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper(each, levels - 1) for each in members)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _signature(text: str) -> bytes:
    try:
        return unb64u(text, SIGNATURE_BYTES)
    except ValueError:
        raise EntryError("field", "signature") from None
