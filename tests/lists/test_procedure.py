"""The two-party procedure: sealed deposits, receipts, threshold, bulk and single confirmation, outcomes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.base import SYSTEM, Act, By, Now, Refused, RuleError, States
from parley.lists import DOMAIN, Candidate, DepositedFile, Lists, SurePairs
from parley.lists import acts as a
from parley.lists.model import Match, Outcome, Pair
from parley.lists.standings import in_bulk, outcome
from parley.talks.acts import SessionOpened
from tests.folding import NOON, NOW, by, codes, folded, knowing

SIDES = NOW.sides
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
    return folded(DOMAIN.fold, Lists(), acts)


DIGESTS = {f"{side}-{kind}-1": f"{side}{kind}1" for side, kind in ENVELOPES}


def opened(*more: tuple[Act, str]) -> Lists:
    return folded(DOMAIN.fold, sealed(), [(a.Opened(tuple(DIGESTS)), ""), *more])


RECEIVED: list[tuple[Act, str]] = [(a.Received(DIGESTS, side), f"{side}-head") for side in SIDES]
MATCHED: tuple[Act, str] = (a.Matched("m1", "d", {"north": "2", "south": "1"}), "chair")


def matched(*more: tuple[Act, str]) -> Lists:
    return opened(*RECEIVED, MATCHED, *more)


THRESHOLDS: list[tuple[Act, str]] = [(a.ThresholdSigned("m1", 9000, side), f"{side}-head") for side in SIDES]


def decide(state: Lists, act: Act, who: By, now: Now) -> tuple[Act, ...] | Refused:
    return DOMAIN.decide(States([state]), act, who, now)


def said(state: Lists, act: Act, who: By, now: Now = NOW) -> list[str]:
    return codes(decide(state, act, who, now))


@pytest.mark.parametrize(
    ("columns", "against"),
    [
        ({"name": "B", "father": "C + AD"}, []),
        ({"name": "Name of the prisoner"}, ["columns_malformed"]),  # a heading would tell of a sealed list
        ({"Name": "B"}, ["columns_malformed"]),
        ({"name": ""}, ["columns_malformed"]),
    ],
)
def test_columns_are_named_by_letters_alone(columns: dict[str, str], against: list[str]) -> None:
    act = replace(deposit("north", "claims"), columns=columns)
    read = knowing(DepositedFile(there=True, rows=3, size=10))
    assert said(Lists(), act, OFFICER, read) == against


def test_a_deposit_says_what_was_read() -> None:
    fine = deposit("north", "claims")
    read = knowing(DepositedFile(there=True, rows=3, size=10))
    assert said(Lists(), fine, OFFICER, read) == []
    assert said(Lists(), fine, OFFICER, knowing(DepositedFile(there=True, rows=4, size=11))) == [
        "deposit_rows_differ",
        "deposit_size_differ",
    ]
    assert said(sealed(), fine, OFFICER, read) == ["id_malformed"]
    assert said(Lists(), fine, OFFICER) == ["fact_missing"]  # nobody has read the file: not taken for read
    unread = a.Deposited("claims-1", "claims", "north", "d", 10, -1)
    assert said(Lists(), unread, OFFICER, knowing(DepositedFile(there=True, rows=-1, size=10))) == [
        "file_unreadable"
    ]
    odd = a.Deposited("x", "guesses", "south", "d", 1, 1)
    assert said(opened(), odd, OFFICER, knowing(DepositedFile(there=False))) == [
        "not_your_party", "lists_opened_already", "list_kind_unknown", "content_missing",
    ]  # fmt: skip


def test_the_last_countersignature_opens_all() -> None:
    last = a.Countersigned("south-holdings-1", "south", "southholdings1")
    assert decide(sealed(but=1), last, by("south-head", "south"), NOW) == (
        last,
        a.Opened(tuple(DIGESTS)),
    )
    earlier = a.Countersigned("south-claims-1", "south", "southclaims1")
    assert decide(sealed(but=2), earlier, by("south-head", "south"), NOW) == (earlier,)


def test_a_head_countersigns_its_own_newest_deposit_once() -> None:
    assert said(sealed(), a.Countersigned("none", "north", "d"), NORTH) == ["deposit_unknown"]
    assert said(sealed(), a.Countersigned("south-claims-1", "north", "d"), NORTH) == [
        "deposit_of_another_party", "digests_differ_deposit", "deposit_countersigned_already",
    ]  # fmt: skip
    newer = folded(DOMAIN.fold, sealed(but=4), [(deposit("north", "claims", 2), "north-lists")])
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
    sure = knowing(SurePairs("b", 1))
    assert said(matched(THRESHOLDS[0]), act, OFFICER, sure) == ["threshold_not_common"]
    assert said(matched(*THRESHOLDS), act, OFFICER, sure) == []
    assert said(matched(*THRESHOLDS), act, OFFICER, knowing(SurePairs("b", 2))) == ["bulk_differs"]
    assert said(matched(*THRESHOLDS), act, OFFICER) == ["fact_missing"]
    other = a.BulkConfirmed("m1", 8000, 1, "b", "north")
    assert said(matched(*THRESHOLDS), other, OFFICER, knowing(SurePairs("c", 2))) == [
        "threshold_differs", "bulk_differs",
    ]  # fmt: skip
    assert said(matched(*THRESHOLDS, (act, "north-lists")), act, OFFICER, sure) == ["bulk_confirmed_already"]


def test_pairs_below_the_threshold_are_decided_one_by_one() -> None:
    act = a.PairDecided("m1", "north", 4, 7, True, "north")
    candidate = knowing(Candidate(there=True))
    assert said(matched(*THRESHOLDS), act, OFFICER, candidate) == []
    assert said(matched(*THRESHOLDS), act, OFFICER) == ["fact_missing"]
    assert said(matched(), act, OFFICER, knowing(Candidate(there=False))) == [
        "pair_not_candidate", "threshold_not_common",
    ]  # fmt: skip
    assert said(matched(), act, OFFICER, knowing(Candidate(there=True, in_bulk=True))) == [
        "pair_in_bulk", "threshold_not_common",
    ]  # fmt: skip
    again = matched(*THRESHOLDS, (act, "north-lists"))
    otherwise = replace(act, same=False)
    assert said(again, act, OFFICER, candidate) == ["pair_decided_already"]
    assert said(again, otherwise, OFFICER, candidate) == []  # the other side has not answered yet
    both = matched(*THRESHOLDS, (act, "north-lists"), (replace(act, party="south"), "south-lists"))
    assert said(both, otherwise, OFFICER, candidate) == ["pair_decided_already"]
    changed = matched(*THRESHOLDS, (act, "north-lists"), (otherwise, "north-lists")).match
    assert changed is not None
    assert changed.decided["north", 4, 7] == {"north": False}


def test_what_speaks_of_no_match_changes_none() -> None:
    assert (
        said(matched(), a.Opened(()), SYSTEM) == []
    )  # it follows from a countersignature: access lets nobody ask
    acts = (
        a.ThresholdSigned("m1", 9000, "north"),
        a.BulkConfirmed("m1", 9000, 1, "b", "north"),
        a.PairDecided("m1", "north", 4, 7, True, "north"),
    )
    for act in acts:  # of no match that there is: a fold refuses nothing
        assert folded(DOMAIN.fold, Lists(), [(act, "north-head")]) == Lists()
    assert matched((a.Opened(()), "")).match is not None


def test_what_another_kind_says_of_the_match_changes_nothing() -> None:
    class Praised(SessionOpened):
        match = "m1"

    other = Praised("session-1")
    with pytest.raises(RuleError, match="rule_missing"):
        said(matched(), other, CHAIR)
    with pytest.raises(RuleError, match="fold_missing"):
        matched((other, "chair"))


PAIR = Pair("north", 4, 7, 9500, 1, "match")
DOUBTFUL = Pair("north", 4, 8, 6000, 1, "review")


def match_with(said: dict[tuple[str, int, int], dict[str, bool]], bulk: list[str]) -> Match:
    thresholds = dict.fromkeys(SIDES, 9000)
    return Match("m1", "d", NOON, {}, thresholds=thresholds, bulk=dict.fromkeys(bulk, ("b", 1)), decided=said)


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
