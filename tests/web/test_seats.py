"""A further seat in the middle of talks: added on the host's page, invited there, and told at the table."""

import re

import pytest

from parley.talks import Talks
from tests.sitting import TALKS, created, opened
from tests.web.serving import Served

SAID = {
    "id": "add-a-seat-1",
    "person": "Zarghona Popal",
    "party": "south",
    "role": "interpreter",
    "place": "doha",
    "seat": "south-tongue",
}


@pytest.fixture
def served() -> Served:
    return Served(opened())


def seats(served: Served) -> set[str]:
    return set(served.room.app.talks.get(TALKS).of(Talks).seats)


def test_the_facilitator_adds_a_seat_and_invites_to_it(served: Served) -> None:
    chair = served.as_seat("chair")
    assert "host/seat" in chair.get("host").text
    answer = chair.post("host/seat", data=SAID)
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("/chair/host#recorded")
    laid = served.room.app.talks.get(TALKS).of(Talks).seats["south-tongue"]
    assert (laid.party, laid.role, laid.place) == ("south", "interpreter", "doha")
    page = chair.get("host").text
    assert "Zarghona Popal" in page
    assert re.search(r'name="seats" value="south-tongue"', page)
    assert "Zarghona Popal" in served.as_seat("north-head").get("sits").text
    assert chair.post("host/seat", data=SAID).status_code == 303  # pressed twice: the first answer
    assert len(seats(served)) == 7


@pytest.mark.parametrize("seat", ["north-head", "south-lists", "neutral-head"])
def test_nobody_else_adds_one_or_is_offered_to(served: Served, seat: str) -> None:
    before = seats(served)
    browser = served.as_seat(seat)
    assert browser.post("host/seat", data=SAID).status_code in (403, 404, 409)
    assert browser.get("host").status_code == 404
    assert seats(served) == before


@pytest.mark.parametrize(
    "wrong",
    [{"seat": "chair"}, {"seat": "No Name"}, {"person": ""}, {"person": "A\u202eb"}, {"party": "east"}, {"role": "king"}, {"place": "x"}],
)  # fmt: skip
def test_a_seat_that_the_rules_refuse_is_not_added(served: Served, wrong: dict[str, str]) -> None:
    before = seats(served)
    answer = served.as_seat("chair").post("host/seat", data=SAID | wrong)
    assert 400 <= answer.status_code < 500
    assert seats(served) == before


def test_no_seat_is_offered_before_the_facilitators_device_is_admitted() -> None:
    served = Served(created())
    chair = served.as_seat("chair")
    assert "host/seat" not in chair.get("host").text
    assert chair.post("host/seat", data=SAID).status_code == 403
    assert "south-tongue" not in seats(served)
