"""Attacks by name on who speaks for a side: by suspending it, and by what it set up for the day its head's device is lost."""

from collections.abc import Callable

from parley.record import Signer, b64u, paper_key_statement
from tests.record.attacked import Attack, honest
from tests.record.scene import CHAIR, GOV, GOV_LISTS, TAL, TALKS, Person, Scene, key, person


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


def next_of_the_head(scene: Scene) -> Person:
    second = person("government", "gov-head", "head", "the head's second laptop")
    scene.enrol(second)
    return second


def shown(who: Person, paper: Signer) -> dict[str, str]:
    """Return what a paper key says of a device."""
    proof = paper.sign(paper_key_statement(who.device, who.party, who.seat, TALKS))
    return {"device": who.device, "key": b64u(paper.public), "party": who.party, "proof": b64u(proof)}


def the_host_names_the_deputy_of_a_side() -> Attack:
    scene = honest()
    second = next_of_the_head(scene)
    named = {"deputy": GOV_LISTS.device, "party": "government"}
    scene.act("roster.deputy-named.1", named, CHAIR)
    scene.minutes("roster.deputy-named.1", named, GOV)  # in the head's own name, by the server's word
    scene.act("roster.deputy-named.1", named | {"deputy": TAL.device}, GOV)  # a deputy of another side
    vouching = {"device": second.device, "party": "government"}
    scene.act("roster.deputy-vouched.1", vouching, GOV_LISTS)
    scene.act("roster.deputy-vouched.1", vouching, TAL)
    faults = {"recovery_void", "vouch_void"}
    return Attack(scene.entries, scene.head(), faults, faults)


def a_deputy_speaks_for_the_side_before_the_others_have_accepted_its_device() -> Attack:
    scene = honest()
    second = next_of_the_head(scene)
    scene.act("roster.deputy-named.1", {"deputy": GOV_LISTS.device, "party": "government"}, GOV)
    scene.act("roster.deputy-vouched.1", {"device": second.device, "party": "government"}, GOV_LISTS)
    scene.accept(second, CHAIR)
    scene.adopt(second)
    scene.revoke(GOV_LISTS)
    third = person("government", "gov-head", "head", "a third laptop")
    scene.enrol(third)
    scene.act("roster.deputy-vouched.1", {"device": third.device, "party": "government"}, GOV_LISTS)
    faults = {"acceptance_void", "not_on_roster", "signer_revoked"}
    return Attack(scene.entries, scene.head(), faults, faults)


def a_paper_key_is_spent_twice_or_is_another_seats() -> Attack:
    scene, paper, other = honest(), Signer.of(key("on paper")), Signer.of(key("on another paper"))
    scene.act("roster.paper-key-made.1", {"ed25519": b64u(paper.public), "party": "government"}, CHAIR)
    scene.act("roster.paper-key-made.1", {"ed25519": b64u(bytes(32)), "party": "government"}, GOV)
    scene.act("roster.paper-key-made.1", {"ed25519": b64u(other.public), "party": "taliban"}, TAL)
    second = next_of_the_head(scene)
    scene.act("roster.paper-vouched.1", shown(second, other), second)
    scene.act("roster.paper-key-made.1", {"ed25519": b64u(paper.public), "party": "government"}, GOV)
    scene.act("roster.paper-vouched.1", shown(second, paper) | {"proof": "short"}, second)
    scene.act("roster.paper-vouched.1", shown(second, paper) | {"proof": ""}, second)
    scene.act("roster.paper-vouched.1", shown(second, paper), GOV)  # for another device than itself
    scene.act("roster.paper-vouched.1", shown(second, paper), second)
    scene.accept(TAL, second)
    scene.adopt(second, clause="9")  # and that holds
    third = person("government", "gov-head", "head", "whoever found the paper")
    scene.enrol(third)
    scene.act("roster.paper-vouched.1", shown(third, paper), third)
    faults = {"recovery_void", "vouch_void", "roster_body"}
    return Attack(scene.entries, scene.head(), faults, faults)


ATTACKS: tuple[Callable[[], Attack], ...] = (
    the_host_suspends_a_side_again_and_again_and_adopts_meanwhile,
    a_suspension_that_its_host_ended_holds_nobody_any_more,
    the_host_names_the_deputy_of_a_side,
    a_deputy_speaks_for_the_side_before_the_others_have_accepted_its_device,
    a_paper_key_is_spent_twice_or_is_another_seats,
)
