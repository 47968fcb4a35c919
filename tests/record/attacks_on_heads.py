"""Attacks by name on who speaks for a side: by suspending it, and by what it set up for the day its head's device is lost."""

from collections.abc import Callable

from tests.record.attacked import Attack, honest
from tests.record.scene import CHAIR, GOV, GOV_LISTS, TAL


def the_host_suspends_a_side_again_and_again_and_adopts_meanwhile() -> Attack:
    scene = honest()
    body = {"device": GOV.device, "hours": 1, "seat": GOV.seat}
    scene.act("roster.device-suspended.1", body, CHAIR, at="2020-03-22T08:00:00Z")
    scene.adopt(GOV, at="2020-03-22T08:10:00Z")
    scene.adopt(GOV_LISTS, at="2020-03-22T08:20:00Z")
    scene.act("roster.device-suspended.1", body, TAL, at="2020-03-22T08:30:00Z")  # not the other side either
    scene.act("roster.device-suspended.1", body, CHAIR, at="2020-03-22T09:00:00Z")
    scene.adopt(GOV, clause="2", at="2020-03-22T09:10:00Z")  # it is over, and not begun anew
    ended = {"device": GOV.device, "seat": GOV.seat}
    scene.act("roster.suspension-ended.1", ended, CHAIR, at="2020-03-22T09:20:00Z")
    faults = {"signer_suspended", "side_suspended", "suspension_void"}
    return Attack(scene.entries, scene.head(), faults, faults)


def a_suspension_that_its_host_ended_holds_nobody_any_more() -> Attack:
    scene = honest()
    body = {"device": GOV.device, "hours": 2, "seat": GOV.seat}
    scene.act("roster.device-suspended.1", body, CHAIR, at="2020-03-22T08:00:00Z")
    more = {"device": GOV_LISTS.device, "hours": 72, "seat": GOV_LISTS.seat}
    scene.act("roster.device-suspended.1", more, CHAIR, at="2020-03-22T09:00:00Z")
    ended = {"device": GOV.device, "seat": GOV.seat}
    scene.act("roster.suspension-ended.1", ended, CHAIR, at="2020-03-22T09:30:00Z")
    scene.adopt(GOV, at="2020-03-22T09:40:00Z")  # of its side another one is still suspended
    scene.adopt(GOV, clause="2", at="2020-03-22T10:00:00Z")
    scene.act("roster.device-suspended.1", body | {"hours": 0}, CHAIR, at="2020-03-23T10:00:00Z")
    scene.act("roster.device-suspended.1", body | {"hours": "1"}, CHAIR, at="2020-03-23T10:00:00Z")
    scene.act("roster.suspension-ended.1", ended | {"seat": ""}, CHAIR, at="2020-03-23T10:00:00Z")
    faults = {"side_suspended", "suspension_void", "roster_body"}
    return Attack(scene.entries, scene.head(), faults, faults)


ATTACKS: tuple[Callable[[], Attack], ...] = (
    the_host_suspends_a_side_again_and_again_and_adopts_meanwhile,
    a_suspension_that_its_host_ended_holds_nobody_any_more,
)
