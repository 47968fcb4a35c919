"""Signed notes, checkpoints and cosignatures, to the byte as C2SP publishes them.

Source: c2sp.org/signed-note, c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature (Ed25519, types 0x01 and 0x04).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from parley.record.canonical import SIGNATURE_BYTES, server_id
from parley.record.curve import signature_sound, signing_key_sound
from parley.record.entries import MAX_INTEGER
from parley.record.statements import COSIGNATURE
from parley.record.tree import HASH_BYTES

ED25519 = 0x01
COSIGNED = 0x04
MAX_BYTES = 1_000_000
MAX_SIGNATURES = 100
MAX_TIME = MAX_SIZE = MAX_INTEGER  # beyond it, two programs could mean two numbers

_KEY_ID_BYTES = 4
_TIME_BYTES = 8
_DASH = "— "
# No plus, no White_Space of Unicode, no U+FEFF: spelled out, because each language's \s is another list.
_NAME = re.compile("[^+\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")


class NoteError(ValueError):
    """Bytes that are no signed note, or no checkpoint."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key as far as anybody here needs it: its public half, and a way to sign."""

    public: bytes  # Ed25519, 32 bytes
    sign: Callable[[bytes], bytes]

    @classmethod
    def of(cls, key: Ed25519PrivateKey) -> "Signer":
        return cls(key.public_key().public_bytes_raw(), key.sign)


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line of a note: who, which key, and what the key made."""

    name: str
    key_id: bytes  # 4 bytes
    signature: bytes

    def line(self) -> bytes:
        encoded = base64.b64encode(self.key_id + self.signature).decode("ascii")
        return f"{_DASH}{self.name} {encoded}\n".encode()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint of one compartment: its number of entries and its root hash."""

    origin: str
    size: int
    root: bytes
    text: bytes  # exactly what is signed
    signatures: tuple[NoteSignature, ...]


def signature_holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether ``signature`` is one by the Ed25519 key ``public`` over ``message``; never by an unsound key."""
    if not (signature_sound(signature) and signing_key_sound(public)):
        return False
    try:
        crypto_sign_open(signature + message, public)
    except BadSignatureError:
        return False
    return True


def origin(talks: str, compartment: str, server: bytes) -> str:
    """Return the name of a compartment's log; it is also the name of the server's key in signature lines."""
    return f"parley/{talks}/{compartment}/{server_id(server)[:8]}"


def cosigner_name(talks: str, seat: str, device: str) -> str:
    """Return the name of a device's key in cosignature lines."""
    return f"{talks}/{seat}/{device[:16]}"


def note_key_id(name: str, kind: int, public: bytes) -> bytes:
    """Return the four bytes that distinguish keys of one name."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:_KEY_ID_BYTES]


def checkpoint_text(origin: str, size: int, root: bytes) -> bytes:
    """Return the three lines that are signed and cosigned."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode('ascii')}\n".encode()


def checkpoint_note(origin: str, size: int, root: bytes, signer: Signer) -> bytes:
    """Return the checkpoint as a note signed by the server. Raises: ValueError if it could not be read again."""
    text = checkpoint_text(origin, size, root)
    line = NoteSignature(origin, note_key_id(origin, ED25519, signer.public), signer.sign(text)).line()
    note = text + b"\n" + line
    read_checkpoint(note)
    return note


def read_note(note: bytes) -> tuple[bytes, tuple[NoteSignature, ...]]:
    """Return a note's text and its signatures, none of them checked.

    Raises: NoteError for anything that is no signed note.
    """
    if len(note) > MAX_BYTES:
        raise NoteError(f"longer than {MAX_BYTES} bytes")
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError:
        raise NoteError("not UTF-8") from None
    if any(letter < " " and letter != "\n" for letter in whole):
        raise NoteError("a control character")
    text, blank, tail = whole.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise NoteError("no signatures after an empty line")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise NoteError(f"more than {MAX_SIGNATURES} signatures")
    return (text + "\n").encode(), tuple(_signature(line) for line in lines)


def _signature(line: str) -> NoteSignature:
    parts = line.removeprefix(_DASH).split(" ")
    if not line.startswith(_DASH) or len(parts) != 2 or not _NAME.fullmatch(parts[0]):
        raise NoteError(f"not a signature line: {line[:80]}")
    data = _base64(parts[1])
    if len(data) <= _KEY_ID_BYTES:
        raise NoteError(f"a signature of {len(data)} bytes")
    return NoteSignature(parts[0], data[:_KEY_ID_BYTES], data[_KEY_ID_BYTES:])


def _base64(text: str) -> bytes:
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise NoteError(f"not base64: {text[:80]}") from None
    if base64.b64encode(data).decode("ascii") != text:
        raise NoteError(f"not the one base64 of its bytes: {text[:80]}")
    return data


def read_checkpoint(note: bytes) -> Checkpoint:
    """Return the checkpoint in a signed note, no signature checked. Extension lines are refused: Parley has none.

    Raises: NoteError for anything else.
    """
    text, signatures = read_note(note)
    lines = text.decode("utf-8").split("\n")[:-1]
    if len(lines) != 3 or not all(lines):
        raise NoteError(f"{len(lines)} lines where origin, size and root are expected")
    if not _SIZE.fullmatch(lines[1]) or int(lines[1]) > MAX_SIZE:
        raise NoteError(f"not a size: {lines[1][:80]}")
    root = _base64(lines[2])
    if len(root) != HASH_BYTES:
        raise NoteError(f"a root of {len(root)} bytes")
    return Checkpoint(lines[0], int(lines[1]), root, text, signatures)


def host_signed(checkpoint: Checkpoint, server: bytes) -> bool:
    """Return whether the server's key signed this checkpoint, under its own origin's name."""
    key_id = note_key_id(checkpoint.origin, ED25519, server)
    return any(
        signature_holds(server, line.signature, checkpoint.text)
        for line in checkpoint.signatures
        if line.name == checkpoint.origin and line.key_id == key_id
    )


def cosignature_statement(text: bytes, time: int) -> bytes:
    """Return what a device signs over a checkpoint's text. ``time`` is POSIX seconds."""
    return COSIGNATURE + b"time %d\n" % time + text


def cosignature(text: bytes, name: str, time: int, signer: Signer) -> bytes:
    """Return the cosignature line of a device that has seen this head grow from the last one it kept."""
    return cosignature_line(name, signer.public, time, signer.sign(cosignature_statement(text, time)))


def cosignature_line(name: str, public: bytes, time: int, signature: bytes) -> bytes:
    """Return the signature line for a cosignature made elsewhere. Raises: ValueError for a time out of range."""
    if not 0 <= time <= MAX_TIME:
        raise ValueError(f"no such time: {time}")
    stamped = time.to_bytes(_TIME_BYTES, "big") + signature
    return NoteSignature(name, note_key_id(name, COSIGNED, public), stamped).line()


def add_cosignature(note: bytes, line: bytes) -> bytes:
    """Return ``note`` with one more signature line; the same line again changes nothing.

    Raises: NoteError if either is malformed.
    """
    _, signatures = read_note(note)
    added = _signature(line.decode("utf-8").removesuffix("\n"))
    return note if added in signatures else note + added.line()


def cosigned_at(text: bytes, line: NoteSignature, name: str, public: bytes) -> int | None:
    """Return when the device of this name and key cosigned ``text`` (POSIX seconds); None if ``line`` is not that."""
    if line.name != name or line.key_id != note_key_id(name, COSIGNED, public):
        return None
    if len(line.signature) != _TIME_BYTES + SIGNATURE_BYTES:
        return None
    time = int.from_bytes(line.signature[:_TIME_BYTES], "big")
    if time > MAX_TIME:
        return None
    holds = signature_holds(public, line.signature[_TIME_BYTES:], cosignature_statement(text, time))
    return time if holds else None
