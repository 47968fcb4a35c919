"""What every store of people promises: one use of an invitation, wrong guesses counted, sign-ins ended."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from parley.app.core.ports import Invitation, People, SignIn
from parley.store import Store

WHEN = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
BEFORE = WHEN - timedelta(days=7)
INVITED = Invitation("17", "t", "gov-head", b"\x00hash", b"code", b"salt", "ps", WHEN, False, 0, None)
SIGNED_IN = SignIn(b"\xfftoken", "t", "gov-head", "dev-1", WHEN)


@pytest.fixture
def people(store: Store) -> People:
    return store.people


def test_an_invitation_comes_back_as_it_was_given(people: People) -> None:
    locked = replace(
        INVITED,
        number="18",
        seat="gov-lists",
        locked_until=WHEN + timedelta(microseconds=1),
        failures=3,
        used=True,
    )
    elsewhere = replace(INVITED, number="19", talks="u")
    for one in (INVITED, locked, elsewhere):
        people.add_invitation(one, BEFORE)
    assert people.invitation("17") == INVITED
    assert people.invitation("20") is None
    assert people.invitations("t") == [INVITED, locked]
    assert people.invitations("none") == []


def test_another_invitation_to_a_seat_ends_the_earlier_ones_that_nobody_used_and_no_others(
    people: People,
) -> None:
    used = replace(INVITED, number="16", used=True)
    run_out = replace(INVITED, number="15", expires=BEFORE)
    others = [replace(INVITED, number="18", seat="gov-lists"), replace(INVITED, number="19", talks="u")]
    for one in (run_out, used, *others, INVITED):
        people.add_invitation(one, BEFORE)
    now = WHEN - timedelta(hours=1)
    people.add_invitation(replace(INVITED, number="20"), now)
    assert people.invitation("17") == replace(INVITED, expires=now)
    assert [people.invitation(one.number) for one in (run_out, used, *others)] == [run_out, used, *others]
    assert people.invitation("20") == replace(INVITED, number="20")


def test_a_time_given_in_kabul_is_the_same_instant_in_utc(people: People) -> None:
    kabul = WHEN.astimezone(timezone(timedelta(hours=4, minutes=30)))
    people.add_invitation(replace(INVITED, expires=kabul), BEFORE)
    assert people.invitation("17") == INVITED


def test_wrong_guesses_are_counted_and_the_lock_is_kept(people: People) -> None:
    people.add_invitation(INVITED, BEFORE)
    assert people.guess_failed("17", None) == 1
    assert people.guess_failed("17", WHEN) == 2
    assert people.invitation("17") == replace(INVITED, failures=2, locked_until=WHEN)
    assert people.guess_failed("no such invitation", WHEN) == 0


def test_guesses_at_once_are_all_counted(people: People) -> None:
    people.add_invitation(INVITED, BEFORE)
    with ThreadPoolExecutor(8) as pool:
        counted = list(pool.map(lambda _: people.guess_failed("17", None), range(16)))
    assert sorted(counted) == list(range(1, 17))


def test_an_invitation_is_used_once_however_many_try_at_once(people: People) -> None:
    people.add_invitation(INVITED, BEFORE)
    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(lambda _: people.use_invitation("17"), range(8))) == [False] * 7 + [True]
    assert people.invitation("17") == replace(INVITED, used=True)
    assert not people.use_invitation("no such invitation")


def test_a_sign_in_is_rotated_and_the_old_token_opens_nothing(people: People) -> None:
    people.add_sign_in(SIGNED_IN)
    assert people.sign_in(b"\xfftoken") == SIGNED_IN
    assert people.sign_in(b"another") is None
    rotated = replace(SIGNED_IN, token_hash=b"new", expires=WHEN + timedelta(hours=1))
    people.rotate_sign_in(SIGNED_IN.token_hash, rotated)
    assert people.sign_in(b"new") == rotated
    assert people.sign_in(SIGNED_IN.token_hash) is None


def test_a_sign_in_that_has_ended_is_not_brought_back_by_rotating_it(people: People) -> None:
    people.add_sign_in(SIGNED_IN)
    people.end_sign_ins("t", "gov-head")
    people.rotate_sign_in(SIGNED_IN.token_hash, replace(SIGNED_IN, token_hash=b"new"))
    assert people.sign_in(b"new") is None


def test_sign_ins_end_by_seat_or_by_device_and_nobody_elses_do(people: People) -> None:
    other_device = replace(SIGNED_IN, token_hash=b"2", device="dev-2")
    other_seat = replace(SIGNED_IN, token_hash=b"3", seat="tal-head")
    other_talks = replace(SIGNED_IN, token_hash=b"4", talks="u")
    everybody = (SIGNED_IN, other_device, other_seat, other_talks)
    for one in everybody:
        people.add_sign_in(one)
    people.end_sign_ins("t", "gov-head", "dev-1")
    assert [people.sign_in(one.token_hash) for one in everybody] == [
        None,
        other_device,
        other_seat,
        other_talks,
    ]
    people.end_sign_ins("t", "gov-head")
    assert [people.sign_in(one.token_hash) for one in everybody] == [None, None, other_seat, other_talks]


def test_a_value_belongs_to_one_seat_and_the_last_one_counts(people: People) -> None:
    assert people.value("t", "gov-head", "draft") is None
    for value in (b"first", b"", "پیش‌نویس".encode()):
        people.put_value("t", "gov-head", "draft", value)
        assert people.value("t", "gov-head", "draft") == value
    assert people.value("t", "tal-head", "draft") is None
    assert people.value("u", "gov-head", "draft") is None
