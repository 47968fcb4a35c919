"""A head's next device by a deputy or a paper key, from signed entries alone."""

from typing import Any

import pytest

from parley.record import Signer, b64u, paper_key_statement, roster, verify
from tests.record.attacked import altered
from tests.record.scene import CHAIR, GOV, GOV_LISTS, TAL, TALKS, Person, Scene, key, person
from tests.record.test_roster import SECOND, claim, codes, revoke

PAPER, OTHER = Signer.of(key("on paper")), Signer.of(key("on another paper"))
THIRD = person("government", "gov-head", "head", "the head's third laptop")
TAL_LISTS = person("taliban", "tal-lists", "list_officer")


def name(scene: Scene, whom: Person, by: Person = GOV, **other: Any) -> int:
    return scene.act("roster.deputy-named.1", {"deputy": whom.device, "party": by.party} | other, by)


def make(scene: Scene, paper: Signer = PAPER, by: Person = GOV, **other: Any) -> int:
    body = {"ed25519": b64u(paper.public), "party": by.party} | other
    return scene.act("roster.paper-key-made.1", body, by)


def vouch(scene: Scene, who: Person = SECOND, by: Person = GOV_LISTS, **other: Any) -> int:
    return scene.act("roster.deputy-vouched.1", {"device": who.device, "party": by.party} | other, by)


def show(
    scene: Scene, who: Person = SECOND, paper: Signer = PAPER, by: Person | None = None, **other: Any
) -> int:
    proof = paper.sign(paper_key_statement(who.device, who.party, who.seat, TALKS))
    body = {"device": who.device, "key": b64u(paper.public), "party": who.party, "proof": b64u(proof)}
    return scene.act("roster.paper-vouched.1", body | other, by or who)


def seated() -> Scene:
    scene = Scene().seated()
    scene.enrol(SECOND)
    return scene


def told(scene: Scene) -> list[str]:
    return [gap.what for gap in verify(scene.folder().get).gaps if gap.code == "head_recovered"]


@pytest.mark.parametrize("how", ["deputy", "paper"])
def test_a_heads_next_device_is_accepted_by_every_side_and_speaks_from_then_on(how: str) -> None:
    scene = seated()
    if how == "deputy":
        name(scene, GOV_LISTS)
        vouch(scene)
    else:
        make(scene)
        show(scene)
    assert [one.id for one in roster(scene.entries).heads("government")] == [GOV.device]
    scene.accept(TAL, SECOND)
    known = roster(scene.entries)
    assert known.admitted(SECOND.device)
    assert {one.id for one in known.heads("government")} == {GOV.device, SECOND.device}
    revoke(scene, GOV, SECOND)
    assert codes(scene) == []
    assert told(scene) == [f"government {SECOND.device} ({how})"]


def test_it_holds_after_the_head_that_set_it_up_is_revoked() -> None:
    scene = seated()
    name(scene, GOV_LISTS)
    make(scene)
    revoke(scene, GOV, GOV)
    vouch(scene)
    scene.enrol(THIRD)
    show(scene, THIRD)
    assert codes(scene) == []
    assert len(told(scene)) == 2


def test_what_the_head_vouches_for_itself_is_not_told_as_recovered() -> None:
    scene = seated()
    name(scene, GOV_LISTS)
    vouch(scene)
    scene.vouch(GOV, SECOND)
    assert codes(scene) == []
    assert told(scene) == []


def test_a_claim_is_made_good_by_the_deputy() -> None:
    scene = seated()
    name(scene, GOV_LISTS)
    claim(scene, SECOND)
    vouch(scene)
    scene.accept(TAL, SECOND)  # no day is waited
    assert codes(scene) == []


def test_nobody_but_the_admitted_head_sets_it_up_and_only_with_admitted_devices_of_its_own() -> None:
    scene = seated()
    scene.enrol(TAL_LISTS)
    name(scene, GOV_LISTS, CHAIR, party="government")  # the host
    name(scene, GOV_LISTS, TAL, party="government")  # the other side
    name(scene, GOV_LISTS, GOV_LISTS)  # no head
    name(scene, GOV_LISTS, SECOND)  # not admitted
    name(scene, TAL)  # of the other side
    name(scene, GOV)  # itself
    name(scene, SECOND)
    name(scene, TAL_LISTS, TAL)  # nobody vouched for it
    name(scene, GOV_LISTS, deputy="0" * 64)
    body = {"deputy": GOV_LISTS.device, "party": "government"}
    scene.minutes("roster.deputy-named.1", body, GOV)  # the server's word
    make(scene, by=CHAIR, party="government")
    make(scene, by=GOV_LISTS)
    make(scene, ed25519=b64u(bytes(32)))  # a weak key
    make(scene, ed25519="short")
    assert codes(scene) == ["recovery_void"] * 14
    make(scene)
    make(scene)
    assert codes(scene) == ["recovery_void"] * 15


def test_a_deputy_that_is_none_or_none_any_more_vouches_for_nobody() -> None:
    scene = seated()
    vouch(scene)  # not named
    name(scene, GOV_LISTS)
    vouch(scene, by=TAL, party="government")
    vouch(scene, GOV_LISTS)  # no head's device
    vouch(scene, GOV)  # it stands already
    vouch(scene, device="0" * 64)
    vouch(scene, party="taliban")
    body = {"device": SECOND.device, "party": "government"}
    scene.minutes("roster.deputy-vouched.1", body, GOV_LISTS)
    assert codes(scene) == ["vouch_void"] * 7
    revoke(scene, SECOND, GOV)
    vouch(scene)  # for a device that was taken back
    assert codes(scene) == ["vouch_void"] * 8
    revoke(scene, GOV_LISTS, GOV)
    scene.enrol(THIRD)
    vouch(scene, THIRD)
    assert codes(scene) == ["vouch_void"] * 8 + ["signer_revoked"]


def test_a_deputy_that_was_replaced_is_not_one_again_because_the_host_writes_its_naming_down_again() -> None:
    """The statement holds no place: what a device acts by (the room, the sheet) finds a replay as the verifier does."""
    scene = seated()
    other = person("government", "gov-second", "list_officer")
    scene.enrol(other)
    scene.vouch(GOV, other)
    scene.accept(TAL, other)
    first = scene.entries[name(scene, GOV_LISTS)]
    name(scene, other)
    again = {"seq": len(scene.entries), "at": "2020-03-22T07:59:00Z"}
    scene.add(altered(first, **again))
    vouch(scene)
    scene.accept(TAL, SECOND)
    assert "act_replayed" in codes(scene)
    assert not roster(scene.entries).admitted(SECOND.device)


def test_entries_of_another_record_make_no_roster() -> None:
    scene = seated()
    elsewhere = Scene(talks="talks-23", entries=list(scene.entries), commands=900)
    name(elsewhere, GOV_LISTS)
    vouch(elsewhere)
    elsewhere.accept(TAL, SECOND)
    assert not roster(elsewhere.entries).admitted(SECOND.device)


def test_a_paper_key_of_another_seat_spent_or_replaced_vouches_for_nobody() -> None:
    scene = seated()
    show(scene)  # nobody made it
    make(scene, by=TAL)
    show(scene)  # of another seat
    make(scene, OTHER)
    show(scene, paper=OTHER, proof=b64u(PAPER.sign(b"something")))
    show(scene, paper=OTHER, proof="short")
    show(scene, paper=OTHER, by=GOV)  # for another device
    show(scene, paper=OTHER, party="taliban")
    assert codes(scene) == ["vouch_void"] * 6
    show(scene, paper=OTHER)
    scene.enrol(THIRD)
    show(scene, THIRD, OTHER)  # spent
    assert codes(scene) == ["vouch_void"] * 7
    scene = seated()
    make(scene)
    make(scene, OTHER)
    show(scene)  # a later one was made
    assert codes(scene) == ["vouch_void"]


@pytest.mark.parametrize("wrong", [{"party": ""}, {"more": "1"}, {"more": 1}])
@pytest.mark.parametrize("step", [make, vouch, show])
def test_an_entry_of_another_form_is_void(step: Any, wrong: dict[str, Any]) -> None:
    scene = seated()
    step(scene, **wrong)
    name(scene, GOV_LISTS, **wrong)
    assert codes(scene) == ["roster_body"] * 2
