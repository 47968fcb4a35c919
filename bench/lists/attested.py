"""Attested spellings of single names, and different names a letter apart, put one by one among the tuning half's names.

Of two attested spellings of one name: how many have no edge, how many are called two names. Of a Latin spelling of one name
and an Arabic-script spelling of another whose Latin differs in a letter: how many would pass for one.
"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

from bench.lists import data
from parley.letters import bare
from parley.lists.match.common_names import CLOSE
from parley.lists.match.name_column import NameColumn, name_column

BATCH = 300  # pairs put among the others at a time
Pairs = Sequence[tuple[str, str]]


def main() -> None:
    folder = data.folder()
    pairs = attested(folder)
    column = name_column([a for a, _ in pairs], [b for _, b in pairs])
    common = [pair for k, pair in enumerate(pairs) if _common(column, k)]
    people = [p for p in data.candidates(folder) if p.tune]
    missed, twins = _among(people, common)
    print(f"attested spellings of common names {len(common)}: no edge {missed}, called two names {twins}")
    apart = _apart(pairs, common)
    missed, twins = _among(people, apart)
    print(f"names a letter apart {len(apart)}: pass for one {len(apart) - missed - twins}")


def attested(folder: Path) -> Pairs:
    """Return (Latin, Arabic script) of single names of three letters and more."""
    found = set()
    for name in ("name_pairs_wikidata.tsv", "name_pairs_google.tsv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                one, other = row["latin"] or "", row["arabic"] or ""
                if one.isascii() and min(len(one), len(other)) > 2 and " " not in one + other:
                    found.add((one, other))
    return sorted(found)


def _common(column: NameColumn, k: int) -> bool:
    """Return whether both names of a pair are one part, and near some common name."""
    sides = (column.left.parts[k], column.right.parts[k])
    return all(p[0] >= 0 > p[1] and column.edges.common_names.cost[p[0]] <= CLOSE for p in sides)


def _apart(pairs: Pairs, common: Pairs) -> Pairs:
    spelled = defaultdict(set)
    for one, other in pairs:
        spelled[one].add(bare(other))
    found = set()
    for (one, mine), (other, theirs) in combinations(common, 2):
        alike = Levenshtein.distance(one, other, score_cutoff=1) == 1
        if alike and bare(theirs) not in spelled[one] and bare(mine) not in spelled[other]:
            found |= {(one, theirs), (other, mine)}
    return sorted(found)


def _among(people: Sequence[data.Person], pairs: Pairs) -> tuple[int, int]:
    """Return how many pairs have no edge, and how many are near-twins."""
    missed = twins = 0
    for start in range(0, len(pairs), BATCH):
        some = pairs[start : start + BATCH]
        column = name_column([*(p.latin for p in people), *(a for a, _ in some)], [*(p.dari for p in people), *(b for _, b in some)])  # fmt: skip
        rows = np.arange(len(people), len(people) + len(some))
        edge = column.edges.find(column.left.parts[rows, 0], column.right.parts[rows, 0])
        missed += int((edge < 0).sum())
        twins += int(column.edges.twin[edge[edge >= 0]].sum())
    return missed, twins
