"""Lists are searched as people type; nobody is lost to a keyboard, to digits or to the other script."""

import pytest

from parley.lists.search import holding

ROWS = [
    ("1", "احمدزی", "نذیر", "قندهار"),
    ("2", "احمدزي", "نذير", "کندهار"),
    ("3", "Ahmadzai", "Nazir", "Kandahar"),
    ("4", "حمید", "عبدالرحمن", "غزنی"),
    ("5", "Abdul Rahman Hotak", "Habibullah", "Ghazni"),
    ("6", "حبیب الله", "گل", "لوگر"),
    ("7", "", "ګل", "1371"),
    ("8", "Jürgen-Ali", "Yusuf", "Logar"),
]


def found(query: str) -> str:
    return "".join(row[0] for row, held in zip(ROWS, holding(query, ROWS), strict=True) if held)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("احمدزی", "123"),  # with the Dari ye
        ("احمدزي", "123"),  # with the Arabic one
        ("ahmadzai", "123"),
        ("AHMADZAY", "123"),
        ("نذیر", "123"),
        ("Nazeer", "123"),
        ("Kandahar", "123"),
        ("قندهار احمدزي", "123"),
        ("Ahmadzai Ghazni", ""),
        ("hamid", "4"),  # and not Ahmad
        ("Abdul Rahman", "45"),
        ("عبدالرحمن", "45"),
        ("Habibullah", "56"),
        ("gul", "67"),
        ("گل", "67"),
        ("احمد", "12"),  # the beginning of a word, as it is written; not by its sound
        ("۱۳۷۱", "7"),
        ("١٣٧١", "7"),
        ("jurgen", "8"),
        ("", "12345678"),
        ("?!", ""),
        ("xyzzy", ""),
    ],
)
def test_nobody_is_lost_to_how_a_name_is_typed(query: str, rows: str) -> None:
    assert found(query) == rows


def test_an_empty_list_has_nobody() -> None:
    assert holding("Ahmad", []) == []
