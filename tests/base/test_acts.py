"""Acts as plain data: what is read is what was written, and whatever else comes from outside is told with its place."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.base import Reason, from_body, reason, to_body
from parley.base.acts import EXACT, MOST_TEXT


@dataclass(frozen=True, slots=True)
class Bag:
    KIND: ClassVar = "test.bag-packed.1"
    owner: str
    weight: int


@dataclass(frozen=True, slots=True)
class Packed:
    """Every type that an act may hold."""

    KIND: ClassVar = "test.packed.1"
    name: str
    count: int
    ready: bool
    tags: tuple[str, ...]
    bags: tuple[Bag, ...]
    first: Bag
    titles: dict[str, str]
    more: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """An act to whose kind a field was added after it was first recorded."""

    KIND: ClassVar = "test.bag-labelled.1"
    owner: str
    labels: dict[str, str] = field(default_factory=dict)


WHOLE = Packed("a", 3, True, ("x", "y"), (Bag("b", 1),), Bag("c", 2), {"en": "Title"}, {"ps": "سرليک"})
LONGEST = "ښ" * MOST_TEXT


def faults(**changed: Any) -> list[tuple[str, str | int]]:
    """Return (path, what was expected) of every fault in a whole body with these fields changed."""
    found = from_body(Packed, to_body(WHOLE) | changed)
    assert isinstance(found, tuple), found
    assert all(one.code == "field_wrong_type" for one in found)
    return [(str(one.numbers["path"]), one.numbers["expected"]) for one in found]


def test_what_is_read_is_what_was_written() -> None:
    assert from_body(Packed, json.loads(json.dumps(to_body(WHOLE)))) == WHOLE


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
bags = st.builds(Bag, texts, st.integers(-EXACT + 1, EXACT - 1))
objects = st.dictionaries(texts, texts, max_size=3)


@given(
    st.builds(
        Packed,
        texts,
        st.integers(0, EXACT - 1),
        st.booleans(),
        st.lists(texts, max_size=3).map(tuple),
        st.lists(bags, max_size=3).map(tuple),
        bags,
        objects,
        objects,
    )
)
def test_every_act_survives_json(act: Packed) -> None:
    assert from_body(Packed, json.loads(json.dumps(to_body(act)))) == act


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(list(to_body(WHOLE))) | st.text(), anything, max_size=9))
def test_whatever_comes_is_an_act_or_faults_that_can_be_written_down(body: dict[str, Any]) -> None:
    found = from_body(Packed, to_body(WHOLE) | body)
    if isinstance(found, tuple):
        assert found
        json.dumps([one.numbers for one in found], ensure_ascii=False).encode()
    else:
        json.dumps(to_body(found), ensure_ascii=False).encode()


def test_a_field_that_was_added_later_is_left_out_while_it_says_nothing() -> None:
    assert to_body(Labelled("a")) == {"owner": "a"}  # as it was recorded before there was such a field
    assert from_body(Labelled, {"owner": "a"}) == Labelled("a")
    labelled = Labelled("a", {"en": "mine"})
    assert to_body(labelled) == {"owner": "a", "labels": {"en": "mine"}}
    assert from_body(Labelled, to_body(labelled)) == labelled
    assert from_body(Labelled, {"labels": [], "more": 1}) == (
        reason("field_missing", path="owner"),
        reason("field_wrong_type", path="labels", expected="object of text"),
        reason("field_unknown", path="more"),
    )


def test_every_fault_comes_at_once_with_its_path() -> None:
    body: dict[str, Any] = to_body(WHOLE) | {"bags": [{"owner": 1}], "extra": 0, "first": []}
    del body["name"]
    assert from_body(Packed, body) == (
        reason("field_missing", path="name"),
        reason("field_wrong_type", path="bags[0].owner", expected="text"),
        reason("field_missing", path="bags[0].weight"),
        reason("field_wrong_type", path="first", expected="object"),
        reason("field_unknown", path="extra"),
    )


def test_what_is_no_object_is_no_act() -> None:
    for body in (None, "name", 1, ("a",)):
        assert from_body(Packed, body) == (Reason("field_wrong_type", {"path": ".", "expected": "object"}),)


@pytest.mark.parametrize(
    ("field", "value", "path", "expected"),
    [
        ("name", None, "name", "text"),
        ("name", LONGEST + "ښ", "name", "text"),
        ("count", True, "count", "whole number"),
        ("count", 1.0, "count", "whole number"),
        ("count", EXACT, "count", "whole number"),
        ("ready", 1, "ready", "true or false"),
        ("tags", "x,y", "tags", "list"),
        ("tags", ["x", 2], "tags[1]", "text"),
        ("titles", ["en"], "titles", "object of text"),
        ("titles", {"en": 1}, "titles", "object of text"),
        ("titles", {1: "one"}, "titles", "object of text"),
        ("titles", {"en": LONGEST + "ښ"}, "titles", "object of text"),
        ("more", {LONGEST + "ښ": ""}, "more", "object of text"),
    ],
)
def test_nothing_is_converted_and_nothing_is_longer_than_an_entry_can_be(
    field: str, value: object, path: str, expected: str
) -> None:
    assert faults(**{field: value}) == [(path, expected)]


def test_the_longest_text_is_taken_alone_and_in_an_object() -> None:
    found = from_body(Packed, to_body(WHOLE) | {"name": LONGEST, "titles": {"en": LONGEST}})
    assert isinstance(found, Packed)
    assert found.name == found.titles["en"] == LONGEST


def test_half_a_character_is_no_text_wherever_it_stands() -> None:
    half = json.loads(r'"\ud800"')
    assert faults(name=half, tags=[half], titles={half: "a"}, more={"a": half}) == [
        ("name", "text"),
        ("tags[0]", "text"),
        ("titles", "object of text"),
        ("more", "object of text"),
    ]
    assert from_body(Packed, to_body(WHOLE) | {half: 1}) == (reason("field_unknown", path="?"),)


def test_an_act_of_a_type_that_cannot_be_recorded_is_found_when_it_is_first_read() -> None:
    @dataclass(frozen=True)
    class Wrong:
        share: float

    with pytest.raises(TypeError, match="an act cannot hold"):
        from_body(Wrong, {"share": 0.5})
