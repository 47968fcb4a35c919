"""What programs are told of commands is what commands are held to."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.app.core.facts import act_of
from parley.app.core.schema import openapi, schema_of
from parley.base import Refused
from parley.base.acts import EXACT, MOST_TEXT, added
from parley.registry import REGISTRY
from parley.store.memory import memory_store
from tests.sitting import SetClock, app_over

KINDS = list(REGISTRY.kinds.values())
APP = app_over(memory_store(), SetClock())

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def fits(schema: dict[str, Any], value: object) -> bool:
    """Return whether a value is of a JSON schema, as far as ours go."""
    if type(value) not in TYPES[schema["type"]]:
        return False
    match value:
        case str():
            return len(value) <= int(schema["maxLength"])
        case bool():
            return True
        case int():
            return int(schema["minimum"]) <= value <= int(schema["maximum"])
        case list():
            return all(fits(schema["items"], one) for one in value)
        case dict():
            known, more = schema.get("properties", {}), schema["additionalProperties"]
            longest = schema.get("propertyNames", {}).get("maxLength", MOST_TEXT)
            return set(schema.get("required", ())) <= value.keys() and all(
                fits(known[name], one)
                if name in known
                else bool(more) and len(name) <= longest and fits(more, one)
                for name, one in value.items()
            )
    raise AssertionError(value)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=4) | st.sampled_from(
    ["x" * MOST_TEXT, "x" * (MOST_TEXT + 1)]
)
numbers = st.integers(-3, 3) | st.sampled_from([EXACT - 1, 1 - EXACT, EXACT, -EXACT])
anything: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    numbers,
    texts,
    st.just(1.0),
    st.lists(texts, max_size=2),
    st.dictionaries(texts, texts | numbers, max_size=2),
)


def values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Draw what mostly fits a schema."""
    match schema["type"]:
        case "string":
            return texts
        case "integer":
            return numbers
        case "boolean":
            return st.booleans()
        case "array":
            return st.lists(values(schema["items"]), max_size=2)
    if "properties" not in schema:
        return st.dictionaries(texts, texts, max_size=2)
    return st.fixed_dictionaries({name: values(each) for name, each in schema["properties"].items()})


@given(st.data())
def test_the_schema_takes_exactly_what_the_reader_of_commands_takes(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    schema = schema_of(kind.act)
    fields = data.draw(values(schema))
    if data.draw(st.booleans()):
        fields[data.draw(st.sampled_from([*fields, "unknown"]))] = data.draw(anything)
    if fields and data.draw(st.integers(0, 3)) == 0:
        del fields[data.draw(st.sampled_from(sorted(fields)))]
    assert fits(schema, fields) is not isinstance(act_of(APP, kind.kind, fields), Refused)


def test_every_kind_that_people_may_propose_has_its_path_and_no_other() -> None:
    paths = openapi(REGISTRY)["paths"]
    told = {path.rsplit("/", 1)[1] for path in paths}
    assert told == {kind.kind for kind in KINDS if not kind.by_system and not kind.machine}
    for path, operations in paths.items():
        kind = REGISTRY.kinds[path.rsplit("/", 1)[1]]
        body = operations["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert body["properties"]["fields"] == schema_of(kind.act)
        assert ("signature" in body["required"]) is kind.binding


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_every_act_can_be_described(kind: Any) -> None:
    schema = schema_of(kind.act)
    assert [*schema["required"], *added(kind.act)] == list(schema["properties"])
