"""Two Latin lists that spell by different rules: what they show of each other is learned, without labels."""

import random
from itertools import pairwise

import pytest

from bench.lists.measure import Line, measured
from bench.lists.roman import RULES, romanised
from parley.lists.match import Rows, match
from parley.lists.match.edit import TABLES, N
from parley.lists.match.habits import SAMPLE, habits, written
from parley.lists.names.known import PARTS
from parley.lists.names.sound import INDEX

DARI = [dari for latin, dari in PARTS if " " not in dari]


def lists(one: str, other: str, size: int, seed: int, held: float = 0.7) -> tuple[Rows, Rows, dict[str, str]]:
    """Return made-up people romanised by two rules, and who is who."""
    rng = random.Random(seed)
    people = [" ".join(rng.sample(DARI, rng.choice((2, 3)))) for _ in range(size)]
    some = rng.sample(range(size), round(size * held))
    left = [{"id": f"L{k}", "name": romanised(one)(name)} for k, name in enumerate(people)]
    right = [{"id": f"R{k}", "name": romanised(other)(people[k])} for k in some]
    right += [
        {"id": f"X{k}", "name": romanised(other)(" ".join(rng.sample(DARI, 3)))} for k in range(size // 4)
    ]
    return Rows.of(left), Rows.of(right), {f"L{k}": f"R{k}" for k in some}


@pytest.mark.parametrize(("one", "other"), [("BGN/PCGN", "ALA-LC"), ("ALA-LC", "DIN 31635"), ("BGN/PCGN", "letters alone"), ("French", "DIN 31635")])  # fmt: skip
def test_lists_romanised_by_different_rules_are_calibrated_and_decided(one: str, other: str) -> None:
    left, right, truth = lists(one, other, 300, 1)
    answer = match(left, right, candidates=1, explain=False)
    lines = [Line(c.left_id, c.right_id, c.probability, c.decision) for c in answer.candidates]
    found = measured(lines, truth)
    assert not [x for x in lines if x.decision == "match" and truth.get(x.left) != x.right]
    assert found.calibration <= 0.04
    assert found.best - found.own <= 0.08
    assert answer.learned_from > 100
    assert answer.learned


def test_what_was_learned_is_what_the_rules_say() -> None:
    left, right, _ = lists("BGN/PCGN", "ALA-LC", 200, 2)
    found = habits(left.column("name"), right.column("name"))
    assert found is not None
    assert ("w", "v") in written(found.letters)
    assert found.table[INDEX["w"], INDEX["v"]] <= 3
    assert found.table[INDEX["b"], INDEX["b"]] == 0
    assert found.table[INDEX["b"], INDEX["m"]] >= 30


def test_short_lists_and_other_scripts_teach_nothing() -> None:
    left, right, _ = lists("BGN/PCGN", "ALA-LC", 12, 3)
    assert habits(left.column("name"), right.column("name")) is None
    names = [romanised("ALA-LC")(name) for name in DARI[:200]]
    assert habits(names, DARI[:200]) is None
    assert habits(DARI[:200], names) is None
    assert habits([], []) is None
    assert habits([""], [""]) is None


def test_lists_that_spell_alike_learn_nothing_worth_saying() -> None:
    left, right, truth = lists("BGN/PCGN", "BGN/PCGN", 200, 4)
    answer = match(left, right, candidates=1)
    assert answer.learned == ()
    decided = {c.left_id: c.right_id for c in answer.candidates if c.decision == "match"}
    assert len(decided) > 0.97 * len(truth)
    assert all(truth.get(a) == b for a, b in decided.items())


def test_strangers_are_not_matched_because_of_what_was_learned() -> None:
    left, right, _ = lists("BGN/PCGN", "letters alone", 200, 5, held=0.0)
    assert not [
        c for c in match(left, right, candidates=1, explain=False).candidates if c.decision == "match"
    ]


def test_near_twins_stay_two_on_lists_of_different_rules() -> None:
    left, right, truth = lists("BGN/PCGN", "ALA-LC", 150, 6)
    twins = [
        ("کریم نوری", "رحیم نوری"),
        ("نذیر صافی", "نصیر صافی"),
        ("جمال هوتک", "کمال هوتک"),
        ("رفیع الله وردک", "شفیع الله وردک"),
    ]
    one, other = romanised("BGN/PCGN"), romanised("ALA-LC")
    more_left = [{"id": f"T{k}", "name": one(a)} for k, (a, _) in enumerate(twins)]
    more_right = [{"id": f"U{k}", "name": other(b)} for k, (_, b) in enumerate(twins)]
    rows = [
        [{"id": i, "name": n} for i, n in zip(side.ids, side.column("name"), strict=True)]
        for side in (left, right)
    ]
    found = match(Rows.of(rows[0] + more_left), Rows.of(rows[1] + more_right)).candidates
    assert not [c for c in found if c.decision == "match" and (c.left_id[0] == "T" or c.right_id[0] == "U")]
    assert [c for c in found if c.decision == "match" and truth.get(c.left_id) == c.right_id]


@pytest.mark.parametrize("seed", range(3))
def test_chances_never_rise_from_one_rank_to_the_next_there_either(seed: int) -> None:
    left, right, _ = lists("ALA-LC", "DIN 31635", 120, seed)
    for one, other in pairwise(match(left, right, explain=False).candidates):
        assert one.left_id != other.left_id or one.probability >= other.probability


def test_long_lists_are_sampled_by_name_so_that_counterparts_stay_together() -> None:
    rng = random.Random(7)
    people = sorted({" ".join(rng.choices(DARI, k=3)) for _ in range(SAMPLE + 600)})
    left, right = ([romanised(by)(name) for name in people] for by in ("BGN/PCGN", "ALA-LC"))
    found = habits(left, right)
    assert found is not None
    assert 200 < found.pairs < SAMPLE
    assert ("w", "v") in written(found.letters)


def test_the_tables_of_the_other_scripts_stay() -> None:
    left, right, _ = lists("BGN/PCGN", "ALA-LC", 200, 2)
    found = habits(left.column("name"), right.column("name"))
    assert found is not None
    assert (found.tables()[N * N :] == TABLES[N * N :]).all()
    assert set(RULES) >= {"BGN/PCGN", "ALA-LC", "DIN 31635"}


def test_a_few_near_twins_among_the_best_pairs_teach_nothing() -> None:
    """Pirzad is nearest to Sherzad where he is not on the other list: three such pairs are no habit."""
    rng = random.Random(8)
    people = [" ".join(rng.sample(DARI, 3)) for _ in range(150)]
    left = [romanised("BGN/PCGN")(name) for name in people]
    right = [*left, "Ashraf Shirzad Noori", "Faisal Shirgul Noori", "Kamal Shirdil Safi"]
    left += ["Ashraf Pirzad Noori", "Faisal Pirgul Noori", "Kamal Pirdil Safi"]
    assert habits(left, right) is None
