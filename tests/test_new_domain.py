"""A domain made as CONTRIBUTING.md says works: put into a copy of the program, it has a page, a sheet, Today, papers."""

import shutil
from pathlib import Path

import pytest

from tests.copied import ROOT, copied, replaced, run, translate

MADE_UP = ROOT / "tests/new_domain"
REGISTRY_LINES = (  # what is added to registry.py: two imports, one line
    ("from parley.app import lists, plan, room, talks, text\n", "from parley.app import promises\n"),
    ("from parley.web import lists as lists_pages\n", "from parley.web import promises as promises_pages\n"),
    ("    (plan.DOMAIN, plan_pages.WEB),\n", "    (promises.DOMAIN, promises_pages.WEB),\n"),
)
USE = """\
import html
import re

from tests.sitting import opened
from tests.web.serving import Served
from tools import access, acts

room = opened()
served = Served(room)
head, chair, south = served.as_seat("north-head"), served.as_seat("chair"), served.as_seat("south-head")
assert "What was promised?" in head.get("promises").text
assert "Promises</a>" in head.get("today").text  # the menu

# The facilitator asks a side; its head alone is given something to do, and nobody is asked twice.
assert "Ask <bdi" in chair.get("promises").text and "for a promise</button>" not in head.get("promises").text
assert chair.get("promises").text.count("for a promise</button>") == 2
chair.post("commands/promises.asked.1", data={"party": "north", "id": "asking-0001"})
assert chair.get("promises").text.count("for a promise</button>") == 1
waits = "Make the promise"
assert waits in head.get("today").text
others = ("north-lists", "south-head", "chair", "neutral-head")
assert not any(waits in served.as_seat(seat).get("today").text for seat in others)
refused = room["chair"].do("promises.asked.1", party="neutral")
assert [one.code for one in refused.reasons] == ["promise_of_no_side"]
refused = room["chair"].do("promises.asked.1", party="north")
assert [one.code for one in refused.reasons] == ["promise_asked_already"]

# The head brings words, reads them on the sheet and signs them.
assert "Read it on its sheet" in head.get("promises").text and "Read it on its sheet" not in chair.get("promises").text
brought = head.post("promises", data={"words": "We open the road.", "id": "words-0001"})
address = brought.headers["location"].rpartition("/north-head/")[2]
sheet = head.get(address).text
assert "You are making a promise for" in sheet and "Press and hold: Make this promise" in sheet
assert "<dt>Letters</dt><dd>17</dd>" in sheet and 'class="signers"' not in sheet
digest = address.partition("digest=")[2]
assert south.get(f"content/{digest}").status_code == 404
promise = f"promise-{digest[:12]}"
room["north-head"].must("promises.promised.1", promise=promise, party="north", digest=digest)
refused = room["north-head"].do("promises.promised.1", promise="p-2", party="north", digest="0" * 64)
assert [one.code for one in refused.reasons] == ["content_missing"]
assert "content_not_text" in head.post("promises", data={"id": "words-0002"}, headers={"accept": "application/json"}).text

# Everybody reads it; nothing waits any more.
assert "We open the road." in south.get("promises").text and south.get(f"content/{digest}").status_code == 200
assert south.get("promises", headers={"accept": "application/json"}).json()["made"][0]["words"] == "We open the road."
assert waits not in head.get("today").text
assert "made a promise" in south.get("today").text
assert "was asked for a promise" in south.get("record").text
assert "ژمنه" in served.as_seat("north-head", "ps").get("promises").text
assert "### `promises.promised.1`" in acts.paper()
assert "| `promises.promised.1` | head |" in access.paper() and "| words of a promise |" in access.paper()
print("a domain of its own")
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the program with the made-up domain in it."""
    source = copied(tmp_path)
    for part in ("promises", "app/promises", "web/promises"):
        shutil.copytree(
            MADE_UP / part, source / "parley" / part, ignore=shutil.ignore_patterns("__pycache__")
        )
    for before, line in REGISTRY_LINES:
        replaced(source / "parley/registry.py", before, before + line)
    said = [path for path in (MADE_UP / "web/promises").rglob("*.*") if path.suffix in (".py", ".html")]
    translate(source, (path.read_text("utf-8") for path in said))
    return source


def test_a_domain_made_as_contributing_says_has_a_page_a_sheet_today_and_papers(copy: Path) -> None:
    used = run(copy, "-c", USE)
    assert used.returncode == 0, used.stderr
    assert used.stdout == "a domain of its own\n"


@pytest.mark.parametrize(
    ("file", "lost", "said"),
    [
        ("promises/rules.py", "acts.Asked: _asked, ", "promises.asked.1 has no rule"),
        ("promises/state.py", "acts.Asked: _asked, ", "promises.asked.1 has no fold"),
        ("app/promises/__init__.py", ", sheets=SHEETS", "promises.promised.1 binds and has no sheet"),
        ("app/promises/__init__.py", ", facts=FACTS", "promises.promised.1 has no facts"),
    ],
)
def test_a_step_left_out_is_named_at_start(copy: Path, file: str, lost: str, said: str) -> None:
    replaced(copy / "parley" / file, lost, "")
    started = run(copy, "-c", "import parley.registry")
    assert started.returncode == 1
    assert said in started.stderr


@pytest.mark.parametrize(
    ("file", "lost", "said"),
    [
        ("phrases.py", '"letters": N_("Letters")', "promises.promised.1 shows letters on its sheet"),
        ("phrases.py", '    "promises.asked.1": N_("%(party)s was asked for a promise"),\n', "in HAPPENED"),
        ("__init__.py", "    waits=WAITS,\n", "promises: it puts something on Today and names no code"),
    ],
)
def test_a_sentence_left_out_is_named_before_anything_is_served(
    copy: Path, file: str, lost: str, said: str
) -> None:
    replaced(copy / "parley/web/promises" / file, lost, "")
    served = run(copy, "-c", "from tests.web.serving import Served; Served()")
    assert served.returncode == 1
    assert said in served.stderr


def test_every_file_of_the_made_up_domain_is_one_that_contributing_names() -> None:
    """Code, ``__init__`` and templates alike; the catalogues come besides (``tests/test_new_acts.py`` counts an act's files)."""
    files = {
        path.relative_to(MADE_UP).as_posix()
        for path in MADE_UP.rglob("*.*")
        if path.suffix in (".py", ".html")
    }
    named = {
        "promises": ("__init__", "model", "acts", "rules", "state"),
        "app/promises": ("__init__", "kinds", "facts", "contents", "views", "queries", "sheets", "waits"),
        "web/promises": ("__init__", "pages", "phrases"),
    }
    expected = {f"{folder}/{name}.py" for folder, names in named.items() for name in names}
    assert files == expected | {"web/promises/templates/page.html"}
    assert f"{len(expected)} files of code and one template" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    steps = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Adding a domain")[2]
    assert not [name for names in named.values() for name in names if f"`{name}`" not in steps]
