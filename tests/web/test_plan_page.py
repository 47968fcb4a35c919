"""The plan's page: who leaves when, what other ways would mean, who is not on it and why, and its file to be checked."""

import json
import re

import pytest

from parley.app.core.model import Recorded
from parley.app.plan import planning, queries
from parley.app.plan.planning import plan_release
from parley.base import Reason, Refused
from parley.plan.solver import Fault, check, read_problem
from tests.sitting import TALKS, Room, opened
from tests.web.clearing import cleared
from tests.web.serving import Served


@pytest.fixture(scope="module")
def room() -> Room:
    played = opened()
    cleared(played)
    answer = plan_release(played.app, played["chair"].viewer, "job-of-the-plan", lambda _: None)
    assert isinstance(answer, Recorded), answer
    return played


def test_no_plan_is_proposed_that_the_separate_checker_finds_faults_in(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = room.app.talks.get(TALKS).size("table")
    fault = Fault("batch_limit", "batch_limit", {}, 1)
    monkeypatch.setattr(planning, "check", lambda *_: [fault])
    answer = planning.plan_release(room.app, room["chair"].viewer, "job-of-a-faulty-plan", lambda _: None)
    assert answer == Refused((Reason("plan_not_checked"),))
    proposed = {
        "plan": "p2",
        "problem": "p",
        "digest": "d",
        "batches": 1,
        "persons": 1,
        "cost": 1,
        "bound": 1,
    }
    by_hand = room["chair"].do("plan.proposed.1", **proposed)
    assert by_hand == Refused((Reason("only_by_the_machine"),))
    assert room.app.talks.get(TALKS).size("table") == before


@pytest.fixture(scope="module")
def served(room: Room) -> Served:
    return Served(room)


def rows_of(page: str) -> dict[str, list[str]]:
    """Return the rows of the table of choices: its name → its cells, as text."""
    table = re.search(r'<table class="table fold alternatives.*?</table>', page, re.DOTALL)
    assert table is not None
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table[0], re.DOTALL)[1:]
    cells = [
        [
            " ".join(re.sub(r"<[^>]+>", "", cell).split())
            for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)
        ]
        for row in rows
    ]
    return {row[0]: row[1:] for row in cells}


def test_other_ways_stand_beside_the_plan_with_what_each_would_mean(served: Served) -> None:
    rows = rows_of(served.as_seat("north-head").get("plan").text)
    assert list(rows) == [
        "This plan, as shown",
        "All at once",
        "Two first, the rest through a gate",
        "No team at all",
    ]
    people = int(rows["This plan, as shown"][1])
    assert rows["All at once"][:4] == ["Monday 23 March, 8 days earlier", str(people), "0", str(people)]
    gated = rows["Two first, the rest through a gate"]
    assert gated[0].startswith("Saturday 11 April, 11 days later")  # one a day of the first two
    assert int(gated[1]) + int(gated[2]) == people
    assert rows["No team at all"][1:3] == ["0", str(people)]


@pytest.mark.parametrize(
    ("cost", "bound", "points", "said"),
    [
        (100_000, 100_000, 0, "proven to be the best"),
        (100_001, 100_000, 1, "within 0.1 % of the best"),  # a thousandth of a percent is not none
        (100_041, 100_000, 5, "within 0.1 % of the best"),
        (100_101, 100_000, 11, "within 0.2 % of the best"),
        (0, 0, 0, "proven to be the best"),
    ],
)
def test_no_plan_is_called_proven_best_or_nearer_to_it_than_is_proven(
    served: Served, monkeypatch: pytest.MonkeyPatch, cost: int, bound: int, points: int, said: str
) -> None:
    assert queries.gap_basis_points(cost, bound) == points
    monkeypatch.setattr(queries, "gap_basis_points", lambda *_: points)
    assert said in served.as_seat("north-head").get("plan").text


def test_each_bound_of_what_was_given_beyond_carries_its_sides_mark(served: Served) -> None:
    """Both are one number: which is whose, only the mark says."""
    for language in ("en", "ps"):
        page = served.as_seat("north-head", language).get("plan").text
        charts = re.findall(r'<figure class="chart">.*?</figure>', page, re.DOTALL)
        assert len(charts) == 2
        marks = [re.findall(r'<(?:rect|circle) class="([ab]) own"', chart) for chart in charts]
        assert marks == [["a", "b"], ["a", "b"]]
        assert all(
            re.search(r'<svg class="drawn"[^>]* role="img" aria-label="[^"]+"', chart) for chart in charts
        )


def test_beside_each_sides_mark_stands_the_most_that_leave_in_one_batch(served: Served) -> None:
    """Columns without a number say only which is longer."""
    seat = served.as_seat("north-head")
    batches = seat.get("plan", headers={"accept": "application/json"}).json()["plan"]["batches"]
    chart = re.findall(r'<figure class="chart">.*?</figure>', seat.get("plan").text, re.DOTALL)[0]
    beside = re.findall(r'class="initial"[^>]*>[^<]*</text><text[^>]*>([^<]+)</text>', chart)
    fullest = [max(batch["persons"].get(side, 0) for batch in batches) for side in ("north", "south")]
    assert beside == [str(most) for most in fullest]


def test_the_first_day_is_the_one_that_the_talks_name(served: Served) -> None:
    plan = served.as_seat("chair").get("plan", headers={"accept": "application/json"}).json()["plan"]
    assert plan["batches"][0]["on"] == "2020-03-31T06:00:00Z"


def test_the_plan_can_be_taken_away_and_checked_the_problem_by_the_host_alone(served: Served) -> None:
    plan = served.as_seat("south-head").get("plan/plan")
    assert plan.status_code == 200
    for seat in ("north-head", "south-lists", "neutral-head"):  # it tells who is held with whom
        assert served.as_seat(seat).get("plan/problem").status_code == 404
    problem = served.as_seat("chair").get("plan/problem")
    assert not check(read_problem(problem.content), plan.content)
    assert json.loads(plan.content)["format"] == "parley-plan/1"
    assert served.as_seat("chair").get("plan/keys").status_code == 404


def test_who_is_on_no_plan_stands_there_with_the_reason(served: Served, room: Room) -> None:
    page = served.as_seat("north-head").get("plan").text
    waiting = served.as_seat("chair").get("plan", headers={"accept": "application/json"}).json()["waiting"]
    total = sum(count for counts in waiting.values() for count in counts.values())
    assert ("Who is not on it yet, and why" in page) == bool(total)
