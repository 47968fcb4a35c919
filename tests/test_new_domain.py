"""A domain made as CONTRIBUTING.md says works: put into a copy of the program, it has a page, a sheet, Today, papers."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MADE_UP = ROOT / "tests/new_domain"
REGISTRY_LINES = (  # what is added to registry.py: two imports, one line
    ("from parley.app import lists, plan, room, talks, text\n", "from parley.app import promises\n"),
    ("from parley.web import lists as lists_pages\n", "from parley.web import promises as promises_pages\n"),
    ("    (plan.DOMAIN, plan_pages.WEB),\n", "    (promises.DOMAIN, promises_pages.WEB),\n"),
)
USE = """\
from tests.sitting import TALKS, opened
from tests.web.serving import Served
from tools import access, acts

room = opened()
served = Served(room)
head, chair = served.as_seat("north-head"), served.as_seat("chair")
assert "What was promised?" in head.get("promises").text
assert "Promises</a>" in head.get("today").text  # the menu
digest = room["north-head"].content(b"We open the road.", "promise")
sheet = head.get(f"sheet/promises.promised.1?digest={digest}").text
assert "You are making a promise for" in sheet and "Press and hold: Make this promise" in sheet
promise = f"promise-{digest[:12]}"
room["north-head"].must("promises.promised.1", promise=promise, party="north", digest=digest)
refused = room["north-head"].do("promises.promised.1", promise="p-2", party="north", digest="0" * 64)
assert [one.code for one in refused.reasons] == ["content_missing"]
page = chair.get("promises").text
assert promise in page and "Remind them" in page and "Remind them" not in head.get("promises").text
chair.post("commands/promises.reminded.1", data={"promise": promise, "id": "remind-0001"})
assert f"Keep promise {promise}" in head.get("today").text
assert "made a promise" in served.as_seat("south-head").get("today").text
assert "ژمنه" in served.as_seat("north-head", "ps").get("promises").text
assert chair.get(f"content/{digest}").status_code == 200
assert "### `promises.promised.1`" in acts.paper()
assert "| `promises.promised.1` | head |" in access.paper() and "| words of a promise |" in access.paper()
print("a domain of its own")
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the program with the made-up domain in it."""
    source = tmp_path / "src"
    shutil.copytree(ROOT / "src/parley", source / "parley", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(MADE_UP / "promises", source / "parley/promises")
    shutil.copytree(MADE_UP / "app/promises", source / "parley/app/promises")
    shutil.copytree(MADE_UP / "web/promises", source / "parley/web/promises")
    registry = source / "parley/registry.py"
    text = registry.read_text("utf-8")
    for before, line in REGISTRY_LINES:
        assert before in text
        text = text.replace(before, before + line)
    registry.write_text(text, "utf-8")
    for language in ("ps", "fa_AF", "ar"):
        translate(source / f"parley/web/words/catalogs/{language}.po")
    return source


def translate(catalog: Path) -> None:
    """Give each sentence of the made-up domain a translation: the same word for all."""
    said = "".join(path.read_text("utf-8") for path in (MADE_UP / "web/promises").rglob("*.*"))
    messages = dict.fromkeys(re.findall(r"(?:N_|\bt)\(\"((?:[^\"\\]|\\.)*)\"\)", said))
    with catalog.open("a", encoding="utf-8") as file:
        for message in messages:
            holes = "".join(re.findall(r"%\(\w+\)s", message))
            file.write(f'\nmsgid "{message}"\nmsgstr "ژمنه {holes}"\n')


def run(source: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = {"PYTHONPATH": f"{source}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        env=os.environ | paths,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_domain_made_as_contributing_says_has_a_page_a_sheet_today_and_papers(copy: Path) -> None:
    used = run(copy, "-c", USE)
    assert used.returncode == 0, used.stderr
    assert used.stdout == "a domain of its own\n"


@pytest.mark.parametrize(
    ("file", "lost", "said"),
    [
        ("promises/rules.py", ", acts.Reminded: _reminded", "promises.reminded.1 has no rule"),
        ("promises/state.py", ", acts.Reminded: _reminded", "promises.reminded.1 has no fold"),
        ("app/promises/__init__.py", ", sheets=SHEETS", "promises.promised.1 binds and has no sheet"),
    ],
)
def test_a_step_left_out_is_named_at_start(copy: Path, file: str, lost: str, said: str) -> None:
    path = copy / "parley" / file
    text = path.read_text("utf-8")
    assert lost in text
    path.write_text(text.replace(lost, ""), "utf-8")
    started = run(copy, "-c", "import parley.registry")
    assert started.returncode == 1
    assert said in started.stderr


def test_the_files_that_an_act_touches_stay_few() -> None:
    """Counted by the made-up acts: five files of code for the procedural one, at most eight for the binding one."""
    code = [path for path in MADE_UP.rglob("*.py") if path.name != "__init__.py"]
    touched = {
        name: sorted(path.relative_to(MADE_UP).as_posix() for path in code if says(path, name))
        for name in ("Reminded", "Promised")
    }
    assert touched["Reminded"] == [
        "app/promises/kinds.py",
        "promises/acts.py",
        "promises/rules.py",
        "promises/state.py",
        "web/promises/pages.py",
        "web/promises/phrases.py",
    ]
    assert (
        len([one for one in touched["Reminded"] if not one.endswith("pages.py")]) <= 5
    )  # a button is a page's
    assert len(touched["Promised"]) <= 8


def says(path: Path, act: str) -> bool:
    text = path.read_text("utf-8")
    return act in text or f"promises.{act.lower()}.1" in text
