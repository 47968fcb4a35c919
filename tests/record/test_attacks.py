"""Every attack by name: found with the evidence; without it found too, or said to be beyond this folder alone."""

from collections.abc import Callable

import pytest

from parley.record import read_entry, sign_in_statement, signature_holds, verify
from parley.record.statements import CONTEXTS
from tests.record.attacked import Attack, honest
from tests.record.attacks import ATTACKS
from tests.record.scene import CHAIR, GOV, TAL, Scene


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_it_is_found_with_the_evidence(attack: Callable[[], Attack]) -> None:
    done = attack()
    report = verify(done.folder().get, done.trust, done.seen)
    assert {fault.code for fault in report.faults} == done.found


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_without_the_evidence_the_report_says_what_it_cannot_show(attack: Callable[[], Attack]) -> None:
    done = attack()
    report = verify(done.folder().get)
    assert {fault.code for fault in report.faults} == done.alone
    if not done.alone:
        assert done.gap in {gap.code for gap in report.gaps}


def test_the_scene_that_is_attacked_is_sound() -> None:
    scene = honest()
    assert verify(scene.folder().get, scene.trust(), [scene.head(5)]).faults == []


def test_erased_content_still_verifies_and_says_by_whose_order() -> None:
    scene = honest()
    digest = "aa" * 32
    seq = scene.minutes("content.erased.1", {"digest": digest, "order": "government/gov-head"}, CHAIR)
    report = verify(scene.folder().get)
    assert report.faults == []
    assert [(one.digest, one.order, one.seq) for one in report.erased] == [
        (digest, "government/gov-head", seq)
    ]


def test_content_that_was_to_be_erased_and_is_still_there_is_found() -> None:
    scene = honest()
    digest = "bb" * 32
    scene.minutes("content.erased.1", {"digest": digest, "order": "host/chair"}, CHAIR)
    folder = scene.folder(contents={digest: (bytes(32), b"a name")})
    assert [fault.code for fault in verify(folder.get).faults] == ["content_not_erased"]


def test_a_sign_in_challenge_that_is_an_acts_bytes_is_worthless() -> None:
    """The server asks a device to sign, as a challenge, what would bind its party; the answer binds nothing."""
    scene = Scene().seated()
    scene.adopt(GOV)
    wanted = scene.entries.pop()
    act = read_entry(wanted)
    answer = GOV.signer.sign(
        sign_in_statement(act.statement, GOV.device, "https://table.example", GOV.seat, scene.talks)
    )
    assert not signature_holds(GOV.signer.public, answer, act.statement)
    scene.adopt(GOV, command=act.command, signature=answer)
    assert [fault.code for fault in verify(scene.folder().get).faults] == ["signature_false"]


def test_a_line_of_its_own_begins_each_use_of_a_key() -> None:
    assert all(context.endswith(b"\n") and context.count(b"\n") == 1 for context in CONTEXTS)
    assert not any(
        one is not other and (one.startswith(other) or other.startswith(one))
        for one in CONTEXTS
        for other in CONTEXTS
    )


def test_two_kept_heads_that_contradict_each_other_show_a_fork_beyond_the_folder() -> None:
    scene = honest()
    shorter = scene.folder()
    one, other = Scene(entries=list(scene.entries)), Scene(entries=list(scene.entries))
    one.minutes("text.clause-drafted.1", {"clause": "9", "version": 1}, CHAIR)
    other.minutes("text.clause-drafted.1", {"clause": "9", "version": 2}, CHAIR)
    report = verify(shorter.get, seen=[one.head(), other.head()])
    assert [fault.code for fault in report.faults] == ["rolled_back", "forked"]


def test_a_false_cosignature_is_found() -> None:
    scene = honest()
    folder = scene.folder([GOV])
    other = Scene(entries=scene.entries[:-1]).head(cosigners=[TAL])
    folder["checkpoint"] += other.splitlines(keepends=True)[-1]
    report = verify(folder.get)
    assert [fault.code for fault in report.faults] == ["cosignature_false"]
    assert [one.party for one in report.cosigned] == ["government"]
