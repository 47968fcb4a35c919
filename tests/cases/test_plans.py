"""Each small plan problem that gave trouble, and its siblings, has the right outcome."""

from pathlib import Path

import pytest

from tests.cases.plans import Case, called, cases, wrong


@pytest.mark.parametrize("case", cases(), ids=called)
def test_the_outcome_is_right(case: Case, tmp_path: Path) -> None:
    assert wrong(case, tmp_path) == []
