"""Membership, epochs and which bundle is taken."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from parley.base.outcomes import Refused
from parley.room import (
    AWAY_SECONDS,
    GRACE_SECONDS,
    TURN_SECONDS,
    Bundle,
    Member,
    Space,
    away,
    doubt,
    hear,
    join,
    leave,
    relay,
    remove_seat,
    seats,
    sweep,
    turn_of,
)


def member(name: str, heard: float = 0.0, tab: str = "1") -> Member:
    return Member(f"{name}.{tab}", name * 64, f"seat-{name}", heard)


def space(*names: str, epoch: int = 7) -> Space:
    return Space(epoch, tuple(member(name) for name in names))


def bundle(of: Space, by: str = "a", epoch: int = 0, members: tuple[str, ...] | None = None) -> Bundle:
    present = tuple(sorted(one.device for one in of.members)) if members is None else members
    return Bundle("march", "plenary", epoch or of.epoch, present, by * 64, {})


def codes(result: Space | Refused) -> set[str]:
    assert isinstance(result, Refused)
    return {one.code for one in result.reasons}


def test_who_joins_sits_last_and_begins_an_epoch() -> None:
    after = join(space("a", "b"), member("c"))
    assert [turn_of(after, name * 64, 0) for name in "abc"] == [0, TURN_SECONDS, 2 * TURN_SECONDS]
    assert (after.epoch, after.bundle) == (8, None)


def test_a_member_is_found_by_its_tab() -> None:
    here = space("a", "b")
    assert here.member("b.1") == member("b")
    assert here.member("b.2") is None


def test_a_device_that_comes_back_gives_up_its_earlier_tab_and_its_turn() -> None:
    after = join(space("a", "b"), member("a", tab="2"))
    assert [one.identity for one in after.members] == ["b.1", "a.2"]
    assert after.epoch == 8


def test_leaving_and_removal_begin_an_epoch_and_strangers_change_nothing() -> None:
    here = space("a", "b")
    assert leave(here, "a.1").epoch == remove_seat(here, "seat-b").epoch == 8
    assert leave(here, "z.1") is here
    assert remove_seat(here, "seat-z") is here


def test_grace_is_thirty_seconds_and_until_then_the_seat_is_present() -> None:
    here = hear(space("a", "b"), "b.1", now=25.0)
    assert away(here, 25.0) == {"a.1"}
    assert sweep(here, GRACE_SECONDS - 0.1) is here
    assert seats(sweep(here, GRACE_SECONDS)) == {"seat-b"}
    assert not away(here, AWAY_SECONDS - 0.1)


def test_the_first_bundle_for_an_epoch_is_taken_and_the_second_is_not() -> None:
    here = space("a", "b")
    taken = relay(here, bundle(here), "a" * 64, 0)
    assert isinstance(taken, Space)
    assert taken.bundle is not None
    assert codes(relay(taken, bundle(here, "b"), "b" * 64, 1)) == {"bundle_taken"}


def test_a_bundle_is_refused_with_every_reason() -> None:
    here = space("a", "b")
    wrong = bundle(here, by="z", epoch=6, members=("a" * 64,))
    assert codes(relay(here, wrong, "z" * 64, 0)) == {
        "bundle_not_from_a_member",
        "bundle_of_another_epoch",
        "bundle_for_other_members",
    }


def test_a_member_cannot_offer_a_bundle_in_anothers_name() -> None:
    here = space("a", "b")
    assert codes(relay(here, bundle(here, "a"), "b" * 64, 1)) == {"bundle_not_from_a_member"}


def test_a_bundle_drawn_before_somebody_joined_comes_too_late() -> None:
    here = space("a", "b")
    late = bundle(here)
    after = join(here, member("c"))
    assert codes(relay(after, late, "a" * 64, 0)) == {"bundle_of_another_epoch", "bundle_for_other_members"}


def test_a_bundle_out_of_turn_is_not_taken_and_who_is_away_is_passed_over() -> None:
    here = replace(space("a", "b", "c"), began=5.0)
    assert codes(relay(here, bundle(here, "c"), "c" * 64, 5.0 + TURN_SECONDS)) == {"bundle_out_of_turn"}
    assert isinstance(relay(here, bundle(here, "c"), "c" * 64, 5.0 + 2 * TURN_SECONDS), Space)
    late = hear(hear(replace(here, began=20.0), "b.1", 20.0), "c.1", 20.0)  # nothing of the first for 20 s
    assert isinstance(relay(late, bundle(late, "b"), "b" * 64, 20.0), Space)


def test_who_draws_what_does_not_open_draws_last_from_then_on() -> None:
    here = space("a", "b", "c")
    taken = relay(here, bundle(here), "a" * 64, 0)
    assert isinstance(taken, Space)
    after = doubt(taken, 7, "c" * 64)
    assert [one.identity for one in after.members] == ["b.1", "c.1", "a.1"]
    assert (after.epoch, after.bundle) == (8, None)
    assert doubt(taken, 6, "c" * 64) is taken  # another epoch
    assert doubt(taken, 7, "z" * 64) is taken  # nobody here
    assert doubt(here, 7, "c" * 64) is here  # nothing was drawn


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["join", "leave", "remove", "hear", "sweep", "bundle"]), st.sampled_from("abcd")
    ),
    max_size=40,
)


@given(STEPS)
def test_whatever_happens_devices_sit_once_epochs_grow_and_a_bundle_fits_its_members(
    steps: list[tuple[str, str]],
) -> None:
    here, now = Space(1), 0.0
    for what, name in steps:
        now += 3.0
        before = here
        if what == "join":
            here = join(here, member(name, now))
        elif what == "leave":
            here = leave(here, f"{name}.1")
        elif what == "remove":
            here = remove_seat(here, f"seat-{name}")
        elif what == "hear":
            here = hear(here, f"{name}.1", now)
        elif what == "sweep":
            here = sweep(here, now)
        elif isinstance(taken := relay(here, bundle(here, name), name * 64, now), Space):
            here = taken
        devices = [one.device for one in here.members]
        assert len(set(devices)) == len(devices)
        same = set(devices) == {one.device for one in before.members} and what != "join"
        assert here.epoch == before.epoch + (0 if same else 1)
        assert here.bundle is None or set(here.bundle.members) == set(devices)


def test_hearing_of_somebody_changes_nothing_else() -> None:
    here = space("a", "b")
    assert replace(hear(here, "a.1", 5.0), members=here.members) == here
