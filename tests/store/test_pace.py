"""An append costs little more than its rows and its signatures; the figures themselves are ``bench/append``'s."""

import statistics
from pathlib import Path

from bench.append import measure


def test_an_append_takes_less_than_twice_what_bare_inserts_of_its_rows_and_its_signatures_do(
    tmp_path: Path,
) -> None:
    turns = measure(tmp_path, batch=20, turns=15)
    assert statistics.median(turn.rows / turn.append for turn in turns) >= 1 / 2
