"""What plays by hand does nothing that a hand cannot: no address but a letter's, no request, no script, no bot."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# Of Playwright and of ours: what acts on a page otherwise than by pressing and writing what it shows.
FORBIDDEN = re.compile(
    r"\.goto\(|\.evaluate|\.request\b|\.route\(|\.fetch\(|httpx|dispatch_event|add_cookies|set_content|"
    r"parley\.(app|rehearsal|store|record)|SeatMedia|\.reload\(|go_back|\bpage\.(?!new_page)"
)


@pytest.mark.parametrize("path", sorted(HERE.glob("*.py")), ids=lambda path: path.name)
def test_nothing_acts_but_a_hand(path: Path) -> None:
    text = path.read_text("utf-8")
    if path.name not in ("hand.py", "test_rules.py"):
        assert FORBIDDEN.findall(text) == []


def test_a_hand_types_one_address_and_its_script_only_measures() -> None:
    text = (HERE / "hand.py").read_text("utf-8")
    assert text.count(".goto(") == text.count(".evaluate(") == 1
    assert FORBIDDEN.search('page.goto("/talks")')
    for script in re.findall(r'"""\(\) => .*?"""', (HERE / "room.py").read_text("utf-8"), re.DOTALL):
        assert not re.search(r"\.click|\.submit|fetch|\.value\s*=", script)
