"""The open data, by person, in two halves: one to tune on, one to report on."""

import csv
import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Person:
    """A candidate of 2018."""

    id: str
    latin: str
    dari: str
    province: str  # Latin
    province_dari: str
    tune: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A person on the UN list."""

    id: str
    latin: str
    script: str
    aliases: tuple[str, ...]
    tune: bool


def folder() -> Path:
    """Return the folder PARLEY_OPEN_DATA names; leave with 2 and words if it is not there."""
    path = Path(os.environ.get("PARLEY_OPEN_DATA", ""))
    wanted = "afghan_candidates_2018.csv"
    if not os.environ.get("PARLEY_OPEN_DATA") or not (path / wanted).is_file():
        print(
            "The figures need the open name lists: set PARLEY_OPEN_DATA to a folder with afghan_candidates_2018.csv and\n"
            "afghan_constituencies.csv (afghanistan_election_results_2018 by C. Cookman), un_listed_persons.csv and\n"
            "un_listed_aliases.csv (UN Security Council consolidated list), name_pairs_wikidata.tsv\n"
            "(NETransliteration-COLING2018) and name_pairs_google.tsv (google/transliteration). docs/matching.md says more.",
            file=sys.stderr,
        )
        raise SystemExit(2)
    return path


def tune(person: str) -> bool:
    """Return which half a person is in: by the digest of the id, so always the same."""
    return hashlib.sha256(f"parley tuning half {person}".encode()).digest()[0] % 2 == 0


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def candidates(path: Path) -> list[Person]:
    """Return the candidates, in the file's order."""
    places = {r["constituency"]: r for r in _rows(path / "afghan_constituencies.csv")}
    return [
        Person(r["id"], r["name_latin"], r["name_dari"], places[r["constituency"]]["name_latin"], places[r["constituency"]]["name_dari"], tune(r["id"]))
        for r in _rows(path / "afghan_candidates_2018.csv")
    ]  # fmt: skip


def un_persons(path: Path) -> list[Listed]:
    """Return the persons of the UN list with their aliases."""
    aliases: dict[str, list[str]] = {}
    for row in _rows(path / "un_listed_aliases.csv"):
        if row["quality"] == "good":
            aliases.setdefault(row["id"], []).append(row["alias"])
    return [
        Listed(
            r["id"],
            r["name_latin"],
            r["name_original_script"],
            tuple(aliases.get(r["id"], ())),
            tune(r["id"]),
        )
        for r in _rows(path / "un_listed_persons.csv")
    ]
