"""What the rules need from the world: a journal, blobs, people, media and a clock.

``store`` and ``media`` implement these; the tests hold both a real and an in-memory one to the same
contract. Nothing here does anything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Head:
    """A checkpoint of one compartment as the server signed it: a note over the first ``size`` entries."""

    size: int
    note: bytes


@dataclass(frozen=True, slots=True)
class Pending:
    """Entries to append to one compartment, in order, the first at ``seq``."""

    compartment: str
    seq: int
    entries: tuple[bytes, ...]  # canonical bytes, one a leaf


@dataclass(frozen=True, slots=True)
class CommandKey:
    """Who said what under which id: the same id and digest get the first answer again."""

    seat: str
    command: str  # the client's id
    digest: str  # lower hex SHA-256 of kind and fields, canonical


@dataclass(frozen=True, slots=True)
class Message:
    """Something to be told or done after commit. One given to ``Journal.append`` is kept until ``sent`` says that it was.

    ``live`` is told from memory alone.
    """

    topic: str  # erase, remove, revoked, live
    body: Mapping[str, object]


Heads = Mapping[tuple[str, str], tuple[int, bytes]]  # talks, compartment → how long it was, its root then


class Keeping(Protocol):
    """Heads that this installation has found good, where a change of the database alone does not reach."""

    def heads(self) -> Heads: ...
    def before_restore(self) -> Heads:
        """Return those from before a backup was restored, {} if none was."""

    def keep(self, heads: Heads) -> None: ...
    def forget_restore(self) -> None: ...


class Conflict(Exception):
    """Somebody else appended at this sequence number first: read again and decide again."""


class Reused(Exception):
    """The client's id was used before with other bytes."""


class ReadOnly(Exception):
    """The store does not take writes (full disk, read-only disk, or a restored record behind a kept head).

    ``code`` is a refusal code with a sentence in web/words: disk_full, disk_read_only, behind_kept_head, entries_changed,
    held_elsewhere, access_changed.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unavailable(Exception):
    """The store did not answer, as its driver puts it: what was being written is there whole or not at all, and asking again tells.

    The same command under the same id is safe: ``answered`` knows whether the first one was recorded.
    """


class Journal(Protocol):
    """The record's entries, in compartments, append-only."""

    def append(
        self,
        talks: str,
        pending: Sequence[Pending],
        command: CommandKey | None,
        answer: bytes,
        messages: Sequence[Message] = (),
    ) -> None:
        """Write all of it in one transaction or nothing.

        ``answer`` is kept under ``command`` (canonical JSON, as the client will see it), with its first entry.
        Raises: Conflict, Reused (also for the same id and digest: ask ``answered`` first), ReadOnly.
        """

    def answered(self, talks: str, command: CommandKey) -> bytes | None:
        """Return the first answer to this command, None if it was never recorded. Raises: Reused."""

    def talks(self) -> list[str]:
        """Return the ids of every talks that has an entry, oldest first."""

    def entries(self, talks: str, compartment: str, start: int = 0, stop: int | None = None) -> list[bytes]:
        """Return canonical entries ``start`` ≤ seq < ``stop``, in order."""

    def compartments(self, talks: str) -> list[str]:
        """Return the compartments that have an entry."""

    def sizes(self, talks: str) -> dict[str, int]:
        """Return how many entries each compartment has: cheap, for whoever follows what others append."""

    def cosign(self, talks: str, compartment: str, head: Head, name: str, line: bytes) -> None:
        """Keep one cosignature line (C2SP note line), and the checkpoint it is under; the same again is nothing."""

    def cosignatures(self, talks: str, compartment: str, size: int) -> list[bytes]:
        """Return the cosignature lines kept for the checkpoint of ``size``."""

    def cosigned_head(self, talks: str, compartment: str) -> Head | None:
        """Return the newest checkpoint that has at least one cosignature, note without cosignatures."""

    def unsent(self) -> list[tuple[int, str, Message]]:
        """Return (number, talks, message) of the outbox, oldest first."""

    def sent(self, numbers: Sequence[int]) -> None:
        """Forget these messages: they were told."""

    def read_only(self) -> str | None:
        """Return why nothing can be written (a code as in ReadOnly), None if it can."""

    def set_read_only(self, code: str | None) -> None:
        """Take no more appends, across restarts and in every process, until it is set to None."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose a content is, what for, and whose it is to read, from the moment it was brought."""

    party: str  # that brought it; "" for what the machine made
    purpose: str  # what acts may cite it for; "" if it is not known, as of some contents of versions before
    compartment: str  # whose readers have it before any act says more; "" for nobody's
    seat: str = ""  # that brought it or asked the machine to make it, and for which it counts; "" where nobody did, or it is not known


NOBODYS = Origin("", "", "")  # no act may cite it, and no seat reads it
BESIDES = 4_096  # bytes that a content counts besides its own: its rows, so that small ones are not free


class Blobs(Protocol):
    """Content that entries refer to by salted digest; encrypted at rest, a key each."""

    def put(
        self, talks: str, digest: str, salt: bytes, media: str, data: bytes, origin: Origin = NOBODYS
    ) -> None:
        """Keep content under its digest, and whose it is, in one transaction; the same again is nothing.

        The first origin stays. Content of a version before, which has none, gets this one.
        """

    def origin(self, talks: str, digest: str) -> Origin | None:
        """Return whose a content is; None if it was never kept, or by a version before."""

    def brought(self, talks: str) -> Mapping[tuple[str, str], int]:
        """Return how many bytes each (party, seat) has brought, or a seat of party "" has had made, that were not erased, with ``BESIDES`` for each content.

        One query, which reads no content. Seat "": what a version before kept.
        """

    def get(self, talks: str, digest: str) -> tuple[bytes, str, bytes] | None:
        """Return (salt, media type, bytes); None if never kept, or erased (``erased`` tells)."""

    def erase(self, talks: str, digest: str) -> None:
        """Destroy key, salt and bytes. Erasing again is nothing."""

    def erased(self, talks: str, digest: str) -> bool:
        """Return whether it was erased."""

    def destroy_again(self, talks: str, digests: Iterable[str]) -> int:
        """Erase what the record calls erased (a restored backup may hold it) and return how many were there."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-use link for a seat. Only hashes of its secret and its code are kept."""

    number: str  # public part of the link
    talks: str
    seat: str
    secret_hash: bytes
    code_hash: bytes
    salt: bytes
    language: str
    expires: datetime  # aware, real time
    used: bool
    failures: int  # wrong guesses so far
    locked_until: datetime | None
    generation: int = -1  # what the record had of its seat when it was made; -1: made before this was kept


@dataclass(frozen=True, slots=True)
class SignIn:
    """A browser's signed-in seat: the hash of its cookie."""

    token_hash: bytes
    talks: str
    seat: str
    device: str
    expires: datetime


class People(Protocol):
    """Plain rows: invitations, sign-ins, challenges, drafts and other small values. Nothing here binds.

    Those that give access are ours or open nothing: a row that somebody else put in, changed or put back within this process stops
    the store (``access_changed``).
    """

    def add_invitation(self, invitation: Invitation, now: datetime) -> None:
        """Keep it; from ``now`` on, earlier ones to its seat that were not used are good no more."""

    def invitation(self, number: str) -> Invitation | None: ...
    def invitations(self, talks: str) -> list[Invitation]: ...
    def guess_failed(self, number: str, locked_until: datetime | None) -> int:
        """Count one wrong guess and return how many there were."""

    def use_invitation(self, number: str) -> bool:
        """Mark it used; False if it was used already (two at once: one wins)."""

    def add_sign_in(self, sign_in: SignIn) -> None: ...
    def sign_in(self, token_hash: bytes) -> SignIn | None: ...
    def rotate_sign_in(self, old: bytes, new: SignIn, now: datetime, until: datetime) -> bool:
        """Keep ``new`` beside ``old``, which is good until ``until`` at most; ``new`` again is nothing.

        False, and nothing was kept, if ``old`` has ended meanwhile. The seat's sign-ins that had run out by ``now`` are forgotten.
        """

    def end_sign_ins(self, talks: str, seat: str, device: str | None = None) -> None:
        """End them, and whatever is just being put in the place of one of them."""

    def signed_in(self, talks: str, seat: str, device: str, now: datetime) -> bool:
        """Return whether any browser is signed in on this seat with this device."""

    def use_once(self, talks: str, seat: str, name: str, stale: str) -> bool:
        """Mark a name of this seat as used; False if it was (however many at once: one wins).

        Names begin with a word and a space, then a time in digits; those of that word that sort before ``stale`` are forgotten.
        """

    def put_value(self, talks: str, seat: str, name: str, value: bytes) -> None:
        """Keep a draft or another small value of one seat, encrypted at rest."""

    def value(self, talks: str, seat: str, name: str) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it goes by mail. ``key``: the same each time that it is handed over, so that it is known again."""

    key: str
    to: str
    subject: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Handing:
    """What became of a letter: ``sending`` from where on it may have been taken, then ``sent``, ``failed`` or ``unknown``.

    ``code`` is why, ``said`` what the other machine said.
    """

    key: str
    state: str
    code: str = ""
    said: str = ""


class Mail(Protocol):
    """Where letters go out from, where the operator has set one."""

    def send(self, letters: Sequence[Letter]) -> Iterator[Handing]:
        """Hand letters over one after another, encrypted on the way, on one connection, within a time that is for all of them.

        Each is told of as it happens: of whom ``sending`` is told nothing was taken before the next is asked for. At the end
        every letter has been told of; nothing is raised.
        """


class Media(Protocol):
    """The media engine, as far as the rules know it: rooms by name, admission, removal."""

    def url(self) -> str:
        """Return the address browsers connect to."""

    def token(self, room: str, identity: str, *, publish: bool, share: bool = False) -> str:
        """Return a token that admits this identity to this room alone; ``share``: it may show a screen too."""

    def permit(self, room: str, identity: str, *, share: bool) -> None:
        """Have a participant able to show a screen, or not any more, which ends it. Raises: OSError."""

    def remove(self, room: str, identity: str) -> None:
        """Put a participant out of the room; unknown ones are nothing.

        One whose line is just opening may come back by itself, and so may whoever keeps a token: ``inside`` tells.
        """

    def mute(self, room: str, identity: str) -> None:
        """Mute the microphones of a participant; unknown ones are nothing. Nobody can be unmuted."""

    def close(self, room: str) -> None:
        """End a room and put everybody out of it; an unknown one is nothing. No token opens it again."""

    def inside(self, room: str) -> frozenset[str]:
        """Return the identities that the engine has in the room."""

    def healthy(self) -> bool: ...


class Clock(Protocol):
    """``acts`` is the time of the talks (a rehearsal's starts on 22 March 2020); ``real`` is for tokens and cookies."""

    def acts(self) -> datetime: ...
    def real(self) -> datetime: ...
