"""An append costs little more than its rows and its signatures; the figures themselves are ``bench/append``'s."""

from pathlib import Path

from bench.append import measure


def test_an_append_takes_less_than_twice_what_bare_inserts_of_its_rows_and_its_signatures_do(
    tmp_path: Path,
) -> None:
    turns = measure(tmp_path, batch=20, turns=15)
    # The least of each: other work on the machine only adds, and not to both alike.
    assert min(turn.append for turn in turns) <= 2 * min(turn.rows for turn in turns)
