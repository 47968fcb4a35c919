"""Brothers and fathers whose names rhyme, lines that contradict, and when "nobody" is said."""

import random

import pytest

from parley.cli.match_words import reasons
from parley.lists.match import Candidate, Rows, match
from parley.lists.names.known import PARTS
from parley.lists.names.parse import parse

OTHERS = [("Haji Faqir Zada Shinwari", "فقیرزاده شینواری"), ("Karam-ud-Din Wardak", "کرم الدین وردک"), ("Essa Khan Popalzai", "عیسی خان پوپلزی")]  # fmt: skip
RHYMES = [
    (("Rafiullah", "رفیع الله"), ("Shafiullah", "شفیع الله")), (("Rafiullah", "رفیع الله"), ("Safiullah", "صفی الله")), (("Samiullah", "سمیع الله"), ("Safiullah", "صفی الله")),
    (("Rafiullah", "رفیع الله"), ("Rafiqullah", "رفیق الله")), (("Najibullah", "نجیب الله"), ("Mujibullah", "مجیب الله")), (("Zikrullah", "ذکرالله"), ("Shukrullah", "شکرالله")),
    (("Abdul Rahim", "عبدالرحیم"), ("Abdul Rahman", "عبدالرحمن")), (("Amin", "امین"), ("Yamin", "یمین")), (("Sharif", "شریف"), ("Tarif", "طریف")), (("Anwar", "انور"), ("Sanwar", "سنور")),
]  # fmt: skip


def answered(one: dict[str, str], other: dict[str, str]) -> Candidate:
    """Return the first line of a person among others who match."""
    left = [{"id": "A", **one}, *({"id": f"A{k}", "name": latin} for k, (latin, _) in enumerate(OTHERS))]
    right = [{"id": "B", **other}, *({"id": f"B{k}", "name": dari} for k, (_, dari) in enumerate(OTHERS))]
    return next(c for c in match(Rows.of(left), Rows.of(right)).candidates if c.left_id == "A")


@pytest.mark.parametrize(("one", "other"), RHYMES)
@pytest.mark.parametrize("scripts", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_brothers_whose_names_rhyme_are_left_to_people_and_it_is_said(
    one: tuple[str, str], other: tuple[str, str], scripts: tuple[int, int]
) -> None:
    here, there = scripts
    family = ("Kakar", "کاکر")
    same = {"birth_year": "1985", "province": "Khost"}
    father = ("Gul Khan", "گل خان")
    left = {"name": f"{one[here]} {family[here]}", "father": father[here], **same}
    right = {"name": f"{other[there]} {family[there]}", "father": father[there], **same}
    found = answered(left, right)
    assert (found.right_id, found.decision) == ("B", "review")
    line = reasons(found, "en")
    assert "near-twin" in line or "differs: " in line


@pytest.mark.parametrize(("one", "other"), RHYMES)
def test_fathers_whose_names_rhyme_are_two_men(one: tuple[str, str], other: tuple[str, str]) -> None:
    for here, there in ((0, 0), (0, 1), (1, 1)):
        name = ("Nangyal Wardak", "ننگیال وردک")
        found = answered({"name": name[here], "father": one[here]}, {"name": name[there], "father": other[there]})  # fmt: skip
        assert (found.right_id, found.decision) == ("B", "review")
        assert "other columns contradict: father" in reasons(found, "en")
        same = answered({"name": name[here], "father": one[here]}, {"name": name[there], "father": one[there]})  # fmt: skip
        assert same.decision == "match", reasons(same, "en")


@pytest.mark.parametrize("name", [("Ehsanullah", "احسان الله"), ("Yousuf", "یوسف"), ("Omid", "امید"), ("Wais", "ویس"), ("Ezatullah", "عزت الله"), ("Qurban", "قربان"), ("Ghulam Haidar", "غلام حیدر"), ("Zhwandun", "ژوندون")])  # fmt: skip
def test_what_typists_write_a_first_sound_with_is_no_doubt(name: tuple[str, str]) -> None:
    found = answered({"name": f"{name[0]} Roshangar"}, {"name": f"{name[1]} روشنگر"})
    assert (found.right_id, found.decision) == ("B", "match"), reasons(found, "en")


PLAIN = [pair for pair in PARTS if not parse(f"{pair[0]} Ali").titles]
PLACES = [("Kabul", "کابل"), ("Herat", "هرات"), ("Khost", "خوست"), ("Kunar", "کنر"), ("Zabul", "زابل")]


@pytest.mark.parametrize("seed", range(3))
def test_no_line_that_says_a_contradiction_is_a_match(seed: int) -> None:
    """Fathers, years and provinces drawn apart for a third of the rows each."""
    rng = random.Random(seed)
    left, right = [], []
    for k in range(80):
        name, place, father, year = rng.sample(PLAIN, rng.choice((2, 3))), rng.choice(PLACES), rng.choice(PLAIN), rng.randint(1950, 2000)  # fmt: skip
        left.append({"id": f"A{k}", "name": " ".join(p[0] for p in name), "province": place[0], "father": father[0], "birth_year": str(year)})  # fmt: skip
        place = rng.choice(PLACES) if rng.random() < 0.3 else place
        father = rng.choice(PLAIN) if rng.random() < 0.3 else father
        year += rng.choice((0, 0, 1, 12))
        right.append({"id": f"B{k}", "name": " ".join(p[1] for p in name), "province": place[1], "father": father[1], "birth_year": str(year)})  # fmt: skip
    found = match(Rows.of(left), Rows.of(right)).candidates
    matches = [one for one in found if one.decision == "match"]
    assert matches
    assert not [one for one in matches if "contradicts" in [remark.code for remark in one.remarks]]
    moved = {one.left_id: one for one in found if one.rank == 1 and one.decision == "match"}
    at = {row["id"]: row["province"] for row in (*left, *right)}
    numbers = {spelling: k for k, pair in enumerate(PLACES) for spelling in pair}
    assert [one for one in moved.values() if numbers[at[one.left_id]] != numbers[at[one.right_id]]], "a rare name outweighs another province"  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("SAMANDARROSHANGARKHOSTI", "Samandar Roshangar Khosti", "the same letters, cut into words otherwise"),
        ("Samandar Roshangar Khosti", "SAMANDARROSHANGARKHOSTI", "the same letters, cut into words otherwise"),
        ("SAMANDARZARGHUNROSHANGAR", "سمندر زرغون روشنگر", "the same letters, cut into words otherwise"),
        ("Samandar Roshangar", "Palwasha Nilofar", "nobody on the right has a name like it"),
    ],
)  # fmt: skip
def test_nobody_is_said_only_where_no_row_has_the_letters(one: str, other: str, said: str) -> None:
    found = answered({"name": one}, {"name": other})
    assert said in reasons(found, "en")
    assert (found.right_id, found.decision) == (("", "none") if "nobody" in said else ("B", "review"))


def test_a_cell_of_several_persons_is_for_people() -> None:
    for name in ("Nangyal Wardak and two sons", "ننگیال وردک و دو پسرش", "Nangyal & Palwasha Wardak", "ننگیال او پلوشه وردک"):  # fmt: skip
        for other in ("Nangyal Wardak", "ننگیال وردک"):
            found = answered({"name": name}, {"name": other})
            assert (found.right_id, found.decision) == ("B", "review")
            assert "more than one person in the cell" in reasons(found, "en")
