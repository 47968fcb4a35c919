"""What ugly lists do: contradictions planted in the open lists, fathers in a column on one side and in the name on the other."""

import random
from collections.abc import Iterator
from typing import Any

from bench.lists import data, people
from parley.lists.match import Rows, match

Row = dict[str, str]
SEEDS = (1, 2, 3)


def main() -> None:
    """Print how many of the true pairs and of the planted ones are decided, and what is left to people."""
    for name, size in (
        ("contradictions", 40),
        ("contradictions", 150),
        ("contradictions", 600),
        ("chains", 200),
        ("chains", 1000),
    ):
        counts = [0] * 6
        for seed in SEEDS:
            made = _contradicted if name == "contradictions" else _chained
            for at, count in enumerate(_counted(*made(size, seed))):
                counts[at] += count
        true, first, decided, planted, wrong, review = counts
        print(
            f"{name:14} {size:5} rows, {true} true pairs: first {first}, decided {decided}; {planted} planted, decided {wrong}; "
            f"left to review {review} of {size * len(SEEDS)}", flush=True,
        )  # fmt: skip


def _counted(left: list[Row], right: list[Row], true: set[str]) -> Iterator[int]:
    """Yield true pairs, those first, those decided; the others, those decided wrongly; rows for review. Ids agree but for a letter."""
    firsts = [c for c in match(Rows.of(left), Rows.of(right)).candidates if c.rank == 1]
    decided = [c for c in firsts if c.decision == "match"]

    def right_ones(lines: list[Any]) -> int:
        return sum(c.left_id in true and c.right_id[1:] == c.left_id[1:] for c in lines)

    yield len(true)
    yield right_ones(firsts)
    yield right_ones(decided)
    yield len(left) - len(true)
    yield len(decided) - right_ones(decided)
    yield sum(c.decision == "review" for c in firsts)


def _contradicted(size: int, seed: int) -> tuple[list[Row], list[Row], set[str]]:
    """Return candidates of the open list, of whom three in ten are somebody else on the right: another father, birth, sex."""
    rng = random.Random(seed)
    fathers = [pair for pair in people.parts()[0] if " " not in pair[0]]
    left, right, true = [], [], set()
    for k, person in enumerate(rng.sample(data.candidates(data.folder()), size)):
        father, other = rng.sample(fathers, 2)
        year, sex = rng.randint(1945, 1985), rng.choice("MF")
        left.append(
            {"id": f"A{k}", "name": person.latin, "father": father[0], "birth_year": str(year), "sex": sex}
        )
        kind = rng.choice(("father", "birth", "both", "sex")) if rng.random() < 0.3 else ""
        if not kind:
            true.add(f"A{k}")
        father = other if kind in ("father", "both") else father
        year += rng.randint(12, 40) if kind in ("birth", "both") else rng.choice((0, 0, 0, 1, -1))
        sex = {"M": "F", "F": "M"}[sex] if kind == "sex" else sex
        right.append(
            {"id": f"B{k}", "name": person.dari, "father": father[1], "birth_year": str(year), "sex": sex}
        )
    rng.shuffle(right)
    return left, right, true


def _chained(size: int, seed: int) -> tuple[list[Row], list[Row], set[str]]:
    """Return made-up people: own name, father and family; the father in a column on the left, in the name on the right.

    For three in ten there is a cousin on the right, with another father, and not they themselves.
    """
    rng = random.Random(seed)
    given, family = people.parts()
    given = [pair for pair in given if " " not in pair[0]]
    left, right, true = [], [], set()
    for k in range(size):
        own, father, other = rng.sample(given, 3)
        last = rng.choice(family)
        left.append({"id": f"A{k}", "name": f"{own[0]} {last[0]}", "father": father[0]})
        if rng.random() < 0.3:
            father = other
        else:
            true.add(f"A{k}")
        right.append({"id": f"B{k}", "name": f"{own[1]} {father[1]} {last[1]}"})
    rng.shuffle(right)
    return left, right, true
