"""The plan's page says why some stay: all limits that bind one family or person in a batch, with where they are held as far as the reader may know."""

import re
import time
from pathlib import Path

import pytest

from parley.app.core.model import Recorded
from parley.app.plan import planning
from parley.app.plan.planning import plan_release
from parley.languages import LANGUAGES
from parley.plan.solver import read_problem, solve
from parley.plan.staying import TOLD, Said, why, without_sites
from parley.web.plan import WEB, phrases
from parley.web.render import Reader
from parley.web.words import Words
from parley.web.words.phrases import joined
from tests.sitting import DEFINITION, Room, accepted
from tests.web.clearing import cleared
from tests.web.serving import Served

PLANS = Path(__file__).parents[1] / "cases" / "plan"
JSON = {"accept": "application/json"}
TIGHT = "[plan.sides.south]\nvehicles = 0\nspecial_limit = 0\nbatch_limit = 0\n"


def stay(name: str) -> list[Said]:
    problem = read_problem((PLANS / f"{name}.json").read_bytes())
    plan = solve(problem, now=time.monotonic, seconds=5, iterations=2, threads=1)
    return why(problem, plan, time.monotonic, 5)


def sentences(told: list[Said], language: str = "en") -> list[str]:
    reader = Reader(Words(language), None, joined((phrases,)), WEB.spelled)
    return [
        re.sub(r"<[^>]+>", "", str(reader.phrase(phrases.STAYS, code, numbers))) for code, numbers in told
    ]


def test_two_limits_that_bind_one_family_are_both_named_with_family_and_place() -> None:
    told = stay("p10_family_too_big")
    limits = {(code, numbers.get("family"), numbers.get("site"), str(numbers.get("which", "")).partition("|")[0]) for code, numbers in told}  # fmt: skip
    assert {
        ("stays_family", "F", "D1", "batch_limit"),
        ("stays_family_also", "F", "D1", "site_capacity"),
    } <= limits
    for language in LANGUAGES:
        said = [one for one in sentences(told, language) if "F" in one]
        assert len(said) == 2, said
        assert all("D1" in one for one in said)
    assert "needs 2 more of the persons held by" in sentences(told)[0]
    assert "it needs 2 more of the persons whom" in sentences(told)[1]


def test_where_somebody_is_held_is_told_to_no_other_than_the_host() -> None:
    told: list[Said] = [("stays_family", {"family": "F", "site": "north-3, north-4", "which": "site_capacity|north-4"}), ("stays_together", {"limits_of": "site_capacity|north-3,teams|"})]  # fmt: skip
    assert without_sites(told) == [
        ("stays_family", {"family": "F", "site": "north", "which": "site_capacity|north"}),
        ("stays_together", {"limits_of": "site_capacity|north,teams|"}),
    ]


def test_every_reason_of_the_planner_has_a_sentence_on_the_page() -> None:
    assert set(TOLD.values()) | {"stays_not_found"} == set(phrases.STAYS)


@pytest.fixture(scope="module")
def served() -> Served:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(planning, "SECONDS", 2.0)
        room: Room = accepted(definition=DEFINITION.partition("[[plan.alternatives]]")[0] + TIGHT)
        room["chair"].must("talks.session-opened.1", session="session-1")
        cleared(room)
        answer = plan_release(room.app, room["chair"].viewer, "job-of-a-tight-plan", lambda _: None)
        assert isinstance(answer, Recorded), answer
        return Served(room)


def test_the_page_says_which_limits_keep_whom_in_and_the_host_where(served: Served) -> None:
    pages = {seat: served.as_seat(seat).get("plan").text for seat in ("chair", "north-head", "neutral-head")}
    told = {
        seat: re.sub(r"<[^>]+>", "", page.partition('id="stay"')[2].partition("</section>")[0])
        for seat, page in pages.items()
    }
    for seat, said in told.items():
        assert "the vehicles of" in said, (seat, said)
        assert "the persons held by" in said
        assert ("place of detention " in said.replace("one place of detention", "")) == (seat == "chair")


def test_why_they_stay_with_their_places_is_the_hosts_alone(served: Served) -> None:
    plan = served.as_seat("chair").get("plan", headers=JSON).json()["plan"]
    digest = plan["files"]["why"]
    assert digest
    assert "why" not in served.as_seat("north-head").get("plan", headers=JSON).json()["plan"]["files"]
    assert re.search(r"south-\d", str(plan["why"]))
    theirs = served.as_seat("south-head").get("plan", headers=JSON).json()["plan"]
    assert not re.search(r"(?:north|south)-\d", str(theirs["why"]))
