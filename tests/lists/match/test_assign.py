"""The assignment against trying every pairing."""

from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis.strategies import integers, lists

from parley.lists.match.assign import WEAKEST, assign


@given(lists(integers(-9, 9), min_size=16, max_size=16))
def test_no_pairing_is_worth_more_than_the_one_found(grid: list[int]) -> None:
    value = np.array(grid, dtype=float).reshape(4, 4)
    i, j = (x.ravel().astype(np.int32) for x in np.indices((4, 4)))
    found = assign(i, j, value.ravel(), 4, 4)
    assert len(set(found[found >= 0].tolist())) == (found >= 0).sum()
    mine = sum(value[a, b] - WEAKEST for a, b in enumerate(found) if b >= 0)
    most = max(sum(max(value[a, b] - WEAKEST, 0) for a, b in enumerate(p)) for p in permutations(range(4)))
    assert mine == most


def test_two_who_want_the_same_row_are_settled_by_what_each_has_besides() -> None:
    i, j = np.array([0, 0, 1], dtype=np.int32), np.array([0, 1, 0], dtype=np.int32)
    assert assign(i, j, np.array([5.0, 4.0, 3.0]), 2, 2).tolist() == [1, 0]
