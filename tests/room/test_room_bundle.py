"""The shape of a bundle: what the server can check, and all that it can check."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.base.outcomes import RuleError
from parley.record import b64u
from parley.room import bundle_body, bundle_statement, parse, sealing_info

DEVICES = ("a" * 64, "b" * 64)


def document() -> dict[str, Any]:
    sealed = {one: {"enc": b64u(bytes(32)), "key": b64u(bytes(48))} for one in DEVICES}
    body = bundle_body("march", "plenary", 9, DEVICES, DEVICES[1], sealed)
    return body | {"signature": b64u(bytes(64))}


def test_a_bundle_is_read_back() -> None:
    found = parse(document())
    assert (found.talks, found.space, found.epoch, found.members, found.by) == (
        "march",
        "plenary",
        9,
        DEVICES,
        DEVICES[1],
    )
    assert found.signature == bytes(64)


def test_the_sealing_info_is_canonical_and_names_talks_space_epoch_and_members() -> None:
    assert sealing_info("march", "plenary", 9, ("aa",)) == (
        b'{"epoch":9,"members":["aa"],"space":"plenary","talks":"march"}'
    )


def test_what_is_signed_is_the_bundle_without_its_signature_under_a_context_of_its_own() -> None:
    signed = bundle_statement(document())
    assert signed.startswith(b'parley-epoch-key/1\n{"by":')
    assert b"signature" not in signed


BROKEN: dict[str, Any] = {
    "format": "parley-bundle/2",
    "talks": 1,
    "space": None,
    "epoch": True,
    "members": [DEVICES[1], DEVICES[0]],
    "by": "c" * 64,
    "sealed": {DEVICES[0]: {"enc": b64u(bytes(32)), "key": b64u(bytes(48))}},
    "signature": b64u(bytes(63)),
}


@pytest.mark.parametrize("field", BROKEN)
def test_a_bundle_with_one_field_broken_is_refused_by_its_name(field: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse(document() | {field: BROKEN[field]})
    assert refused.value.code == "bundle_shape"
    assert refused.value.numbers["field"] == field


@pytest.mark.parametrize(
    "part",
    [
        {"enc": "AA", "key": b64u(bytes(48))},
        {"enc": b64u(bytes(32))},
        5,
        {"enc": 1, "key": 2},
        {"enc": b64u(bytes(32)), "key": "§" * 64},
        {"enc": b64u(bytes(32)), "key": "A" * 1001},
    ],
)
def test_a_sealed_key_of_another_shape_is_refused(part: object) -> None:
    broken = document()
    broken["sealed"][DEVICES[0]] = part
    with pytest.raises(RuleError):
        parse(broken)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


@given(JSON, st.sampled_from([*BROKEN, "extra"]))
def test_no_json_at_all_breaks_the_reader(value: object, field: str) -> None:
    for offered in (value, document() | {field: value}):
        try:
            parse(offered)
        except RuleError as refused:
            assert refused.code == "bundle_shape"
