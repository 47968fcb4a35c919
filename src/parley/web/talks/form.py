"""New talks as a form: what was filled in, kept line by line, and the file that it makes.

A form's names are ``title.en``, ``parties.0.name.ps``, ``seats.3.person``; lines that say nothing are left out.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from parley.letters import normalized

Form = Mapping[str, str]

KINDS: Final = ("side", "side", "host", "neutral")  # of the four lines of parties, in their agreed order
LAID: Final = (
    ("0", "head"),
    ("0", "list_officer"),
    ("1", "head"),
    ("1", "list_officer"),
    ("2", "facilitator"),
)  # (line of the party, role) of the seats that a form begins with
BEGIN: Final = {"places": 2, "seats": len(LAID) + 1}
MORE: Final = {"places": 2, "seats": 4}  # lines that one press adds
MOST: Final = {"places": 60, "seats": 300}


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as it was filled in. ``open``: the seats are asked for, which need the parties' and places' names."""

    said: Form
    languages: tuple[str, ...]
    places: int
    seats: int
    open: bool

    def of(self, *name: object) -> str:
        """Return what stands in one field."""
        return self.said.get(".".join(map(str, name)), "").strip()

    def names(self, *name: object) -> dict[str, str]:
        """Return a text in each language that it was written in."""
        return {language: text for language in self.languages if (text := self.of(*name, language))}

    def parties(self) -> list[int]:
        """Return the lines of parties that have a name."""
        return [line for line in range(len(KINDS)) if self.names("parties", line, "name")]

    def named_places(self) -> list[int]:
        return [line for line in range(self.places) if self.names("places", line, "name")]


def filled(said: Form, languages: Sequence[str]) -> Filled:
    """Return the form after a press: with more lines, or with its seats. ``languages``: all that there are."""
    pressed = said.get("do", "")
    chosen = tuple(one for one in languages if f"languages.{one}" in said) or tuple(languages)
    counts = {
        group: _count(said, group) + (MORE[group] if pressed == f"more-{group}" else 0) for group in MORE
    }
    laid = {f"seats.{i}.{name}": value for i, seat in enumerate(LAID) for name, value in zip(("party", "role"), seat, strict=True)}  # fmt: skip
    return Filled(
        {**laid, **said},
        chosen,
        min(counts["places"], MOST["places"]),
        min(counts["seats"], MOST["seats"]),
        open=pressed in ("seats", "more-seats") or "seats.count" in said,
    )


def _count(said: Form, group: str) -> int:
    number = said.get(f"{group}.count", "")
    return int(number) if number.isdecimal() and len(number) < 4 else BEGIN[group]


def toml(form: Filled) -> str:
    """Return the file that the form makes: what ``app.definition`` reads, and a person can."""
    parties = dict(zip(form.parties(), _ids(form, "parties", form.parties(), KINDS), strict=True))
    at = form.named_places()
    places = dict(zip(at, _ids(form, "places", at), strict=True))
    lines = [
        'format = "parley-talks/1"',
        f"talks = {_text(form.of('talks'))}",
        f"languages = [{', '.join(map(_text, form.languages))}]",
        f"title = {_table(form.names('title'))}",
        f"mandate = {_table(form.names('mandate'))}",
    ]
    for line, party in parties.items():
        name = _table(form.names("parties", line, "name"))
        lines += ["", "[[parties]]", f"id = {_text(party)}", f"kind = {_text(KINDS[line])}", f"name = {name}"]
    for line, place in places.items():
        zone, name = _text(form.of("places", line, "zone")), _table(form.names("places", line, "name"))
        lines += ["", "[[places]]", f"id = {_text(place)}", f"zone = {zone}", f"name = {name}"]
    for seat in _seats(form, parties, places):
        lines += ["", "[[seats]]", *(f"{name} = {_text(value)}" for name, value in seat.items())]
    return "\n".join(lines) + "\n"


def _seats(form: Filled, parties: Mapping[int, str], places: Mapping[int, str]) -> Iterable[dict[str, str]]:
    taken: set[str] = set()
    for line in range(form.seats):
        if not (person := form.of("seats", line, "person")):
            continue
        party, place = (_line(form.of("seats", line, name)) for name in ("party", "place"))
        role = form.of("seats", line, "role")
        party_id = parties.get(party, "")
        yield {
            "id": _free(_slug(f"{party_id} {role.replace('_officer', 's')}") or "seat", taken),
            "party": party_id,
            "role": role,
            "place": places.get(place, ""),
            "person": person,
            "language": form.of("seats", line, "language"),
        }


def _line(number: str) -> int:
    return int(number) if number.isdecimal() and len(number) < 4 else -1


def _ids(form: Filled, group: str, lines: Sequence[int], kinds: Sequence[str] = ()) -> list[str]:
    """Return an id for each line: from its English name, else from what it is."""
    taken: set[str] = set()
    one = {"parties": "party", "places": "place"}[group]
    return [
        _free(_slug(form.of(group, line, "name", "en")) or (kinds[line] if kinds else one), taken)
        for line in lines
    ]


def _slug(text: str) -> str:
    plain = normalized("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:30].strip("-")


def _free(wanted: str, taken: set[str]) -> str:
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    taken.add(found)
    return found


def _table(texts: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{language} = {_text(text)}" for language, text in texts.items()) + " }"


def _text(value: str) -> str:
    """Return a TOML string: JSON's escapes are TOML's, but for the one control character that JSON lets stand."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
