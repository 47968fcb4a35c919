"""What the verifier says of a good folder, of one with files damaged, and of files that are none of its own."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.record import Tree, Trust, b64u, canonical, content_digest, read_entry, verify
from parley.record.export import exported_entries
from tests.record.scene import CHAIR, GOV, GOV_LISTS, PARTIES, TAL, TALKS, Scene, person


def codes(folder: dict[str, bytes], *evidence: bytes) -> list[str]:
    return [fault.code for fault in verify(folder.get, seen=evidence).faults]


def long_scene() -> Scene:
    """Two full tiles and a partial one, one of them made of other tiles."""
    scene = Scene().seated()
    while len(scene.entries) < 520:
        scene.minutes("text.clause-drafted.1", {"clause": "1", "version": len(scene.entries)}, CHAIR)
    return scene


LONG = long_scene().folder([GOV, TAL], heads=[Scene(entries=long_scene().entries).head(300, [GOV])])


def test_a_good_folder_has_no_fault_and_names_its_keys() -> None:
    scene = Scene().seated()
    for clause in range(300):
        scene.adopt(GOV, str(clause))
    folder = scene.folder([GOV, TAL])
    report = verify(folder.get, scene.trust(), [scene.head(), scene.head(100)])
    assert report.faults == []
    assert report.ok
    assert (report.talks, report.compartment, report.size) == (TALKS, "table", len(scene.entries))
    assert report.root == scene.tree().root().hex()
    assert [(key.use, key.party, key.trusted) for key in report.keys] == [
        ("server", "host", True),
        ("head", "host", False),
        ("head", "government", True),
        ("head", "taliban", True),
    ]
    assert {one.party for one in report.cosigned} == {"government", "taliban"}
    assert [gap.code for gap in report.gaps] == ["server_word", "server_times", "contents_elsewhere"]


def test_time_that_runs_back_is_said_with_the_first_entry_that_does() -> None:
    scene = Scene().seated()
    forwards = verify(scene.folder([GOV, TAL]).get)
    assert "times_run_back" not in {gap.code for gap in forwards.gaps}
    first = scene.adopt(GOV, at="2019-01-01T00:00:00Z")
    scene.adopt(TAL, at="2019-01-01T00:00:01Z")
    report = verify(scene.folder([GOV, TAL]).get)
    assert [gap.what for gap in report.gaps if gap.code == "times_run_back"] == [f"2 {first}"]


def test_a_report_is_plain_json() -> None:
    told = verify(LONG.get).as_json()
    assert json.loads(json.dumps(told)) == told
    assert told["ok"] is True


def test_a_folder_that_is_no_record_is_said_to_be_unreadable() -> None:
    report = verify({"readme.txt": b"hello"}.get)
    assert not report.readable
    assert not report.ok


def test_each_side_that_has_not_cosigned_is_named() -> None:
    report = verify(Scene().seated().folder([GOV]).get)
    assert [gap.what for gap in report.gaps if gap.code == "not_cosigned_after"] == ["taliban 0"]


def test_older_heads_travel_with_their_cosignatures() -> None:
    report = verify(LONG.get)
    assert report.faults == []
    assert sorted((one.party, one.size) for one in report.cosigned) == [
        ("government", 300),
        ("government", 520),
        ("taliban", 520),
    ]


def test_contents_that_travel_are_compared() -> None:
    scene = Scene().seated()
    salt, text = bytes(range(32)), "ماده ۱".encode()
    digest = content_digest(salt, text)
    body = {"clause": "1", "digests": {"fa-AF": digest}, "party": "government", "version": 1}
    scene.act("text.clause-adopted.1", body, GOV)
    scene.act("lists.opened.1", {"digest": digest, "digests": ["cc" * 32, 7]}, GOV)
    folder = scene.folder(contents={digest: (salt, text)})
    report = verify(folder.get)
    assert (report.faults, report.contents) == ([], 1)
    assert ("contents_elsewhere", "1") in [(gap.code, gap.what) for gap in report.gaps]
    folder[f"content/{digest}"] += b"!"
    assert codes(folder) == ["content_changed"]
    folder[f"content/{digest}"] = b"short"
    assert codes(folder) == ["content_changed"]


def side_folder(scene: Scene, table: dict[str, bytes]) -> dict[str, bytes]:
    return scene.folder() | {f"table/{path}": data for path, data in table.items()}


def test_another_compartment_brings_the_table_along_for_its_roster() -> None:
    table = Scene().seated()
    side = Scene("side-government").begin()
    side.act("text.clause-drafted.1", {"clause": "1"}, GOV)
    folder = side_folder(side, table.folder())
    report = verify(folder.get, table.trust(), [side.head()])
    assert report.faults == []
    assert report.compartment == "side-government"
    assert "order_between_compartments" in [gap.code for gap in report.gaps]
    alone = verify(side.folder().get)
    assert [(fault.code, fault.where) for fault in alone.faults] == [
        ("signer_unknown", "entry 1"),
        ("file_missing", "table/talks.json"),
    ]


def test_acts_in_another_compartment_are_held_against_the_time_of_a_revocation() -> None:
    table = Scene().seated()
    side = Scene("side-government").begin()
    table.revoke(GOV_LISTS)
    revoked = read_entry(table.entries[-1]).at
    for clause, at in enumerate(("2020-03-22T06:00:00Z", revoked, "2020-03-22T23:00:00Z")):
        side.act("text.clause-drafted.1", {"clause": str(clause)}, GOV_LISTS, at=at)
    faults = verify(side_folder(side, table.folder()).get).faults
    assert [(fault.code, fault.where) for fault in faults] == [("signer_revoked", "entry 3")]


def test_a_roster_entry_outside_the_table_counts_for_nothing() -> None:
    side = Scene("side-government").begin()
    side.enrol(person("government", "gov-two", "member"))
    assert codes(side_folder(side, Scene().seated().folder())) == ["roster_elsewhere"]


def test_the_table_brought_along_must_be_that_of_these_talks() -> None:
    side, stray = Scene("side-government").begin(), Scene("host").begin()
    assert codes(side_folder(side, stray.folder())) == ["wrong_compartment"]


def test_a_damaged_table_beside_another_compartment_is_told_with_its_path() -> None:
    side = Scene("side-government").begin()
    folder = side_folder(side, Scene().seated().folder())
    del folder["table/checkpoint"]
    faults = verify(folder.get).faults
    assert ("file_missing", "table/checkpoint") in [(fault.code, fault.where) for fault in faults]


def test_a_missing_file_is_named() -> None:
    for path in LONG:
        folder = {name: data for name, data in LONG.items() if name != path}
        assert ("file_missing", path) in [(fault.code, fault.where) for fault in verify(folder.get).faults]


def test_a_record_with_neither_entries_nor_tiles_from_some_place_on_ends_there() -> None:
    folder = {path: data for path, data in LONG.items() if path not in ("tile/0/001", "tile/entries/001")}
    assert codes(folder) == ["file_missing", "file_missing", "entries_missing"]


def test_an_entry_and_a_tile_lost_at_one_place_do_not_hide_what_comes_after() -> None:
    folder = dict(LONG)
    del folder["tile/0/001"]
    folder["tile/entries/001"] = folder["tile/entries/001"][:-2000]
    folder["tile/entries/002.p/8"] = folder["tile/entries/002.p/8"].replace(
        b'"version":513', b'"version":999'
    )
    assert codes(folder) == ["file_missing", "entries_missing", "entry_changed", "signature_false"]


def test_a_checkpoint_that_promises_more_than_there_is_ends_with_the_folder() -> None:
    scene = Scene().seated()
    folder = scene.folder()
    line = folder["checkpoint"].split(b"\n")
    line[1] = b"9000000000000000"
    folder["checkpoint"] = b"\n".join(line)
    assert codes(folder) == ["file_missing", "file_missing", "entries_missing", "server_key_missing"]


def test_a_damaged_talks_file_is_told_and_the_checkpoint_says_which_talks() -> None:
    folder = LONG | {"talks.json": b'{"format":"parley-record/1"}'}
    report = verify(folder.get)
    assert [fault.code for fault in report.faults] == ["file_malformed"]
    assert (report.talks, report.compartment) == (TALKS, "table")


def test_names_in_the_talks_file_are_plain() -> None:
    about = json.loads(LONG["talks.json"])
    for wrong in ({"talks": "\ud800"}, {"talks": 7}, {"heads": [-1]}, {"heads": "12"}, {"format": "x"}):
        assert codes(LONG | {"talks.json": json.dumps(about | wrong).encode()})[0] == "file_malformed"


def test_a_head_that_is_listed_wrongly_is_told() -> None:
    about = json.loads(LONG["talks.json"])
    folder = LONG | {"talks.json": canonical(about | {"heads": [301]}), "head/301": LONG["head/300"]}
    assert codes(folder) == ["checkpoint_size"]


def test_an_empty_compartment_has_no_server_key() -> None:
    scene = Scene()
    assert codes(scene.folder()) == ["server_key_missing"]


def test_a_record_that_does_not_begin_with_the_servers_key_says_so_once() -> None:
    scene = Scene()
    for number in range(5):
        scene.minutes("talks.session-opened.1", {"session": number})
    assert codes(scene.folder()) == ["server_key_missing"]


def test_kept_heads_of_any_other_kind_are_told_apart() -> None:
    scene = Scene().seated()
    other = Scene(entries=scene.entries, talks="other-talks")
    false = scene.head()[:-10] + b"AAAAAAA==\n"
    assert codes(scene.folder(), b"not a note") == ["seen_malformed"]
    assert codes(scene.folder(), other.head()) == ["seen_elsewhere"]
    assert codes(scene.folder(), false) in (["seen_unsigned"], ["seen_malformed"])
    unsigned = (
        scene.head().replace(b"\n\n", b"\n\n\xe2\x80\x94 nobody AAAAAAAA\n", 1).splitlines(keepends=True)
    )
    assert codes(scene.folder(), b"".join(unsigned[:-1])) == ["seen_unsigned"]


def test_faults_beyond_a_hundred_are_counted() -> None:
    folder = dict(LONG)
    folder["tile/entries/001"] = folder["tile/entries/001"].replace(
        b'"class":"procedural"', b'"class":"proceduraL"'
    )
    report = verify(folder.get)
    assert len(report.faults) == 100
    assert report.more > 100


def test_contents_are_looked_up_once_and_remembered_in_bounds() -> None:
    scene = Scene().seated()
    looked: list[str] = []
    for _ in range(3):
        scene.adopt(GOV)
    folder = scene.folder()

    def read(path: str) -> bytes | None:
        looked.append(path)
        return folder.get(path)

    assert verify(read).faults == []
    assert looked.count("content/" + "aa" * 32) == 1


SHORT_SCENE = Scene().seated()
SHORT = SHORT_SCENE.folder([GOV, TAL], heads=[SHORT_SCENE.head(9, [GOV])])


def test_what_is_remembered_of_contents_has_bounds() -> None:
    scene = Scene().seated()
    for start in range(0, 5000, 800):
        named = [f"{number:064x}" for number in range(start, start + 800)]
        scene.act("lists.opened.1", {"digests": named}, GOV)
    report = verify(scene.folder().get)
    assert ("contents_elsewhere", "5600") in [(gap.code, gap.what) for gap in report.gaps]
    for number in range(120):
        scene.minutes("content.erased.1", {"digest": f"{number:064x}", "order": "host/chair"}, CHAIR)
    assert len(verify(scene.folder().get).erased) == 100


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damage_of_any_kind_to_any_file_is_a_fault_and_never_an_exception(data: st.DataObject) -> None:
    folder = dict(SHORT)
    path = data.draw(st.sampled_from(sorted(folder)))
    raw = folder[path]
    match data.draw(st.sampled_from(["flip", "cut", "delete", "grow", "replace"])):
        case "flip":
            at = data.draw(st.integers(0, len(raw) - 1))
            folder[path] = raw[:at] + bytes([raw[at] ^ data.draw(st.integers(1, 255))]) + raw[at + 1 :]
        case "cut":
            folder[path] = raw[: data.draw(st.integers(0, len(raw) - 1))]
        case "delete":
            del folder[path]
        case "grow":
            folder[path] = raw + data.draw(st.binary(min_size=1, max_size=40))
        case _:
            folder[path] = data.draw(st.binary(max_size=200))
    report = verify(folder.get, Trust(), [SHORT["checkpoint"], SHORT["head/9"]])
    if path == "talks.json":
        return  # another spelling of the same JSON is no fault
    lost_cosignature = path in ("checkpoint", "head/9") and len(report.cosigned) < 3
    assert report.faults or lost_cosignature


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(SHORT)), st.one_of(st.binary(max_size=300), st.none()), max_size=8)
)
def test_several_damaged_files_at_once_never_raise(damage: dict[str, bytes | None]) -> None:
    verify(lambda path: damage.get(path, SHORT.get(path)), seen=[SHORT["checkpoint"]])


def test_talks_are_created_once_and_parties_are_of_known_kinds() -> None:
    scene = Scene().begin()
    scene.minutes("talks.created.1", {"parties": [{"id": "x", "kind": "judge"}]})
    scene.minutes("talks.created.1", {"parties": PARTIES})
    scene.minutes("talks.created.1", {"parties": PARTIES})
    assert codes(scene.folder()) == ["roster_body", "talks_again"]


def test_a_second_server_key_is_void() -> None:
    scene = Scene().begin()
    scene.minutes("roster.server-key.1", {"ed25519": b64u(scene.server.public)})
    assert codes(scene.folder()) == ["server_key_again"]


def test_the_tree_of_the_report_is_the_tree_of_the_entries() -> None:
    scene = long_scene()
    assert verify(LONG.get).root == Tree(scene.entries).root().hex()


def test_a_cosignature_of_a_device_that_nobody_accepted_counts_for_nobody() -> None:
    scene = Scene().seated()
    spy = person("government", "gov-head", "head", "a second link")
    scene.enrol(spy)
    report = verify(scene.folder(cosigners=[spy, GOV_LISTS]).get)
    assert [one.device for one in report.cosigned] == [GOV_LISTS.device]


def test_the_entries_of_a_folder_come_out_as_they_went_in_over_several_bundles() -> None:
    entries = long_scene().entries
    assert exported_entries(LONG.get, len(entries)) == entries
    under = {f"table/{path}": data for path, data in LONG.items()}
    assert exported_entries(under.get, 256, "table/") == entries[:256]
