"""Who sits for whom: enrolled by the host, vouched for by their own head, accepted by every other side."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.record import Roster, b64u, binding_statement, read_entry, read_trust, roster, verify
from tests.record.scene import CHAIR, GOV, GOV_LISTS, PARTIES, TAL, TALKS, Person, Scene, person
from tests.record.vectors import make

ICRC = person("neutral", "neutral-one", "facilitator")
SECOND = person("government", "gov-head", "head", "the head's second laptop")


def admitted(scene: Scene, who: Person) -> bool:
    return roster(scene.entries).admitted(who.device)


def codes(scene: Scene) -> list[str]:
    return [fault.code for fault in verify(scene.folder().get).faults]


def begun(*people: Person) -> Scene:
    scene = Scene().begin()
    scene.minutes("talks.created.1", {"parties": [*PARTIES, {"id": "neutral", "kind": "neutral"}]})
    for who in people:
        scene.enrol(who)
    return scene


def test_a_device_is_admitted_only_after_each_of_the_three_steps() -> None:
    scene = begun(GOV, TAL, GOV_LISTS)
    assert not admitted(scene, GOV_LISTS)
    for head in (GOV, TAL):
        scene.vouch(head)
    scene.vouch(GOV, GOV_LISTS)
    assert not admitted(scene, GOV_LISTS)
    scene.accept(TAL, GOV_LISTS)
    assert admitted(scene, GOV_LISTS)
    scene.enrol(CHAIR)
    scene.vouch(CHAIR)
    scene.revoke(GOV_LISTS)
    assert not admitted(scene, GOV_LISTS)
    assert codes(scene) == []


def test_the_hosts_and_the_neutrals_people_need_every_side() -> None:
    scene = begun(GOV, TAL, ICRC)
    for head in (GOV, TAL, ICRC):
        scene.vouch(head)
    scene.accept(GOV, ICRC)
    assert not admitted(scene, ICRC)
    scene.accept(TAL, ICRC)
    assert admitted(scene, ICRC)


def test_a_house_with_one_party_needs_only_its_own_head() -> None:
    scene = Scene().begin()
    scene.enrol(CHAIR)
    scene.vouch(CHAIR)
    assert admitted(scene, CHAIR)


def test_a_lost_head_is_replaced_after_its_revocation_and_accepted_anew() -> None:
    scene = Scene().seated()
    scene.enrol(SECOND)
    scene.vouch(SECOND)
    assert codes(scene) == ["vouch_void"]
    scene.entries.pop()
    scene.revoke(GOV)
    scene.vouch(SECOND)
    assert not admitted(scene, SECOND)
    scene.accept(TAL, SECOND)
    assert admitted(scene, SECOND)
    assert admitted(scene, GOV_LISTS)  # whom the lost head vouched for stays vouched for
    assert codes(scene) == []


def test_a_pinned_head_lets_no_other_vouch_for_itself() -> None:
    scene = begun(GOV)
    scene.vouch(GOV)
    other = roster(scene.entries, {"government": frozenset({SECOND.device})})
    assert other.heads("government") == ()
    assert roster(scene.entries, {"government": frozenset({GOV.device})}).heads("government") != ()


def test_one_who_is_no_head_cannot_vouch() -> None:
    scene = begun(GOV, GOV_LISTS)
    scene.vouch(GOV_LISTS)
    assert codes(scene) == ["vouch_void"]
    scene.entries.pop()
    scene.vouch(GOV)
    scene.act("roster.device-vouched.1", {"device": GOV.device, "party": "government"}, GOV_LISTS)
    assert codes(scene) == ["vouch_void"]


def test_the_server_cannot_vouch_or_accept() -> None:
    scene = begun(GOV, TAL)
    scene.minutes("roster.device-vouched.1", {"device": GOV.device, "party": "government"}, GOV)
    scene.minutes("roster.devices-accepted.1", {"devices": [GOV.device], "party": "taliban"}, TAL)
    assert codes(scene) == ["vouch_void", "acceptance_void"]


def test_a_revoked_device_can_be_neither_vouched_for_nor_accepted() -> None:
    scene = begun(GOV, TAL, GOV_LISTS)
    scene.vouch(GOV)
    scene.vouch(TAL)
    scene.act("roster.device-revoked.1", {"device": GOV_LISTS.device, "reason": "lost"}, GOV)
    scene.act("roster.device-revoked.1", {"device": GOV_LISTS.device, "reason": "again"}, GOV)
    scene.vouch(GOV, GOV_LISTS)
    scene.accept(TAL, GOV_LISTS)
    assert codes(scene) == ["vouch_void", "acceptance_void"]


def test_a_side_revokes_its_own_devices_and_not_the_others() -> None:
    scene = Scene().seated()
    scene.act("roster.device-revoked.1", {"device": TAL.device, "reason": "lost"}, GOV)
    scene.minutes("roster.device-revoked.1", {"device": "0" * 64, "reason": "lost"}, CHAIR)
    assert codes(scene) == ["revocation_void", "revocation_void"]
    scene.act("roster.device-revoked.1", {"device": TAL.device, "reason": "lost"}, CHAIR)
    assert not admitted(scene, TAL)


def test_a_device_acts_for_its_own_seat_only() -> None:
    scene = Scene().seated()
    body = {"clause": "1"}
    said = binding_statement(TALKS, "table", "text.clause-adopted.1", body, "c-1", "tal-head")
    scene.act(
        "text.clause-adopted.1", body, GOV, seat="tal-head", command="c-1", signature=GOV.signer.sign(said)
    )
    assert codes(scene) == ["wrong_seat"]


def test_a_procedural_act_names_a_device_on_the_roster_once_the_session_is_open() -> None:
    scene = begun()
    stranger = person("government", "gov-two", "member")
    scene.minutes("talks.seat-made.1", {"seat": "gov-two"}, stranger)
    assert codes(scene) == []
    scene = Scene().seated()
    scene.minutes("text.clause-drafted.1", {"clause": "1"}, stranger)
    assert codes(scene) == ["not_on_roster"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"ed25519": "short"},
        {"x25519": 7},
        {"role": ""},
        {"extra": "1"},
    ],
)
def test_an_enrolment_of_another_form_is_void(wrong: dict[str, object]) -> None:
    scene = begun()
    scene.enrol(GOV, **wrong)
    assert codes(scene) == ["roster_body"]


def test_an_enrolment_under_another_fingerprint_party_or_a_second_time_is_void() -> None:
    scene = begun()
    scene.enrol(GOV, device="0" * 64)
    scene.enrol(GOV, party="nobody")
    scene.enrol(GOV)
    scene.enrol(GOV, party="taliban")
    assert codes(scene) == ["device_false", "party_unknown", "device_again"]


def revoke(scene: Scene, who: Person, by: Person, **other: object) -> int:
    body = {"device": who.device, "reason": "lost", "seat": who.seat} | other
    return scene.act("roster.device-revoked.2", body, by)


def test_a_device_is_revoked_by_its_own_seat_or_its_head_and_by_nobody_else() -> None:
    scene = Scene().seated()
    scene.enrol(SECOND)
    revoke(scene, GOV_LISTS, TAL)  # another side
    revoke(scene, GOV, CHAIR)  # the host
    revoke(scene, GOV, GOV_LISTS)  # of its party, and no head
    revoke(scene, GOV, SECOND)  # of its seat, and not admitted
    revoke(scene, GOV_LISTS, GOV, seat="gov-head")  # another seat than it has
    scene.minutes(
        "roster.device-revoked.2", {"device": GOV.device, "reason": "lost", "seat": GOV.seat}, CHAIR
    )
    revoke(scene, GOV_LISTS, GOV, device="0" * 64)
    assert codes(scene) == ["revocation_void"] * 7
    assert admitted(scene, GOV)
    assert admitted(scene, GOV_LISTS)
    revoke(scene, GOV_LISTS, GOV)
    revoke(scene, GOV_LISTS, GOV)  # twice is once
    revoke(scene, TAL, TAL)
    assert not admitted(scene, GOV_LISTS)
    assert not admitted(scene, TAL)
    assert codes(scene) == ["revocation_void"] * 7
    assert not {gap.code for gap in verify(scene.folder().get).gaps} & {"head_renewed", "revoked_by_word"}


def test_a_head_that_was_taken_over_is_reported_without_any_trust_file() -> None:
    scene = Scene().seated()
    scene.enrol(SECOND)
    scene.revoke(GOV)  # the server's word, by the kind that is not written any more
    scene.vouch(SECOND)
    scene.accept(TAL, SECOND)
    told = {gap.code: gap.what for gap in verify(scene.folder().get).gaps}
    assert told["head_renewed"] == f"government {SECOND.device}"
    assert told["revoked_by_word"] == f"government {GOV.device}"
    other = Scene().seated()
    other.enrol(SECOND)
    other.vouch(GOV, SECOND)
    revoke(other, GOV, SECOND)
    other.vouch(SECOND)
    assert "revocation_void" in codes(other)  # not admitted yet: it shuts out nobody
    assert "head_renewed" not in {gap.code for gap in verify(other.folder().get).gaps}
    other.act("roster.device-revoked.1", {"device": GOV_LISTS.device, "reason": "lost"}, GOV)
    assert "revoked_by_word" not in {gap.code for gap in verify(other.folder().get).gaps}


@pytest.mark.parametrize("party", make.PARTY_NAMES)
def test_a_party_is_called_anything(party: str) -> None:
    scene = make.called(party)
    assert verify(scene.folder().get).ok
    assert len([each for each in roster(scene.entries).devices if roster(scene.entries).admitted(each)]) == 3
    trust = read_trust(f"head {party} {'0' * 64}\n".encode())
    found = verify(scene.folder().get, trust=trust).faults
    assert "head_untrusted" in {fault.code for fault in found}


def claim(scene: Scene, who: Person, **other: object) -> int:
    return scene.act("roster.head-claimed.1", {"device": who.device, "party": who.party} | other, who)


DAY_LATER = "2020-03-23T08:00:00Z"


def test_a_head_who_lost_every_device_is_accepted_anew_a_day_later_and_speaks_from_then_on() -> None:
    scene = Scene().seated()
    scene.enrol(SECOND)
    claim(scene, SECOND)
    assert [one.id for one in roster(scene.entries).heads("government")] == [GOV.device]
    body = {"devices": [SECOND.device], "party": "taliban"}
    scene.act("roster.devices-accepted.1", body, TAL, at=DAY_LATER)
    assert admitted(scene, SECOND)
    assert {one.id for one in roster(scene.entries).heads("government")} == {GOV.device, SECOND.device}
    revoke(scene, GOV, SECOND)  # the lost one
    assert not admitted(scene, GOV)
    assert codes(scene) == []
    assert "head_renewed" in {gap.code for gap in verify(scene.folder().get).gaps}


def test_a_claim_is_withdrawn_by_the_head_that_stands_or_made_good_by_it() -> None:
    scene = Scene().seated()
    scene.enrol(SECOND)
    claim(scene, SECOND)
    objected = len(scene.entries)
    revoke(scene, SECOND, GOV)
    body = {"devices": [SECOND.device], "party": "taliban"}
    scene.act("roster.devices-accepted.1", body, TAL, at=DAY_LATER)
    assert codes(scene) == ["acceptance_void"]
    del scene.entries[objected:]
    scene.vouch(GOV, SECOND)
    scene.accept(TAL, SECOND)  # at once: an earlier device vouches for it
    assert admitted(scene, SECOND)
    assert codes(scene) == []
    assert "head_renewed" not in {gap.code for gap in verify(scene.folder().get).gaps}


def test_a_claim_is_for_a_heads_own_device_once() -> None:
    scene = Scene().seated()
    scene.enrol(SECOND)
    claim(scene, SECOND, party="taliban")
    claim(scene, SECOND, device=GOV.device)
    claim(scene, GOV)  # it speaks already
    claim(scene, GOV_LISTS)
    scene.minutes("roster.head-claimed.1", {"device": SECOND.device, "party": "government"}, SECOND)
    assert codes(scene) == ["vouch_void"] * 5
    claim(scene, SECOND)
    pinned = roster(scene.entries, {"government": frozenset({GOV.device})})
    assert not pinned.devices[SECOND.device].vouched  # my own side's keys are those it wrote down


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("roster.head-claimed.1", {"device": GOV.device}),
        ("roster.device-revoked.2", {"device": GOV.device, "reason": "lost"}),
        ("roster.device-revoked.2", {"device": GOV.device, "reason": "lost", "seat": ""}),
        ("roster.device-vouched.1", {"device": GOV.device}),
        ("roster.device-vouched.1", {"device": GOV.device, "party": 1}),
        ("roster.devices-accepted.1", {"devices": GOV.device, "party": "government"}),
        ("roster.devices-accepted.1", {"devices": [1], "party": "government"}),
        ("roster.devices-accepted.1", {"devices": [], "party": "government", "more": 1}),
        ("roster.device-revoked.1", {"device": GOV.device}),
        ("roster.device-revoked.1", {"device": [], "reason": "lost"}),
    ],
)
def test_an_entry_of_the_roster_of_another_form_is_void(kind: str, body: dict[str, object]) -> None:
    scene = begun(GOV)
    scene.vouch(GOV)
    scene.act(kind, body, GOV)
    assert codes(scene) == ["roster_body"]


@pytest.mark.parametrize(
    "parties",
    [
        None,
        [1],
        [{"id": "a"}],
        [{"id": "", "kind": "side"}],
        [{"id": "a", "kind": ["side"]}],
        [PARTIES[0]] * 2,
    ],
)
def test_parties_have_an_id_and_a_known_kind_and_stand_once(parties: object) -> None:
    scene = Scene().begin()
    scene.minutes("talks.created.1", {"parties": parties})
    assert codes(scene) == ["roster_body"]


def test_a_server_key_of_another_form_is_no_key() -> None:
    scene = Scene()
    scene.minutes("roster.server-key.1", {"ed25519": b64u(scene.server.public), "more": 1})
    assert codes(scene) == ["roster_body", "server_key_missing"]
    scene = Scene()
    scene.minutes("roster.server-key.1", {"ed25519": 1})
    assert codes(scene) == ["server_key_missing"]


def test_a_party_that_the_talks_do_not_have_has_no_heads() -> None:
    """The host enrols its people before the talks are made; if these leave it out, nobody speaks for it."""
    scene = Scene().begin()
    scene.enrol(CHAIR)
    scene.minutes("talks.created.1", {"parties": PARTIES[:2]})
    scene.vouch(CHAIR)
    assert codes(scene) == ["vouch_void"]


def test_what_is_malformed_or_falsely_signed_changes_nothing() -> None:
    scene = Scene().seated()
    signature = scene.server.sign(b"something else")
    scene.act("roster.device-revoked.1", {"device": GOV.device, "reason": "x"}, GOV, signature=signature)
    raw = [*scene.entries, b"{}", scene.entries[3][:-1]]
    assert roster(raw).admitted(GOV.device)


def test_a_void_entry_changes_nothing_either() -> None:
    scene = Scene().seated()
    scene.revoke(GOV_LISTS)
    scene.act("roster.device-vouched.1", {"device": GOV_LISTS.device, "party": "government"}, GOV_LISTS)
    fold = roster(scene.entries)
    assert not fold.admitted(GOV_LISTS.device)


def test_entries_that_are_not_the_rosters_are_passed_by() -> None:
    fold = Roster()
    scene = Scene().seated()
    scene.adopt(GOV)
    assert fold.apply(read_entry(scene.entries[-1])) is None
    assert fold.devices == {}


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(13)))
def test_in_whatever_order_the_host_writes_it_nobody_is_admitted_without_the_other_side(
    order: list[int],
) -> None:
    """Whatever the host leaves out or turns round, it cannot make up the acceptance."""
    entries = Scene().seated().entries
    accepted_by_taliban = 11
    chosen = [0, *(place for place in order if place not in (0, accepted_by_taliban))]
    fold = roster(entries[place] for place in chosen)
    assert not any(fold.admitted(who.device) for who in (CHAIR, GOV, GOV_LISTS)) or not fold.sides()
