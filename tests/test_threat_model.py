"""The threat model says what the code does: its figures are the code's, and what it names is there."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from parley import wiring
from parley.app.core import signins
from parley.app.talks import definition, people
from parley.record import entries, suspension
from parley.talks import state
from parley.web import connections, intake, live, render, threads
from parley.web import talks as talks_pages
from parley.web.room import rooms

ROOT = Path(__file__).parents[1]
PAPER = " ".join((ROOT / "docs/threat-model.md").read_text("utf-8").split())


def in_browser(file: str, name: str) -> Callable[[], int]:
    """Return what reads a constant of the islands."""

    def read() -> int:
        source = (ROOT / "browser/src" / file).read_text("utf-8")
        found = re.search(rf"^(?:export )?const {name} = ([\d_]+);", source, re.MULTILINE)
        assert found is not None
        return int(found[1])

    return read


FIGURES: list[tuple[str, object, object]] = [
    ("brings at most 16 KiB", talks_pages.SMALL, 16 * 1024),
    ("comes whole within 15 seconds", connections.HEADER_SECONDS, 15.0),
    ("a body goes on every 30", connections.IDLE_SECONDS, 30.0),
    ("JSON of more than a few KB", intake.SHORT, 8 * 1024),
    ("twelve wait at most", threads.WAITING, 12),
    ("entries under 64 KiB", entries.MAX_BYTES, 64 * 1024 - 1),
    ("at once: three, then a wait that doubles", people.FREE_GUESSES, 3),
    ("good for five minutes and once", people.CHALLENGE, timedelta(minutes=5)),
    ("good for one more minute", signins.GRACE, timedelta(minutes=1)),
    ("until 18 hours after it was made", signins.SIGNED_IN, timedelta(hours=18)),
    ("asks again every quarter of a minute", live.BEAT, 15.0),
    ("heads are kept each minute", wiring.KEEP_SECONDS, 60.0),
    ("removed every ten seconds", rooms.LOOK_SECONDS, 10.0),
    ("the agreed hours, 72 at most", (definition.MOST_HOURS, suspension.MOST_HOURS), (72, 72)),
    ("no side can accept it for a day", state.CLAIM_WAITS, timedelta(days=1)),
    ("ten words (80 bits", render.SPOKEN, 10),
    ("ten words (80 bits", in_browser("sign/spoken.ts", "SPOKEN"), 10),
    ("eight random words (64 bits, 600,000 rounds", in_browser("sign/lock.ts", "WORDS"), 8),
    ("eight random words (64 bits, 600,000 rounds", in_browser("sign/lock.ts", "ITERATIONS"), 600_000),
    ("half a minute after the last window is closed", in_browser("sign/worker.ts", "AWAY_MS"), 30_000),
]


@pytest.mark.parametrize(("said", "is_now", "figure"), FIGURES)
def test_the_figures_of_the_paper_are_those_of_the_code(said: str, is_now: object, figure: object) -> None:
    assert said in PAPER
    assert (is_now() if callable(is_now) else is_now) == figure


def test_what_the_paper_names_is_there() -> None:
    papers = {path.name[:4] for path in (ROOT / "docs/adr").glob("*.md")}
    assert set(re.findall(r"ADR (\d{4})", PAPER)) <= papers
    named = re.findall(r"`(?:python )?((?:tests|tools|docs)/[\w/.]+)", PAPER)
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]
