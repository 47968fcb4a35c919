"""The names desk's letters: what agrees stands in weight, what differs is underlined, in and across scripts."""

import re

from hypothesis import given
from hypothesis.strategies import text

from parley.app.lists.views import Evidence
from parley.web.lists.evidence import chance, standing
from parley.web.lists.spelling import beside, differing, name


def underlined(one: str, other: str) -> list[str]:
    return re.findall(r'class="differs">([^<]*)<', beside(one, other))


def test_a_consonant_that_the_other_spelling_does_not_have_is_underlined() -> None:
    assert underlined("Nazir", "Nasir") == ["z"]
    assert underlined("Nazir", "نصیر") == ["z"]
    assert underlined("نصیر", "Nazir") == ["ص"]


def test_the_same_name_in_another_script_has_nothing_underlined() -> None:
    for latin, arabic in (
        ("Mohammad", "محمد"),
        ("Nazir", "نذیر"),
        ("Ahmadzai", "احمدزی"),
        ("Ghafoor", "غفور"),
        ("Wahid", "وحید"),
    ):
        assert underlined(latin, arabic) == []
        assert underlined(arabic, latin) == []


def test_unwritten_vowels_and_doubled_letters_are_not_differences() -> None:
    assert underlined("Muhammad", "Mohamad") == []
    assert underlined("عبدالشکور", "عبد الشکور") == []


@given(text(max_size=12), text(max_size=12))
def test_marking_never_changes_what_is_written(one: str, other: str) -> None:
    left, right = differing(one, other)
    assert (len(left), len(right)) == (len(one), len(other))
    assert beside(one, other).striptags() == beside(one, "").striptags()
    assert not any(differing(one, one)[0])


def test_words_that_agree_stand_in_weight_and_titles_quiet() -> None:
    evidence = [
        Evidence("same", "Mohammad", "محمد", 0.3),
        Evidence("same", "Nazir", "نذیر", 5.1),
        Evidence("differs", "Ahmadzai", "اتمر", -4.0),
    ]
    said = name("Haji Mohammad Nazir Ahmadzai", evidence, "claim")
    assert said.striptags() == "Haji Mohammad Nazir Ahmadzai"
    assert '<span class="beside">Haji </span><b>Mohammad</b>' in said
    assert "<b>Nazir</b>" in said
    assert "<b>Ahm" not in said
    assert "<b>محمد</b>" in name("محمد نذیر اتمر", evidence, "holding")


def test_a_name_without_evidence_stands_as_it_is_written() -> None:
    assert name("<Haji>", [], "claim") == "&lt;Haji&gt;"


def test_a_chance_is_never_all_and_never_none() -> None:
    assert [chance(points) for points in (0, 9_649, 9_650, 10_000)] == [1, 96, 97, 99]


def test_a_row_of_the_page_agrees_or_differs_by_its_weightiest_field() -> None:
    evidence = [
        Evidence("father", "a", "a", 3.7),
        Evidence("province", "k", "k", 4.0),
        Evidence("district", "i", "j", -2.0),
        Evidence("sex", "m", "m", 0.0),
    ]
    assert standing(evidence) == {"father": "agrees", "home": "differs"}
