"""What the verifier says of a good folder, and of one with files damaged."""

from tests.record.scene import GOV, TAL, TALKS, Scene

from parley.record import verify


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
