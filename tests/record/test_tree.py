"""The tree's laws: proofs hold for what they prove and for nothing else; a stream and a tree agree."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parley.record import Tree, consistency_holds, inclusion_holds, leaf_hash, tile_path
from parley.record.tree import EMPTY_ROOT, Stream, tiles

LEAVES = [str(number).encode() for number in range(600)]
TREE = Tree(LEAVES)
SIZES = st.integers(0, 600)


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert Tree().root() == Stream().root() == EMPTY_ROOT
    assert list(tiles(0)) == []


@settings(max_examples=60, deadline=None)
@example(256)
@example(512)
@given(SIZES)
def test_a_stream_has_the_trees_root_and_tiles(size: int) -> None:
    stream = Stream()
    made = [tile for leaf in LEAVES[:size] for tile in stream.append_hash(leaf_hash(leaf))]
    made += stream.unfinished()
    assert stream.root() == TREE.root(size)
    tree = Tree(LEAVES[:size])
    expected = [(level, index, tree.tile(level, index, width)) for level, index, width in tiles(size)]
    assert sorted(made) == sorted(expected)


@settings(max_examples=100, deadline=None)
@given(SIZES, SIZES, st.data())
def test_inclusion_is_proved_for_the_leaf_and_refused_for_any_other(
    one: int, other: int, data: st.DataObject
) -> None:
    index, size = sorted((one, other))
    if index == size:
        return
    root, proof = TREE.root(size), list(TREE.inclusion_proof(index, size))
    hashed = leaf_hash(LEAVES[index])
    assert inclusion_holds(hashed, index, size, root, proof)
    assert not inclusion_holds(leaf_hash(b"other"), index, size, root, proof)
    assert not inclusion_holds(hashed, index, size, root, [*proof, hashed])
    assert not inclusion_holds(hashed, size, size, root, proof)
    assert not inclusion_holds(hashed, index, size, EMPTY_ROOT, proof)
    if proof:
        cut = data.draw(st.integers(0, len(proof) - 1))
        assert not inclusion_holds(hashed, index, size, root, proof[:cut] + proof[cut + 1 :])


@settings(max_examples=100, deadline=None)
@given(SIZES, SIZES, st.data())
def test_consistency_is_proved_for_a_start_and_refused_for_any_other(
    one: int, other: int, data: st.DataObject
) -> None:
    old, size = sorted((one, other))
    old_root, root, proof = TREE.root(old), TREE.root(size), list(TREE.consistency_proof(old, size))
    assert consistency_holds(old, old_root, size, root, proof)
    assert not consistency_holds(old, leaf_hash(b"other"), size, root, proof)
    assert not consistency_holds(old, old_root, size, root, [*proof, root])
    assert not consistency_holds(size + 1, root, size, root, proof)
    if old:
        assert not consistency_holds(old, old_root, size, leaf_hash(b"other"), proof)
    if proof:
        cut = data.draw(st.integers(0, len(proof) - 1))
        assert not consistency_holds(old, old_root, size, root, proof[:cut] + proof[cut + 1 :])


def test_every_leaf_and_every_start_of_every_small_tree_is_proved() -> None:
    for size in range(34):
        root = TREE.root(size)
        for at in range(size):
            leaf, proof = leaf_hash(LEAVES[at]), list(TREE.inclusion_proof(at, size))
            assert inclusion_holds(leaf, at, size, root, proof)
            assert not inclusion_holds(leaf, at, size, root, [*proof, leaf])
        for old in range(size + 1):
            start, proof = TREE.root(old), list(TREE.consistency_proof(old, size))
            assert consistency_holds(old, start, size, root, proof)
            assert not consistency_holds(old, start, size, root, [*proof, root])


def test_an_empty_tree_is_no_start_of_a_false_empty_one() -> None:
    assert not consistency_holds(0, EMPTY_ROOT, 0, leaf_hash(b""), [])


def test_without_a_proof_nothing_is_consistent() -> None:
    for old in (3, 4):
        assert not consistency_holds(old, TREE.root(old), 7, TREE.root(7), [])


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 601), (0, 0)])
def test_there_is_no_proof_of_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match=r"no entry|no proof"):
        TREE.inclusion_proof(index, size)


def test_there_is_no_root_and_no_proof_of_a_size_that_it_has_not_had() -> None:
    for size in (-1, 601):
        with pytest.raises(ValueError, match="600 entries"):
            TREE.root(size)
    with pytest.raises(ValueError, match="600 entries"):
        TREE.consistency_proof(7, 5)
    assert TREE.inclusion_proof(599) == TREE.inclusion_proof(599, 600)
    assert TREE.consistency_proof(5) == TREE.consistency_proof(5, 600)


def test_paths_are_those_of_c2sp_tlog_tiles() -> None:
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path("entries", 5, 112) == "tile/entries/005.p/112"
    assert list(tiles(70_000))[-3:] == [(1, 0, 256), (1, 1, 17), (2, 0, 1)]


def test_a_leaf_is_the_hash_of_its_entry_and_there_is_none_beyond_the_last() -> None:
    tree = Tree([b"one", b"two"])
    assert [tree.leaf(index) for index in (-1, 0, 1, 2)] == [None, leaf_hash(b"one"), leaf_hash(b"two"), None]
