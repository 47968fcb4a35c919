"""Suspensions, from signed entries alone: who may, for how long, and what a suspended device or side may not do."""

from typing import Any

import pytest

from parley.record import EntryError, Roster, read_entry, roster, verify
from parley.record.suspension import Suspensions
from tests.record.attacked import altered
from tests.record.scene import CHAIR, GOV, GOV_LISTS, TAL, Person, Scene, person
from tests.record.test_roster import SECOND, codes, revoke
from tests.record.vectors import make

MARCH = "2020-03-{}:00:00Z"
SOON, LATE, OVER = MARCH.format("22T08"), MARCH.format("23T07"), MARCH.format("23T08")
ICRC = person("neutral", "neutral-one", "facilitator")


def suspend(
    scene: Scene, who: Person, by: Person = CHAIR, at: str = SOON, hours: int = 24, **other: object
) -> int:
    body = {"device": who.device, "hours": hours, "seat": who.seat} | other
    return scene.act("roster.device-suspended.1", body, by, at=at)


def end(scene: Scene, who: Person, by: Person = CHAIR, at: str = LATE, **other: Any) -> int:
    return scene.act("roster.suspension-ended.1", {"device": who.device, "seat": who.seat} | other, by, at=at)


def told(scene: Scene) -> list[str]:
    return [gap.what for gap in verify(scene.folder().get).gaps if gap.code == "suspended"]


def test_a_suspended_device_proposes_and_signs_no_act_and_its_side_binds_itself_to_nothing_until_it_is_over() -> (
    None
):
    scene = Scene().seated()
    suspend(scene, GOV)
    scene.adopt(GOV, at=LATE)
    scene.minutes("text.clause-drafted.1", {"clause": "1"}, GOV, at=LATE)
    scene.adopt(GOV_LISTS, at=LATE)
    scene.minutes("text.clause-drafted.1", {"clause": "1"}, GOV_LISTS, at=LATE)  # it binds nobody
    scene.adopt(TAL, at=LATE)
    assert codes(scene) == ["signer_suspended", "signer_suspended", "side_suspended"]
    scene.adopt(GOV, at=OVER)
    scene.adopt(GOV_LISTS, at=OVER)
    assert codes(scene) == ["signer_suspended", "signer_suspended", "side_suspended"]
    assert told(scene) == [f"government {GOV.device}, {SOON} to {OVER}"]
    assert roster(scene.entries).admitted(GOV.device)  # it is nobody's to take it back but its side's


def test_a_suspended_side_revokes_and_vouches_but_accepts_nobody() -> None:
    scene = Scene().seated()
    suspend(scene, GOV_LISTS)
    scene.enrol(SECOND)
    scene.act("roster.device-vouched.1", {"device": SECOND.device, "party": "government"}, GOV, at=LATE)
    body = {"device": GOV_LISTS.device, "reason": "lost", "seat": GOV_LISTS.seat}
    scene.act("roster.device-revoked.2", body, GOV, at=LATE)
    assert codes(scene) == []
    scene.act("roster.devices-accepted.1", {"devices": [TAL.device], "party": "government"}, GOV, at=LATE)
    assert codes(scene) == ["side_suspended"]


def test_the_host_ends_a_suspension_and_then_all_is_as_before() -> None:
    scene = Scene().seated()
    suspend(scene, GOV)
    end(scene, GOV)
    end(scene, GOV)  # it is over
    scene.adopt(GOV, at=LATE)
    assert codes(scene) == ["suspension_void"]
    assert told(scene) == [f"government {GOV.device}, {SOON} to {LATE}"]


def test_a_time_that_runs_back_over_centuries_is_counted_as_the_browser_counts_it() -> None:
    """Before the year 1000 a year was written with three digits, which compare as later than any time there is."""
    suspensions = Suspensions()
    assert suspensions.begin("d", "p", 72, "2999-12-31T00:00:00Z")
    assert suspensions.end("d", "1970-01-02T00:00:00Z")
    assert suspensions.begin("d", "p", 1, "1970-01-03T00:00:00Z")


def test_nobody_but_an_admitted_head_of_the_host_suspends_and_no_device_but_one_of_a_side() -> None:
    scene = Scene().seated()
    second = person("host", "chair", "facilitator", "not accepted")
    helper = person("host", "helper", "member")
    for who in (second, helper):
        scene.enrol(who)
    scene.vouch(CHAIR, helper)
    scene.accept(GOV, helper)
    scene.accept(TAL, helper)
    for by in (TAL, GOV, helper, second):
        suspend(scene, GOV, by)
    suspend(scene, CHAIR)
    suspend(scene, SECOND)  # nobody enrolled it
    scene.enrol(SECOND)
    suspend(scene, SECOND)  # not at the table
    suspend(scene, GOV, seat="tal-head")
    for hours in (0, 73):
        suspend(scene, GOV, hours=hours)
    body = {"device": GOV.device, "hours": 1, "seat": GOV.seat}
    scene.minutes("roster.device-suspended.1", body, CHAIR, at=SOON)  # the server's word
    assert codes(scene) == ["suspension_void"] * 11
    suspend(scene, GOV)
    end(scene, GOV, seat="tal-head")
    end(scene, GOV, device="0" * 64)
    end(scene, GOV, TAL)
    scene.minutes("roster.suspension-ended.1", {"device": GOV.device, "seat": GOV.seat}, CHAIR, at=LATE)
    assert codes(scene) == ["suspension_void"] * 15


def test_a_side_is_not_suspended_for_ever_by_one_suspension_after_another() -> None:
    scene = Scene().seated()
    suspend(scene, GOV)
    suspend(scene, GOV, at=LATE)
    suspend(scene, GOV_LISTS, at=LATE)
    assert codes(scene) == ["suspension_void"]
    assert told(scene)[-1] == f"government {GOV_LISTS.device}, {LATE} to {OVER}"  # with the first
    suspend(scene, GOV_LISTS, at=OVER)
    suspend(scene, GOV, at=MARCH.format("24T07"))
    assert codes(scene) == ["suspension_void"] * 3
    suspend(scene, TAL, at=OVER)
    suspend(scene, GOV, at=MARCH.format("24T08"))
    assert codes(scene) == ["suspension_void"] * 3


@pytest.mark.parametrize(
    "wrong", [{"hours": "1"}, {"hours": True}, {"device": 1}, {"seat": ""}, {"more": "1"}]
)
def test_a_suspension_of_another_form_is_void(wrong: dict[str, Any]) -> None:
    scene = Scene().seated()
    suspend(scene, GOV, **wrong)
    if "hours" not in wrong:
        end(scene, GOV, **wrong)
    assert set(codes(scene)) == {"roster_body"}


def test_in_another_compartment_times_alone_say_what_came_while_it_lasted() -> None:
    table = Scene().seated()
    suspend(table, GOV)
    end(table, GOV)
    fold = Roster()
    for raw in table.entries:
        fold.apply(read_entry(raw))
    fold.complete = True
    own = Scene("side-government")
    for moment in (MARCH.format("22T07"), SOON, MARCH.format("22T09"), LATE):
        own.minutes("talks.noted.1", {"digest": "aa"}, GOV, at=moment)
    found = [fold.fault(read_entry(raw)) for raw in own.entries]
    assert found == [None, None, "signer_suspended", None]


def test_a_revoked_device_is_not_suspended_besides() -> None:
    scene = Scene().seated()
    revoke(scene, GOV_LISTS, GOV)
    suspend(scene, GOV_LISTS)
    assert codes(scene) == ["suspension_void"]


@pytest.mark.parametrize("at", make.NO_TIMES)
def test_a_suspension_at_no_time_is_told_as_no_entry(at: str) -> None:
    scene = Scene().seated()
    body = {"device": GOV.device, "hours": 24, "seat": GOV.seat}
    with pytest.raises(EntryError) as refused:
        scene.act("roster.device-suspended.1", body, CHAIR, at=at)
    assert (refused.value.code, refused.value.field) == ("field", "at")
    place = scene.act("roster.device-suspended.1", body, CHAIR)
    scene.entries[place] = altered(scene.entries[place], at=at)
    assert [(fault.code, fault.where) for fault in verify(scene.folder().get).faults] == [
        ("entry_malformed", f"entry {place}")
    ]


@pytest.mark.parametrize("at", ["1970-01-01T00:00:00Z", "2020-02-29T23:59:59Z", "2999-12-31T23:59:59Z"])
def test_a_suspension_is_reckoned_at_the_first_and_the_last_time(at: str) -> None:
    scene = Scene().seated()
    scene.act(
        "roster.device-suspended.1", {"device": GOV.device, "hours": 72, "seat": GOV.seat}, CHAIR, at=at
    )
    assert verify(scene.folder().get).ok


def test_the_sides_suspended_in_turn_are_kept_from_adopting_all_of_the_time_and_each_is_told() -> None:
    scene = Scene().seated()
    days = [f"2020-03-{day}T08:00:00Z" for day in range(22, 27)]
    spans = list(zip((GOV, TAL, GOV, TAL), days, days[1:], strict=False))
    for who, day, _ in spans:
        suspend(scene, who, at=day)
        scene.adopt(GOV if who is TAL else TAL, at=day)  # the other side alone
    assert codes(scene) == []
    assert told(scene) == [f"{who.party} {who.device}, {day} to {after}" for who, day, after in spans]
