"""The two-party procedure: sealed deposits, receipts, threshold, bulk and single confirmation, outcomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.base import Act, By, Now
from parley.lists import acts as a
from parley.lists.model import Match, Outcome, Pair
from parley.lists.rules import decide
from parley.lists.state import Lists, fold, in_bulk, outcome
from parley.talks.acts import SessionOpened
from tests.folding import NOON, NOW, by, codes, folded

SIDES = ["north", "south"]
NORTH, OFFICER = by("north-head", "north"), by("north-lists", "north", "list_officer")
CHAIR = by("chair", "host", "facilitator", "host")
ENVELOPES = [(side, kind) for side in SIDES for kind in ("claims", "holdings")]


def deposit(side: str, kind: str, version: int = 1) -> a.Deposited:
    return a.Deposited(f"{side}-{kind}-{version}", kind, side, f"{side}{kind}{version}", 10, 3)


def sealed(*, but: int = 0) -> Lists:
    """All four envelopes, the last ``but`` of them not countersigned."""
    acts: list[tuple[Act, str]] = []
    for i, (side, kind) in enumerate(ENVELOPES):
        made = deposit(side, kind)
        acts.append((made, f"{side}-lists"))
        if i < 4 - but:
            acts.append((a.Countersigned(made.deposit, side, made.digest), f"{side}-head"))
    return folded(fold, Lists(), acts)


DIGESTS = {f"{side}-{kind}-1": f"{side}{kind}1" for side, kind in ENVELOPES}


def opened(*more: tuple[Act, str]) -> Lists:
    return folded(fold, sealed(), [(a.Opened(tuple(DIGESTS)), ""), *more])


RECEIVED: list[tuple[Act, str]] = [(a.Received(DIGESTS, side), f"{side}-head") for side in SIDES]
MATCHED: tuple[Act, str] = (a.Matched("m1", "d", {"north": "2", "south": "1"}), "chair")


def matched(*more: tuple[Act, str]) -> Lists:
    return opened(*RECEIVED, MATCHED, *more)


THRESHOLDS: list[tuple[Act, str]] = [(a.ThresholdSigned("m1", 9000, side), f"{side}-head") for side in SIDES]


def said(state: Lists, act: Act, who: By, now: Now = NOW) -> list[str]:
    return codes(decide(state, act, who, now, SIDES))


def facts(**known: int | str | bool) -> Now:
    return Now(NOON, facts=known)


def test_a_deposit_says_what_was_read() -> None:
    fine = deposit("north", "claims")
    assert said(Lists(), fine, OFFICER, facts(rows=3, size=10)) == []
    assert said(Lists(), fine, OFFICER, facts(rows=4, size=11)) == [
        "deposit_rows_differ",
        "deposit_size_differ",
    ]
    assert said(sealed(), fine, OFFICER) == ["id_malformed"]
    odd = a.Deposited("x", "guesses", "south", "d", 1, 1)
    assert said(opened(), odd, OFFICER, facts(content=False)) == [
        "not_your_party", "lists_opened_already", "list_kind_unknown", "content_missing",
    ]  # fmt: skip


def test_the_last_countersignature_opens_all() -> None:
    last = a.Countersigned("south-holdings-1", "south", "southholdings1")
    assert decide(sealed(but=1), last, by("south-head", "south"), NOW, SIDES) == (
        last,
        a.Opened(tuple(DIGESTS)),
    )
    earlier = a.Countersigned("south-claims-1", "south", "southclaims1")
    assert decide(sealed(but=2), earlier, by("south-head", "south"), NOW, SIDES) == (earlier,)


def test_a_head_countersigns_its_own_newest_deposit_once() -> None:
    assert said(sealed(), a.Countersigned("none", "north", "d"), NORTH) == ["deposit_unknown"]
    assert said(sealed(), a.Countersigned("south-claims-1", "north", "d"), NORTH) == [
        "deposit_of_another_party", "digests_differ_deposit", "deposit_countersigned_already",
    ]  # fmt: skip
    newer = folded(fold, sealed(but=4), [(deposit("north", "claims", 2), "north-lists")])
    assert said(newer, a.Countersigned("north-claims-1", "north", "northclaims1"), NORTH) == [
        "deposit_replaced"
    ]


def test_a_receipt_names_every_digest_and_is_signed_once() -> None:
    assert said(sealed(but=1), a.Received(DIGESTS, "north"), NORTH) == ["lists_not_opened"]
    assert said(opened(), a.Received({}, "north"), NORTH) == ["receipt_differs"]
    assert said(opened(), a.Received(DIGESTS, "north"), NORTH) == []
    assert said(opened(*RECEIVED), a.Received(DIGESTS, "north"), NORTH) == ["received_already"]


def test_lists_are_matched_once_both_have_signed_for_them() -> None:
    act = a.Matched("m1", "d", {})
    assert said(opened(), act, CHAIR) == ["receipts_missing"]
    assert said(opened(*RECEIVED), act, CHAIR) == []
    assert said(matched(), act, CHAIR) == ["matched_already"]


def test_a_threshold_lies_between_half_and_all() -> None:
    assert said(opened(), a.ThresholdSigned("m1", 9000, "north"), NORTH) == ["match_unknown"]
    assert said(matched(), a.ThresholdSigned("m1", 4999, "north"), NORTH) == ["threshold_out_of_range"]
    assert said(matched(), a.ThresholdSigned("m1", 9000, "north"), NORTH) == []
    confirmed = (a.BulkConfirmed("m1", 9000, 1, "b", "south"), "south-lists")
    assert said(matched(*THRESHOLDS, confirmed), a.ThresholdSigned("m1", 9000, "north"), NORTH) == [
        "bulk_confirmed_already", "threshold_signed_already",
    ]  # fmt: skip


def test_a_bulk_confirmation_is_of_the_common_threshold_and_list() -> None:
    act = a.BulkConfirmed("m1", 9000, 1, "b", "north")
    assert said(matched(THRESHOLDS[0]), act, OFFICER) == ["threshold_not_common"]
    assert said(matched(*THRESHOLDS), act, OFFICER, facts(bulk_digest="b", bulk_pairs=1)) == []
    other = a.BulkConfirmed("m1", 8000, 1, "b", "north")
    assert said(matched(*THRESHOLDS), other, OFFICER, facts(bulk_digest="c", bulk_pairs=2)) == [
        "threshold_differs", "bulk_differs",
    ]  # fmt: skip
    assert said(matched(*THRESHOLDS, (act, "north-lists")), act, OFFICER) == ["bulk_confirmed_already"]


def test_pairs_below_the_threshold_are_decided_one_by_one() -> None:
    act = a.PairDecided("m1", "north", 4, 7, True, "north")
    assert said(matched(*THRESHOLDS), act, OFFICER) == []
    assert said(matched(), act, OFFICER, facts(candidate=False, in_bulk=True)) == [
        "pair_not_candidate", "pair_in_bulk", "threshold_not_common",
    ]  # fmt: skip
    assert said(matched(*THRESHOLDS, (act, "north-lists")), act, OFFICER) == ["pair_decided_already"]


def test_what_says_nothing_of_a_match_is_let_through() -> None:
    assert said(matched(), a.Opened(()), CHAIR) == ["match_unknown"]
    lonely = folded(fold, Lists(), [(a.ThresholdSigned("m1", 9000, "north"), "north-head")])
    assert lonely.match is None
    assert matched((a.Opened(()), "")).match is not None


def test_what_another_kind_says_of_the_match_changes_nothing() -> None:
    class Praised(SessionOpened):
        match = "m1"

    other = Praised("session-1")
    assert said(matched(), other, CHAIR) == []
    assert matched((other, "chair")) == matched()


PAIR = Pair("north", 4, 7, 9500, 1, "match")
DOUBTFUL = Pair("north", 4, 8, 6000, 1, "review")


def match_with(said: dict[tuple[str, int, int], dict[str, bool]], bulk: list[str]) -> Match:
    thresholds = dict.fromkeys(SIDES, 9000)
    return Match("m1", "d", NOON, {}, thresholds, dict.fromkeys(bulk, ("b", 1)), said)


@pytest.mark.parametrize(
    ("bulk", "expected"),
    [
        ([], Outcome.WAITS_BOTH),
        (["north"], Outcome.WAITS_HOLDER),
        (["south"], Outcome.WAITS_CLAIMANT),
        (SIDES, Outcome.CLEARED),
    ],
)
def test_a_pair_in_bulk_is_cleared_when_both_confirmed(bulk: list[str], expected: Outcome) -> None:
    assert outcome(match_with({}, bulk), SIDES, [PAIR]) == (expected, PAIR)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, Outcome.WAITS_BOTH),
        ({"north": True}, Outcome.WAITS_HOLDER),
        ({"south": False}, Outcome.WAITS_CLAIMANT),
        ({"north": True, "south": True}, Outcome.CLEARED),
        ({"north": True, "south": False}, Outcome.DISPUTED),
        ({"north": False, "south": False}, Outcome.NOT_THE_SAME),
    ],
)
def test_a_doubtful_pair_is_cleared_when_both_say_the_same(
    answers: dict[str, bool], expected: Outcome
) -> None:
    key = (DOUBTFUL.claimant, DOUBTFUL.claim, DOUBTFUL.holding)
    assert outcome(match_with({key: answers} if answers else {}, []), SIDES, [DOUBTFUL]) == (
        expected,
        DOUBTFUL,
    )


def test_nobody_found_waits_for_the_holder() -> None:
    assert outcome(match_with({}, []), SIDES, []) == (Outcome.NOT_FOUND, None)
    far = Pair("north", 4, 9, 100, 1, "none")
    assert outcome(match_with({}, []), SIDES, [far]) == (Outcome.NOT_FOUND, None)


@given(points=st.integers(0, 10_000), threshold=st.integers(5_000, 10_000), rank=st.integers(1, 3))
def test_only_the_first_match_at_or_above_the_threshold_is_confirmed_in_bulk(
    points: int, threshold: int, rank: int
) -> None:
    assert in_bulk(Pair("north", 1, 1, points, rank, "match"), threshold) == (
        rank == 1 and points >= threshold
    )
    assert not in_bulk(Pair("north", 1, 1, points, rank, "review"), threshold)
