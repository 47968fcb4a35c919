"""Talks as one TOML file: parties and their order, places, languages, mandate, seats, the plan's limits."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from parley.base import Reason, Refused, reason, usable_id
from parley.languages import LANGUAGES
from parley.legible import faults
from parley.record import canonical
from parley.talks import Party, Place, Seat, Talks, against_ids, against_kinds, against_seat

FORMAT = "parley-talks/1"
PLAIN, NAMES = "text/plain; charset=utf-8", "application/json"  # of a name in one spelling, in several
_TOP = set("format talks languages title mandate parties places seats plan suspension_hours uses".split())
_LINES = ("mandate",)  # what may have several; names and the title stand on one, in letters too
_OPTIONAL = {"plan", "suspension_hours", "uses"}
SUSPENSION_HOURS, MOST_HOURS = 24, 72  # of a suspension: where nothing is agreed, and whatever is
_SIDE = {"batch_limit", "special_limit", "vehicles", "seats", "value"}
_PLAN = {
    "batches",
    "every_days",
    "teams",
    "exposure_bound",
    "left_behind",
    "sides",
    "places",
    "start",
    "alternatives",
}
_MOST = {"languages": 4, "parties": 12, "places": 60, "seats": 300, "uses": 20}
_MOST_IN_PLAN = {"places": 200, "alternatives": 20}
_LONGEST = 4_000  # letters of a title, a mandate, a name
_LONGEST_LINE = 200  # of a name of the house, a telephone number
LARGEST = 10**9 - 1  # of a plan's numbers: the planner's limits are no lower, but for these
BATCHES_LIMIT = 400
_NUMBERS = ("batches", "every_days", "teams", "exposure_bound", "left_behind")
_RATHER = {"id", "name", "start", "every_days", "batches", "teams", "exposure_bound", "sides", "first"}


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """A seat to be laid: who is to sit in it, and the language of the invitation.

    ``person`` is the name by language; one given in a single spelling stands under no language, "".
    """

    id: str
    party: str
    role: str
    place: str
    person: Mapping[str, str]
    language: str


@dataclass(frozen=True, slots=True)
class Definition:
    """Talks as the file describes them. ``document`` is the content that the record refers to; it names no person."""

    talks: str
    languages: tuple[str, ...]
    parties: tuple[Party, ...]
    places: tuple[Place, ...]
    seats: tuple[SeatPlan, ...]
    document: bytes  # canonical JSON: title, mandate, names of parties and places, plan
    uses: tuple[str, ...] | None = None  # of what can be left out; None: all of it

    def facilitators(self) -> list[SeatPlan]:
        """Return the seats that facilitate."""
        seats = {one.id: Seat(one.id, one.party, one.role, one.place, "") for one in self.seats}
        made = Talks(parties={one.id: one for one in self.parties}, seats=seats)
        return [one for one in self.seats if made.facilitates(one.id)]


def read_definition(toml: str) -> Definition | Refused:
    """Return the talks that ``toml`` describes, or every fault in it with its path."""
    try:
        said = tomllib.loads(toml)
    except (ValueError, RecursionError) as fault:  # a number of thousands of digits, lists in lists
        return Refused((reason("toml_unreadable", detail=str(fault)[:120]),))
    faults = tuple(_faults(said))
    if not faults:
        try:
            canonical(said.get("plan", {}))
        except ValueError:  # a fraction, a date: nothing that the plan asks for
            faults = (reason("field_wrong_type", path="plan", expected="text and whole numbers"),)
    if faults:
        return Refused(faults[:100])
    names = {group: {one["id"]: one["name"] for one in said[group]} for group in ("parties", "places")}
    document = {
        "format": FORMAT,
        "mandate": said["mandate"],
        "plan": said.get("plan", {}),
        "title": said["title"],
    }
    if reads := {one["id"]: one["language"] for one in said["seats"] if "language" in one}:
        document["reads"] = reads
    if "suspension_hours" in said:
        document["suspension_hours"] = said["suspension_hours"]
    if "uses" in said:
        document["uses"] = said["uses"]
    return Definition(
        talks=said["talks"],
        languages=tuple(said["languages"]),
        parties=tuple(Party(one["id"], one["kind"]) for one in said["parties"]),
        places=tuple(Place(one["id"], one["zone"]) for one in said["places"]),
        seats=tuple(
            SeatPlan(
                s["id"],
                s["party"],
                s["role"],
                s["place"],
                _named_person(s["person"]),
                s.get("language", "en"),
            )
            for s in said["seats"]
        ),
        document=canonical(document | names),
        uses=tuple(said["uses"]) if "uses" in said else None,
    )


def _named_person(said: str | Mapping[str, str]) -> Mapping[str, str]:
    return {"": said} if isinstance(said, str) else said


def person_content(names: Mapping[str, str]) -> tuple[bytes, str]:
    """Return a person's name as the content that a seat's entry refers to, and its media type."""
    if set(names) == {""}:
        return names[""].encode(), PLAIN
    return canonical(dict(names)), NAMES


def read_person(data: bytes, media: str) -> Mapping[str, str]:
    """Return a person's name by language from its content.

    The first facilitator of an installation was once kept as bare text under the media type of several names.
    """
    if media == NAMES and data.startswith(b"{"):
        found: Mapping[str, str] = json.loads(data)
        return found
    return {"": data.decode()}


def read_document(data: bytes, media: str) -> Mapping[str, Any]:
    """Return the definition's content as it was kept."""
    document: Mapping[str, Any] = json.loads(data)
    return document


def _faults(said: Mapping[str, Any]) -> Iterator[Reason]:
    for name in sorted(set(said) - _TOP):
        yield reason("field_unknown", path=name[:60])
    for name in sorted(_TOP - _OPTIONAL - set(said)):
        yield reason("field_missing", path=name)
    if said.get("format", FORMAT) != FORMAT:
        yield reason("field_wrong_type", path="format", expected=FORMAT)
    if "talks" in said:
        yield from usable_id(_text(said["talks"]))
        if said["talks"] == "house":  # ours already
            yield reason("talks_exist")
    yield from _languages(said.get("languages", []))
    hours = said.get("suspension_hours", SUSPENSION_HOURS)
    if type(hours) is not int or not 1 <= hours <= MOST_HOURS:
        yield reason("field_wrong_type", path="suspension_hours", expected=f"whole number, 1 to {MOST_HOURS}")
    for name in ("parties", "places", "seats"):
        yield from _counted(said.get(name, []), name, _MOST[name])
    yield from _uses(said.get("uses", []))
    for name in ("title", "mandate"):
        yield from _local(said.get(name, {"en": "x"}), name)
    yield from _named(said, "parties", {"id", "kind", "name"})
    yield from _named(said, "places", {"id", "zone", "name"})
    yield from _seats(said)
    yield from _kinds(said)
    sides = {_text(one.get("id")) for one in _tables(said, "parties") if one.get("kind") == "side"}
    yield from _plan(said.get("plan", {}), sides)


def _uses(found: object) -> Iterator[Reason]:
    if not isinstance(found, list) or len(found) > _MOST["uses"]:
        yield reason("field_wrong_type", path="uses", expected="list")
        return
    yield from against_ids([_text(one) for one in found], "uses")


def _counted(found: object, path: str, most: int) -> Iterator[Reason]:
    """Yield what is wrong with a list of tables as a list: no list, too long, something else in it."""
    if not isinstance(found, list):
        yield reason("field_wrong_type", path=path, expected="list of tables")
        return
    if len(found) > most:
        yield reason("too_many_named", path=path, found=len(found), most=most)
    for i, one in enumerate(found):
        if not isinstance(one, dict):
            yield reason("field_wrong_type", path=f"{path}[{i}]", expected="table")


def _tables(said: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = said.get(name, [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(value: object) -> str:
    """Return a value as the rules take it; what is no text is nothing that they know."""
    return value if isinstance(value, str) else f"{type(value).__name__} {value}"


def _ids(said: Mapping[str, Any], name: str) -> list[str]:
    """Return the ids of a list of tables, of those that have one."""
    return [_text(one["id"]) for one in _tables(said, name) if "id" in one]


def _languages(found: object) -> Iterator[Reason]:
    if not isinstance(found, list) or not found:
        yield reason("field_wrong_type", path="languages", expected="list")
        return
    if len(found) > _MOST["languages"]:
        yield reason("too_many_named", path="languages", found=len(found), most=_MOST["languages"])
    for i, language in enumerate(found):
        if language not in LANGUAGES:
            yield reason("language_unknown", path=f"languages[{i}]", language=str(language)[:16])


def _local(found: object, path: str) -> Iterator[Reason]:
    if (
        not isinstance(found, dict)
        or not found
        or not all(isinstance(v, str) and v.strip() for v in found.values())
    ):
        yield reason("field_wrong_type", path=path, expected="text in each language")
        return
    for language in sorted(set(found) - set(LANGUAGES)):
        yield reason("language_unknown", path=path, language=language[:16])
    for language, text in found.items():
        said = text if path in _LINES else _on_one_line(text)
        yield from (fault.reason(f"{path}.{language}") for fault in faults(said))
    if longest := max((len(text) for text in found.values() if len(text) > _LONGEST), default=0):
        yield reason("text_too_long", path=path, found=longest, most=_LONGEST)


def against_name(name: str, called: str) -> Iterator[Reason]:
    """Yield every reason why a name does not show what it is; it has one line."""
    yield from (fault.reason(called) for fault in faults(_on_one_line(name)))


def _on_one_line(name: str) -> str:
    """Return a name with what begins another line or column made what may stand nowhere."""
    return name.replace("\n", "\r").replace("\t", "\r")


def against_line(text: str, path: str) -> Iterator[Reason]:
    """Yield every reason why this is no name or number on one line, as letters have them."""
    if not text.strip():
        yield reason("field_missing", path=path)
    elif len(text) > _LONGEST_LINE:
        yield reason("text_too_long", path=path, found=len(text), most=_LONGEST_LINE)
    yield from against_name(text, path)


def _named(said: Mapping[str, Any], group: str, fields: set[str]) -> Iterator[Reason]:
    yield from against_ids(_ids(said, group), group)
    for i, one in enumerate(_tables(said, group)):
        path = f"{group}[{i}]"
        for name in sorted(set(one) - fields):
            yield reason("field_unknown", path=f"{path}.{name[:40]}")
        for name in sorted(fields - set(one)):
            yield reason("field_missing", path=f"{path}.{name}")
        if "name" in one:
            yield from _local(one["name"], f"{path}.name")
        if "zone" in one and not _zone(one["zone"]):
            yield reason("zone_unknown", path=f"{path}.zone", zone=str(one["zone"])[:40])


def _zone(name: object) -> bool:
    try:
        ZoneInfo(str(name))
    except (ValueError, OSError, KeyError):
        return False
    return bool(name)


def _kinds(said: Mapping[str, Any]) -> Iterator[Reason]:
    kinds = [_text(one["kind"]) for one in _tables(said, "parties") if "kind" in one]
    yield from against_kinds(kinds)
    if kinds.count("side") != 2:
        yield reason("two_sides_needed", found=kinds.count("side"))
    hosts = [one.get("id") for one in _tables(said, "parties") if one.get("kind") == "host"]
    facilitates = [one.get("role") for one in _tables(said, "seats") if one.get("party") in hosts]
    if hosts and not {"facilitator", "head"} & {one for one in facilitates if isinstance(one, str)}:
        yield reason("facilitator_needed")  # else nobody could ever be invited


def _seats(said: Mapping[str, Any]) -> Iterator[Reason]:
    wanted = {"id", "party", "role", "place", "person"}
    parties, places = set(_ids(said, "parties")), set(_ids(said, "places"))
    yield from against_ids(_ids(said, "seats"), "seats")
    for i, seat in enumerate(_tables(said, "seats")):
        path = f"seats[{i}]"
        for name in sorted(set(seat) - wanted - {"language"}):
            yield reason("field_unknown", path=f"{path}.{name[:40]}")
        for name in sorted(wanted - set(seat)):
            yield reason("field_missing", path=f"{path}.{name}")
        person = seat.get("person", "x")
        spelled = isinstance(person, str) and person.strip()
        yield from _local({"en": person} if spelled else person, f"{path}.person")
        if wanted <= seat.keys():
            party, role, place = (_text(seat[name]) for name in ("party", "role", "place"))
            yield from against_seat(party, role, place, parties, places)
        if seat.get("language", "en") not in LANGUAGES:
            yield reason("language_unknown", path=f"{path}.language", language=str(seat.get("language"))[:16])


def _plan(plan: object, sides: set[Any]) -> Iterator[Reason]:
    if not isinstance(plan, dict):
        yield reason("field_wrong_type", path="plan", expected="table")
        return
    for name in sorted(set(plan) - _PLAN):
        yield reason("field_unknown", path=f"plan.{name[:40]}")
    for name, most in _MOST_IN_PLAN.items():
        yield from _counted(plan.get(name, []), f"plan.{name}", most)
    yield from _limits(plan, sides, "plan")
    known: set[str] = set()
    for i, place in enumerate(_tables(plan, "places")):
        yield from usable_id(_text(place.get("id")))
        if _text(place.get("id")) in known:
            yield reason("field_wrong_type", path=f"plan.places[{i}].id", expected="id of its own")
        known.add(_text(place.get("id")))
        yield from _whole(place.get("capacity"), f"plan.places[{i}].capacity")
    for i, rather in enumerate(_tables(plan, "alternatives")):
        path = f"plan.alternatives[{i}]"
        for name in sorted(set(rather) - _RATHER):
            yield reason("field_unknown", path=f"{path}.{name[:40]}")
        for name in sorted({"id", "name", "start"} - set(rather)):
            yield reason("field_missing", path=f"{path}.{name}")
        if "id" in rather:
            yield from usable_id(_text(rather["id"]))
        yield from _local(rather.get("name", {"en": "x"}), f"{path}.name")
        yield from _limits(rather, sides, path)
        yield from _strays(rather, "first", sides, path)
        for side, many in _of(rather, "first", sides):
            yield from _whole(many, f"{path}.first.{side}")


def _limits(found: Mapping[str, Any], sides: set[Any], path: str) -> Iterator[Reason]:
    """Yield what is wrong with the numbers of a plan, its sides' limits and its first day."""
    if "start" in found and not _is_day(found["start"]):
        yield reason("field_wrong_type", path=f"{path}.start", expected="YYYY-MM-DD")
    for name in _NUMBERS:
        if name in found:
            least, most = (1, BATCHES_LIMIT) if name == "batches" else (0, LARGEST)
            yield from _whole(found[name], f"{path}.{name}", least, most)
    yield from _strays(found, "sides", sides, path)
    for side, limits in _of(found, "sides", sides):
        if not isinstance(limits, dict):
            yield reason("field_wrong_type", path=f"{path}.sides.{side}", expected="table")
            continue
        for name in sorted(set(limits) - _SIDE):
            yield reason("field_unknown", path=f"{path}.sides.{side}.{name[:40]}")
        for name, value in limits.items():
            yield from _whole(value, f"{path}.sides.{side}.{name[:40]}", int(name == "seats"))


def _of(found: Mapping[str, Any], name: str, sides: set[Any]) -> Iterator[tuple[str, Any]]:
    """Yield (side, value) of a table by sides."""
    by_side = found.get(name, {})
    for side, value in by_side.items() if isinstance(by_side, dict) else ():
        if side in sides:
            yield side, value


def _strays(found: Mapping[str, Any], name: str, sides: set[Any], path: str) -> Iterator[Reason]:
    by_side = found.get(name, {})
    if not isinstance(by_side, dict):
        yield reason("field_wrong_type", path=f"{path}.{name}", expected="table")
        return
    for side in sorted(set(by_side) - sides):
        yield reason("party_unknown", party=str(side)[:40])


def _whole(value: object, path: str, least: int = 0, most: int = LARGEST) -> Iterator[Reason]:
    if type(value) is not int or not least <= value <= most:
        ends = "" if (least, most) == (0, LARGEST) else f", {least} to {most}"
        yield reason("field_wrong_type", path=path, expected=f"whole number{ends}")


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
