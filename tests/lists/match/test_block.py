"""Which rows are compared: nothing is left out that would have been looked at, and fathers behind names are the same in numbers and words."""

import numpy as np
import pytest
from scipy import sparse

from bench.lists import people
from parley.lists.match import Rows, block, run
from parley.lists.match.spelled import of_people
from parley.lists.match.vocabulary import WIDTH, Builder


@pytest.mark.parametrize("spread", [3.0, 30.0, 300.0])
def test_what_is_cut_before_sorting_would_not_have_been_looked_at(spread: float) -> None:
    rng = np.random.default_rng(3)
    worth = sparse.random(40, 2_000, 0.2, "csr", np.float32, rng) * np.float32(spread)
    rows = sparse.diags_array(np.arange(40) != 5, dtype=np.float32)  # one shares nothing
    worth = sparse.csr_matrix(rows @ worth)
    worth.eliminate_zeros()
    row = np.repeat(np.arange(40), np.diff(worth.indptr))

    def looked_at(cells: np.ndarray) -> set[tuple[int, int]]:
        found = block._ranked(row[cells], worth.indices[cells], worth.data[cells], block.LOOKED_AT)
        near = (found[2] < block.LOOKED_FIRST) | (found[3] <= block.LOOKED_BEHIND)
        return set(zip(found[0][near].tolist(), found[1][near].tolist(), strict=True))

    kept = block._worth_a_look(row, worth)
    assert looked_at(kept) == looked_at(np.arange(len(row)))
    assert len(kept) <= len(row)


def test_nothing_shared_is_nothing_to_look_at() -> None:
    nothing = sparse.csr_matrix((3, 4), dtype=np.float32)
    assert not len(block._worth_a_look(np.zeros(0, dtype=np.int64), nothing))


def test_fathers_behind_names_are_the_same_parts_in_numbers_and_in_words() -> None:
    left, right = (Rows.of(side) for side in people.people(300, other=(0.1, 0.2)))
    spelled = of_people(left, right)
    builder = Builder()
    side = builder.side(spelled)
    words = list(builder.numbers)
    assert len(side.parts) > spelled.spelled
    for row in range(len(side.parts)):
        tokens = spelled.name(row).tokens[:WIDTH]
        assert [words[k][0] for k in side.parts[row] if k >= 0] == [t.sound for t in tokens]
        assert side.kin[row].tolist()[: len(tokens)] == [t.kin for t in tokens]


def test_few_true_pairs_are_never_compared_among_people_of_two_scripts() -> None:
    left, right = (Rows.of(side) for side in people.people(1_000, other=(0.1, 0.2)))
    left, right, column = run.compared(left, right)
    (i, j), _, _ = run.blocked(column, left, right)
    person = [np.array([int(number[1:]) for number in side.ids]) for side in (left, right)]
    assert len(np.unique(i[person[0][i] == person[1][j]])) >= 998
    assert len(i) <= 25 * len(left)
