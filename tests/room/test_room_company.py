"""Who else is in a room off camera, as its seat declares it."""

from dataclasses import replace

import pytest

from parley.base import States
from parley.room import DOMAIN, MOST_COMPANY, CompanyList, Room
from parley.room.acts import CompanyDeclared
from tests.folding import NOON, NOW, codes, folded
from tests.room.test_entering import CHAIR, NORTH, sitting

TWO = CompanyDeclared("north-head", "kabul", 2, "d")
NOBODY = CompanyDeclared("north-head", "kabul", 0, "")


def against(act: CompanyDeclared, listed: object = None, states: States | None = None) -> list[str]:
    return codes(DOMAIN.decide(states or sitting(session=False), act, NORTH, replace(NOW, facts=listed)))


def test_a_seat_says_nobody_without_a_list_and_people_with_one() -> None:
    assert against(NOBODY) == []
    assert against(TWO, CompanyList(there=True, people=2)) == []
    assert against(TWO) == ["fact_missing"]
    assert against(TWO, CompanyList(there=False)) == ["content_missing"]


@pytest.mark.parametrize("people", [0, 1, 3])
def test_the_number_on_the_record_is_that_of_the_list(people: int) -> None:
    assert against(replace(TWO, people=people), CompanyList(there=True, people=2)) == ["company_miscounted"]


@pytest.mark.parametrize("people", [-1, MOST_COMPANY + 1])
def test_a_number_that_no_room_holds_is_refused(people: int) -> None:
    assert "company_too_many" in against(replace(TWO, people=people), CompanyList(there=True, people=people))


def test_a_seat_says_nothing_of_another_room_or_another_place() -> None:
    assert against(replace(NOBODY, seat="south-head", place="doha")) == [
        "company_not_yours",
        "company_elsewhere",
    ]
    assert against(replace(NOBODY, seat="nobody-s")) == ["company_not_yours"]
    assert codes(DOMAIN.decide(sitting(), NOBODY, CHAIR, NOW)) == ["company_not_yours"]


def test_the_last_declaration_counts_and_holds_no_name() -> None:
    room = folded(DOMAIN.fold, Room(), [(TWO, "north-head"), (NOBODY, "north-head"), (TWO, "chair")])
    said = room.company["north-head"]
    assert (said.at, said.place, said.people, said.digest) == (NOON, "kabul", 2, "d")
