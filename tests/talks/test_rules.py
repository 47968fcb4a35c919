"""People and meetings: what is recorded, and every reason why not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from parley.base import SYSTEM, Act, By, Now, Reason, Refused, Stamp, States
from parley.talks import DOMAIN, Content, Party, Place, Talks
from parley.talks import acts as a
from tests.folding import NOON, NOW, by, codes, folded, knowing

PARTIES = (Party("north", "side"), Party("south", "side"), Party("host", "host"), Party("red", "neutral"))
PLACES = (Place("kabul", "Asia/Kabul"), Place("doha", "Asia/Qatar"))
MADE = a.Created(PARTIES, PLACES, ("en", "ps"), "d" * 64)
SEATS = [
    ("north-head", "north", "head"), ("north-lists", "north", "list_officer"), ("south-head", "south", "head"),
    ("chair", "host", "facilitator"), ("red-head", "red", "facilitator"),
]  # fmt: skip
NORTH, SOUTH = by("north-head", "north"), by("south-head", "south")
CHAIR = by("chair", "host", "facilitator", "host")
OFFICER = by("north-lists", "north", "list_officer")
fold = DOMAIN.fold


def decide(state: Talks, act: Act, who: By, now: Now) -> tuple[Act, ...] | Refused:
    return DOMAIN.decide(States([state]), act, who, now)


def device(seat: str) -> str:
    return f"device-of-{seat}"


def enrolled(*, vouched: bool = False, accepted: bool = False) -> Talks:
    parties = {seat: party for seat, party, _ in SEATS}
    acts: list[tuple[Act, str]] = [(MADE, "")]
    acts += [(a.SeatMade(seat, party, role, "kabul", "p" * 64), "") for seat, party, role in SEATS]
    acts += [(a.DeviceEnrolled(device(s), "e", parties[s], role, s, "x"), "") for s, _, role in SEATS]
    if vouched or accepted:
        heads = {"north": "north-head", "south": "south-head", "host": "chair", "red": "red-head"}
        acts += [(a.DeviceVouched(device(seat), party), heads[party]) for seat, party, _ in SEATS]
    if accepted:
        for side in ("north", "south"):
            others = tuple(device(seat) for seat, party, _ in SEATS if party != side)
            acts.append((a.DevicesAccepted(others, side), f"{side}-head"))
    return folded(fold, Talks(), acts)


def test_talks_are_made_once_and_with_one_host() -> None:
    two_hosts = a.Created(
        (Party("a", "host"), Party("a", "host"), Party("B!", "guest")), PLACES, ("en",), "d"
    )
    assert codes(decide(enrolled(), two_hosts, SYSTEM, NOW)) == [
        "talks_exist", "one_host_needed", "party_kind_unknown", "ids_doubled", "id_malformed",
    ]  # fmt: skip
    assert codes(decide(Talks(), MADE, SYSTEM, NOW)) == []


def test_a_party_s_id_leaves_room_for_the_name_of_its_compartment() -> None:
    for letters, against in ((59, []), (60, ["id_malformed"])):
        named = replace(MADE, parties=(*MADE.parties[1:], Party("n" * letters, MADE.parties[0].kind)))
        assert codes(decide(Talks(), named, SYSTEM, NOW)) == against


def test_there_is_one_neutral_party_at_most_for_two_would_read_each_others_notes() -> None:
    second = replace(MADE, parties=(*MADE.parties, Party("second", "neutral")))
    assert [one.kind for one in MADE.parties].count("neutral") == 1
    assert codes(decide(Talks(), second, SYSTEM, NOW)) == ["one_neutral_at_most"]


def test_a_seat_needs_a_party_a_place_a_role_and_an_id_of_its_own() -> None:
    bad = a.SeatMade("north-head", "west", "king", "mars", "p")
    kept = knowing(Content(there=True))
    assert codes(decide(enrolled(), bad, CHAIR, kept)) == [
        "seat_exists",
        "party_unknown",
        "place_unknown",
        "role_unknown",
    ]
    assert codes(decide(enrolled(), a.SeatMade("No Id", "north", "head", "kabul", "p"), CHAIR, kept)) == [
        "id_malformed"
    ]


@pytest.mark.parametrize("act", [a.SeatMade("new", "north", "head", "kabul", "p"), a.Noted("d")])
def test_what_an_act_cites_must_be_there_for_its_seat_and_be_what_it_is_cited_for(act: Act) -> None:
    assert codes(decide(enrolled(), act, CHAIR, NOW)) == ["fact_missing"]
    assert codes(decide(enrolled(), act, CHAIR, knowing(Content(there=False)))) == ["content_missing"]
    unfit = Content(there=True, unfit=(Reason("content_not_text"),))
    assert codes(decide(enrolled(), act, CHAIR, knowing(unfit))) == ["content_not_text"]
    assert codes(decide(enrolled(), act, CHAIR, knowing(Content(there=True)))) == []


def test_only_known_seats_are_invited_and_enrolled() -> None:
    assert codes(decide(enrolled(), a.SeatInvited("nobody", "n1"), SYSTEM, NOW)) == ["seat_unknown"]
    again = a.DeviceEnrolled(device("chair"), "e", "host", "facilitator", "nobody", "x")
    assert codes(decide(enrolled(), again, SYSTEM, NOW)) == ["seat_unknown", "device_known"]
    assert codes(decide(enrolled(), a.SeatInvited("chair", "n1"), SYSTEM, NOW)) == []


@pytest.mark.parametrize(
    ("act", "who", "expected"),
    [
        (a.DeviceVouched(device("north-head"), "north"), NORTH, []),
        (a.DeviceVouched(device("north-lists"), "north"), NORTH, ["vouch_for_yourself_first"]),
        (a.DeviceVouched("unknown", "north"), NORTH, ["device_unknown", "vouch_for_yourself_first"]),
        (
            a.DeviceVouched(device("south-head"), "south"),
            NORTH,
            ["not_your_party", "vouch_for_yourself_first"],
        ),
        (
            a.DeviceVouched(device("south-head"), "north"),
            NORTH,
            ["device_of_another_party", "vouch_for_yourself_first"],
        ),
    ],
)
def test_a_head_vouches_for_itself_first_and_for_its_own_only(act: Act, who: By, expected: list[str]) -> None:
    assert codes(decide(enrolled(), act, who, NOW)) == expected


def test_nobody_is_vouched_for_twice_or_once_revoked() -> None:
    state = enrolled(vouched=True)
    again = a.DeviceVouched(device("north-lists"), "north")
    assert codes(decide(state, again, NORTH, NOW)) == ["device_vouched_already"]
    fold(state, a.DeviceRevoked(device("north-lists"), "lost", "north-lists"), _stamp())
    assert "device_revoked" in codes(decide(state, again, NORTH, NOW))


def test_a_further_link_to_a_seat_is_kept_with_its_hour() -> None:
    again = a.SeatInvitedAgain("north-lists")
    assert codes(decide(enrolled(accepted=True), again, CHAIR, NOW)) == []
    assert fold(enrolled(accepted=True), again, _stamp()).invited_again == {"north-lists": NOON}


def test_a_head_claims_a_seat_without_an_earlier_device_and_is_accepted_a_day_later() -> None:
    second = a.DeviceEnrolled("second-of-north-head", "e", "north", "head", "north-head", "x")
    itself = by("north-head", "north", device="second-of-north-head")
    claiming = a.HeadClaimed("second-of-north-head", "north")
    state = fold(enrolled(accepted=True), second, _stamp())
    assert codes(decide(state, claiming, itself, NOW)) == []
    other = a.HeadClaimed(device("north-lists"), "south")
    assert codes(decide(state, other, itself, NOW)) == [
        "not_your_party",
        "claims_for_itself_alone",
        "device_vouched_already",
    ]
    nobody = fold(enrolled(), second, _stamp())  # no head stands: it vouches for itself
    assert codes(decide(nobody, claiming, itself, NOW)) == ["vouch_for_yourself_first"]
    unknown = a.HeadClaimed("unknown", "north")
    assert codes(decide(state, unknown, itself, NOW)) == ["device_unknown", "claims_for_itself_alone"]
    fold(state, claiming, Stamp(NOON, "table", 100, "north-head", "second-of-north-head"))
    assert state.acceptable_by("south", NOON) == ()
    assert not state.speaks("second-of-north-head", "north")
    vouching = a.DeviceVouched("second-of-north-head", "north")
    assert "device_vouched_already" in codes(decide(state, vouching, itself, NOW))
    assert codes(decide(state, vouching, NORTH, NOW)) == []  # the earlier device is there after all
    accepting = a.DevicesAccepted(("second-of-north-head",), "south")
    assert codes(decide(state, accepting, SOUTH, NOW)) == ["claim_waits"]
    later = Now(NOON + timedelta(hours=24), sides=NOW.sides, present=NOW.present)
    assert codes(decide(state, accepting, SOUTH, later)) == []
    assert "second-of-north-head" in state.acceptable_by("south", later.at)


def _stamp() -> Stamp:
    return Stamp(NOON, "table", 99, "chair", device("chair"))


def test_a_heads_next_device_is_vouched_for_by_the_one_that_stands_and_not_by_itself() -> None:
    next_device = a.DeviceEnrolled("second-of-north-head", "e", "north", "head", "north-head", "x")
    itself = by("north-head", "north", device="second-of-north-head")
    vouch = a.DeviceVouched("second-of-north-head", "north")
    state = fold(enrolled(vouched=True), next_device, _stamp())
    assert codes(decide(state, vouch, itself, NOW)) == ["device_not_vouched"]
    assert codes(decide(state, vouch, NORTH, NOW)) == []
    fold(
        state, a.DeviceRevoked(device("north-head"), "lost", "north-head"), _stamp()
    )  # nobody is left who could vouch
    assert codes(decide(state, vouch, itself, NOW)) == []
    fold(state, vouch, Stamp(NOON, "table", 100, "north-head", "second-of-north-head"))
    assert state.devices["second-of-north-head"].renewed  # and everybody is told so
    assert not state.devices[device("north-head")].renewed
    assert codes(decide(fold(enrolled(), next_device, _stamp()), vouch, itself, NOW)) == []


def test_a_side_accepts_only_what_others_have_vouched_for() -> None:
    state = enrolled(vouched=True)
    fine = a.DevicesAccepted((device("south-head"), device("chair")), "north")
    assert codes(decide(state, fine, NORTH, NOW)) == []
    assert codes(decide(state, a.DevicesAccepted((), "south"), NORTH, NOW)) == [
        "not_your_party",
        "devices_missing",
    ]
    own = a.DevicesAccepted((device("north-lists"), device("north-lists")), "north")
    assert codes(decide(state, own, NORTH, NOW)) == [
        "ids_doubled",
        "device_of_your_own",
        "device_of_your_own",
    ]
    early = a.DevicesAccepted((device("south-head"), "unknown"), "north")
    assert codes(decide(enrolled(), early, NORTH, NOW)) == [
        "vouch_for_yourself_first", "device_not_vouched", "device_unknown",
    ]  # fmt: skip
    assert codes(decide(enrolled(accepted=True), fine, NORTH, NOW)) == ["device_accepted_already"] * 2


def test_the_host_alone_can_admit_nobody() -> None:
    state = enrolled(vouched=True)
    assert not any(state.admitted(one) for one in state.devices)
    assert all(enrolled(accepted=True).admitted(device(seat)) for seat, _, _ in SEATS)


def test_a_device_is_revoked_by_its_seat_or_its_head_and_not_by_the_host() -> None:
    state = enrolled(accepted=True)
    lost = a.DeviceRevoked(device("north-lists"), "lost", "north-lists")
    for who in (NORTH, OFFICER):
        assert codes(decide(state, lost, who, NOW)) == []
    for who in (SOUTH, CHAIR):
        assert codes(decide(state, lost, who, NOW)) == ["not_your_device"]
    elsewhere = a.DeviceRevoked(device("north-lists"), "lost", "north-head")
    assert codes(decide(state, elsewhere, NORTH, NOW)) == ["device_of_another_seat"]
    assert codes(decide(state, a.DeviceRevoked("unknown", "bored", "north-head"), NORTH, NOW)) == [
        "device_unknown",
        "revoked_for_unknown",
    ]


def test_a_session_opens_when_both_have_accepted_and_once() -> None:
    opening = a.SessionOpened("session-1")
    assert codes(decide(enrolled(), opening, CHAIR, NOW)) == [
        "head_not_vouched",
        "head_not_vouched",
        "host_not_accepted",
    ]
    assert codes(decide(enrolled(vouched=True), opening, CHAIR, NOW)) == [
        "head_not_accepted", "head_not_accepted", "host_not_accepted",
    ]  # fmt: skip
    state = enrolled(accepted=True)
    assert codes(decide(state, opening, CHAIR, NOW)) == []
    fold(state, opening, _stamp())
    assert codes(decide(state, opening, CHAIR, NOW)) == ["session_open_already", "id_malformed"]
    assert codes(decide(state, a.SessionClosed("session-1"), CHAIR, NOW)) == []
    fold(state, a.SessionClosed("session-1"), _stamp())
    assert codes(decide(state, a.SessionClosed("session-1"), CHAIR, NOW)) == ["session_not_open"]


def test_a_meeting_lies_ahead_and_each_party_accepts_once() -> None:
    state = enrolled(accepted=True)
    meeting = a.MeetingProposed("meeting-1", "2020-03-24T07:30:00Z", "kabul")
    assert codes(decide(state, meeting, CHAIR, NOW)) == []
    bad = a.MeetingProposed("Meeting!", "2020-03-22T07:30:00Z", "mars")
    assert codes(decide(state, bad, CHAIR, NOW)) == ["id_malformed", "place_unknown", "meeting_not_ahead"]
    for at in ("soon", "2020-13-45T00:00:00Z"):
        assert codes(decide(state, a.MeetingProposed("m", at, "kabul"), CHAIR, NOW)) == ["meeting_not_ahead"]
    far = a.MeetingProposed("m", "9999-12-31T23:59:59Z", "kabul")
    assert codes(decide(state, far, CHAIR, NOW)) == ["meeting_too_far"]
    fold(state, meeting, _stamp())
    accepted = a.MeetingAccepted("meeting-1", "north")
    assert codes(decide(state, accepted, NORTH, NOW)) == []
    fold(state, accepted, _stamp())
    assert codes(decide(state, accepted, NORTH, NOW)) == ["meeting_accepted_already"]
    assert codes(decide(state, a.MeetingAccepted("other", "north"), SOUTH, NOW)) == [
        "not_your_party",
        "meeting_unknown",
    ]
    own = a.MeetingAccepted("meeting-1", "host")
    assert codes(decide(state, own, CHAIR, NOW)) == ["meeting_accepted_already"]  # it proposed it


def test_only_a_house_is_introduced_and_only_by_a_seat_that_it_has() -> None:
    house = folded(fold, Talks(), [(a.Created((Party("host", "host"),), (Place("host", "UTC"),), ("en",), "d"), ""), (a.SeatMade("f1", "host", "facilitator", "host", "p"), "")], "table")  # fmt: skip
    act = a.HouseIntroduced("d2", "p2", "f1")
    assert codes(decide(house, act, SYSTEM, NOW)) == []
    assert codes(decide(house, replace(act, seat="f2"), SYSTEM, NOW)) == ["seat_unknown"]
    assert codes(decide(enrolled(), replace(act, seat="chair"), SYSTEM, NOW)) == ["only_in_the_house"]
    fold(house, act, _stamp())
    assert (house.definition, house.seats["f1"].person) == ("d2", "p2")


def test_a_party_says_why_it_does_not_meet_and_may_accept_later() -> None:
    state = enrolled(accepted=True)
    fold(state, a.MeetingProposed("meeting-1", "2020-03-24T07:30:00Z", "kabul"), _stamp())
    declined = a.MeetingDeclined("meeting-1", "north", "hour")
    assert codes(decide(state, declined, NORTH, NOW)) == []
    assert codes(decide(state, replace(declined, why="rain"), NORTH, NOW)) == ["declined_for_unknown"]
    assert codes(decide(state, declined, SOUTH, NOW)) == ["not_your_party"]
    fold(state, declined, _stamp())
    meeting = state.meetings["meeting-1"]
    assert (meeting.declined, state.awaited(meeting)) == ({"north": "hour"}, ["north", "south"])
    fold(state, a.MeetingAccepted("meeting-1", "north"), _stamp())
    assert (meeting.declined, state.awaited(meeting)) == ({}, ["south"])
    assert codes(decide(state, declined, NORTH, NOW)) == ["meeting_accepted_already"]


def test_notes_and_erasures_need_their_content() -> None:
    state = enrolled(accepted=True)
    kept, gone = knowing(Content(there=True)), knowing(Content(there=False))
    assert codes(decide(state, a.Noted("d"), NORTH, gone)) == ["content_missing"]
    assert codes(decide(state, a.Noted("d"), NORTH, kept)) == []
    erased = a.ContentErased("d" * 64, "chair")
    assert codes(decide(state, erased, CHAIR, kept)) == []
    for act, who in ((a.Noted("d"), NORTH), (erased, CHAIR)):
        assert codes(decide(state, act, who, NOW)) == ["fact_missing"]  # nobody looked: not taken for kept
    fold(state, erased, _stamp())
    assert codes(decide(state, erased, NORTH, gone)) == [
        "content_missing",
        "content_erased_already",
        "order_not_yours",
    ]


def test_who_heads_a_party() -> None:
    state = enrolled()
    heads = [seat for seat, _, _ in SEATS if state.is_head(seat)]
    assert heads == ["north-head", "south-head", "chair", "red-head"]
    assert not state.is_head("nobody")


def test_who_opens_the_table_which_session_is_next_and_who_agrees_on_a_meeting() -> None:
    state = enrolled(accepted=True)
    assert [seat for seat in (*state.seats, "nobody") if state.facilitates(seat)] == ["chair"]
    assert state.who_meets() == ("north", "south", "host")  # the neutral's word makes none
    assert (state.next_session(), state.latest_meeting()) == ("session-1", None)
    fold(state, a.SessionOpened("session-1"), _stamp())
    for number in (1, 2):
        fold(state, a.MeetingProposed(f"meeting-{number}", "2020-03-24T07:30:00Z", "kabul"), _stamp())
    assert (state.next_session(), state.latest_meeting()) == ("session-2", state.meetings["meeting-2"])
    fold(state, a.MeetingAccepted("meeting-1", "north"), _stamp())
    assert state.agreed_meeting() is None  # the south has not said
    fold(state, a.MeetingAccepted("meeting-1", "south"), _stamp())
    assert state.agreed_meeting() is state.meetings["meeting-1"]  # the host's own proposal
    state.meetings["meeting-1"].proposed_by = "somebody"  # who sits no longer
    assert state.agreed_meeting() is None


def test_a_side_has_yet_to_accept_the_vouched_devices_of_others() -> None:
    assert enrolled().acceptable_by("north", NOON) == ()  # nobody has vouched for any yet
    others = tuple(device(seat) for seat in ("south-head", "chair", "red-head"))
    vouched = enrolled(vouched=True)
    assert vouched.acceptable_by("north", NOON) == others
    assert vouched.acceptable_by("north", NOON, of="red") == (device("red-head"),)
    assert enrolled(accepted=True).acceptable_by("north", NOON) == ()


def test_the_house_remembers_what_it_made_and_whom_it_invited() -> None:
    acts: list[tuple[Act, str]] = [
        (a.TalksMade("t1"), ""),
        (a.SeatInvited("chair", "n1"), ""),
        (a.ServerKeyed("k"), ""),
    ]
    state = folded(fold, Talks(), acts, "host")
    assert (state.made, state.invited) == (["t1"], {"chair": ["n1"]})
    noted = folded(fold, Talks(), [(a.Noted("d"), "north-head")], "side-north")
    assert noted.notes == {"side-north": [(NOON, "north-head", "d")]}
