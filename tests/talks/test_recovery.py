"""A head's next device by what the side set up beforehand: a named deputy, a paper key, and how neither is abused."""

from datetime import timedelta

import pytest

from parley.base import Act, By, Now, Stamp
from parley.talks import DOMAIN, PaperProof, Talks
from parley.talks import acts as a
from tests.folding import NOON, NOW, by, codes, knowing
from tests.talks.test_rules import CHAIR, NORTH, OFFICER, SOUTH, decide, device, enrolled

FITS = knowing(PaperProof(holds=True))
NEXT = "second-of-north-head"
NAMED = a.DeputyNamed(device("north-lists"), "north")
MADE = a.PaperKeyMade("key-on-paper", "north")
VOUCHED = a.DeputyVouched(NEXT, "north")
SHOWN = a.PaperVouched(NEXT, "key-on-paper", "north", "proof")
AGAIN = by("north-head", "north", device=NEXT)


def after(*done: tuple[Act, By]) -> Talks:
    """Return a table with a second device at north's head's seat, and what was done since."""
    state = enrolled(accepted=True)
    acts = [(a.DeviceEnrolled(NEXT, "e", "north", "head", "north-head", "x"), by("", "", device="")), *done]
    for seq, (act, who) in enumerate(acts):
        DOMAIN.fold(state, act, Stamp(NOON + timedelta(hours=seq), "table", seq, who.seat, who.device))
    return state


def test_a_head_names_an_admitted_device_of_its_own_party_and_of_another_seat() -> None:
    state = after()
    assert codes(decide(state, NAMED, NORTH, NOW)) == []
    assert codes(decide(after((NAMED, NORTH)), NAMED, NORTH, NOW)) == ["deputy_already"]
    for deputy, expected in (
        ("unknown", ["device_unknown"]),
        (device("south-head"), ["device_of_another_party"]),
        (device("north-head"), ["deputy_of_the_same_seat"]),
        (NEXT, ["deputy_of_the_same_seat", "device_not_admitted"]),
    ):
        assert codes(decide(state, a.DeputyNamed(deputy, "north"), NORTH, NOW)) == expected
    DOMAIN.fold(
        state, a.DeviceRevoked(device("north-lists"), "left", "north-lists"), Stamp(NOON, "table", 9, "", "")
    )
    assert codes(decide(state, NAMED, NORTH, NOW)) == ["device_revoked"]


@pytest.mark.parametrize("act", [NAMED, MADE])
@pytest.mark.parametrize("who", [CHAIR, SOUTH, OFFICER])
def test_nobody_but_its_head_sets_up_a_partys_recovery(act: Act, who: By) -> None:
    found = codes(decide(after(), act, who, FITS))
    assert found[:1] == (["vouch_for_yourself_first"] if who is OFFICER else ["not_your_party"])


def test_a_paper_key_is_a_fresh_and_sound_one() -> None:
    assert codes(decide(after(), MADE, NORTH, NOW)) == ["fact_missing"]
    assert codes(decide(after(), MADE, NORTH, knowing(PaperProof(holds=False)))) == ["key_weak"]
    assert codes(decide(after(), MADE, NORTH, FITS)) == []
    assert codes(decide(after((MADE, NORTH)), MADE, NORTH, FITS)) == ["paper_key_known"]


def test_the_deputy_vouches_for_the_heads_next_device_which_speaks_once_every_side_has_accepted_it() -> None:
    state = after((NAMED, NORTH))
    assert codes(decide(state, VOUCHED, OFFICER, NOW)) == []
    state = after((NAMED, NORTH), (VOUCHED, OFFICER))
    assert state.devices[NEXT].recovered == "deputy"
    assert not state.devices[NEXT].renewed
    assert not state.speaks(NEXT, "north")  # for nobody so far: a deputy is no head by it
    accepting = a.DevicesAccepted((NEXT,), "south")
    assert codes(decide(state, accepting, SOUTH, NOW)) == []  # at once: no day is waited
    DOMAIN.fold(state, accepting, Stamp(NOON, "table", 9, "south-head", device("south-head")))
    assert state.speaks(NEXT, "north")
    assert state.admitted(NEXT)


@pytest.mark.parametrize(
    ("act", "who", "expected"),
    [
        (VOUCHED, NORTH, ["not_the_deputy"]),
        (VOUCHED, SOUTH, ["not_your_party", "not_the_deputy"]),
        (a.DeputyVouched("unknown", "north"), OFFICER, ["device_unknown", "not_the_deputy"]),
        (
            a.DeputyVouched(device("south-head"), "north"),
            OFFICER,
            ["device_of_another_party", "device_vouched_already", "not_the_deputy"],
        ),
        (
            a.DeputyVouched(device("north-lists"), "north"),
            OFFICER,
            ["device_of_no_head", "device_vouched_already", "not_the_deputy"],
        ),
        (a.DeputyVouched(device("north-head"), "north"), OFFICER, ["device_vouched_already"]),
    ],
)
def test_a_deputy_vouches_for_its_heads_next_device_and_nothing_else(
    act: Act, who: By, expected: list[str]
) -> None:
    assert codes(decide(after((NAMED, NORTH)), act, who, NOW)) == expected


def test_who_is_named_later_is_the_deputy_alone_and_a_revoked_next_device_is_nobodys() -> None:
    state = after((NAMED, NORTH), (a.DeputyNamed(device("north-third"), "north"), NORTH))
    assert codes(decide(state, VOUCHED, OFFICER, NOW)) == ["not_the_deputy"]
    state = after((NAMED, NORTH), (a.DeviceRevoked(NEXT, "doubted", "north-head"), NORTH))
    assert codes(decide(state, VOUCHED, OFFICER, NOW)) == ["device_revoked"]
    assert codes(decide(after(), VOUCHED, OFFICER, NOW)) == ["not_the_deputy"]  # none was named


def test_a_paper_key_vouches_once_for_the_next_device_of_its_own_seat() -> None:
    state = after((MADE, NORTH))
    assert codes(decide(state, SHOWN, AGAIN, FITS)) == []
    assert codes(decide(state, SHOWN, AGAIN, NOW)) == ["fact_missing"]
    assert codes(decide(state, SHOWN, AGAIN, knowing(PaperProof(holds=False)))) == ["paper_key_does_not_fit"]
    state = after((MADE, NORTH), (SHOWN, AGAIN))
    assert (state.devices[NEXT].recovered, state.devices[NEXT].vouched_by) == ("paper", NEXT)
    assert not state.speaks(NEXT, "north")
    third = a.DeviceEnrolled("third", "e", "north", "head", "north-head", "x")
    state = after((MADE, NORTH), (SHOWN, AGAIN), (third, SOUTH))
    spent = a.PaperVouched("third", "key-on-paper", "north", "proof")
    assert codes(decide(state, spent, by("north-head", "north", device="third"), FITS)) == ["paper_key_spent"]


def test_a_paper_key_of_another_seat_or_an_earlier_one_or_for_another_device_vouches_for_nothing() -> None:
    other = after((a.PaperKeyMade("key-on-paper", "south"), SOUTH))
    assert codes(decide(other, SHOWN, AGAIN, FITS)) == ["paper_key_of_another_seat"]
    assert codes(decide(after(), SHOWN, AGAIN, FITS)) == ["paper_key_of_another_seat"]
    later = after((MADE, NORTH), (a.PaperKeyMade("a-later-key", "north"), NORTH))
    assert codes(decide(later, SHOWN, AGAIN, FITS)) == ["paper_key_replaced"]
    assert codes(decide(after((MADE, NORTH)), SHOWN, NORTH, FITS)) == ["claims_for_itself_alone"]


def test_the_head_that_stands_vouches_after_all_or_takes_the_next_device_back() -> None:
    state = after((NAMED, NORTH), (VOUCHED, OFFICER))
    vouching = a.DeviceVouched(NEXT, "north")
    assert codes(decide(state, vouching, NORTH, NOW)) == []
    assert codes(decide(state, vouching, AGAIN, NOW)) == ["device_vouched_already"]
    state = after((NAMED, NORTH), (VOUCHED, OFFICER), (vouching, NORTH))
    assert state.devices[NEXT].recovered == ""
    assert (
        codes(decide(after((NAMED, NORTH)), a.DeviceRevoked(NEXT, "doubted", "north-head"), NORTH, NOW)) == []
    )


def test_a_claim_is_made_good_by_the_deputy_without_waiting() -> None:
    claim = a.HeadClaimed(NEXT, "north")
    state = after((NAMED, NORTH), (claim, AGAIN))
    assert codes(decide(state, VOUCHED, OFFICER, NOW)) == []
    state = after((NAMED, NORTH), (claim, AGAIN), (VOUCHED, OFFICER))
    assert codes(decide(state, a.DevicesAccepted((NEXT,), "south"), SOUTH, Now(NOON))) == []
