"""Acts as plain data: what every package's acts, rules and folds have in common.

An act is a frozen dataclass with a class attribute ``KIND`` such as ``"text.clause-adopted.1"``. A command
proposes an act; the rules decide whether it is recorded, and what else follows from it.
"""

import dataclasses
import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar, get_args, get_origin, get_type_hints

from parley.base.outcomes import Reason, reason


class Act(Protocol):
    """Any dataclass whose instances can be recorded."""

    KIND: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where and when an act was recorded, and by which seat and device ("" for the system)."""

    at: datetime
    compartment: str
    seq: int
    seat: str
    device: str


@dataclass(frozen=True, slots=True)
class By:
    """Who proposes an act: a signed-in seat."""

    seat: str
    party: str
    kind: str  # the party's: side, host or neutral
    role: str
    device: str


SYSTEM = By("", "", "system", "system", "")


@dataclass(frozen=True, slots=True)
class Now:
    """What the rules may know of the world at the moment of deciding."""

    at: datetime
    present: frozenset[str] = frozenset()  # parties with somebody present
    facts: Mapping[str, int | str | bool] = dataclasses.field(default_factory=dict)


A = TypeVar("A")


def to_body(act: object) -> dict[str, Any]:
    """Return an act's fields as canonical JSON values (tuples become lists)."""
    return {f.name: _plain(getattr(act, f.name)) for f in dataclasses.fields(act)}  # type: ignore[arg-type]


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return to_body(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value


def from_body(act: type[A], body: object) -> A | tuple[Reason, ...]:
    """Return the act that ``body`` (decoded JSON) describes, or every fault in it with its path.

    Strict: an unknown field, a missing one and a wrong type are faults; nothing is converted.
    """
    faults: list[Reason] = []
    value = _dataclass(act, body, "", faults)
    return tuple(faults) if faults else value


@cache
def _hints(act: type) -> dict[str, Any]:
    hints = get_type_hints(act)
    return {f.name: hints[f.name] for f in dataclasses.fields(act)}


def _dataclass(act: Any, body: object, path: str, faults: list[Reason]) -> Any:
    if not isinstance(body, Mapping):
        faults.append(reason("field_wrong_type", path=path or ".", expected="object"))
        return None
    hints = _hints(act)
    for name in body:
        if name not in hints:
            faults.append(reason("field_unknown", path=_join(path, str(name))))
    values = {}
    for name, hint in hints.items():
        if name not in body:
            faults.append(reason("field_missing", path=_join(path, name)))
        else:
            values[name] = _value(hint, body[name], _join(path, name), faults)
    return None if faults else act(**values)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _value(hint: Any, value: object, path: str, faults: list[Reason]) -> Any:
    origin = get_origin(hint)
    if origin is tuple and isinstance(value, list):
        item = get_args(hint)[0]
        return tuple(_value(item, one, f"{path}[{i}]", faults) for i, one in enumerate(value))
    if origin in (dict, Mapping) or hint is dict:
        if isinstance(value, Mapping) and all(
            isinstance(k, str) and isinstance(v, str) for k, v in value.items()
        ):
            return dict(value)
    elif isinstance(hint, type) and not isinstance(hint, types.GenericAlias):
        if dataclasses.is_dataclass(hint):
            return _dataclass(hint, value, path, faults)
        if type(value) is hint and _sized(value):
            return value
    faults.append(reason("field_wrong_type", path=path, expected=_name(hint)))
    return None


def _sized(value: object) -> bool:
    """Entries stay under 64 KiB, and numbers are exact in every reader of JSON."""
    return (
        len(value) <= 8_000
        if isinstance(value, str)
        else abs(value) < 2**53
        if isinstance(value, int)
        else True
    )


def _name(hint: Any) -> str:
    if get_origin(hint) is tuple:
        return "list"
    if get_origin(hint) in (dict, Mapping):
        return "object of text"
    return {str: "text", int: "whole number", bool: "true or false"}.get(hint, "object")


def from_form(act: type, form: Mapping[str, str]) -> dict[str, Any]:
    """Return form fields (all text) as a body: numbers, yes or no, comma-separated lists, ``name.key`` objects."""
    body: dict[str, Any] = {}
    for name, hint in _hints(act).items():
        origin = get_origin(hint)
        if origin in (dict, Mapping):
            body[name] = {k[len(name) + 1 :]: v for k, v in form.items() if k.startswith(f"{name}.")}
        elif name in form:
            body[name] = _from_text(hint, origin, form[name])
    return body


def _from_text(hint: Any, origin: Any, text: str) -> Any:
    if origin is tuple:
        return [item.strip() for item in text.split(",") if item.strip()]
    if hint is bool:
        return {"true": True, "on": True, "yes": True, "false": False, "no": False}.get(text, text)
    if hint is int:
        return int(text) if text.strip().lstrip("-").isdecimal() else text
    return text
