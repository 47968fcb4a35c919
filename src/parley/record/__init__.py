"""The record: signed acts in a hash tree, verifiable from one folder by anyone. It imports nothing else of ours.

Read in this order; docs/record-format.md gives every byte, tests/record/vectors the examples.

- ``canonical``   one spelling for each value (RFC 8785); digests of content, fingerprints of keys
- ``curve``       which bytes are a key at all, the same in every verifier
- ``statements``  what a key signs: each use of a key begins with a line of its own
- ``entries``     one act: signed by a device if it binds, by the server if it is procedure
- ``tree``        RFC 6962: leaves, roots, proofs; tiles as C2SP tlog-tiles cuts them
- ``notes``       C2SP signed notes, checkpoints, cosignatures
- ``roster``      which devices sit for whom, folded from signed entries alone; ``folding`` for whoever acts by it
- ``export``      a compartment as a folder of files
- ``verify``      that folder read once, held against itself and what the sides kept; ``report`` is the result
- ``wordlists``   a digest as six everyday words in four languages: an aid to the ear, never the check itself

To append an act::

    statement = binding_statement(talks, "table", kind, body, command, seat)     # the device signs these bytes
    raw = binding_entry(talks=talks, compartment="table", seq=tree.size, at=at, kind=kind, body=body,
                        command=command, seat=seat, device=device, signature=signature)
    raw = procedural_entry(…, device=device, sign=server.sign)                   # or the server does
    tree.append(raw)
    note = checkpoint_note(origin(talks, "table", server.public), tree.size, tree.root(), server)

Entry 0 of a compartment is ``roster.server-key.1 {ed25519}``, signed by that key. Before an entry is appended,
``Roster.key(entry)`` is the key that must have signed it, ``signature_holds`` checks it and ``Roster.fault(entry)``
says why the device may not. Nothing here opens a file, asks the time or draws a number.
"""

from parley.record.canonical import Json, b64u, canonical, content_digest, device_id, server_id, unb64u
from parley.record.curve import opening_key_sound, signing_key_sound
from parley.record.devices import Device
from parley.record.entries import Entry, EntryError, binding_entry, procedural_entry, read_entry
from parley.record.export import export_paths
from parley.record.folder import Read
from parley.record.folding import roster
from parley.record.notes import (
    Checkpoint,
    NoteError,
    Signer,
    add_cosignature,
    checkpoint_note,
    cosignature,
    cosignature_line,
    cosignature_statement,
    cosigned_at,
    cosigner_name,
    host_signed,
    origin,
    read_checkpoint,
    read_note,
    signature_holds,
)
from parley.record.report import Cosigned, Erased, Fault, Gap, Key, Report
from parley.record.roster import Roster
from parley.record.statements import (
    binding_statement,
    enrolment_statement,
    epoch_key_statement,
    paper_key_statement,
    procedural_statement,
    sign_in_statement,
)
from parley.record.tree import (
    Tree,
    consistency_holds,
    inclusion_holds,
    leaf_hash,
    tile_path,
)
from parley.record.trust import Trust, read_trust
from parley.record.verify import verify
from parley.record.wordlists import words

__all__ = [
    "Checkpoint",
    "Cosigned",
    "Device",
    "Entry",
    "EntryError",
    "Erased",
    "Fault",
    "Gap",
    "Json",
    "Key",
    "NoteError",
    "Read",
    "Report",
    "Roster",
    "Signer",
    "Tree",
    "Trust",
    "add_cosignature",
    "b64u",
    "binding_entry",
    "binding_statement",
    "canonical",
    "checkpoint_note",
    "consistency_holds",
    "content_digest",
    "cosignature",
    "cosignature_line",
    "cosignature_statement",
    "cosigned_at",
    "cosigner_name",
    "device_id",
    "enrolment_statement",
    "epoch_key_statement",
    "export_paths",
    "host_signed",
    "inclusion_holds",
    "leaf_hash",
    "opening_key_sound",
    "origin",
    "paper_key_statement",
    "procedural_entry",
    "procedural_statement",
    "read_checkpoint",
    "read_entry",
    "read_note",
    "read_trust",
    "roster",
    "server_id",
    "sign_in_statement",
    "signature_holds",
    "signing_key_sound",
    "tile_path",
    "unb64u",
    "verify",
    "words",
]
