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


ROTATED = replace(SIGNED_IN, token_hash=b"new", expires=WHEN + timedelta(hours=18))
SHORTLY = BEFORE + timedelta(minutes=1)


def test_a_sign_in_is_rotated_and_the_old_token_is_good_for_a_moment_more(people: People) -> None:
    people.add_sign_in(SIGNED_IN)
    assert people.sign_in(b"\xfftoken") == SIGNED_IN
    assert people.sign_in(b"another") is None
    assert people.rotate_sign_in(SIGNED_IN.token_hash, ROTATED, BEFORE, SHORTLY)
    assert people.sign_in(b"new") == ROTATED
    assert people.sign_in(SIGNED_IN.token_hash) == replace(SIGNED_IN, expires=SHORTLY)
    again = replace(
        ROTATED, expires=WHEN + timedelta(hours=19)
    )  # by a request that came with the old one, too
    assert people.rotate_sign_in(SIGNED_IN.token_hash, again, BEFORE, SHORTLY + timedelta(minutes=1))
    assert people.sign_in(b"new") == ROTATED
    assert people.sign_in(SIGNED_IN.token_hash) == replace(SIGNED_IN, expires=SHORTLY)  # not prolonged


def test_sign_ins_of_a_seat_that_have_run_out_are_forgotten_when_one_is_rotated(people: People) -> None:
    other = replace(SIGNED_IN, token_hash=b"2", seat="tal-head", expires=BEFORE)
    for one in (SIGNED_IN, replace(SIGNED_IN, token_hash=b"1", expires=BEFORE), other):
        people.add_sign_in(one)
    people.rotate_sign_in(SIGNED_IN.token_hash, ROTATED, BEFORE, SHORTLY)
    assert [people.sign_in(token) is None for token in (b"1", b"2", b"new")] == [True, False, False]


def test_a_sign_in_that_has_ended_is_not_brought_back_by_rotating_it(people: People) -> None:
    people.add_sign_in(SIGNED_IN)
    people.end_sign_ins("t", "gov-head")
    assert not people.rotate_sign_in(SIGNED_IN.token_hash, ROTATED, BEFORE, SHORTLY)
    assert people.sign_in(b"new") is None


def test_whoever_signs_out_beside_a_rotation_is_signed_out(people: People) -> None:
    with ThreadPoolExecutor(4) as pool:
        for n in range(20):  # a token that has ended never comes again
            signed_in = replace(SIGNED_IN, token_hash=f"token-{n}".encode())
            rotated = replace(ROTATED, token_hash=f"rotated-{n}".encode())
            people.add_sign_in(signed_in)
            rotating = [
                pool.submit(people.rotate_sign_in, signed_in.token_hash, rotated, BEFORE, SHORTLY)
                for _ in range(3)
            ]
            pool.submit(people.end_sign_ins, "t", "gov-head", "dev-1").result()
            for one in rotating:
                one.result()
            assert not people.signed_in("t", "gov-head", "dev-1", BEFORE)


def test_a_device_is_signed_in_until_its_last_sign_in_has_run_out(people: People) -> None:
    people.add_sign_in(SIGNED_IN)
    assert people.signed_in("t", "gov-head", "dev-1", BEFORE)
    assert not people.signed_in("t", "gov-head", "dev-1", WHEN)
    assert not people.signed_in("t", "gov-head", "dev-2", BEFORE)
    assert not people.signed_in("t", "tal-head", "dev-1", BEFORE)
    assert not people.signed_in("u", "gov-head", "dev-1", BEFORE)


def test_a_name_is_used_once_however_many_try_at_once(people: People) -> None:
    with ThreadPoolExecutor(8) as pool:
        tries = pool.map(lambda _: people.use_once("t", "gov-head", "once 0005 a", "once 0001"), range(10))
        assert sorted(tries) == [False] * 9 + [True]
    assert people.use_once("t", "tal-head", "once 0005 a", "once 0001")  # another seat's
    assert people.use_once("t", "gov-head", "once 0006 b", "once 0005")
    assert not people.use_once("t", "gov-head", "once 0005 a", "once 0005")  # not yet stale


def test_names_that_are_stale_are_forgotten_and_nothing_else_is(people: People) -> None:
    people.put_value("t", "gov-head", "draft", b"kept")
    assert people.use_once("t", "gov-head", "once 0005 a", "once 0001")
    assert people.use_once("t", "gov-head", "once 0009 b", "once 0006")
    assert people.use_once("t", "gov-head", "once 0005 a", "once 0001")
    assert people.value("t", "gov-head", "draft") == b"kept"


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
