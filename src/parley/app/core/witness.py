"""Cosignatures: a device that has seen a checkpoint, and found it consistent with the last it kept, signs it too.

A device that has kept a head newer than ours proves that this record was rolled back (a restored backup, or worse): from then
on nothing is written, and every page says so.
"""

import json
from contextlib import suppress
from typing import Final

from parley.app.core import access
from parley.app.core.model import App, Viewer
from parley.app.core.ports import Head, ReadOnly
from parley.app.core.states import TalksState
from parley.base import Refused, reason
from parley.record import (
    NoteError,
    checkpoint_note,
    cosigned_at,
    cosigner_name,
    host_signed,
    origin,
    read_checkpoint,
    unb64u,
)

LATEST: Final = 253_402_300_799  # POSIX seconds: the end of the year 9999; no calendar here has a later date
AGAINST: Final = (
    "against "  # and a compartment: heads that a side's device has shown, and that contradict this record
)


def latest(app: App, state: TalksState, compartment: str) -> Head | None:
    """Return the checkpoint of all entries, signed now; None if there is none.

    A signature is made where a checkpoint is shown or exported, not for each act: it is the same whenever it is made.
    """
    with state.lock:
        app.talks.catch_up(state)
        tree = state.trees.get(compartment)
        if tree is None:
            return None
        name = origin(state.id, compartment, app.signer.public)
        return Head(tree.size, checkpoint_note(name, tree.size, tree.root(), app.signer))


def stop_if_changed(app: App) -> None:
    """Take no more writes where entries are not those under a checkpoint that was cosigned: somebody changed the database."""
    if changed(app):
        with suppress(ReadOnly):  # a disk that takes no write keeps nothing, and needs not be told
            app.journal.set_read_only("entries_changed")


def changed(app: App) -> bool:
    """Return whether entries are not those under the newest checkpoint that was cosigned."""
    for talks in app.talks.ids():
        state = app.talks.get(talks)
        for compartment, tree in state.trees.items():
            last = app.journal.cosigned_head(talks, compartment)
            if last and (last.size > tree.size or tree.root(last.size) != read_checkpoint(last.note).root):
                return True
    return False


def cosigned(app: App, talks: str, compartment: str, head: Head) -> bytes:
    """Return a checkpoint's note with the cosignatures that are kept for it."""
    return head.note + b"".join(app.journal.cosignatures(talks, compartment, head.size))


def cosign(app: App, by: Viewer, compartment: str, size: int, line: bytes) -> Refused | None:
    """Keep one device's cosignature line under the checkpoint of ``size``; None if it was kept.

    Of a compartment that the device does not read, not even the size is told.
    """
    state = app.talks.get(by.talks)
    with state.lock:
        if against := access.outside(by.by, app, state):
            return Refused(against)
        head = latest(app, state, compartment) if compartment in access.compartments(by.by) else None
        device = app.registry.roster.devices(state.states).get(by.by.device)
        if device is None or head is None or size != head.size:
            return Refused((reason("checkpoint_not_latest", size=size, latest=head.size if head else 0),))
        try:
            checkpoint = read_checkpoint(head.note + line)
        except NoteError:
            return Refused((reason("cosignature_does_not_hold"),))
        name, last = cosigner_name(by.talks, by.seat, by.by.device), checkpoint.signatures[-1]
        at = cosigned_at(checkpoint.text, last, name, unb64u(device.ed25519))
        if at is None or at > LATEST or last.line() != line:  # what is kept is that one line, to the byte
            return Refused((reason("cosignature_does_not_hold"),))
        app.journal.cosign(by.talks, compartment, head, name, line)
    return None


def kept_head(app: App, by: Viewer, compartment: str, note: bytes, shown: bytes = b"") -> bool:
    """Take a checkpoint that a device kept, and one that was ``shown`` to it; return whether our record is not under both.

    Then its own side's pages say so, until both are of this record; and if the kept one is not, nothing more is written.
    Only notes that our own key signed count: nobody can stop the record with a head of their own making.
    """
    notes = [one for one in (note, shown) if _ours(app, by.talks, compartment, one)]
    if not notes or all(_under(app, by.talks, compartment, one) for one in notes):
        return False
    told = json.dumps([one.decode() for one in notes]).encode()
    app.people.put_value(by.talks, by.by.party, AGAINST + compartment, told)
    if note in notes and not _under(app, by.talks, compartment, note):
        app.journal.set_read_only("behind_kept_head")
    return True


def contradicted(app: App, by: Viewer) -> bool:
    """Return whether a device of this viewer's side has shown heads, signed by our key, that this record is not under."""
    return any(against(app, by.talks, by.by.party, name) for name in access.compartments(by.by))


def against(app: App, talks: str, party: str, compartment: str) -> list[bytes]:
    """Return the heads that a party's devices have shown and that this record is not under."""
    told = app.people.value(talks, party, AGAINST + compartment)
    notes = [str(one).encode() for one in json.loads(told)] if told else []
    return [one for one in notes if not _under(app, talks, compartment, one)]


def _ours(app: App, talks: str, compartment: str, note: bytes) -> bool:
    try:
        head = read_checkpoint(note)
    except NoteError:
        return False
    named = origin(talks, compartment, app.signer.public)
    return head.origin == named and host_signed(head, app.signer.public)


def _under(app: App, talks: str, compartment: str, note: bytes) -> bool:
    """Return whether a head is one of this record's own."""
    head, state = read_checkpoint(note), app.talks.get(talks)
    with state.lock:
        app.talks.catch_up(state)
        tree = state.trees.get(compartment)
        return tree is not None and head.size <= tree.size and tree.root(head.size) == head.root
