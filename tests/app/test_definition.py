"""The talks' file: every fault at once, with its path; the other ways to plan among them."""

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis.strategies import (
    DataObject,
    booleans,
    data,
    dictionaries,
    floats,
    integers,
    lists,
    none,
    sampled_from,
    text,
)

from parley.app.talks.definition import (
    BATCHES_LIMIT,
    LARGEST,
    NAMES,
    PLAIN,
    Definition,
    person_content,
    read_definition,
    read_person,
)
from parley.base import SYSTEM, Act, Now, Refused, Stamp, States
from parley.plan import model
from parley.plan.read import DEAREST
from parley.talks import DOMAIN, Content, Party, Place, Talks
from parley.talks.acts import Created, SeatMade
from tests.sitting import DEFINITION, NOON


def faults(toml: str) -> set[tuple[str, str]]:
    found = read_definition(toml)
    assert isinstance(found, Refused), found
    return {
        (one.code, str(one.numbers.get("path", one.numbers.get("party", one.numbers.get("id")))))
        for one in found.reasons
    }


def test_the_tests_own_definition_reads() -> None:
    assert isinstance(read_definition(DEFINITION), Definition)


def test_talks_that_nobody_could_open_are_refused() -> None:
    assert 'role = "facilitator"' in DEFINITION
    assert ("facilitator_needed", "None") in faults(
        DEFINITION.replace('role = "facilitator"', 'role = "member"')
    )
    heads = read_definition(DEFINITION.replace('role = "facilitator"', 'role = "head"'))
    assert isinstance(heads, Definition)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('start = "2020-02-30"', ("field_wrong_type", "plan.alternatives[3].start")),
        ('start = "2020-03-01"\nbatches = "ten"', ("field_wrong_type", "plan.alternatives[3].batches")),
        ('start = "2020-03-01"\nbatches = 401', ("field_wrong_type", "plan.alternatives[3].batches")),
        ('start = "2020-03-01"\nbatches = 0', ("field_wrong_type", "plan.alternatives[3].batches")),
        (
            'start = "2020-03-01"\nsides = { north = { seats = 0 } }',
            ("field_wrong_type", "plan.alternatives[3].sides.north.seats"),
        ),
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


@pytest.mark.parametrize("hours", ["0", "73", "-1", '"24"', "1.5", "true"])
def test_a_suspension_lasts_a_whole_number_of_hours_and_no_more_than_three_days(hours: str) -> None:
    said = DEFINITION.replace("[[parties]]", f"suspension_hours = {hours}\n\n[[parties]]", 1)
    assert faults(said) == {("field_wrong_type", "suspension_hours")}


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
        assert read_person(b"Facilitator", media) == {"": "Facilitator"}
    both = {"en": "Nazir", "ps": "نظیر"}
    assert read_person(*person_content(both)) == both


def test_a_file_may_name_only_so_many_and_says_all_at_once() -> None:
    parties = "".join(
        f'[[parties]]\nid = "n{i}"\nkind = "neutral"\nname = {{ en = "N" }}\n' for i in range(20)
    )
    places = "".join(f'[[places]]\nid = "p{i}"\nzone = "Asia/Kabul"\nname = {{ en = "P" }}\n' for i in range(61))  # fmt: skip
    seats = "".join(f'[[seats]]\nid = "s{i}"\nparty = "north"\nrole = "member"\nplace = "p0"\nperson = "P"\n' for i in range(301))  # fmt: skip
    ways = "".join(f'[[plan.alternatives]]\nid = "w{i}"\nname = {{ en = "W" }}\nstart = "2020-03-01"\n' for i in range(21))  # fmt: skip
    assert faults(DEFINITION + parties + places + seats + ways) == {
        ("too_many_named", "parties"),
        ("too_many_named", "places"),
        ("too_many_named", "seats"),
        ("too_many_named", "plan.alternatives"),
        ("one_neutral_at_most", "None"),
    }


def test_as_many_as_may_be_named_are_taken() -> None:
    said = tomllib.loads(DEFINITION)
    places = "".join(
        f'[[places]]\nid = "p{i}"\nzone = "Asia/Kabul"\nname = {{ en = "P" }}\n'
        for i in range(60 - len(said["places"]))
    )
    found = read_definition(DEFINITION + places)
    assert isinstance(found, Definition)
    assert len(found.places) == 60
    assert "too_many_named" in {code for code, _ in faults(DEFINITION + places.replace('"p0"', '"q"') + places[: places.index("[[", 2)])}  # fmt: skip


def test_a_text_may_be_only_so_long() -> None:
    long = "m" * 4_001
    assert faults(DEFINITION.replace('"Person of north-head"', f'"{long}"')) == {
        ("text_too_long", "seats[0].person")
    }


@pytest.mark.parametrize(
    ("group", "path"),
    [
        ("parties = 3", "parties"),
        ('places = "here"', "places"),
        ("seats = [1, 2]", "seats[0]"),
        ("seats = {}", "seats"),
    ],
)
def test_what_is_no_list_of_tables_is_refused_with_its_path(group: str, path: str) -> None:
    name = group.partition(" ")[0]
    kept = [part for part in DEFINITION.split("\n[[") if not part.startswith(f"{name}]]")]
    assert ("field_wrong_type", path) in faults(f"{group}\n" + "\n[[".join(kept))


def test_a_plan_may_have_as_many_batches_as_the_planner_takes() -> None:
    assert BATCHES_LIMIT == model.BATCHES_LIMIT
    assert LARGEST <= DEAREST


def count(definition: str) -> int:
    """How many places of handover a definition's plan has."""
    return definition.count("[[plan.places]]")


def test_a_fraction_in_the_plan_is_refused_and_not_met_when_the_record_is_written() -> None:
    place = '[[plan.places]]\nid = "gate"\ncapacity = 3\nnorth_of = 1.5\n'
    assert faults(DEFINITION + place) == {("field_wrong_type", "plan")}
    assert isinstance(read_definition(DEFINITION + place.replace("1.5", "1")), Definition)
    whole = place.replace("north_of = 1.5\n", "")
    assert faults(DEFINITION + whole + whole) == {
        ("field_wrong_type", f"plan.places[{count(DEFINITION) + 1}].id")
    }
    nameless = place.replace('id = "gate"', "").replace("1.5", "1")  # the planner would look for its name
    assert {code for code, _ in faults(DEFINITION + nameless)} == {"id_malformed"}


def of_the_acts(toml: str) -> list[str]:
    """Return what the rules say of the acts that these talks begin with."""
    said = tomllib.loads(toml)
    parties = tuple(Party(one["id"], one["kind"]) for one in said["parties"])
    places = tuple(Place(one["id"], one["zone"]) for one in said["places"])
    state, now = Talks(), Now(NOON, facts=Content(there=True))
    found: list[str] = []
    acts: list[Act] = [Created(parties, places, ("en",), "d")]
    acts += [SeatMade(one["id"], one["party"], one["role"], one["place"], "p") for one in said["seats"]]
    for act in acts:
        decided = DOMAIN.decide(States([state]), act, SYSTEM, now)
        found += [one.code for one in decided.reasons] if isinstance(decided, Refused) else []
        DOMAIN.fold(state, act, Stamp(NOON, "table", 0, "", ""))
    return found


@pytest.mark.parametrize(
    ("was", "then", "codes"),
    [
        ('id = "kabul"', 'id = "doha"', ["ids_doubled"]),
        (
            'id = "neutral"\nkind = "neutral"',
            'id = "host"\nkind = "host"',
            ["one_host_needed", "ids_doubled"],
        ),
        ('kind = "neutral"', 'kind = "observer"', ["party_kind_unknown"]),
        (
            "[[places]]",
            '[[parties]]\nid = "second"\nkind = "neutral"\nname = { en = "Second" }\n[[places]]',
            ["one_neutral_at_most"],
        ),
        ('role = "list_officer"', 'role = "king"', ["role_unknown"]),
        ('place = "kabul"', 'place = "nowhere"', ["place_unknown"]),
        ('id = "north-head"', 'id = "North Head"', ["id_malformed"]),
        ('id = "neutral-head"\nparty = "neutral"', 'id = "x"\nparty = "east"', ["party_unknown"]),
    ],
)
def test_the_file_is_judged_by_the_rules_of_the_acts_that_it_becomes(
    was: str, then: str, codes: list[str]
) -> None:
    toml = DEFINITION.replace(was, then)
    read = read_definition(toml)
    assert isinstance(read, Refused)
    assert set(codes) <= {one.code for one in read.reasons}
    assert set(codes) <= set(of_the_acts(toml))


def test_an_id_is_as_long_as_its_refusal_says() -> None:
    def read(length: int) -> Definition | Refused:
        return read_definition(DEFINITION.replace('"prisoners-2020"', f'"{"t" * length}"'))

    assert isinstance(read(64), Definition)
    refused = read(65)
    assert isinstance(refused, Refused)
    assert [(one.code, one.numbers["most"]) for one in refused.reasons] == [("id_malformed", 64)]


VALUES = (
    none() | booleans() | integers(-3, 10**12) | floats(allow_nan=False, allow_infinity=False) | text(max_size=5)
    | lists(integers() | text(max_size=3), max_size=3) | dictionaries(text("ab", min_size=1, max_size=2), integers(), max_size=2)
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(data())
def test_no_value_anywhere_breaks_the_reading_of_talks(draw: DataObject) -> None:
    said: Any = tomllib.loads(DEFINITION)
    at: Any = said
    path: list[Any] = []
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at))) if isinstance(at, list) else []
        if not keys or (path and draw.draw(integers(0, 2)) == 0):
            break
        path.append(draw.draw(sampled_from(keys)))
        at = at[path[-1]]
    holder = said
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = draw.draw(VALUES)
    found = read_definition("\n".join(f"{key} = {spelled(value)}" for key, value in said.items()))
    if isinstance(found, Definition):
        assert json.loads(found.document)["format"] == "parley-talks/1"


def spelled(value: Any) -> str:
    """Return a value as TOML spells it; None is left for the reader to stumble over."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {spelled(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(spelled, value)) + "]"
    return json.dumps(value)


@pytest.mark.parametrize("name", ["north-", "-north", "nor--th", "n" * 65])
def test_an_id_that_no_entry_could_spell_is_refused(name: str) -> None:
    """A seat or talks of such a name were made, and every act of theirs ended in a fault of the server's."""
    for old in ('"prisoners-2020"', '"north-head"', '"north"', '"kabul"'):
        found = read_definition(DEFINITION.replace(old, f'"{name}"'))
        assert isinstance(found, Refused)
        assert "id_malformed" in {one.code for one in found.reasons}


def test_a_party_s_id_leaves_room_for_the_name_of_its_compartment() -> None:
    for letters, taken in ((59, True), (60, False)):
        found = read_definition(DEFINITION.replace('"north"', f'"{"n" * letters}"'))
        assert isinstance(found, Definition) == taken


@pytest.mark.parametrize("value", ["9" * 5_000, "[" * 5_000 + "]" * 5_000, "{a=" * 5_000 + "1" + "}" * 5_000])
def test_a_file_that_its_reader_gives_up_is_refused_in_words(value: str) -> None:
    found = read_definition(f"{DEFINITION}\nodd = {value}\n")
    assert isinstance(found, Refused)
    assert [one.code for one in found.reasons] == ["toml_unreadable"]
