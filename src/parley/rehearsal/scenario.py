"""A rehearsal as files: the talks that the facilitator brings, and what the bots in its seats are to do."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

Texts = Mapping[str, str]  # language → wording


@dataclass(frozen=True, slots=True)
class Sitter:
    """One seat as the talks' file lays it."""

    id: str
    party: str
    role: str
    place: str
    person: str
    language: str


@dataclass(frozen=True, slots=True)
class SideLists:
    """A side's two files, and how many of its claims must be cleared for the rehearsal to count as done."""

    party: str
    files: Mapping[str, Path]  # claims, holdings → file
    least: int


@dataclass(frozen=True, slots=True)
class Bracket:
    """The clause that one side puts in brackets, with its own wording."""

    clause: str
    party: str
    wording: Texts


@dataclass(frozen=True, slots=True)
class Scenario:
    toml: str  # the talks' definition as the facilitator hands it to Parley
    talks: str
    clock: datetime
    languages: tuple[str, ...]
    sides: tuple[str, ...]  # in their agreed order
    places: Mapping[str, str]  # id → name in English
    seats: tuple[Sitter, ...]
    media: tuple[str, ...]  # seats with camera and sound, one in each place
    lists: tuple[SideLists, ...]
    threshold: int  # percent
    decide: int  # pairs below the threshold that each officer decides
    clauses: Mapping[str, Texts]  # number → language → wording
    adopted: tuple[str, ...]
    subject: tuple[str, str]  # (clause, party that agrees subject to approval)
    bracket: Bracket
    meeting: tuple[str, str]  # (time, place)

    def seat(self, seat: str) -> Sitter:
        return next(one for one in self.seats if one.id == seat)

    def in_role(self, party: str, role: str) -> Sitter:
        """Return the party's first seat in this role."""
        return next(one for one in self.seats if (one.party, one.role) == (party, role))

    @property
    def host(self) -> Sitter:
        """Return the facilitator, who opens sessions and holds the pen."""
        return next(one for one in self.seats if one.role == "facilitator")

    def head_of(self, party: str) -> Sitter:
        """Return who speaks for a party: a side's head, the host's facilitator."""
        return self.in_role(party, "head") if party in self.sides else self.host


def read_scenario(folder: Path) -> Scenario:
    """Return what ``talks.toml``, ``rehearsal.toml`` and the files they name hold.

    Raises: OSError, ValueError, KeyError if one of them is missing or wrong: the examples are our own.
    """
    toml = (folder / "talks.toml").read_text("utf-8")
    talks, plan = tomllib.loads(toml), tomllib.loads((folder / "rehearsal.toml").read_text("utf-8"))
    clauses = plan["clauses"]
    texts = {language: _clauses(folder / name) for language, name in plan["text"].items()}
    bracketed = clauses["bracketed"]
    return Scenario(
        toml=toml,
        talks=talks["talks"],
        clock=datetime.fromisoformat(plan["clock"]),
        languages=tuple(talks["languages"]),
        sides=tuple(one["id"] for one in talks["parties"] if one["kind"] == "side"),
        places={one["id"]: one["name"]["en"] for one in talks["places"]},
        seats=tuple(
            Sitter(**({"language": "en"} | one | {"person": _name(one["person"])})) for one in talks["seats"]
        ),
        media=tuple(plan["media"]),
        lists=tuple(_lists(folder, party, said) for party, said in plan["lists"].items()),
        threshold=plan["threshold"],
        decide=plan["decide"],
        clauses={number: {tag: texts[tag][number] for tag in texts} for number in texts["en"]},
        adopted=tuple(clauses["adopted"]),
        subject=(clauses["subject"]["clause"], clauses["subject"]["party"]),
        bracket=Bracket(
            bracketed["clause"],
            bracketed["party"],
            {tag: bracketed[tag].strip() for tag in talks["languages"]},
        ),
        meeting=(plan["meeting"]["at"], plan["meeting"]["place"]),
    )


def _name(said: str | Mapping[str, str]) -> str:
    return said if isinstance(said, str) else said["en"]


def _lists(folder: Path, party: str, said: Mapping[str, Any]) -> SideLists:
    return SideLists(
        party, {kind: folder / said[kind] for kind in ("claims", "holdings")}, said["cleared_at_least"]
    )


def _clauses(path: Path) -> dict[str, str]:
    """Return the clauses of a text by number: heading, empty line, paragraphs; no trailing newline."""
    parts = re.split(r"^## (\w+)\. ", path.read_text("utf-8"), flags=re.MULTILINE)
    return {number: text.strip() for number, text in zip(parts[1::2], parts[2::2], strict=True)}
