"""Text that shows what it is: what is refused, with its place; and that nothing people really write is."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis.strategies import characters, integers, lists, sampled_from, text

from parley.base import reason
from parley.legible import alike, bare, faults, looks, rules, visible
from parley.letters import heaped, normalized

RLO, LRE, RLE, PDF, LRO = "\u202e", "\u202a", "\u202b", "\u202c", "\u202d"
LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
ZWNJ, ZWJ = "\u200c", "\u200d"

WRITTEN = [
    "Up to 5,000 prisoners on one side and 1,000 on the other, by 10 March 2020 (clause 1.2; Annex I.1).",
    "د دوو خواوو تر منځ به تر ۵٬۰۰۰ پورې بندیان د ۱۳۹۸ کال د حوت تر ۲۰مې پورې خوشې شي.",
    "طرفین توافق می‌کنند که تا ۵٬۰۰۰ زندانی آزاد شود؛ هیچ‌یک نمی‌تواند از آن بازگردد.",
    "يُفرَجُ عن ٥٬٠٠٠ أسيرٍ في الحادي والعشرين من مارس ٢٠٢٠، الموافق ٢٦ رجب ١٤٤١هـ.",
    "مُحَمَّدٌ رَسُولُ اللَّهِ",
    "خانه‌ای در کوچه‌ی ۲۲‌ام، برادر‌ها و PDF‌های آن (سال ۱۳۹۹ ه‍.ش)",
    f"Clause {FSI}۱۲{PDI} of {FSI}5,000{PDI}: {RLI}متن {LRI}A-1{PDI}{PDI}",
    "In 1399 (۱۳۹۹) and 1441 (١٤٤١): 22 ۲۲",
    "1st, 22nd, H1, A4, 5 kg, 07:30, 2020-03-22T07:30:00Z, 10–20, 50%, ۵۰٪, No.1",
    "١٫٥ و ٠٬٥ و ۱٫۵",
    "تاریخ ۱۳۹۹/۱/۳ \u0601 ۱۲",
    "a\tb\u00a0c",
    "Naïve, Zürich, façade",
    "ګډون، ښه، ځای، څوک، ږغ، ډېر، ړوند، ټول، ژبه، ڼ، ۍ، ئ، ې",
]  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
def test_what_people_write_in_four_languages_is_taken(written: str) -> None:
    composed = unicodedata.normalize("NFC", written)
    assert faults(composed) == ()
    assert visible(composed) == composed


REFUSED = [
    (f"pay {RLO}000,1 now", [("text_direction", 1, 5)]),  # shown as 1,000
    (f"a\n\nb{LRE}c{PDF}", [("text_direction", 3, 2), ("text_direction", 3, 4)]),
    (f"{RLE}a{LRO}b", [("text_direction", 1, 1), ("text_direction", 1, 3)]),
    ("a\u200e b\u200f c\u061c", [("text_direction", 1, 2), ("text_direction", 1, 5), ("text_direction", 1, 8)]),
    (f"{FSI}a\nb{PDI}", [("text_direction", 1, 1), ("text_direction", 2, 2)]),  # not closed in its line
    (f"{LRI}{RLI}a{PDI}", [("text_direction", 1, 1)]),
    ("5\u200b000", [("text_unseen", 1, 2)]),
    ("in\u00advisible\ufeff", [("text_unseen", 1, 3), ("text_unseen", 1, 11)]),
    ("a\u2028b\u2003c\u200ad", [("text_unseen", 1, 2), ("text_unseen", 1, 4), ("text_unseen", 1, 6)]),
    ("a\u034fb\ufe0f\U000e0041", [("text_unseen", 1, 2), ("text_unseen", 1, 4), ("text_unseen", 1, 5)]),
    ("a\r\nb\x00", [("text_unseen", 1, 2), ("text_unseen", 2, 2)]),
    ("a\u3164b\u2800", [("text_unseen", 1, 2), ("text_unseen", 1, 4)]),
    (f"pris{ZWNJ}oner", [("text_unseen", 1, 5)]),  # no script that uses it
    (f"pris{ZWJ}oner", [("text_unseen", 1, 5)]),
    (f"می{ZWNJ}{ZWNJ}شود", [("text_unseen", 1, 3), ("text_unseen", 1, 4)]),
    (f"می{ZWNJ} شود", [("text_unseen", 1, 3)]),
    (f"1{ZWNJ}000", [("text_unseen", 1, 2)]),
    (f"۱{ZWNJ}۰", [("text_unseen", 1, 2)]),
    ("۱٬000", [("text_digits", 1, 3), ("text_digits", 1, 4), ("text_digits", 1, 5)]),
    ("۱٠٠", [("text_digits", 1, 2), ("text_digits", 1, 3)]),  # Persian and Arabic digits
    ("5 ۰۰۰", [("text_digits", 1, 3), ("text_digits", 1, 4), ("text_digits", 1, 5)]),
    ("2020-۰3-22", [("text_digits", 1, 6)]),
    ("5,OOO", [("text_digits", 1, 3), ("text_digits", 1, 4), ("text_digits", 1, 5)]),
    ("l0,000 and 1О", [("text_digits", 1, 1), ("text_digits", 1, 13)]),
    ("١٠ه", [("text_digits", 1, 3)]),  # a heh for a five
    ("۲ا", [("text_digits", 1, 2)]),  # an alef for a one
    ("৪ and 𝟏", [("text_digits", 1, 1), ("text_digits", 1, 7)]),  # a Bengali four looks like an eight
    ("e\u0301", [("text_not_composed", 1, 1)]),
    ("a\ue000\u0378", [("text_unknown", 1, 2), ("text_unknown", 1, 3)]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), REFUSED)
def test_what_does_not_show_what_it_is_is_refused_with_its_place(
    written: str, expected: list[tuple[str, int, int]]
) -> None:
    assert [(one.code, one.line, one.position) for one in faults(written)] == expected


def test_a_fault_is_said_by_line_position_and_number_of_the_character() -> None:
    (fault,) = faults(f"one\ntwo {RLO}")
    expected = reason("text_direction", language="ps", character="U+202E", line=2, position=5)
    assert fault.reason("ps") == expected


def test_an_old_record_is_shown_with_what_it_hides() -> None:
    assert visible(f"pay {RLO}000,1\n5\u200b000") == "pay ⟨U+202E⟩000,1\n5⟨U+200B⟩000"
    assert visible("e\u0301") == "e\u0301"


def test_what_the_machine_makes_of_files_is_made_bare_of_what_they_hide() -> None:
    assert bare(f"Naz{RLO}ir\u200b\u00a0Khan\ne\u0301") == "Nazir\u00a0Khan\n\u00e9"
    assert bare("می‌شود ۱٠") == "می‌شود ۱٠"  # what can be seen stays


LETTERS = "abcابتثجحخدذرزسشصضطظعغفقکگلمنوهیپچژټډړښږځڅڼۍېئ"
WORDS = lists(text(sampled_from(LETTERS), min_size=1, max_size=8), min_size=1, max_size=6)


@given(words=WORDS, number=integers(0, 10**7), zero=sampled_from("0٠۰"))
def test_words_and_numbers_of_one_script_each_are_taken(words: list[str], number: int, zero: str) -> None:
    digits = "".join(chr(ord(zero) + int(one)) for one in str(number))
    assert faults(unicodedata.normalize("NFC", " ".join([*words, digits, *words]))) == ()


@given(
    words=WORDS,
    at=integers(0, 50),
    hidden=sampled_from("\u200b\u200e\u202e\u2066\u00ad\ufeff\u2060\u2069\u061c"),
)
def test_what_hides_is_found_wherever_it_stands(words: list[str], at: int, hidden: str) -> None:
    line = unicodedata.normalize("NFC", " ".join(words))
    at = min(at, len(line))
    assert (1, at + 1) in {(one.line, one.position) for one in faults(line[:at] + hidden + line[at:])}


@given(text(characters(codec="utf-8"), max_size=60))
def test_whatever_stands_in_a_text_what_is_shown_of_it_hides_nothing(written: str) -> None:
    found = {one.code for one in faults(visible(written))}
    assert found <= {
        "text_not_composed",
        "text_digits",
    }  # a mark beside what was made visible; a number that begins anew
    assert all(one.position >= 1 and one.line >= 1 for one in faults(written))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nazir Ahmad", "Nаzir Аhmad"),  # Cyrillic
        ("علي", "علی"),
        ("كريم", "کریم"),
        ("Mohammad  Omar", "mohammad omar"),
        ("مُحَمَّد", "محمد"),
        ("فاطمة", "فاطمه"),
        ("احمد", "أحمد"),
        ("Ali", "AlI"),
    ],
)
def test_names_that_look_alike_are_told(one: str, other: str) -> None:
    assert looks(one) == looks(other)
    assert alike({"a": {"en": one}, "b": {"": other}, "c": {"en": "Somebody Else"}}) == (("a", "b"),)


@pytest.mark.parametrize(("one", "other"), [("Nazir", "Nasir"), ("کریم", "رحیم"), ("Ahmad", "Ahmed")])
def test_names_that_differ_to_the_eye_are_not(one: str, other: str) -> None:
    assert alike({"a": {"en": one}, "b": {"en": other}}) == ()


@given(text(characters(codec="utf-8"), max_size=40))
def test_what_was_made_bare_holds_nothing_that_cannot_be_seen(written: str) -> None:
    once = bare(written)
    assert {one.code for one in faults(once)} & {"text_direction", "text_unseen"} <= joined_anew(once)


def joined_anew(bared: str) -> set[str]:
    """What is left where taking something out has put a joiner or an end beside what it does not fit."""
    return (
        {"text_direction", "text_unseen"} if set(bared) & set(f"{ZWNJ}{ZWJ}{LRI}{RLI}{FSI}{PDI}") else set()
    )


def test_what_is_forgotten_is_remembered_of_no_text() -> None:
    rules.visible("who was erased")
    rules.faults("who was erased")
    rules.forget()
    assert rules.visible.cache_info().currsize == 0
    assert rules.faults.cache_info().currsize == 0


def test_marks_heaped_on_a_letter_are_refused_without_being_sorted() -> None:
    """Sorting them takes the square of their number: one note of 248 KB held the whole server for half a minute."""
    heap = "a" + "\u0301\u0323" * 60_000
    began = time.process_time()
    assert [(one.code, one.position) for one in faults(heap)][:1] == [("text_unseen", 2)]
    assert len(bare(heap)) >= len(heap) - 1
    assert normalized("NFC", heap) == heap
    assert time.process_time() - began < 5
    assert [one.code for one in faults("a" + "\u0323" * 30)] == ["text_not_composed"]
    assert normalized("NFC", "e\u0301") == "\u00e9"
    assert heaped("ẹ́" * 40) is None
