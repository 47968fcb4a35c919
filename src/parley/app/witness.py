"""Cosignatures: a device that has seen a checkpoint, and found it consistent with the last it kept, signs it too.

A device that has kept a head newer than ours proves that this record was rolled back (a restored backup, or worse): from then
on nothing is written, and every page says so.
"""

from parley.app.model import App, Viewer
from parley.base import Refused, reason
from parley.record import NoteError, cosigned_at, cosigner_name, host_signed, read_checkpoint, unb64u


def cosign(app: App, by: Viewer, compartment: str, size: int, line: bytes) -> Refused | None:
    """Keep one device's cosignature line under the checkpoint of ``size``; None if it was kept."""
    table = app.tables.get(by.talks)
    with table.lock:
        if size > table.size(compartment):
            app.tables.catch_up(table)
        device = table.state.talks.devices.get(by.by.device)
        head = app.journal.head(by.talks, compartment)
        if device is None or head is None or size != head.size:
            return Refused((reason("checkpoint_not_latest", size=size, latest=head.size if head else 0),))
        try:
            checkpoint = read_checkpoint(head.note + line)
        except NoteError:
            return Refused((reason("cosignature_does_not_hold"),))
        name = cosigner_name(by.talks, by.seat, by.by.device)
        if cosigned_at(checkpoint.text, checkpoint.signatures[-1], name, unb64u(device.ed25519)) is None:
            return Refused((reason("cosignature_does_not_hold"),))
        app.journal.cosign(by.talks, compartment, size, name, line)
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
    table = app.tables.get(by.talks)
    with table.lock:
        app.tables.catch_up(table)
        tree = table.trees.get(compartment)
        behind = tree is None or kept.size > tree.size
        if behind or (tree is not None and tree.root(kept.size) != kept.root):
            app.journal.set_read_only("behind_kept_head")
            return True
    return False
