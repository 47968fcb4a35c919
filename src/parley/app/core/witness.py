"""Cosignatures: a device that has seen a checkpoint, and found it consistent with the last it kept, signs it too.

A device that has kept a head newer than ours proves that this record was rolled back (a restored backup, or worse): from then
on nothing is written, and every page says so.
"""

from contextlib import suppress

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
    """Keep one device's cosignature line under the checkpoint of ``size``; None if it was kept."""
    state = app.talks.get(by.talks)
    with state.lock:
        if against := access.outside(by.by, app, state):
            return Refused(against)
        head = latest(app, state, compartment)
        device = app.registry.roster.devices(state.states).get(by.by.device)
        if device is None or head is None or size != head.size:
            return Refused((reason("checkpoint_not_latest", size=size, latest=head.size if head else 0),))
        try:
            checkpoint = read_checkpoint(head.note + line)
        except NoteError:
            return Refused((reason("cosignature_does_not_hold"),))
        name = cosigner_name(by.talks, by.seat, by.by.device)
        if cosigned_at(checkpoint.text, checkpoint.signatures[-1], name, unb64u(device.ed25519)) is None:
            return Refused((reason("cosignature_does_not_hold"),))
        app.journal.cosign(by.talks, compartment, head, name, line)
    return None


def kept_head(app: App, by: Viewer, compartment: str, note: bytes) -> bool:
    """Take a checkpoint that a device kept; return whether our record is behind it or on another branch.

    Only a note that our own key signed counts: nobody can stop the record with a head of their own making.
    """
    try:
        kept = read_checkpoint(note)
    except NoteError:
        return False
    if not host_signed(kept, app.signer.public) or kept.origin.split("/")[1:3] != [by.talks, compartment]:
        return False
    state = app.talks.get(by.talks)
    with state.lock:
        app.talks.catch_up(state)
        tree = state.trees.get(compartment)
        behind = tree is None or kept.size > tree.size
        if behind or (tree is not None and tree.root(kept.size) != kept.root):
            app.journal.set_read_only("behind_kept_head")
            return True
    return False
