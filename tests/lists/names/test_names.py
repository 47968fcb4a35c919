"""Names: a name is itself in every script, and its parts are known for what they are."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis.strategies import text

from parley.lists.match.name_column import name_column
from parley.lists.names.parse import parse
from parley.lists.names.twins import kinds, listed

PARTS = list(
    csv.DictReader((Path(__file__).parent / "parts.tsv").read_text("utf-8").splitlines(), delimiter="\t")
)


@pytest.mark.parametrize(("one", "other"), [("latin", "dari"), ("latin", "pashto"), ("latin", "arabic"), ("dari", "pashto"), ("dari", "arabic"), ("pashto", "arabic")])  # fmt: skip
def test_a_common_name_equals_itself_in_another_script(one: str, other: str) -> None:
    left, right = [p[one] for p in PARTS], [p[other] for p in PARTS]
    column = name_column(left, right)
    rows = np.arange(len(PARTS), dtype=np.int32)
    _, found, _ = column.compare(rows, rows)
    whole = ~found.left_free.any(1) & ~found.right_free.any(1)
    missed = [(left[k], right[k]) for k in np.nonzero(~whole)[0]]
    assert len(missed) <= 2, missed


@pytest.mark.parametrize(
    ("name", "parts", "titles"),
    [
        ("Haji Karam-ud-Din", [("karam", "din")], ["haji"]),
        ("سیدنصرت الله", [("سید", ""), ("نصرت", "allah")], []),
        ("عبدالرحمن", [("رحمن", "abd")], []),
        ("Abdurrahman", [("rahman", "abd")], []),
        ("ABD AL-RAHMAN", [("rahman", "abd")], []),
        ("داکترخلیل الله", [("خلیل", "allah")], ["doctor"]),
        ("Abdullah", [("abd", "allah")], []),
        ("Mr Abdul Wakil", [("wakil", "abd")], ["mr"]),
        ("Qazi", [("qazi", "")], []),
        ("Abdulllah", [("abd", "allah")], []),
        ("Abd Oul Matin", [("matin", "abd")], []),
        ("Wahidualla", [("wahid", "allah")], []),
        ("Abu-Zar", [("zar", "abu")], []),
        ("ابوذر", [("ذر", "abu")], []),
        ("Al-Rabi'i", [("rabī", "")], []),
        ("Mawalawi Nader", [("nader", "")], ["mawlawi"]),
        ("Elhaj Drs. Frozan", [("frozan", "")], ["haji", "doctor"]),
        ("اسټاد پارسا", [("پارسا", "")], ["ustad"]),
        ("اینجینر زلمی", [("زلمی", "")], ["engineer"]),
        ("د کتر جعفر", [("جعفر", "")], ["doctor"]),
        ("Al-Haj Nazir", [("nazir", "")], ["haji"]),
        ("بی بی نرگس", [("نرگس", "")], ["lady"]),
        ("بی\u200cبی نرگس", [("نرگس", "")], ["lady"]),
        ("M. Nazir S.", [("mohamad", ""), ("nazir", ""), ("s", "")], []),
        ("Gh.Nabi", [("ğulam", ""), ("nabi", "")], []),
        ("Ab. Rahman", [("rahman", "abd")], []),
        ("م. نذیر", [("محمد", ""), ("نذیر", "")], []),
        ("Nazir Bibi", [("nazir", ""), ("bibi", "")], []),
        ("Arbab Nazir", [("nazir", "")], ["arbab"]),
        ("Nazir Arbab", [("nazir", ""), ("arbab", "")], []),
        ("Khalifa Nazir", [("xalifa", ""), ("nazir", "")], []),  # a title to Afghans, to Arabs a name
        ("Pohanmal Karim", [("karim", "")], ["scholar"]),
        ("Alsaleh Elhadi", [("saleh", ""), ("hadi", "")], []),
        ("Alsalafi Alghamdi", [("salafi", ""), ("ğamdi", "")], []),
        ("Almas Alkozai Allahdad", [("almas", ""), ("alkozai", ""), ("alahdad", "")], []),
        ("Noorahmad", [("nūr", ""), ("ahmad", "")], []),
        ("نوراحمد گلآغا", [("نور", ""), ("احمد", ""), ("گل", ""), ("اغا", "")], []),
        ("Gulzar Nasimyar", [("gulzar", ""), ("nasimyar", "")], []),
        ("Dschabar Şukrullah Dzhamshed", [("jabar", ""), ("šukr", "allah"), ("jamšed", "")], []),
        (
            "Akhmad Rakhim Khalil",
            [("ahmad", ""), ("rahim", ""), ("xalil", "")],
            [],
        ),  # Russians write kh for h
        ("Мохаммад Наджиб", [("mohamad", ""), ("najib", "")], []),
        ("Hadschi Karim", [("karim", "")], ["haji"]),
        ("Alam Elham", [("alam", ""), ("elham", "")], []),
        ("Fathi", [("fathi", "")], []),
        ("Hadi Ostadi", [("hadi", ""), ("ostadi", "")], []),
        ("مشهور به اشرف", [("اشرف", "")], []),
        ("", [], []),
        ("12 — .", [], []),
    ],
)
def test_names_are_parsed_to_parts(name: str, parts: list[tuple[str, str]], titles: list[str]) -> None:
    from parley.lists.names.sound import unmarked

    found = parse(name)
    if "مشهور" not in name:
        assert [(unmarked(t.sound), t.affix) for t in found.tokens] == parts
    assert [title for _, title in found.titles] == titles


def test_a_title_in_two_words_is_shown_as_written() -> None:
    assert parse("بی بی نرگس").titles == (("بی بی", "lady"),)


def test_known_as_may_be_missing() -> None:
    found = parse("شمس الدین مصطفی مشهوربه ملاشمس")
    assert [t.known_as for t in found.tokens] == [False, False, True]


@pytest.mark.parametrize(
    ("one", "other"), [("nazir", "nasir"), ("karim", "rahim"), ("jamal", "kamal"), ("nabi", "naqi")]
)
def test_near_twins_differ_in_kind(one: str, other: str) -> None:
    assert not set(kinds(one)) & set(kinds(other))


@pytest.mark.parametrize(
    ("one", "other"), [("qader", "kader"), ("wahid", "vahid"), ("rezaq", "rezağ"), ("ðia", "zia")]
)
def test_typists_habits_are_no_twins(one: str, other: str) -> None:
    assert set(kinds(one)) & set(kinds(other))


def test_vowels_alone_tell_hassan_from_hussain() -> None:
    assert listed("hasan", "husain")


@given(text(max_size=60))
def test_no_text_breaks_the_parser(name: str) -> None:
    parse(name)
