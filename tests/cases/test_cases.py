"""Each case comes out as its table says."""

import pytest

from tests.cases import matching, reading
from tests.cases.model import Case, cases


@pytest.mark.parametrize("case", [pytest.param(one, id=f"{one.kind}-{one.name}") for one in cases("read")])
def test_a_list_is_read_as_is_right_or_refused_in_words(case: Case) -> None:
    found = reading.judge(case)
    assert (found.word == "wrong") == bool(case.open), found.why or f"no longer open: {case.open}"


@pytest.mark.parametrize("case", [pytest.param(one, id=f"{one.kind}-{one.name}") for one in cases("match")])
def test_a_pair_of_lists_is_matched_as_is_right(case: Case) -> None:
    found = matching.judge(case)
    assert (found.word == "wrong") == bool(case.open), found.why or f"no longer open: {case.open}"
