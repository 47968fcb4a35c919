"""Vectors that others made, and our own: the same files are read by browser/test/record."""

import base64
import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parley.record import (
    EntryError,
    NoteError,
    Signer,
    Tree,
    b64u,
    canonical,
    checkpoint_note,
    consistency_holds,
    host_signed,
    inclusion_holds,
    leaf_hash,
    read_checkpoint,
    read_entry,
    read_note,
    tile_path,
    unb64u,
)
from parley.record.notes import cosigned_at
from parley.record.tree import tiles
from tests.record.vectors import make

HERE = Path(__file__).parent / "vectors"


def vectors(name: str) -> Any:
    return json.loads((HERE / name).read_text("utf-8"))


GO = vectors("go.json")
OURS = vectors("parley.json")
RFC8785 = vectors("rfc8785.json")
TREE = Tree((GO["leaf"] % number).encode() for number in range(600))
# ROOTS[size] is Go's root, from 1
ROOTS = {int(size): bytes.fromhex(root) for size, root in GO["roots"].items()}


def proof(hashes: list[str]) -> list[bytes]:
    return [bytes.fromhex(each) for each in hashes]


def test_roots_at_every_size_are_gos() -> None:
    assert leaf_hash(b"leaf 0").hex() == GO["leaf_hash"]
    assert {size: TREE.root(size) for size in ROOTS} == ROOTS


def test_inclusion_proofs_are_gos() -> None:
    for one in GO["inclusion"]:
        index, size = one["index"], one["size"]
        assert list(TREE.inclusion_proof(index, size)) == proof(one["proof"])
        leaf = leaf_hash((GO["leaf"] % index).encode())
        assert inclusion_holds(leaf, index, size, ROOTS[size], proof(one["proof"]))


def test_consistency_proofs_are_gos() -> None:
    for one in GO["consistency"]:
        old, size = one["old"], one["size"]
        assert list(TREE.consistency_proof(old, size)) == proof(one["proof"])
        assert consistency_holds(old, ROOTS[old], size, ROOTS[size], proof(one["proof"]))


def test_tiles_are_gos_at_c2sps_paths() -> None:
    ours = [
        {"path": tile_path(*where), "sha256": hashlib.sha256(TREE.tile(*where)).hexdigest()}
        for where in tiles(600)
    ]
    assert sorted(ours, key=str) == sorted(GO["tiles"], key=str)


def test_a_note_signed_by_go_is_the_one_we_sign() -> None:
    made = GO["note"]
    signer = Signer.of(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(made["seed"])))
    assert checkpoint_note(made["name"], 600, ROOTS[600], signer).decode() == made["note"]
    _, key_id, key = made["vkey"].rsplit("+", 2)
    assert base64.b64decode(key) == b"\x01" + signer.public
    read = read_checkpoint(made["note"].encode())
    assert read.signatures[0].key_id.hex() == key_id
    assert host_signed(read, signer.public)


def test_what_go_refuses_to_open_we_refuse() -> None:
    public = base64.b64decode(GO["note"]["vkey"].rsplit("+", 1)[1])[1:]
    for tampered in GO["tampered"]:
        try:
            assert not host_signed(read_checkpoint(tampered.encode()), public)
        except NoteError:
            continue


def test_the_example_in_c2sps_specification_is_read_as_it_says() -> None:
    note = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa "
        "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 "
        "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
    )
    read = read_checkpoint(note.encode())
    assert (read.origin, read.size) == ("example.com/behind-the-sofa", 20852163)
    assert (
        int.from_bytes(read.signatures[1].signature[:8], "big") == 1679315147
    )  # as the specification's text says
    assert b"".join(line.line() for line in read.signatures).decode() == note.split("\n\n")[1]
    assert read_note(note.encode())[0] == read.text


def test_sizes_and_times_are_those_that_every_program_reads_as_the_same_number() -> None:
    made = OURS["checkpoint"]
    sizes = []
    for note in made["sizes"]:
        with suppress(NoteError):
            sizes.append(read_checkpoint(note.encode()).size)
    assert sizes == [0, 1, 2**53 - 1]
    note = made["note"].encode()
    text, _ = read_note(note)
    times = [read_note(note + line.encode())[1][-1] for line in made["times"]]
    public = unb64u(OURS["keys"]["devices"][1]["ed25519"])
    found = [cosigned_at(text, line, made["cosigner"], public) for line in times]
    assert found == [0, 2**53 - 1, None, None, None, None]


@pytest.mark.parametrize("case", RFC8785["cases"], ids=lambda case: case["name"])
def test_canonical_bytes_are_the_rfcs(case: dict[str, str]) -> None:
    expected = bytes.fromhex(case["hex"]) if "hex" in case else case["output"].encode()
    assert canonical(json.loads(case["input"])) == expected


def test_the_library_passes_the_rfcs_whole_example_and_we_refuse_its_floats() -> None:
    whole = json.loads(RFC8785["with_floats"]["input"])
    assert rfc8785.dumps(whole) == bytes.fromhex(RFC8785["with_floats"]["hex"])
    with pytest.raises(ValueError, match="float"):
        canonical(whole)


@pytest.mark.parametrize("text", RFC8785["refused"])
def test_what_two_programs_could_spell_differently_is_refused(text: str) -> None:
    value = json.loads(text)
    with pytest.raises(ValueError, match=r"."):
        canonical(value)


@pytest.mark.parametrize("value", [b"bytes", {1: 2}, {"a": object()}, {1, 2}])
def test_what_is_no_json_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical(value)


@pytest.mark.parametrize("raw", make.refused())
def test_what_is_no_entry_is_refused(raw: str) -> None:
    with pytest.raises(EntryError):
        read_entry(raw.encode())


def test_the_committed_vectors_are_those_that_the_program_makes() -> None:
    assert make.FILE.read_text("utf-8") == make.spelled()


@pytest.mark.parametrize("text", ["AA=", "AA==", "A", "AB", "A+", "A/", "é", "AA\n", "====", "A A"])
def test_base64url_has_one_spelling(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        unb64u(text)


def test_base64url_of_another_length_is_refused() -> None:
    assert unb64u(b64u(b"\xff\xfe\xfd"), 3) == b"\xff\xfe\xfd"
    with pytest.raises(ValueError, match="3 bytes where 32 are expected"):
        unb64u(b64u(b"abc"), 32)
