"""Notes, checkpoints, cosignatures: strict in reading, and each key only for its own use."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.record import (
    Json,
    NoteError,
    Signer,
    add_cosignature,
    binding_statement,
    checkpoint_note,
    content_digest,
    cosignature,
    cosignature_line,
    cosigned_at,
    device_id,
    export_paths,
    host_signed,
    procedural_statement,
    read_checkpoint,
    read_note,
    read_trust,
    server_id,
    signature_holds,
    verify,
)
from parley.record.canonical import canonical
from parley.record.entries import EntryError, _spelled, read_entry
from parley.record.notes import MAX_TIME
from tests.record.attacked import altered
from tests.record.scene import GOV, TAL, Scene, key
from tests.record.vectors import make

HOST = Signer.of(key("host of notes"))
NOTE = checkpoint_note("parley/t-1/table/00000000", 7, bytes(32), HOST)
TEXT = read_checkpoint(NOTE).text
DASH = "— ".encode()


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"no signatures\n",
        b"cut\n\n" + DASH + b"name AAAAAAAA",
        b"\xff\n\n" + DASH + b"name AAAAAAAA\n",
        b"tab\t\n\n" + DASH + b"name AAAAAAAA\n",
        b"x" * 1_000_001,
        b"many\n\n" + (DASH + b"name AAAAAAAA\n") * 101,
        b"plus\n\n" + DASH + b"a+b AAAAAAAA\n",
        b"nameless\n\n" + DASH + b" AAAAAAAA\n",
        b"short\n\n" + DASH + b"name AAAA\n",
        b"spelling\n\n" + DASH + b"name AAAAAAB=\n",
        b"alphabet\n\n" + DASH + b"name AAAAAAA_\n",
        b"letters\n\n" + DASH + "name é\n".encode(),
        b"three\n\n" + DASH + b"name AAAAAAAA more\n",
        b"hyphen\n\n- name AAAAAAAA\n",
    ],
)
def test_what_is_no_signed_note_is_refused(note: bytes) -> None:
    with pytest.raises(NoteError):
        read_note(note)


@pytest.mark.parametrize("letter", make.NO_NAMES)
def test_a_name_with_a_space_of_any_kind_makes_no_note(letter: str) -> None:
    with pytest.raises(NoteError):
        read_note(NOTE + DASH + f"na{letter}me AAAAAAAA\n".encode())


@pytest.mark.parametrize("letter", make.NAMES)
def test_a_name_of_other_letters_is_read(letter: str) -> None:
    assert read_note(NOTE + DASH + f"na{letter}me AAAAAAAA\n".encode())[1][-1].name == f"na{letter}me"


@pytest.mark.parametrize(
    "text",
    [
        b"origin\n7\n",
        b"origin\n07\n" + TEXT.split(b"\n")[2] + b"\n",
        b"origin\n-1\n" + TEXT.split(b"\n")[2] + b"\n",
        b"origin\n9999999999999999999\n" + TEXT.split(b"\n")[2] + b"\n",
        b"origin\n7\nAAAA\n",
        b"origin\n7\nnot base64!\n",
        b"\n7\n" + TEXT.split(b"\n")[2] + b"\n",
        TEXT + b"extension\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: bytes) -> None:
    with pytest.raises(NoteError):
        read_checkpoint(text + b"\n" + DASH + b"name AAAAAAAA\n")


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_do_anything_but_refuse(noise: bytes) -> None:
    for note in (noise, NOTE + noise, noise + NOTE):
        try:
            read_checkpoint(note)
        except NoteError:
            continue


def test_a_head_that_could_not_be_read_again_is_not_made() -> None:
    with pytest.raises(NoteError):
        checkpoint_note("two words", 7, bytes(32), HOST)


def test_only_the_hosts_own_line_makes_it_the_hosts_head() -> None:
    read = read_checkpoint(NOTE)
    assert host_signed(read, HOST.public)
    assert not host_signed(read, GOV.signer.public)
    false = NOTE[:-12] + b"A" * 11 + b"\n"
    try:
        assert not host_signed(read_checkpoint(false), HOST.public)
    except NoteError:
        pytest.fail("still a note")


def test_a_cosignature_is_one_devices_over_one_text_at_one_time() -> None:
    line = cosignature(TEXT, GOV.cosigner, 1_584_862_200, GOV.signer)
    note = add_cosignature(NOTE, line)
    assert add_cosignature(note, line) == note
    made = read_checkpoint(note).signatures[1]
    public = GOV.signer.public
    assert cosigned_at(TEXT, made, GOV.cosigner, public) == 1_584_862_200
    assert cosigned_at(TEXT, made, TAL.cosigner, public) is None
    assert cosigned_at(TEXT, made, GOV.cosigner, TAL.signer.public) is None
    assert cosigned_at(TEXT.replace(b"\n7\n", b"\n8\n"), made, GOV.cosigner, public) is None


def test_a_cosignature_of_another_length_or_time_is_none() -> None:
    public = GOV.signer.public
    short = read_note(NOTE + cosignature_line(GOV.cosigner, public, 0, b"short"))[1][1]
    assert cosigned_at(TEXT, short, GOV.cosigner, public) is None
    late = read_note(NOTE + cosignature_line(GOV.cosigner, public, MAX_TIME, b"\x80" * 64))[1][1]
    beyond = type(late)(late.name, late.key_id, b"\xff" * 72)
    assert cosigned_at(TEXT, late, GOV.cosigner, public) is None
    assert cosigned_at(TEXT, beyond, GOV.cosigner, public) is None
    with pytest.raises(ValueError, match="no such time"):
        cosignature_line(GOV.cosigner, public, -1, bytes(64))


def test_a_line_of_an_unknown_key_under_a_known_name_is_ignored() -> None:
    scene = Scene().seated()
    folder = scene.folder()
    folder["checkpoint"] = add_cosignature(
        folder["checkpoint"],
        cosignature(read_checkpoint(folder["checkpoint"]).text, GOV.cosigner, 1, TAL.signer),
    )
    report = verify(folder.get)
    assert (report.faults, report.cosigned) == ([], [])


def test_what_is_no_key_verifies_nothing() -> None:
    assert not signature_holds(b"short", bytes(64), b"")
    assert not signature_holds(GOV.signer.public, b"short", b"")


def test_digests_and_fingerprints_need_whole_salts_and_keys() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        content_digest(b"salt", b"")
    with pytest.raises(ValueError, match="32 bytes"):
        device_id(bytes(31), bytes(32))
    with pytest.raises(ValueError, match="32 bytes"):
        server_id(bytes(33))


def test_an_entry_is_shorter_than_a_bundle_can_say() -> None:
    with pytest.raises(EntryError, match="too_long"):
        read_entry(b"[" + b" " * 65_535)
    assert EntryError("field", "seq").field == "seq"


def test_a_deep_nest_is_refused_like_any_other_noise() -> None:
    for raw in (b"[" * 60_000, b'{"a":' * 10_000 + b"1" + b"}" * 10_000):
        with pytest.raises(EntryError):
            read_entry(raw)


@pytest.mark.parametrize("lists", [False, True])
def test_a_body_has_32_levels_at_most(lists: bool) -> None:
    scene = Scene().seated()
    scene.minutes("text.clause-drafted.1", make.nested(32, lists=lists))
    assert verify(scene.folder().get).ok
    place = len(scene.entries) - 1
    for levels in (33, 400):
        scene.entries[place] = altered(scene.entries[place], body=make.nested(levels, lists=lists))
        with pytest.raises(EntryError, match="field: body"):
            read_entry(scene.entries[place])
        assert [fault.code for fault in verify(scene.folder().get).faults] == ["entry_malformed"]


def test_an_export_needs_its_own_checkpoint() -> None:
    scene = Scene().seated()
    assert dict(export_paths("t-1", "table", scene.entries, scene.head(), contents=[("d", (b"s", b"x"))]))[
        "content/d"
    ]
    with pytest.raises(ValueError, match="not that of these"):
        list(export_paths("t-1", "table", scene.entries[:-1], scene.head()))


def test_a_trust_file_has_two_kinds_of_lines() -> None:
    one, two = "a" * 64, "b" * 64
    trust = read_trust(f"# first meeting\n\nserver {one}\nhead x {one} # laptop\nhead x {two}\n".encode())
    assert (trust.server, trust.heads) == (one, {"x": frozenset({one, two})})
    for wrong in (f"server {one}\nserver {two}", "head x", f"server {one.upper()}", "server abc", "hello"):
        with pytest.raises(ValueError, match="line "):
            read_trust(wrong.encode())


def test_canonical_takes_lists_of_lists() -> None:
    assert canonical([1, [True, None, {"b": "é", "a": []}]]) == '[1,[true,null,{"a":[],"b":"é"}]]'.encode()


PARSED = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
)


@settings(max_examples=100, deadline=None)
@given(PARSED)
def test_the_faster_spelling_of_what_was_parsed_is_the_canonical_one(value: Json) -> None:
    assert _spelled(value).encode() == canonical(value)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text(max_size=4), PARSED, max_size=4))
def test_what_is_read_is_what_was_signed(body: dict[str, Json]) -> None:
    """The reader spells statements out by itself; they are those that `statements` makes."""
    scene = Scene()
    scene.minutes("talks.noted.1", body, GOV)
    scene.act("talks.noted.1", body, GOV)
    procedural, binding = map(read_entry, scene.entries)
    unsigned = json.loads(scene.entries[0])
    del unsigned["signature"]
    assert procedural.statement == procedural_statement(unsigned)
    said = (binding.talks, binding.compartment, binding.kind, binding.body, binding.command, binding.seat)
    assert binding.statement == binding_statement(*said)
    assert signature_holds(scene.server.public, procedural.signature, procedural.statement)
    assert signature_holds(GOV.signer.public, binding.signature, binding.statement)
