"""An append costs little more than its bytes and its signatures; the figures themselves are ``bench/append``'s."""

import statistics
from pathlib import Path

from bench.append import measure


def test_the_store_costs_less_than_twice_again_what_the_bare_insert_and_its_signatures_do(
    tmp_path: Path,
) -> None:
    turns = measure(tmp_path, batch=20, turns=15)
    assert statistics.median(turn.signed_bare / turn.append for turn in turns) >= 1 / 3
