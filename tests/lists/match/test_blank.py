"""What means nothing is a blank, whoever made the rows: a reader drops it, and the matcher looks again."""

import pytest

from parley.lists.match import Matches, Rows, match

LEFT = ["Mohammad Nazir Ahmadzai", "Sayed Nusratullah Hashemi", "Karam-ud-Din Wardak", "Abdul Rahman Noori"]
RIGHT = ["محمد نذیر احمدزی", "سیدنصرت الله هاشمی", "کرم الدین وردک", "عبدالرحمن نوری"]


@pytest.mark.parametrize(
    "nothing",
    [
        "unknown",
        "N/A",
        "-",
        "*",
        "؟",
        "نامعلوم",
        "لا يوجد",
        "ندارد",
        "نشته",
        "NaT",
        "#N/A",
        "нет данных",
        "father unknown",
    ],
)
def test_what_stands_for_not_known_is_a_blank_whoever_made_the_rows(nothing: str) -> None:
    """Two of them do not agree, and one contradicts nobody."""
    others = [{"name": n, "father": "Gul Mir"} for n in LEFT[1:]]

    def answer(blank: str) -> Matches:
        left = [{"id": "A", "name": LEFT[0], "father": blank}, *others]
        right = [
            {"id": "1", "name": RIGHT[0], "father": "Sher Ali"},
            {"id": "2", "name": RIGHT[0], "father": blank},
            *others,
        ]
        return match(Rows.of(left), Rows.of(right))

    assert answer(nothing) == answer("")


def test_1900_is_no_year_of_birth() -> None:
    def answer(date: str) -> Matches:
        left = [{"name": n, "birth_year": "" if k else date} for k, n in enumerate(LEFT)]
        return match(Rows.of(left), Rows.of([{"name": n, "birth_year": "1985-02-03"} for n in RIGHT]))

    assert answer("1900-01-01") == answer("01/01/1900") == answer("0000-00-00") == answer("")
