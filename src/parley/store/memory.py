"""The same three ports in memory: for tests and for the pure simulations. Thread-safe, gone at the end."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from parley.app.core.ports import (
    BESIDES,
    NOBODYS,
    CommandKey,
    Conflict,
    Head,
    Heads,
    Invitation,
    Message,
    Origin,
    Pending,
    ReadOnly,
    Reused,
    SignIn,
)
from parley.store.opening import Store

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound="_Locked")


class _Locked:
    def __init__(self) -> None:
        self.lock = threading.RLock()


def _one_at_a_time(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    def locked(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self.lock:
            return method(self, *args, **kwargs)

    return locked


def memory_store() -> Store:
    """Return an empty store in memory."""
    return Store(MemoryJournal(), MemoryBlobs(), MemoryPeople(), MemoryKeeping(), lambda: None)


class MemoryJournal(_Locked):
    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[tuple[str, str], list[bytes]] = {}
        self._heads: dict[tuple[str, str], dict[int, Head]] = {}
        self._cosignatures: dict[tuple[str, str, int], dict[str, bytes]] = {}
        self._answers: dict[tuple[str, str, str], tuple[str, bytes]] = {}
        self._outbox: dict[int, tuple[str, Message]] = {}
        self._messages = 0
        self._read_only: str | None = None

    @_one_at_a_time
    def append(
        self,
        talks: str,
        pending: Sequence[Pending],
        command: CommandKey | None,
        answer: bytes,
        messages: Sequence[Message] = (),
    ) -> None:
        if self._read_only:
            raise ReadOnly(self._read_only)
        if command and (talks, command.seat, command.command) in self._answers:
            raise Reused
        sizes = self.sizes(talks)
        for part in pending:
            if part.seq != sizes.get(part.compartment, 0):
                raise Conflict
            sizes[part.compartment] = part.seq + len(part.entries)
        if command:
            self._answers[talks, command.seat, command.command] = (command.digest, answer)
        for part in filter(lambda one: one.entries, pending):
            self._entries.setdefault((talks, part.compartment), []).extend(part.entries)
        for message in messages:
            self._messages += 1
            self._outbox[self._messages] = (talks, message)

    @_one_at_a_time
    def answered(self, talks: str, command: CommandKey) -> bytes | None:
        digest, answer = self._answers.get((talks, command.seat, command.command), (command.digest, None))
        if digest != command.digest:
            raise Reused
        return answer

    @_one_at_a_time
    def talks(self) -> list[str]:
        return list(dict.fromkeys(talks for talks, _ in self._entries))

    @_one_at_a_time
    def entries(self, talks: str, compartment: str, start: int = 0, stop: int | None = None) -> list[bytes]:
        return self._entries.get((talks, compartment), [])[start:stop]

    @_one_at_a_time
    def compartments(self, talks: str) -> list[str]:
        return [compartment for its, compartment in self._entries if its == talks]

    @_one_at_a_time
    def sizes(self, talks: str) -> dict[str, int]:
        return {name: len(self._entries[talks, name]) for name in self.compartments(talks)}

    @_one_at_a_time
    def cosign(self, talks: str, compartment: str, head: Head, name: str, line: bytes) -> None:
        if self._read_only:
            raise ReadOnly(self._read_only)
        self._heads.setdefault((talks, compartment), {}).setdefault(head.size, head)
        self._cosignatures.setdefault((talks, compartment, head.size), {}).setdefault(name, line)

    @_one_at_a_time
    def cosignatures(self, talks: str, compartment: str, size: int) -> list[bytes]:
        lines = self._cosignatures.get((talks, compartment, size), {})
        return [lines[name] for name in sorted(lines)]

    @_one_at_a_time
    def cosigned_head(self, talks: str, compartment: str) -> Head | None:
        heads = self._heads.get((talks, compartment))
        return heads[max(heads)] if heads else None

    @_one_at_a_time
    def unsent(self) -> list[tuple[int, str, Message]]:
        return [(number, *self._outbox[number]) for number in sorted(self._outbox)]

    @_one_at_a_time
    def sent(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            self._outbox.pop(number, None)

    @_one_at_a_time
    def read_only(self) -> str | None:
        return self._read_only

    @_one_at_a_time
    def set_read_only(self, code: str | None) -> None:
        self._read_only = code


class MemoryKeeping:
    def __init__(self) -> None:
        self._heads: Heads = {}

    def heads(self) -> Heads:
        return self._heads

    def before_restore(self) -> Heads:
        return {}

    def keep(self, heads: Heads) -> None:
        self._heads = dict(heads)

    def forget_restore(self) -> None:
        pass


class MemoryBlobs(_Locked):
    def __init__(self) -> None:
        super().__init__()
        self._blobs: dict[tuple[str, str], tuple[bytes, str, bytes] | None] = {}  # None: erased
        self._origins: dict[tuple[str, str], Origin] = {}

    @_one_at_a_time
    def put(
        self, talks: str, digest: str, salt: bytes, media: str, data: bytes, origin: Origin = NOBODYS
    ) -> None:
        self._blobs.setdefault((talks, digest), (salt, media, data))
        self._origins.setdefault((talks, digest), origin)

    @_one_at_a_time
    def origin(self, talks: str, digest: str) -> Origin | None:
        return self._origins.get((talks, digest))

    @_one_at_a_time
    def brought(self, talks: str) -> Mapping[tuple[str, str], int]:
        sums = Counter[tuple[str, str]]()
        for key, of in self._origins.items():
            if key[0] == talks and (of.party or of.seat) and (kept := self._blobs.get(key)):
                sums[of.party, of.seat] += len(kept[2]) + BESIDES
        return sums

    @_one_at_a_time
    def get(self, talks: str, digest: str) -> tuple[bytes, str, bytes] | None:
        return self._blobs.get((talks, digest))

    def erase(self, talks: str, digest: str) -> None:
        self.destroy_again(talks, [digest])

    @_one_at_a_time
    def destroy_again(self, talks: str, digests: Iterable[str]) -> int:
        found = 0
        for digest in digests:
            found += self._blobs.get((talks, digest)) is not None
            self._blobs[talks, digest] = None
        return found

    @_one_at_a_time
    def erased(self, talks: str, digest: str) -> bool:
        return self._blobs.get((talks, digest), ()) is None


class MemoryPeople(_Locked):
    def __init__(self) -> None:
        super().__init__()
        self._invitations: dict[str, Invitation] = {}
        self._sign_ins: dict[bytes, SignIn] = {}
        self._values: dict[tuple[str, str, str], bytes] = {}

    @_one_at_a_time
    def add_invitation(self, invitation: Invitation, now: datetime) -> None:
        if invitation.number in self._invitations:
            raise ValueError(f"invitation {invitation.number} is there already")
        for number, one in self._invitations.items():
            if (one.talks, one.seat) == (invitation.talks, invitation.seat) and not one.used:
                self._invitations[number] = replace(one, expires=min(one.expires, now))
        self._invitations[invitation.number] = invitation

    @_one_at_a_time
    def invitation(self, number: str) -> Invitation | None:
        return self._invitations.get(number)

    @_one_at_a_time
    def invitations(self, talks: str) -> list[Invitation]:
        found = [one for one in self._invitations.values() if one.talks == talks]
        return sorted(found, key=lambda one: one.number)

    @_one_at_a_time
    def guess_failed(self, number: str, locked_until: datetime | None) -> int:
        if number not in self._invitations:
            return 0
        failures = self._invitations[number].failures + 1
        self._change(number, failures=failures, locked_until=locked_until)
        return failures

    @_one_at_a_time
    def use_invitation(self, number: str) -> bool:
        if number not in self._invitations or self._invitations[number].used:
            return False
        self._change(number, used=True)
        return True

    def _change(self, number: str, **fields: Any) -> None:
        self._invitations[number] = replace(self._invitations[number], **fields)

    @_one_at_a_time
    def add_sign_in(self, sign_in: SignIn) -> None:
        self._sign_ins[sign_in.token_hash] = sign_in

    @_one_at_a_time
    def sign_in(self, token_hash: bytes) -> SignIn | None:
        return self._sign_ins.get(token_hash)

    @_one_at_a_time
    def rotate_sign_in(self, old: bytes, new: SignIn, now: datetime, until: datetime) -> bool:
        if old not in self._sign_ins:
            return False
        self._sign_ins[old] = replace(self._sign_ins[old], expires=min(self._sign_ins[old].expires, until))
        self._sign_ins.setdefault(new.token_hash, new)
        for token, one in list(self._sign_ins.items()):
            if (one.talks, one.seat) == (new.talks, new.seat) and one.expires <= now:
                del self._sign_ins[token]
        return True

    @_one_at_a_time
    def end_sign_ins(self, talks: str, seat: str, device: str | None = None) -> None:
        for token, one in list(self._sign_ins.items()):
            if (one.talks, one.seat) == (talks, seat) and device in (None, one.device):
                del self._sign_ins[token]

    @_one_at_a_time
    def signed_in(self, talks: str, seat: str, device: str, now: datetime) -> bool:
        wanted = talks, seat, device
        return any((o.talks, o.seat, o.device) == wanted and o.expires > now for o in self._sign_ins.values())

    @_one_at_a_time
    def use_once(self, talks: str, seat: str, name: str, stale: str) -> bool:
        first = (talks, seat, name) not in self._values
        self._values[talks, seat, name] = b""
        word = name.partition(" ")[0] + " "
        for of_talks, of_seat, known in list(self._values):
            if (of_talks, of_seat) == (talks, seat) and known.startswith(word) and known < stale:
                del self._values[of_talks, of_seat, known]
        return first

    @_one_at_a_time
    def put_value(self, talks: str, seat: str, name: str, value: bytes) -> None:
        self._values[talks, seat, name] = value

    @_one_at_a_time
    def value(self, talks: str, seat: str, name: str) -> bytes | None:
        return self._values.get((talks, seat, name))
