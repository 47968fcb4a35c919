"""The talks' file: every fault at once, with its path; the other ways to plan among them."""

import pytest

from parley.app.definition import NAMES, PLAIN, Definition, person_content, read_definition, read_person
from parley.base import Refused
from tests.sitting import DEFINITION


def faults(toml: str) -> set[tuple[str, str]]:
    found = read_definition(toml)
    assert isinstance(found, Refused), found
    return {
        (one.code, str(one.numbers.get("path", one.numbers.get("party", one.numbers.get("id")))))
        for one in found.reasons
    }


def test_the_tests_own_definition_reads() -> None:
    assert isinstance(read_definition(DEFINITION), Definition)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('start = "2020-02-30"', ("field_wrong_type", "plan.alternatives[3].start")),
        ('start = "2020-03-01"\nbatches = "ten"', ("field_wrong_type", "plan.alternatives[3].batches")),
        ('start = "2020-03-01"\nfirst = { east = 3 }', ("party_unknown", "east")),
        ('start = "2020-03-01"\nfirst = 3', ("field_wrong_type", "plan.alternatives[3].first")),
        (
            'start = "2020-03-01"\nsides = { north = { batch_limit = -1 } }',
            ("field_wrong_type", "plan.alternatives[3].sides.north.batch_limit"),
        ),
        (
            'start = "2020-03-01"\nsides = { north = { horses = 1 } }',
            ("field_unknown", "plan.alternatives[3].sides.north.horses"),
        ),
        (
            'start = "2020-03-01"\nsides = { north = 3 }',
            ("field_wrong_type", "plan.alternatives[3].sides.north"),
        ),
        ('start = "2020-03-01"\nquickly = true', ("field_unknown", "plan.alternatives[3].quickly")),
        ("", ("field_missing", "plan.alternatives[3].start")),
    ],
)
def test_another_way_with_a_fault_is_refused_with_its_path(line: str, fault: tuple[str, str]) -> None:
    assert faults(
        f'{DEFINITION}[[plan.alternatives]]\nid = "faulty"\nname = {{ en = "Faulty" }}\n{line}\n'
    ) == {fault}


def test_a_first_day_that_is_none_is_refused() -> None:
    assert faults(DEFINITION.replace('start = "2020-03-31"', 'start = "soon"')) == {
        ("field_wrong_type", "plan.start")
    }


def test_a_name_may_stand_in_one_spelling_or_in_each_language() -> None:
    both = DEFINITION.replace('"Person of chair"', '{ en = "Amina", ps = "امینه" }')
    found = read_definition(both)
    assert isinstance(found, Definition)
    names = {seat.id: seat.person for seat in found.seats}
    assert names["chair"] == {"en": "Amina", "ps": "امینه"}
    assert names["north-head"] == {"": "Person of north-head"}


@pytest.mark.parametrize("person", ["5", '""', "{ }", '{ en = "" }', "{ en = 3 }", '["Amina"]'])
def test_what_is_no_name_is_refused_with_its_path(person: str) -> None:
    assert faults(DEFINITION.replace('"Person of north-head"', person)) == {
        ("field_wrong_type", "seats[0].person")
    }


def test_a_name_in_a_language_that_we_do_not_speak_is_refused() -> None:
    assert faults(DEFINITION.replace('"Person of north-head"', '{ en = "Amina", fr = "Amina" }')) == {
        ("language_unknown", "seats[0].person")
    }


def test_a_name_kept_as_bare_text_is_read_whatever_its_media_type_says() -> None:
    for media in (NAMES, PLAIN):
        assert read_person(media, b"Facilitator") == {"": "Facilitator"}
    both = {"en": "Nazir", "ps": "نظیر"}
    assert read_person(*reversed(person_content(both))) == both
