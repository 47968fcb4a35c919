"""Attacks on the record and on the table, by name: each with the evidence that finds it, and without."""

import json

import pytest

from parley.app.core.model import Command, Recorded
from parley.app.core.perform import perform
from parley.app.core.ports import ReadOnly
from parley.app.core.returning import Diverged, still_missing, take_back
from parley.app.core.witness import contradicted, cosign, kept_head, latest, stop_if_changed
from parley.app.talks import house, people
from parley.base import Refused
from parley.cli.record_export import files
from parley.record import b64u, checkpoint_note, cosignature, cosigner_name, read_checkpoint, read_entry
from parley.record.notes import NoteSignature, Signer
from parley.talks import Talks
from tests import queries
from tests.forking import restarted
from tests.sim.outside import checked, deposited, exported, holds, trusted
from tests.sitting import TALKS, Room, Seat, accepted, app_over, drafted, later, opened, revoked, sit


def codes(answer: Recorded | Refused) -> set[str]:
    assert isinstance(answer, Refused), answer
    return {one.code for one in answer.reasons}


def head_of(room: Room) -> bytes:
    head = latest(room.app, room.app.talks.get(TALKS), "table")
    assert head is not None
    return head.note


def adopt(room: Room, seat: str, digests: dict[str, str], clause: str = "1") -> Recorded | Refused:
    party = room[seat].party
    return room[seat].do("text.clause-adopted.1", clause=clause, version=1, party=party, digests=digests)


def test_a_rollback_is_found_by_a_kept_head_and_not_without() -> None:
    room = opened()
    before = exported(room)
    drafted(room)
    assert checked(before, trusted(room)).ok  # the folder alone is whole
    report = checked(before, trusted(room), seen=[head_of(room)])
    assert "rolled_back" in {fault.code for fault in report.faults}


def test_a_server_restored_behind_a_kept_head_writes_nothing_more() -> None:
    room = opened()
    drafted(room)
    kept = head_of(room)
    back = app_over(opened().store, room.clock)  # another history under the same server key
    assert kept_head(back, room["north-head"].viewer, "table", kept)
    assert back.journal.read_only() == "behind_kept_head"


def forked() -> tuple[Room, bytes, bytes]:
    """Return talks, their head, and one of the same size that the same server signed over another record."""
    room, other = opened(), opened()
    drafted(room, "1")
    drafted(other, "2")
    return room, head_of(room), head_of(other)


def test_a_fork_that_one_device_was_shown_is_told_to_its_own_side_until_it_is_undone_and_writing_goes_on() -> (
    None
):
    room, true, false = forked()
    head = room["north-head"].viewer
    assert kept_head(room.app, head, "table", true, false)
    assert [contradicted(room.app, room[seat].viewer) for seat in ("north-head", "north-lists")] == [
        True,
        True,
    ]
    assert [contradicted(room.app, room[seat].viewer) for seat in ("south-head", "chair")] == [False, False]
    assert room.app.journal.read_only() is None  # our record is the one that the device keeps
    drafted(room, "3")
    assert contradicted(room.app, head)


def test_nobody_stops_the_record_with_heads_of_their_own_making_or_of_another_compartment() -> None:
    room, true, false = forked()
    head = room["north-head"].viewer
    size, root = read_checkpoint(false).size + 9, read_checkpoint(false).root
    own = room["north-head"].key
    made = checkpoint_note(read_checkpoint(true).origin, size, root, Signer(room.app.signer.public, own.sign))
    for kept, shown in (
        (made, false.replace(b"parley", b"barley")),
        (b"no note", made),
        (true, true),
        (true, b""),
    ):
        assert not kept_head(room.app, head, "table", kept, shown)
    assert not kept_head(room.app, head, "side-north", true, false)
    assert not contradicted(room.app, head)
    assert room.app.journal.read_only() is None


def restored(behind: int) -> tuple[Room, list[bytes]]:
    """Return a room that was restored without its last entries, as a side's device told it; and what that side kept."""
    room = opened()
    drafted(room)
    kept, head = room.app.journal.entries(TALKS, "table"), head_of(room)
    del room.store.journal._entries[TALKS, "table"][-behind:]  # type: ignore[attr-defined]
    restarted(room)
    assert kept_head(room.app, room["north-head"].viewer, "table", head, head_of(room))
    return room, kept


def test_entries_that_a_restore_lost_come_back_from_what_a_side_kept_and_only_then_is_anything_written() -> (
    None
):
    room, kept = restored(behind=2)
    note = {"digest": room["chair"].content(b"a note", "note")}
    assert take_back(room.app, TALKS, "table", kept[:-1]) == 1
    with pytest.raises(ReadOnly):  # one is still missing
        room["chair"].do("talks.noted.1", **note)
    assert still_missing(room.app) == [(TALKS, "table")]
    assert take_back(room.app, TALKS, "table", kept) == 1
    assert room.app.journal.entries(TALKS, "table") == kept
    assert room.app.journal.read_only() is None
    room["chair"].must("talks.noted.1", **note)
    assert take_back(room.app, TALKS, "table", kept) == 0
    holds(room)


def test_a_record_that_went_on_without_the_missing_entries_takes_nothing_back() -> None:
    room, kept = restored(behind=2)
    room.app.journal.set_read_only(None)  # somebody lifted it by hand
    drafted(room, "7")
    size = room.app.talks.get(TALKS).size("table")
    with pytest.raises(Diverged) as found:
        take_back(room.app, TALKS, "table", kept)
    assert found.value.place == len(kept) - 2
    assert room.app.talks.get(TALKS).size("table") == size
    assert contradicted(room.app, room["north-head"].viewer)


def test_what_a_full_disk_stops_is_not_lifted_by_taking_back() -> None:
    room, kept = restored(behind=1)
    room.app.journal.set_read_only("entries_changed")
    with pytest.raises(ReadOnly):
        take_back(room.app, TALKS, "table", kept)
    assert room.app.journal.read_only() == "entries_changed"


def test_a_fork_is_found_when_two_sides_compare_their_heads() -> None:
    room = opened()
    drafted(room, "1")
    north_saw = head_of(room)
    other = opened()
    drafted(other, "2")
    south_saw = head_of(other)
    assert read_checkpoint(north_saw).size == read_checkpoint(south_saw).size
    report = checked(exported(room), trusted(room), seen=[north_saw, south_saw])
    assert "forked" in {fault.code for fault in report.faults}
    assert checked(exported(room), trusted(room), seen=[north_saw]).ok


def test_a_record_forged_whole_is_found_by_the_keys_that_were_written_down() -> None:
    true, forged = opened(), opened()  # the host plays the same talks with devices of its own
    assert checked(exported(forged)).ok
    assert not checked(exported(forged), trusted(true)).ok


def test_a_changed_entry_is_found() -> None:
    room = opened()
    folder = exported(room)
    path = next(one for one in folder if one.startswith("tile/entries/"))
    folder[path] = folder[path].replace(b"session-1", b"session-9")
    assert not checked(folder).ok


def test_a_forged_signature_binds_nobody() -> None:
    room = opened()
    digests = drafted(room)
    fields = {"clause": "1", "version": 1, "party": "north", "digests": digests}
    signed_by_south = room["south-head"].command("text.clause-adopted.1", fields, "forged-by-south")
    assert codes(perform(room.app, room["north-head"].viewer, signed_by_south)) == {"signature_does_not_hold"}


def test_a_replayed_signature_is_no_second_act() -> None:
    room = opened()
    digests = drafted(room)
    fields = {"clause": "1", "version": 1, "party": "north", "digests": digests}
    head = room["north-head"]
    once = head.command("text.clause-adopted.1", fields, "signed-only-once")
    first = perform(room.app, head.viewer, once)
    size = room.app.talks.get(TALKS).size("table")
    assert perform(room.app, head.viewer, once) == first  # the same answer, nothing new
    again = Command(once.kind, once.fields, "under-another-id", once.signature)
    assert "signature_does_not_hold" in codes(perform(room.app, head.viewer, again))
    assert room.app.talks.get(TALKS).size("table") == size


def test_an_act_of_one_seat_is_not_taken_from_another() -> None:
    room = opened()
    digests = drafted(room)
    assert "not_for_your_seat" in codes(adopt(room, "north-lists", digests))
    assert {"not_for_your_seat", "not_your_party"} <= codes(
        room["chair"].do("text.clause-adopted.1", clause="1", version=1, party="north", digests=digests)
    )


def test_a_sealed_list_is_not_shown_to_the_other_side_and_holdings_never() -> None:
    room = opened()
    digest = deposited(room, "south", "holdings", "1,Mohammad Canary,Abdul,1985,Kandahar\n")
    for seat in ("north-head", "north-lists", "chair", "neutral-head"):
        assert queries.content(room.app, room[seat].viewer, digest) is None
        said = json.dumps(queries.lists(room.app, room[seat].viewer), default=str)
        assert "Canary" not in said
    assert queries.content(room.app, room["south-head"].viewer, digest) is not None


def intruder(room: Room) -> Seat:
    """Let the host redeem a second invitation to a delegate's seat with a device of its own."""
    asked = Command("seat.invite", {"seat": "north-head", "language": "en"}, "invite-an-intruder")
    invited = house.invite_seat(room.app, room["chair"].viewer, asked)
    assert isinstance(invited, Recorded), invited
    return sit(room.app, dict(invited.extra))


def test_the_host_does_not_become_a_delegate_by_inviting_itself() -> None:
    room = opened()
    digests = drafted(room)
    false = intruder(room)
    fields = {"clause": "1", "version": 1, "party": "north", "digests": digests}
    assert "device_not_admitted" in codes(false.do("text.clause-adopted.1", **fields))
    vouching = false.do("roster.device-vouched.1", device=false.device, party="north")
    assert "device_not_vouched" in codes(
        vouching
    )  # a head's next device is vouched for by the one that stands
    assert not room.app.talks.get(TALKS).of(Talks).admitted(false.device)
    assert checked(exported(room), trusted(room)).ok


def test_a_revoked_device_does_nothing_more() -> None:
    room = opened()
    digests = drafted(room)
    revoked(room, "north-head")
    assert "device_revoked" in codes(adopt(room, "north-head", digests))


def test_the_host_revokes_no_device_of_another_party_and_so_takes_no_head_over() -> None:
    room = opened()
    device = room["north-head"].device
    asked = room["chair"].do("roster.device-revoked.2", device=device, seat="north-head", reason="doubted")
    assert codes(asked) == {"not_your_device"}
    before = room["chair"].do("roster.device-revoked.1", device=device, reason="doubted")
    assert codes(before) == {"not_for_your_seat"}  # as it was recorded once, and is written no more
    false = intruder(room)
    vouching = false.do("roster.device-vouched.1", device=false.device, party="north")
    assert "device_not_vouched" in codes(vouching)
    asked = room["neutral-head"].do(
        "roster.device-revoked.2", device=device, seat="north-head", reason="lost"
    )
    assert codes(asked) == {"not_your_device"}


def test_a_device_that_is_not_admitted_revokes_nobody() -> None:
    room = opened()
    false = intruder(room)
    fields = {"device": room["north-head"].device, "seat": "north-head", "reason": "lost"}
    assert "device_not_admitted" in codes(false.do("roster.device-revoked.2", **fields))


def test_a_head_that_no_earlier_device_vouches_for_is_told_to_who_accepts_it_and_by_the_verifier() -> None:
    room = opened()
    revoked(room, "north-head")
    false = intruder(room)
    false.must("roster.device-vouched.1", device=false.device, party="north")
    params = {"devices": false.device}
    page = queries.sheet(room.app, room["south-head"].viewer, "roster.devices-accepted.1", params)
    assert page is not None
    assert ("renewed", True) in page.warnings
    other = {"devices": room["chair"].device}
    page = queries.sheet(room.app, room["south-head"].viewer, "roster.devices-accepted.1", other)
    assert page is not None
    assert not any(stands for _, stands in page.warnings)
    room["south-head"].must("roster.devices-accepted.1", devices=[false.device], party="south")
    report = checked(exported(room))
    assert report.ok
    assert ("head_renewed", f"north {false.device}") in [(gap.code, gap.what) for gap in report.gaps]


def test_a_claim_to_a_heads_seat_speaks_for_nobody_and_is_told_to_its_side_which_can_end_it() -> None:
    room = opened()
    false = intruder(room)
    false.must("roster.head-claimed.1", device=false.device, party="north")
    lists = room["north-lists"].device
    assert isinstance(false.do("roster.device-vouched.1", device=lists, party="north"), Refused)
    accepting = false.do("roster.devices-accepted.1", devices=[room["chair"].device], party="north")
    assert "vouch_for_yourself_first" in codes(accepting)
    asked = room["south-head"].do("roster.devices-accepted.1", devices=[false.device], party="south")
    assert codes(asked) == {"claim_waits"}
    waits = queries.today(room.app, room["north-head"].viewer).waits
    assert "head_claimed" in {one.code for one in waits}
    fields = {"device": false.device, "seat": "north-head", "reason": "doubted"}
    room["north-head"].must("roster.device-revoked.2", **fields)
    later(room, hours=25)
    asked = room["south-head"].do("roster.devices-accepted.1", devices=[false.device], party="south")
    assert codes(asked) == {"device_revoked"}


def test_a_head_who_lost_every_device_is_accepted_anew_and_nobody_else_could_do_it_for_them() -> None:
    room = opened()
    second = intruder(room)  # who it is, only people can tell: the same link and the same code
    second.must("roster.head-claimed.1", device=second.device, party="north")
    later(room, hours=24)
    params = {"devices": second.device}
    page = queries.sheet(room.app, room["south-head"].viewer, "roster.devices-accepted.1", params)
    assert page is not None
    assert ("renewed", True) in page.warnings
    room["south-head"].must("roster.devices-accepted.1", devices=[second.device], party="south")
    lost = room["north-head"].device
    second.must("roster.device-revoked.2", device=lost, seat="north-head", reason="lost")
    report = checked(exported(room))
    assert report.ok, report.faults
    assert "head_renewed" in {gap.code for gap in report.gaps}


def test_a_cosignature_is_one_line_over_the_newest_head_with_a_time_that_is_a_date_or_it_is_not_kept() -> (
    None
):
    room = opened()
    head = room["north-head"]
    old = head_of(room)
    drafted(room)
    now = read_checkpoint(head_of(room))
    signer = Signer(head.public, head.key.sign)
    line = cosignature(read_checkpoint(old).text, cosigner_name(TALKS, head.seat, head.device), 1, signer)
    assert cosign(room.app, head.viewer, "table", now.size, line) is not None
    true = cosignature(now.text, cosigner_name(TALKS, head.seat, head.device), 1, signer)
    other = NoteSignature(
        cosigner_name(TALKS, "south-head", room["south-head"].device), b"1234", bytes(72)
    ).line()
    for besides in (other, b"\n", "\u2014 a\ufeffb AAAA\n".encode(), true * 98):
        assert cosign(room.app, head.viewer, "table", now.size, besides + true) is not None
        assert cosign(room.app, head.viewer, "table", now.size, true + besides) is not None
    late = cosignature(now.text, cosigner_name(TALKS, head.seat, head.device), 2**52, signer)
    assert cosign(room.app, head.viewer, "table", now.size, late) is not None
    assert cosign(room.app, head.viewer, "table", now.size, true) is None
    assert [one.party for one in checked(exported(room), trusted(room)).cosigned] == ["north"]


@pytest.mark.parametrize("harm", ["changed", "changed_last", "removed"])
def test_a_database_changed_behind_a_cosigned_head_is_noticed_when_it_is_opened(harm: str) -> None:
    room = opened()
    drafted(room)
    head, seen = room["north-head"], read_checkpoint(head_of(room))
    name = cosigner_name(TALKS, head.seat, head.device)
    line = cosignature(seen.text, name, 1, Signer(head.public, head.key.sign))
    assert cosign(room.app, head.viewer, "table", seen.size, line) is None
    if harm != "changed_last":
        drafted(room, "2")
    stop_if_changed(app_over(room.store, room.clock))
    assert room.app.journal.read_only() is None
    entries = room.store.journal._entries[TALKS, "table"]  # type: ignore[attr-defined]
    if harm == "removed":
        del entries[seen.size - 1 :]
    else:
        entries[seen.size - 1] = entries[seen.size - 1].replace(b'"at":"2020', b'"at":"2021')
    changed = app_over(room.store, room.clock)
    stop_if_changed(changed)
    assert changed.journal.read_only() == "entries_changed"
    report = checked(dict(files(changed, TALKS, "table", ())), trusted(room))
    faults = {fault.code for fault in report.faults}
    assert ("checkpoint_size" if harm == "removed" else "checkpoint_root") in faults


def test_an_invitation_redeemed_by_another_key_than_it_proves_is_refused() -> None:
    room = accepted()
    asked = Command("seat.invite", {"seat": "north-lists", "language": "en"}, "invite-once-more")
    invited = house.invite_seat(room.app, room["chair"].viewer, asked)
    assert isinstance(invited, Recorded)
    number, _, secret = str(invited.extra["link"]).removeprefix("/i/").partition("#")
    opening = room["north-lists"].x_key.public_key().public_bytes_raw()
    stolen = people.Keys(b64u(room["north-lists"].public), b64u(opening), b64u(b"p" * 64))
    answer = people.redeem(room.app, number, secret, str(invited.extra["code"]), stolen)
    assert isinstance(answer, Refused)
    assert {one.code for one in answer.reasons} == {"keys_malformed"}


def test_no_name_stands_in_any_entry() -> None:
    room = opened()
    deposited(room, "south", "holdings", "1,Mohammad Canary,Abdul,1985,Kandahar\n")
    for compartment in room.app.journal.compartments(TALKS):
        for raw in room.app.journal.entries(TALKS, compartment):
            assert b"Canary" not in raw
            assert b"Person of" not in raw
            assert read_entry(raw).talks == TALKS
