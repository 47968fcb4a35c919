"""Each pair that is left to people says why: one sentence, in four languages, in the command's line and on the page."""

import pytest

from parley.cli.match_words import WORDS, reasons
from parley.cli.people_words import PEOPLE
from parley.lists.match import Candidate, Rows, match
from parley.lists.match.people import SAID
from parley.lists.read import MOTHER
from parley.web.lists.phrases import LEFT
from tests.cases.matching import matched
from tests.cases.model import cases


def why(left: list[dict[str, str]], right: list[dict[str, str]]) -> dict[str, str]:
    """Return of each left row the reason of its first line; "" if it is not left to people."""
    found = match(Rows.of(left), Rows.of(right)).candidates
    return {one.left_id: _code(one) for one in found if one.rank == 1}


def _code(one: Candidate) -> str:
    codes = [said.values[0] for said in one.remarks if said.code == SAID]
    assert len(codes) == (one.decision == "review"), one
    return codes[0] if codes else ""


def people(*rows: tuple[str, dict[str, str]]) -> list[dict[str, str]]:
    return [{"id": str(n), "name": name, **more} for n, (name, more) in enumerate(rows, 1)]


OTHERS: list[tuple[str, dict[str, str]]] = [
    (name, {}) for name in ("Toryal Hotak", "Nangyal Wardak", "Gulab Popal")
]


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        ([{"birth_year": "age 34"}], [{"birth_year": "age 33"}, {"birth_year": "age 39"}], "rival_undated"),
        ([{MOTHER: "Gulalai"}], [{}, {}], "rival_mother"),
        ([{MOTHER: "Gulalai"}], [{MOTHER: "Gulalai"}, {MOTHER: "Gulalai"}], "rival_mothers"),
        ([{}], [{}, {}], "rival"),
        ([{MOTHER: "Gulalai"}], [{MOTHER: "Bibi Hawa"}], "another_mother"),
        ([{"birth_year": "age 19"}], [{"birth_year": "age 67"}], "another_age"),
        ([{"birth_year": "age 67"}], [{"birth_year": "2000"}], "another_age"),
        ([{"birth_year": "2005"}], [{"captured_on": "1999-01-01"}], "another_unborn"),
        ([{"birth_year": "1970"}], [{"birth_year": "1990"}], "another_birth_year"),
        ([{"father": "Mir Alam"}], [{"father": "Abdul Wahid"}], "another_father"),
        ([{"grandfather": "Mir Alam"}], [{"grandfather": "Abdul Wahid"}], "another_grandfather"),
        ([{"sex": "male"}], [{"sex": "زن"}], "another_sex"),
        ([{"captured_on": "2008-01-01"}], [{"captured_on": "2019-01-01"}], "another_captured_on"),
    ],
)
def test_what_leaves_a_pair_to_people_is_its_reason(
    left: list[dict[str, str]], right: list[dict[str, str]], code: str
) -> None:
    name = "Samandar Noori"
    found = why(
        people(*((name, more) for more in left), *OTHERS), people(*((name, more) for more in right), *OTHERS)
    )
    assert found["1"] == code


def test_a_pair_that_is_decided_has_no_reason_to_be_left() -> None:
    """An age of no day, or a mother on one list alone, makes no decision worse."""
    one = [("Samandar Noori", {"father": "Mir Alam", "birth_year": "age 34", MOTHER: "Gulalai"}), *OTHERS]
    other = [("Samandar Noori", {"father": "Mir Alam", "birth_year": "age 35"}), *OTHERS]
    assert why(people(*one), people(*other)) == dict.fromkeys("1234", "")


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        ("Samandar Noori and two sons", "Samandar Noori", "several"),
        ("Nazir Ahmadzai", "Nasir Ahmadzai", "near_twin"),
        ("Samandar Wardak (alias Toofan Shah)", "Toofan Shah", "alias"),
        ("SAMANDARROSHANGARKHOSTI", "Samandar Roshan Garkhosti", "letters"),
    ],
)
def test_what_a_name_leaves_to_people_is_its_reason(left: str, right: str, code: str) -> None:
    assert why(people((left, {}), *OTHERS), people((right, {}), *OTHERS))["1"] == code


def test_every_pair_of_the_cases_that_is_left_to_people_says_one_reason_in_each_language() -> None:
    seen = set[str]()
    for case in cases("match"):
        if "refuse" in case.said:
            continue
        for lines in matched(case.said["left"], case.said["right"]).values():
            for one in lines:
                if one.right is None or one.decision != "review":
                    continue
                code = _code(one)
                seen.add(code)
                for lang, table in PEOPLE.items():
                    assert f"{WORDS[lang]['people']}: {table[code]}" in reasons(one, lang)
    assert seen >= {"rival", "rival_undated", "rival_mother", "another_father", "near_twin", "unsure_names", "differs", "several", "alias"}  # fmt: skip


def test_the_command_and_the_page_have_the_same_sentences() -> None:
    assert len({frozenset(table) for table in PEOPLE.values()}) == 1
    said = {code: f"{words[0].upper()}{words[1:]}." for code, words in PEOPLE["en"].items()}
    assert {code: words for code, words in LEFT.items() if code != "threshold"} == said
