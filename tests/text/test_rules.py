"""The text: versions, brackets, and saying yes."""

import pytest

from parley.base import Act, By, Now, Reason, RuleError, States
from parley.talks.acts import SessionOpened
from parley.text import DOMAIN, Stand, Text, Wordings
from parley.text import acts as a
from tests.folding import NOW, by, codes, folded, knowing

SIDES = NOW.sides
KEPT = knowing(Wordings(missing=0))
DIGESTS = {"en": "1" * 64, "ps": "2" * 64}
NORTH, SOUTH = by("north-head", "north"), by("south-head", "south")
CHAIR = by("chair", "host", "facilitator", "host")
DRAFT = a.ClauseDrafted("1", 1, DIGESTS)


def said(state: Text, act: Act, who: By, now: Now = KEPT) -> list[str]:
    return codes(DOMAIN.decide(States([state]), act, who, now))


def on_the_table(*acts: tuple[Act, str]) -> Text:
    return folded(DOMAIN.fold, Text(), [(DRAFT, "chair"), *acts])


def test_a_draft_is_the_next_version_in_every_language() -> None:
    assert said(Text(), DRAFT, CHAIR) == []
    bad = a.ClauseDrafted("Clause One", 3, {"en": "1", "fr": "2"})
    assert said(Text(), bad, CHAIR) == [
        "id_malformed",
        "version_not_next",
        "language_missing",
        "language_not_of_text",
    ]
    assert said(on_the_table(), DRAFT, CHAIR) == ["version_not_next"]
    second = a.ClauseDrafted("1", 2, DIGESTS)
    assert said(on_the_table(), second, CHAIR, knowing(Wordings(missing=1))) == ["content_missing"]


@pytest.mark.parametrize(
    ("act", "who"),
    [
        (a.ClauseDrafted("1", 2, DIGESTS), CHAIR),
        (a.ClauseBracketed("1", 1, "north", {}), NORTH),
        (a.ClauseAgreed("1", 1, "north", DIGESTS), NORTH),
        (a.ClauseAdopted("1", 1, "north", DIGESTS), NORTH),
    ],
)
def test_nothing_is_put_on_the_table_or_signed_unless_it_was_asked_of_its_wordings(act: Act, who: By) -> None:
    assert said(on_the_table(), act, who, NOW) == ["fact_missing"]
    assert said(on_the_table(), act, who, knowing(Wordings(missing=1))) == ["content_missing"]
    unfit = Wordings(missing=0, unfit=(Reason("content_not_text"),))
    assert said(on_the_table(), act, who, knowing(unfit)) == ["content_not_text"]
    assert said(on_the_table(), act, who) == []


def test_what_all_have_adopted_is_not_drafted_again() -> None:
    adopted = [(a.ClauseAdopted("1", 1, side, DIGESTS), f"{side}-head") for side in SIDES]
    assert said(on_the_table(*adopted), a.ClauseDrafted("1", 2, DIGESTS), CHAIR) == ["clause_adopted_by_all"]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (a.ClauseAdopted("1", 1, "north", DIGESTS), []),
        (a.ClauseAdopted("1", 2, "north", DIGESTS), ["version_not_current"]),
        (a.ClauseAdopted("1", 1, "south", DIGESTS), ["not_your_party"]),
        (a.ClauseAdopted("9", 1, "north", DIGESTS), ["clause_unknown"]),
        (a.ClauseAdopted("1", 1, "north", DIGESTS | {"ps": "3" * 64}), ["digests_differ"]),
        (a.ClauseAgreed("1", 1, "north", DIGESTS), []),
        (a.ClauseBracketed("1", 1, "north", {}), []),
        (a.ClauseBracketed("1", 1, "north", {"fr": "1"}), ["language_not_of_text"]),
        (a.ClauseBracketed("9", 1, "north", {}), ["clause_unknown"]),
    ],
)
def test_a_side_speaks_for_itself_on_the_current_version(act: Act, expected: list[str]) -> None:
    assert said(on_the_table(), act, NORTH) == expected


def test_adopting_goes_one_way_and_subject_to_approval_may_become_adopted() -> None:
    subject = on_the_table((a.ClauseAgreed("1", 1, "north", DIGESTS), "north-head"))
    assert said(subject, a.ClauseAgreed("1", 1, "north", DIGESTS), NORTH) == ["clause_agreed_by_you"]
    assert said(subject, a.ClauseAdopted("1", 1, "north", DIGESTS), NORTH) == []
    adopted = on_the_table((a.ClauseAdopted("1", 1, "north", DIGESTS), "north-head"))
    assert said(adopted, a.ClauseAdopted("1", 1, "north", DIGESTS), NORTH) == ["clause_adopted_by_you"]
    assert said(adopted, a.ClauseBracketed("1", 1, "north", {}), NORTH) == ["clause_adopted_by_you"]


def test_a_new_version_clears_what_was_said_of_the_last() -> None:
    bracketed = (a.ClauseBracketed("1", 1, "south", {}), "south-head")
    state = on_the_table(bracketed)
    assert state.stand("1", "south") is Stand.BRACKETED
    fold_again = folded(DOMAIN.fold, state, [(a.ClauseDrafted("1", 2, DIGESTS), "chair")])
    assert fold_again.stand("1", "south") is Stand.PROPOSED


def test_an_act_of_another_package_is_neither_judged_nor_folded() -> None:
    state, other = on_the_table(), SessionOpened("session-1")
    with pytest.raises(RuleError, match="rule_missing"):
        said(state, other, CHAIR)
    with pytest.raises(RuleError, match="fold_missing"):
        folded(DOMAIN.fold, state, [(other, "chair")])
    assert state == on_the_table()
