"""Strict JSON: no doubled key, no NaN, exact keys, exact types; each fault with its path in the file."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from parley.plan.model import Faults, FileFault, Unreadable, Value

DIGITS = 300  # of one number; Python refuses to read more than 4,300


def parse(data: bytes) -> Any:
    """Return the JSON value of ``data``, which may begin with a byte order mark.

    Raises: Unreadable if it is not strict JSON in UTF-8.
    """
    doubled: list[tuple[dict[str, Any], str]] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                doubled.append((found, key))
            found[key] = value
        return found

    def constant(name: str) -> Any:
        raise Unreadable((FileFault("", "constant_no_number", {"found": name}),))

    text = _decoded(data)
    try:
        value = json.loads(text, object_pairs_hook=once, parse_constant=constant, parse_int=_integer)
        paths = dict(_paths(value, "")) if doubled else {}
    except json.JSONDecodeError as error:
        numbers: dict[str, Value] = {"error": error.msg, "line": error.lineno, "column": error.colno}
        raise Unreadable((FileFault("", "not_json", numbers),)) from error
    except RecursionError as error:
        raise Unreadable((FileFault("", "too_deep"),)) from error
    if doubled:
        raise Unreadable(
            tuple(FileFault(joined(paths.get(id(at), "?"), key), "key_twice") for at, key in doubled[:100])
        )
    return value


def _paths(value: Any, path: str) -> Iterator[tuple[int, str]]:
    """The path of each object in ``value``, by its identity; one that a doubled key replaced has none."""
    if isinstance(value, dict):
        yield id(value), path
        for key, one in value.items():
            yield from _paths(one, joined(path, key))
    elif isinstance(value, list):
        for i, one in enumerate(value):
            yield from _paths(one, f"{path}[{i}]")


def joined(path: str, key: str) -> str:
    """Return the path of a key in the object at ``path``."""
    return f"{path}.{key}" if path else key


def _decoded(data: bytes) -> str:
    """``data`` as text, without a byte order mark. Raises: Unreadable if it is not UTF-8; UTF-16 is not guessed at."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable((FileFault("", "not_utf8", {"byte": error.start}),)) from error
    if "\0" in text:
        raise Unreadable((FileFault("", "not_utf8", {"byte": data.index(0)}),))
    return text


def _integer(digits: str) -> int:
    if len(digits) > DIGITS:
        raise Unreadable((FileFault("", "number_too_long", {"found": shown(digits), "limit": DIGITS}),))
    return int(digits)


def shown(value: Any) -> str:
    """The value as the file has it, cut short."""
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 40 else text[:37] + "..."


def keys(
    value: Any, path: str, faults: Faults, needed: Sequence[str], optional: Sequence[str] = ()
) -> dict[str, Any]:
    """Return ``value`` as an object; faults for another type, keys missing and keys unknown."""
    if not isinstance(value, dict):
        faults.add(path, "not_object", found=shown(value))
        return {}
    for key in needed:
        if key not in value:
            faults.add(path, "key_missing", key=shown(key))
    for key in value:
        if key not in needed and key not in optional:
            faults.add(joined(path, key), "key_unknown")
    return value


def whole(value: Any, path: str, faults: Faults, low: int, high: int) -> int:
    """Return ``value`` if it is an integer in [low, high]; else a fault, and ``low``."""
    if not isinstance(value, int) or isinstance(value, bool):
        faults.add(path, "not_integer", found=shown(value))
    elif not low <= value <= high:
        faults.add(path, "integer_out_of_range", low=low, high=high, found=shown(value))
    else:
        return value
    return low


def text(value: Any, path: str, faults: Faults) -> str:
    """Return ``value`` if it is a text that is not empty and can be written again; else a fault."""
    if not isinstance(value, str) or not value:
        faults.add(path, "not_text", found=shown(value))
        return ""
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        faults.add(path, "half_surrogate", found=shown(value))
    return value


def listed(value: Any, path: str, faults: Faults) -> list[Any]:
    """Return ``value`` if it is a list; else a fault, and an empty one."""
    if isinstance(value, list):
        return value
    faults.add(path, "not_list", found=shown(value))
    return []


def other_format(expected: str, found: Any) -> FileFault:
    """Return the fault of a file whose ``format`` is not the expected one."""
    return FileFault("format", "other_format", {"expected": expected, "found": shown(found)})
