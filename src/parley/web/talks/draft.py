"""New talks as they are asked for, one question a page: what was said so far, what follows of itself, the file that it makes.

Names of answers are ``title.en``, ``parties.0.name.ps``, ``seats.3.person``. What nobody said has a default; of what is asked, each
question says what it still lacks.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from parley.base import Reason, reason
from parley.languages import LANGUAGES
from parley.letters import normalized
from parley.web.words import Words
from parley.web.words.phrases import N_

KINDS: Final = ("side", "side", "host", "neutral")  # of the four lines of parties, in their agreed order
SIDES, HOST, NEUTRAL = (0, 1), 2, 3
MOST: Final = {"places": 40, "seats": 120}
MORE_SEATS, MORE_PLACES = 2, 2  # lines that one press adds
ASKED: Final = ("sides", "neutral", "people")  # questions that nobody can answer for the host
OTHER: Final = (
    "title",
    "mandate",
    "uses",
    "languages",
    "host",
    "places",
    "name",
)  # that have an answer already
MODULES: Final = ("lists", "plan")  # what talks can leave out, in this order; the second needs the first


@dataclass(frozen=True, slots=True)
class Template:
    """What talks begin with: who sits for each side, whether a neutral does, what they use, how they are called."""

    roles: tuple[str, ...]
    neutral: bool
    uses: tuple[str, ...]
    title: str
    mandate: str


RELEASE = (
    N_("%(first)s and %(second)s: release of prisoners"),
    N_("The release of prisoners, and nothing else."),
)
TEMPLATES: Final[Mapping[str, Template]] = {
    "release": Template(("head", "list_officer"), False, MODULES, *RELEASE),
    "neutral": Template(("head", "list_officer"), True, MODULES, *RELEASE),
    "facilitation": Template(("head", "member"), False, (), N_("Talks between %(first)s and %(second)s"), N_("One text that both sides agree, clause by clause, and nothing else.")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class At:
    """A place as the file has it: ``key`` is what seats say of it."""

    key: str
    zone: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """What was said so far. ``cities`` names a time zone's city in each language."""

    said: Mapping[str, str]
    cities: Callable[[str], Mapping[str, str]]

    def of(self, *name: object) -> str:
        """Return what stands in one answer."""
        return self.said.get(".".join(map(str, name)), "").strip()

    def names(self, *name: object) -> dict[str, str]:
        """Return a text in each language that it was written in."""
        return {language: text for language in LANGUAGES if (text := self.of(*name, language))}

    @property
    def template(self) -> Template:
        return TEMPLATES.get(self.of("template"), TEMPLATES["release"])

    @property
    def begun(self) -> bool:
        return self.of("template") in TEMPLATES

    def count(self, group: str) -> int:
        """Return how many lines a group has."""
        number = self.of(group, "count")
        return min(int(number), MOST[group]) if number.isdecimal() and len(number) < 4 else 0

    def parties(self) -> list[int]:
        """Return the lines of parties that take part."""
        return [*SIDES, HOST, *((NEUTRAL,) if self.template.neutral else ())]

    def languages(self) -> tuple[str, ...]:
        """Return the languages in which the text binds: those chosen, else those that people's letters are in."""
        chosen = [one for one in LANGUAGES if f"languages.{one}" in self.said]
        read = {
            self.language(line) for line in range(self.count("seats")) if self.of("seats", line, "person")
        }
        return tuple(chosen) or tuple(one for one in LANGUAGES if one in read)

    def language(self, seat: int) -> str:
        """Return the language of a seat's letter: its own, else its party's."""
        party = self.of("seats", seat, "party")
        return self.of("seats", seat, "language") or self.of("parties", party, "language") or "en"

    def uses(self) -> tuple[str, ...]:
        """Return what they use of what can be left out."""
        if "uses.asked" not in self.said:
            return self.template.uses
        return tuple(one for one in MODULES if f"uses.{one}" in self.said)

    def texts(self, name: str) -> dict[str, str]:
        """Return the title or the mandate: as it was written, else as the template has it, in every language."""
        return self.names(name) or {one: self.by_default(name, one) for one in LANGUAGES}

    def by_default(self, name: str, language: str) -> str:
        """Return what the template calls them, or says that they are for."""
        sides = [self.names("parties", line, "name") for line in SIDES]
        first, second = (one.get(language) or one.get("en") or next(iter(one.values()), "") for one in sides)
        message = self.template.title if name == "title" else self.template.mandate
        text = str(Words(language).say(message, first=first, second=second).striptags())
        return text.replace("\u2068", "").replace("\u2069", "")

    def places(self) -> list[At]:
        """Return where people sit: each party at one, and what was added; two of one name and zone are one."""
        keyed = [
            (str(line), ("parties", line, "zone"), ("parties", line, "place")) for line in self.parties()
        ]
        keyed += [
            (f"more-{line}", ("places", line, "zone"), ("places", line, "name"))
            for line in range(self.count("places"))
        ]
        found = []
        for key, zone, called in keyed:
            if self.of(*zone):
                found.append(At(key, self.of(*zone), self.names(*called) or self.cities(self.of(*zone))))
        return found

    def place(self, seat: int) -> str:
        """Return the key of the place where somebody sits: one that was chosen, else their party's."""
        keys = {at.key for at in self.places()}
        chosen = self.of("seats", seat, "place")
        return chosen if chosen in keys else self.of("seats", seat, "party")


def begun(said: Mapping[str, str], template: str) -> dict[str, str]:
    """Return the answers once a template is chosen: its seats are laid, what was said before stays."""
    chosen = TEMPLATES[template]
    laid = [(str(line), role) for line in SIDES for role in chosen.roles] + [(str(HOST), "facilitator")]
    laid += [(str(NEUTRAL), "head")] if chosen.neutral else []
    named = {
        (said.get(f"seats.{n}.party", ""), said.get(f"seats.{n}.role", "")): n for n in range(MOST["seats"])
    }
    kept = {name: text for name, text in said.items() if not name.startswith(("seats.", "uses."))}
    for line, (party, role) in enumerate(laid):
        kept |= {f"seats.{line}.party": party, f"seats.{line}.role": role}
        before = named.get((party, role))
        if before is not None:
            kept[f"seats.{line}.person"] = said.get(f"seats.{before}.person", "")
    return kept | {"template": template, "seats.count": str(len(laid))}


def more(said: Mapping[str, str], group: str) -> dict[str, str]:
    """Return the answers with more empty lines of a group."""
    count = Draft(said, lambda zone: {}).count(group)
    added = {"seats": MORE_SEATS, "places": MORE_PLACES}[group]
    laid = {f"seats.{count + n}.{name}": value for n in range(added) for name, value in (("party", str(n % 2)), ("role", "member"))}  # fmt: skip
    return {
        **said,
        **(laid if group == "seats" else {}),
        f"{group}.count": str(min(count + added, MOST[group])),
    }


def lacks(draft: Draft, question: str) -> tuple[Reason, ...]:
    """Return what a question that nobody can answer for the host still lacks."""
    if question == "sides":
        return tuple(_unsaid(draft, (*SIDES, HOST), SIDES))
    if question == "neutral":
        return tuple(_unsaid(draft, (NEUTRAL,), (NEUTRAL,))) if draft.template.neutral else ()
    if question == "people":
        return tuple(_unseated(draft))
    return ()


def _unsaid(draft: Draft, placed: Sequence[int], named: Sequence[int]) -> Iterator[Reason]:
    if any(not draft.names("parties", line, "name") for line in named):
        yield reason("party_unnamed")
    if any(not draft.of("parties", line, "zone") for line in placed):
        yield reason("city_missing")


def _unseated(draft: Draft) -> Iterator[Reason]:
    lines = [line for line in range(draft.count("seats")) if draft.of("seats", line, "person")]
    seated = {(draft.of("seats", line, "party"), draft.of("seats", line, "role")) for line in lines}
    if any((str(side), "head") not in seated for side in SIDES):
        yield reason("head_unnamed")
    if not {(str(HOST), "facilitator"), (str(HOST), "head")} & seated:
        yield reason("facilitator_needed")


def next_question(draft: Draft) -> str:
    """Return the first question that still lacks something, else ``check``."""
    return next((one for one in ASKED if lacks(draft, one)), "check")


def toml(draft: Draft, taken: Sequence[str] = ()) -> str:
    """Return the file that the answers make: what ``app.definition`` reads, and a person can. ``taken``: names of talks that are."""
    lines = draft.parties()
    parties = dict(zip(lines, _ids([draft.of("parties", line, "name", "en") for line in lines], [KINDS[line] for line in lines]), strict=True))  # fmt: skip
    merged: dict[tuple[str, str], At] = {}
    same = {at.key: merged.setdefault((at.zone, json.dumps(at.names)), at).key for at in draft.places()}
    kept = list(merged.values())
    places = dict(zip([at.key for at in kept], _ids([at.names.get("en", "") for at in kept], ["place"] * len(kept)), strict=True))  # fmt: skip
    name = draft.of("talks") or short_name(draft, taken)
    written = [
        'format = "parley-talks/1"',
        f"talks = {_text(name)}",
        f"languages = [{', '.join(map(_text, draft.languages()))}]",
        f"uses = [{', '.join(map(_text, draft.uses()))}]",
        f"title = {_table(draft.texts('title'))}",
        f"mandate = {_table(draft.texts('mandate'))}",
    ]
    for line, party in parties.items():
        called = _table(draft.names("parties", line, "name"))
        written += [
            "",
            "[[parties]]",
            f"id = {_text(party)}",
            f"kind = {_text(KINDS[line])}",
            f"name = {called}",
        ]
    for at in kept:
        written += ["", "[[places]]", f"id = {_text(places[at.key])}", f"zone = {_text(at.zone)}", f"name = {_table(at.names)}"]  # fmt: skip
    for seat in _seats(draft, parties, {key: places[kept_as] for key, kept_as in same.items()}):
        written += ["", "[[seats]]", *(f"{key} = {_text(value)}" for key, value in seat.items())]
    return "\n".join(written) + "\n"


def short_name(draft: Draft, taken: Sequence[str]) -> str:
    """Return the talks' part of every address: from what the sides are called in English, free of those taken."""
    slugs = [_slug(draft.of("parties", line, "name", "en"))[:20].strip("-") for line in SIDES]
    return _free("-".join(one for one in slugs if one) or "talks", {*taken, "house"})


def _seats(draft: Draft, parties: Mapping[int, str], places: Mapping[str, str]) -> Iterator[dict[str, str]]:
    taken: set[str] = set()
    for line in range(draft.count("seats")):
        if not (person := draft.of("seats", line, "person")):
            continue
        said = draft.of("seats", line, "party")
        party = parties.get(int(said), "") if said.isdecimal() and len(said) < 3 else ""
        role = draft.of("seats", line, "role")
        yield {
            "id": _free(_slug(f"{party} {role.replace('_officer', 's')}") or "seat", taken),
            "party": party,
            "role": role,
            "place": places.get(draft.place(line), ""),
            "person": person,
            "language": draft.language(line),
        }


def _ids(names: Sequence[str], otherwise: Sequence[str]) -> list[str]:
    """Return an id for each: from its English name, else from what it is."""
    taken: set[str] = set()
    return [_free(_slug(name) or other, taken) for name, other in zip(names, otherwise, strict=True)]


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
