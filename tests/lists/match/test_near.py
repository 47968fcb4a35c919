"""Skeletons joined by sorting, against comparing each with each."""

import numpy as np
from hypothesis import given
from hypothesis.strategies import integers, lists, text
from rapidfuzz.distance import Levenshtein

from parley.lists.match.edit import encode
from parley.lists.match.near import glued, lengths, near, reachable, skeletons, within
from parley.lists.names.sound import skeleton

# Plain signs of eight classes, none of which may be read as another class, and a weak one.
SIGNS = "bfmnlrtka"


def keys(words: list[str]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return skeletons(encode(words)[0])[0]


def alike(one: str, other: str) -> bool:
    """Return whether two skeletons are near, as the module says it."""
    a, b = skeleton(one), skeleton(other)
    if a == b:
        return True
    if Levenshtein.distance(a, b) != 1:
        return False
    return len(a) >= 3 if len(a) == len(b) else max(len(a), len(b)) >= 2


@given(lists(text(SIGNS, min_size=1, max_size=7), min_size=1, max_size=6), lists(text(SIGNS, min_size=1, max_size=7), min_size=1, max_size=6))  # fmt: skip
def test_joining_finds_the_near_pairs_and_no_others(left: list[str], right: list[str]) -> None:
    i, j = near(keys(left), keys(right))
    found = set(zip(i.tolist(), j.tolist(), strict=True))
    assert found == {(a, b) for a, x in enumerate(left) for b, y in enumerate(right) if alike(x, y)}


@given(lists(text(SIGNS, min_size=3, max_size=7), min_size=1, max_size=6), lists(text(SIGNS, min_size=3, max_size=7), min_size=1, max_size=6))  # fmt: skip
def test_whoever_is_reachable_has_somebody_near(left: list[str], right: list[str]) -> None:
    one, other = keys(left), keys(right)
    i, _ = near(one, other)
    assert set(np.nonzero(reachable(one, other))[0].tolist()) <= set(i.tolist())


@given(text(SIGNS, min_size=1, max_size=7), text(SIGNS, min_size=1, max_size=7))
def test_two_parts_written_as_one_have_the_skeleton_of_the_whole(one: str, other: str) -> None:
    a, b, whole = keys([one]), keys([other]), keys([one + other])
    assert glued(a, b)[0] == whole[0]
    assert lengths(whole)[0] == len(skeleton(one + other))


def test_letters_that_writers_hear_apart_are_read_both_ways() -> None:
    """ض and ظ as z or as d, ږ as z, zh or g: each word meets its other spelling."""
    for one, other in (
        ("ضاری", "dari"),
        ("ضاری", "zari"),
        ("ظاهر", "dahir"),
        ("خوږه", "xoža"),
        ("خوږه", "xoga"),
    ):
        assert len(near(*(skeletons(encode([word])[0])[0] for word in (one, other)))[0]), (one, other)


@given(lists(text("abdwyh", max_size=6), max_size=8), lists(integers(0, 3), min_size=64, max_size=64))
def test_words_within_a_limit_are_those_that_levenshtein_says(words: list[str], limits: list[int]) -> None:
    a, b = np.repeat(np.arange(len(words)), len(words)), np.tile(np.arange(len(words)), len(words))
    most = np.array(limits[: len(a)], dtype=np.int64)
    wanted = [Levenshtein.distance(words[x], words[y]) <= m for x, y, m in zip(a, b, most, strict=True)]
    assert within(words, a, b, most).tolist() == wanted


def test_a_pair_of_near_skeletons_comes_once() -> None:
    one, other = keys(["karim", "karima", "rahim", "karim"]), keys(["karim", "rahim", "karim"])
    pairs = list(zip(*(x.tolist() for x in near(one, other)), strict=True))
    assert len(set(pairs)) == len(pairs)
    assert {(0, 0), (3, 2), (1, 2)} <= set(pairs)
