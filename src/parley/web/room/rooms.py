"""The spaces of every talks, in this process: who is present, which epoch it is, and whom to tell.

Nothing of it is an act and nothing is written down. After a restart it is empty, and the devices, which say
every few seconds that they are there, take their places again.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from parley.app.core.ports import Media
from parley.base.outcomes import Refused, RuleError, reason
from parley.room import Member, Space, away, hear, join, leave, parse, relay, remove_seat, seats, sweep

LOOK_SECONDS = 10.0  # between two looks at whom the engine has in a space

log = logging.getLogger("parley.room")

State = Mapping[str, object]


class Publish(Protocol):
    def __call__(self, talks: str, wanted: Callable[[str], bool], event: str, data: State) -> None:
        """Send a server-sent event to the open pages of the seats that ``wanted`` says yes to. From any thread."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a device needs to take its place: where to connect, as whom, and the space as it now is."""

    url: str
    token: str
    identity: str
    state: State


class Rooms:
    """``now`` is a steady clock in seconds; ``first_epoch`` is higher at every start than ever before."""

    def __init__(self, media: Media, publish: Publish, now: Callable[[], float], first_epoch: int) -> None:
        self._media, self._publish, self._now = media, publish, now
        self._first_epoch = first_epoch
        self._spaces: dict[tuple[str, str], Space] = {}
        self._told_away: dict[tuple[str, str], frozenset[str]] = {}
        self._looked: dict[tuple[str, str], float] = {}
        self._lock = threading.RLock()

    def join(self, talks: str, space: str, seat: str, device: str) -> Place:
        """Give this device a place. Raises: OSError if the media engine does not answer; then nothing changed."""
        identity = f"{device[:16]}.{secrets.token_hex(4)}"
        token = self._media.token(room_name(talks, space), identity, publish=True)
        with self._lock:
            before = self._space(talks, space)
            after = join(before, Member(identity, device, seat, self._now()))
            self._keep(talks, space, before, after)
            state = self._state(space, after)
        return Place(self._media.url(), token, identity, state)

    def alive(self, talks: str, space: str, device: str, identity: str) -> State | None:
        """Note that this tab is there and return the state; None if it has no place any more."""
        with self._lock:
            before = self._space(talks, space)
            member = before.member(identity)
            if member is None or member.device != device:
                return None
            self._keep(talks, space, before, sweep(hear(before, identity, self._now()), self._now()))
            self._look(talks, space)
            return self._state(space, self._space(talks, space))

    def leave(self, talks: str, space: str, device: str, identity: str) -> None:
        """Take this tab's place back. Another device's, or one unknown, is nothing."""
        with self._lock:
            before = self._space(talks, space)
            member = before.member(identity)
            if member is not None and member.device == device:
                self._keep(talks, space, before, leave(before, identity))

    def remove_seat(self, talks: str, space: str, seat: str) -> None:
        """Put every device of a seat out of a space; the key changes at once, and the engine is told."""
        with self._lock:
            before = self._space(talks, space)
            self._keep(talks, space, before, remove_seat(before, seat))

    def keep_only(self, talks: str, admitted: Callable[[str], bool]) -> None:
        """Put every device out that is not admitted any more; the key changes at once."""
        with self._lock:
            for of, space in list(self._spaces):
                if of == talks:
                    before = after = self._space(talks, space)
                    for one in before.members:
                        after = after if admitted(one.device) else leave(after, one.identity)
                    self._keep(talks, space, before, after)

    def bundle(self, talks: str, space: str, device: str, document: object) -> tuple[Refused | None, State]:
        """Take a bundle if it is the one this epoch waits for; return why not, and the state in any case."""
        with self._lock:
            before = self._space(talks, space)
            try:
                offered = parse(document)
                if (offered.talks, offered.space) != (talks, space):
                    raise RuleError("bundle_shape", field="space")
            except RuleError as fault:
                return Refused((reason(fault.code, **fault.numbers),)), self._state(space, before)
            after = relay(before, offered, device)
            if isinstance(after, Refused):
                return after, self._state(space, before)
            self._keep(talks, space, before, after)
            return None, self._state(space, after)

    def present(self, talks: str) -> dict[str, frozenset[str]]:
        """Return space → the seats that sit in it; thirty seconds' grace for who is reconnecting."""
        with self._lock:
            found = {}
            for of, space in list(self._spaces):
                if of == talks:
                    before = self._space(talks, space)
                    self._keep(talks, space, before, sweep(before, self._now()))
                    found[space] = seats(self._space(talks, space))
            return found

    def state(self, talks: str, space: str) -> State:
        """Return the space as its members see it."""
        with self._lock:
            return self._state(space, self._space(talks, space))

    def _space(self, talks: str, space: str) -> Space:
        return self._spaces.get((talks, space)) or Space(self._first_epoch)

    def _keep(self, talks: str, space: str, before: Space, after: Space) -> None:
        """Keep the space as it now is, tell its members if they have news, and have the gone put out."""
        self._spaces[talks, space] = after
        gone_away = away(after, self._now())
        if (before.epoch, before.bundle, self._told_away.get((talks, space), frozenset())) != (
            after.epoch,
            after.bundle,
            gone_away,
        ):
            self._told_away[talks, space] = gone_away
            told = seats(after)
            self._publish(talks, told.__contains__, "room", self._state(space, after))
        if seats(before) != seats(after):
            everyone = {"space": space, "present": sorted(seats(after))}
            self._publish(talks, lambda _: True, "presence", everyone)
        staying = {one.identity for one in after.members}
        gone = [one.identity for one in before.members if one.identity not in staying]
        if gone:
            threading.Thread(target=self._put_out, args=(room_name(talks, space), gone), daemon=True).start()

    def _look(self, talks: str, space: str) -> None:
        """Have whoever is in the engine's room without a place put out, every few seconds.

        A line that was just opening survives a removal now and then; a token can be used again; the engine may not
        have answered; and after our own restart an engine elsewhere still has everybody.
        """
        if self._now() - self._looked.get((talks, space), -LOOK_SECONDS) >= LOOK_SECONDS:
            self._looked[talks, space] = self._now()
            threading.Thread(target=self._put_strangers_out, args=(talks, space), daemon=True).start()

    def _put_strangers_out(self, talks: str, space: str) -> None:
        room = room_name(talks, space)
        try:
            inside = self._media.inside(room)
        except OSError as failed:
            log.warning("the media engine has not followed yet: %s", failed)
            return
        with self._lock:  # after the look: a place is given before its token is
            placed = {one.identity for one in self._space(talks, space).members}
        self._put_out(room, sorted(inside - placed))

    def _put_out(self, room: str, identities: list[str]) -> None:
        for identity in identities:
            try:
                self._media.remove(room, identity)
            except OSError as failed:  # an engine that is down has nobody in it
                log.warning("the media engine has not followed yet: %s", failed)

    def _state(self, space: str, now: Space) -> State:
        gone_away = away(now, self._now())
        return {
            "space": space,
            "epoch": now.epoch,
            "members": [
                {
                    "device": one.device,
                    "identity": one.identity,
                    "seat": one.seat,
                    "away": one.identity in gone_away,
                }
                for one in now.members
            ],
            "bundle": None if now.bundle is None else dict(now.bundle.document),
        }


def room_name(talks: str, space: str) -> str:
    """Return the engine's name for a space: ids of ours never hold a dot."""
    return f"{talks}.{space}"
