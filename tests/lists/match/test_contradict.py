"""Contradictions: whoever bears a rare name and is plainly somebody else is left to people, and the line says why."""

import csv
import os
import random
from itertools import pairwise
from pathlib import Path

import pytest

from parley.cli.match_words import reasons
from parley.lists.match import Candidate, Matches, Rows, match
from parley.lists.names.known import PARTS
from parley.lists.names.parse import parse

OPEN = Path(os.environ.get("PARLEY_OPEN_DATA") or Path(__file__).parents[4] / "shared/data")
GIVEN = "Zarghun Toryal Samandar Nangyal Wafadar Hikmat Gulab Sharif Sabawoon Baryalai".split()
FAMILY = "Safi Hotak Noori Wardak Zadran Stanekzai Mandozai Achakzai Miakhel Tanai".split()


def person(k: int, **said: str) -> dict[str, str]:
    plain = {
        "father": f"{GIVEN[k - 3]} Khan", "grandfather": GIVEN[k - 5], "birth_year": str(1960 + 3 * k), "sex": "male",
        "province": ("Kunar", "Zabul", "Parwan", "Khost", "Balkh")[k % 5], "captured_on": f"{2010 + k % 9}-05-06",
    }  # fmt: skip
    return {"id": str(k), "name": f"{GIVEN[k]} {FAMILY[k]}", **plain, **said}


def first(found: Matches, left: str) -> Candidate:
    return next(one for one in found.candidates if one.left_id == left)


def answered(one: dict[str, str], other: dict[str, str]) -> Candidate:
    """Match two of ten: the rest say the same on both lists, and must be decided."""
    people = [person(k) for k in range(1, 10)]
    found = match(
        Rows.of([person(0, **one), *people]),
        Rows.of([person(0, **other), *({**p, "id": f"R{p['id']}"} for p in people)]),
    )
    assert [first(found, p["id"]).decision for p in people] == ["match"] * 9
    return first(found, "0")


CONTRADICTIONS = [
    ({"father": "Mir Alam"}, {"father": "Rahim Dad"}, "father"),
    ({"father": "میر عالم"}, {"father": "Rahim Dad"}, "father"),
    ({"father": "Nazir"}, {"father": "Nasir"}, "father"),
    ({"father": "Gul Ahmad"}, {"father": "گل خان"}, "father"),
    ({"grandfather": "Musa"}, {"grandfather": "ابراهیم"}, "grandfather"),
    ({"birth_year": "1950"}, {"birth_year": "1374"}, "born"),
    ({"birth_year": "1950-03-01"}, {"birth_year": "1972"}, "born"),
    ({"birth_year": "1961; 1962"}, {"birth_year": "1972"}, "born"),
    ({"sex": "female"}, {"sex": "مرد"}, "sex"),
    ({"captured_on": "2001-02-03"}, {"captured_on": "1398/5/12"}, "captured on"),
    ({"name": "Abdul Karim Noori", "province": "Kabul"}, {"name": "عبدالکریم نوری", "province": "هرات"}, "province"),
    ({"father": "Mir Alam", "birth_year": "1950"}, {"father": "Rahim Dad", "birth_year": "1995"}, "father, born"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "fields"), CONTRADICTIONS)
def test_a_contradiction_is_for_people_and_said(
    one: dict[str, str], other: dict[str, str], fields: str
) -> None:
    found = answered(one, other)
    assert (found.right_id, found.decision) == ("0", "review")
    assert f"other columns contradict: {fields}" in reasons(found, "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"father": "Mir Alam"}, {"father": "Mer Allam"}),
        ({"father": "Mir Alam"}, {"father": ""}),
        ({"father": "Mohammad Nabi"}, {"father": "نبی"}),
        ({"father": "Haji Karim"}, {"father": "عبدالکریم"}),
        ({"birth_year": "1950"}, {"birth_year": "1958"}),
        ({"sex": "m"}, {"sex": "ذکر"}),
        ({"name": "Samandar Sabawoon Roshangar", "province": "Kabul"}, {"name": "سمندر سباوون روشنگر", "province": "هرات"}),
    ],
)  # fmt: skip
def test_what_is_no_contradiction_is_decided(one: dict[str, str], other: dict[str, str]) -> None:
    found = answered(one, other)
    assert (found.right_id, found.decision) == ("0", "match"), reasons(found, "en")


def test_nobody_has_a_name_like_it_is_not_said_where_a_row_bears_it() -> None:
    """Whatever speaks against that row: it stands there, with what does."""
    far = {"father": "Rahim Dad", "birth_year": "1999", "province": "Herat", "sex": "female", "captured_on": "1999-01-01", "grandfather": "Ismail"}  # fmt: skip
    people = [person(k) for k in range(1, 10)] * 12
    left = [person(0), *({**p, "id": f"L{k}"} for k, p in enumerate(people))]
    right = [person(0, **far), *({**p, "id": f"R{k}"} for k, p in enumerate(people))]
    found = first(match(Rows.of(left), Rows.of(right)), "0")
    assert (found.right_id, found.decision) == ("0", "none")
    assert "nobody" not in reasons(found, "en")
    assert "other columns contradict: father, grandfather" in reasons(found, "en")


@pytest.mark.parametrize("seed", range(10))
def test_chances_never_rise_from_one_rank_to_the_next(seed: int) -> None:
    """Also where many bear one name and the best pairing gives a row who is not its likeliest."""
    rng = random.Random(seed)

    def drawn(side: str) -> Rows:
        return Rows.of(
            {
                "id": f"{side}{k}", "name": f"{rng.choice(GIVEN[:3])} {rng.choice(FAMILY[:3])}", "father": rng.choice([*GIVEN[:3], ""]),
                "birth_year": rng.choice(["", "1980", "1981", "1990"]),
            } for k in range(40)
        )  # fmt: skip

    lines = match(drawn("L"), drawn("R")).candidates
    for one, next_ in pairwise(lines):
        assert one.left_id != next_.left_id or one.probability >= next_.probability
        assert one.left_id != next_.left_id or (next_.rank == one.rank + 1 and next_.decision == "none")


PLAIN = [pair for pair in PARTS if not parse(f"{pair[0]} Ali").titles]
SOURCES = [("made", 150, 1), ("made", 600, 2)]
if (OPEN / "afghan_candidates_2018.csv").is_file():  # real names: used in place, never shown
    SOURCES += [("open", 40, 1), ("open", 40, 2), ("open", 150, 3), ("open", 600, 4)]


def names(source: str, rng: random.Random, size: int) -> list[tuple[str, str]]:
    """Return names in Latin and Dari spelling: of the open list, or put together from common ones."""
    if source == "made":
        three = [rng.sample(PLAIN, 3) for _ in range(size)]
        return [(" ".join(p[0] for p in parts), " ".join(p[1] for p in parts)) for parts in three]
    with (OPEN / "afghan_candidates_2018.csv").open(encoding="utf-8", newline="") as file:
        return [(row["name_latin"], row["name_dari"]) for row in rng.sample(list(csv.DictReader(file)), size)]


@pytest.mark.parametrize(("source", "size", "seed"), SOURCES)
def test_no_planted_contradiction_is_decided(source: str, size: int, seed: int) -> None:
    """Three in ten of the right list are somebody of the same name, whose father, birth, sex or more are another's."""
    rng = random.Random(seed)
    strangers = [("Zmarai", "زمری"), ("Toryalai", "توریالی"), ("Palwasha", "پلوشه"), ("Wazir Gul", "وزیر گل")]
    left, right, planted = [], [], set()
    for k, (latin, dari) in enumerate(names(source, rng, size)):
        father, year, sex = rng.choice(PLAIN), rng.randint(1945, 1985), rng.choice("MF")
        left.append({"id": f"L{k}", "name": latin, "father": father[0], "birth_year": str(year), "sex": sex})
        kind = rng.choice(("father", "birth_year", "both", "sex")) if rng.random() < 0.3 else ""
        planted |= {f"R{k}"} if kind else set()
        father = rng.choice(strangers) if kind in ("father", "both") else father
        year += rng.randint(12, 40) if kind in ("birth_year", "both") else 0
        sex = {"M": "F", "F": "M"}[sex] if kind == "sex" else sex
        right.append({"id": f"R{k}", "name": dari, "father": father[1], "birth_year": str(year), "sex": sex})
    rng.shuffle(right)
    found = [one for one in match(Rows.of(left), Rows.of(right)).candidates if one.rank == 1]
    decided = {one.right_id for one in found if one.decision == "match"}
    assert not decided & planted
    assert len(decided) > 0.9 * (size - len(planted))
    theirs = [one for one in found if one.right_id == f"R{one.left_id[1:]}" and one.right_id in planted]
    assert all("contradicts" in [remark.code for remark in one.remarks] for one in theirs)
