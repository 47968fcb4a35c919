"""The learned distance against the same thing written the slow, plain way."""

import numpy as np
from hypothesis import given
from hypothesis.strategies import sampled_from, text

from parley.lists.match.edit import TABLES, N, distances, encode
from parley.lists.names.sound import INDEX, LONGEST, SIGNS


def slow(a: str, b: str, kind: int) -> float:
    """Return the distance by the textbook recursion."""
    table = TABLES.reshape(4, N, N)[kind]
    cost = np.zeros((len(a) + 1, len(b) + 1))
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            x, y = (INDEX[a[i - 1]] if i else 0), (INDEX[b[j - 1]] if j else 0)
            options = [cost[i - 1, j] + table[x, 0]] if i else []
            options += [cost[i, j - 1] + table[0, y]] if j else []
            options += [cost[i - 1, j - 1] + table[x, y]] if i and j else []
            cost[i, j] = min(options, default=0.0)
    return float(cost[-1, -1]) / 10  # the tables hold tenths


@given(text(SIGNS[1:], max_size=LONGEST), text(SIGNS[1:], max_size=LONGEST), sampled_from(range(4)))
def test_many_at_once_is_one_at_a_time(a: str, b: str, kind: int) -> None:
    (codes, lengths) = encode([a, b])
    found = distances(codes[:1], lengths[:1], codes[1:], lengths[1:], np.array([kind], dtype=np.int32))
    assert abs(float(found[0]) - slow(a, b, kind)) < 1e-3
