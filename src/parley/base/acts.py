"""Acts as plain data: what every package's acts, rules and folds have in common.

An act is a frozen dataclass with a class attribute ``KIND`` such as ``"text.clause-adopted.1"``. A command
proposes an act; the rules decide whether it is recorded, and what else follows from it.
"""

import dataclasses
from collections.abc import Callable, Mapping
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


A = TypeVar("A")
SYSTEM = By("", "", "system", "system", "")


@dataclass(frozen=True, slots=True)
class Now:
    """What the rules may know of the world at the moment of deciding.

    ``present``: space → seats in it; under PAGES those with a page open. ``facts``: what the act's rule asks of contents.
    """

    at: datetime
    sides: tuple[str, ...] = ()  # parties that negotiate, in the agreed order
    languages: tuple[str, ...] = ()  # those that the text binds in
    present: Mapping[str, frozenset[str]] = dataclasses.field(default_factory=dict)
    facts: object = None

    def known(self, facts: type[A]) -> A | None:
        """Return the facts if they are of this type; None if they are missing, and a missing fact refuses."""
        return self.facts if isinstance(self.facts, facts) else None


PAGES = "pages"  # stands among the spaces of ``Now.present``, and is none


def to_body(act: object) -> dict[str, Any]:
    """Return an act's fields as canonical JSON values (tuples become lists).

    A field that was added to a kind later is left out while it says nothing: entries are what they were before it.
    """
    values = {f.name: getattr(act, f.name) for f in dataclasses.fields(act)}  # type: ignore[arg-type]
    later: Mapping[str, Any] = added(act.__class__)  # type: ignore[arg-type]
    return {name: _plain(value) for name, value in values.items() if later.get(name, _SAID) != value}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return to_body(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value


def from_body(act: type[A], body: object) -> A | tuple[Reason, ...]:
    """Return the act that ``body`` (decoded JSON) describes, or every fault in it with its path.

    Strict: an unknown field, a missing one and a wrong type are faults; nothing is converted. A field that was added later
    (it has a default) may be missing.
    """
    faults: list[Reason] = []
    value = _dataclass(act, body, "", faults)
    return tuple(faults) if faults else value


@cache
def _hints(act: type) -> dict[str, Any]:
    hints = get_type_hints(act)
    return {f.name: hints[f.name] for f in dataclasses.fields(act)}


_SAID = object()  # what no field says nothing by


@cache
def added(act: type) -> Mapping[str, Any]:
    """Return the fields that were added to a kind after it was first recorded: what each is in an entry that lacks it."""
    made = [(f.name, f.default_factory) for f in dataclasses.fields(act)]
    return {name: make() for name, make in made if make is not dataclasses.MISSING}


# Reads one value: (value, path of what it stands in, its name there, faults to add to) → the value as the act
# holds it. Made once for each type; the path is joined only for a fault: a record of 10⁵ entries goes through here.
Reader = Callable[[object, str, str, list[Reason]], Any]


@cache
def _readers(act: type) -> dict[str, Reader]:
    return {name: _reader(hint) for name, hint in _hints(act).items()}


def _dataclass(act: Any, body: object, path: str, faults: list[Reason]) -> Any:
    if not isinstance(body, Mapping):
        faults.append(reason("field_wrong_type", path=path or ".", expected="object"))
        return None
    before, readers = len(faults), _readers(act)
    values = {}
    for name, read in readers.items():
        if name in body:
            values[name] = read(body[name], path, name, faults)
        elif name not in added(act):
            faults.append(reason("field_missing", path=_join(path, name)))
    if len(values) != len(body):
        unknown = [_printable(str(name)) for name in body if name not in readers]
        faults.extend(reason("field_unknown", path=_join(path, name)) for name in unknown)
    return None if len(faults) > before else act(**values)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _reader(hint: Any) -> Reader:
    """Raises: TypeError for a hint that no act may have: found when the class is first used, not by a client."""
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if get_origin(hint) is tuple:
        return _reader_of_list(_reader(get_args(hint)[0]))
    if get_origin(hint) in (dict, Mapping):
        return _texts
    if dataclasses.is_dataclass(hint):
        return lambda value, path, name, faults: _dataclass(hint, value, _join(path, name), faults)
    raise TypeError(f"an act cannot hold {hint!r}")


def _wrong(expected: str, path: str, name: str, faults: list[Reason]) -> object:
    faults.append(reason("field_wrong_type", path=_join(path, name), expected=expected))
    return None


def _text(value: object, path: str, name: str, faults: list[Reason]) -> object:
    return value if _is_text(value) else _wrong("text", path, name, faults)


def _is_text(value: object) -> bool:
    """Return whether a value is text that can be written down: not too long, and no half of a character."""
    return type(value) is str and len(value) <= MOST_TEXT and (value.isascii() or _printable(value) == value)


def _printable(text: str) -> str:
    """Return a text from outside with "?" for each lone surrogate, which JSON can spell and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _number(value: object, path: str, name: str, faults: list[Reason]) -> object:
    if type(value) is int and abs(value) < EXACT:
        return value
    return _wrong("whole number", path, name, faults)


def _yes_or_no(value: object, path: str, name: str, faults: list[Reason]) -> object:
    return value if type(value) is bool else _wrong("true or false", path, name, faults)


def _texts(value: object, path: str, name: str, faults: list[Reason]) -> object:
    if isinstance(value, Mapping) and all(_is_text(key) and _is_text(text) for key, text in value.items()):
        return dict(value)
    return _wrong("object of text", path, name, faults)


def _reader_of_list(item: Reader) -> Reader:
    def read(value: object, path: str, name: str, faults: list[Reason]) -> object:
        if not isinstance(value, list):
            return _wrong("list", path, name, faults)
        return tuple(item(one, path, f"{name}[{i}]", faults) for i, one in enumerate(value))

    return read


MOST_TEXT = 8_000  # characters: entries stay under 64 KiB
EXACT = 2**53  # numbers below it are exact in every reader of JSON
_SIMPLE: Mapping[Any, Reader] = {str: _text, int: _number, bool: _yes_or_no, dict: _texts}
