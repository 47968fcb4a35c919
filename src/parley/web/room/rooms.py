"""The spaces of every talks, in this process: who is present, which epoch it is, and whom to tell.

Nothing of it is an act and nothing is written down. After a restart it is empty, and the devices, which say
every few seconds that they are there, take their places again.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from parley.app.core.ports import Media, ReadOnly, Unavailable
from parley.base.outcomes import Reason, Refused, RuleError, reason
from parley.record import signature_holds
from parley.room import (
    GRACE_SECONDS,
    Member,
    Space,
    away,
    bundle_statement,
    doubt,
    hear,
    join,
    leave,
    parse,
    put_out,
    relay,
    remove_seat,
    seats,
    sweep,
)
from parley.web.room.limits import Limit
from parley.web.room.shares import Shares

LOOK_SECONDS = 10.0  # between two looks at whom the engine has in a space
MARK_AHEAD = 64  # epochs are marked in the store so many at a time
JOINED_TOO_OFTEN = Reason("joined_too_often")
MOVE_SECONDS = 5.0  # for the members to move to another hall before the one they leave is ended

log = logging.getLogger("parley.room")

State = Mapping[str, object]
Entering = Callable[
    [], AbstractContextManager[Sequence[Reason]]
]  # every reason against entering, while it is held


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


class Marks(Protocol):
    """How far the epochs of a space have gone, kept in the store."""

    def read(self, talks: str, space: str) -> int: ...
    def keep(self, talks: str, space: str, epoch: int) -> None: ...


@contextmanager
def _freely() -> Iterator[Sequence[Reason]]:
    yield ()


class Rooms:
    """``now`` is a steady clock in seconds; epochs begin at ``first_epoch``, and never below what ``marks`` holds."""

    def __init__(
        self, media: Media, publish: Publish, now: Callable[[], float], marks: Marks, first_epoch: int
    ) -> None:
        self._media, self._publish, self._now = media, publish, now
        self._marks, self._first_epoch = marks, first_epoch
        self._marked: dict[tuple[str, str], int] = {}
        # A page that is brought back asks after 0.5, 1, 2 and then every 4 s: it is never refused.
        self._joins, self._doubts = Limit(at_once=8, seconds=4), Limit(at_once=3, seconds=30)
        self._spaces: dict[tuple[str, str], Space] = {}
        self._told_away: dict[tuple[str, str], frozenset[str]] = {}
        self._looked: dict[tuple[str, str], float] = {}
        self._run = secrets.token_hex(
            4
        )  # no hall of an earlier run is met in again: its tokens may still be good
        self._left: dict[tuple[str, str], list[tuple[str, float]]] = {}  # the engine's rooms left, and when
        self._shares = Shares(media)
        self._lock = threading.RLock()

    def join(
        self, talks: str, space: str, seat: str, device: str, entering: Entering = _freely
    ) -> Place | Refused:
        """Give this device a place, or say what ``entering`` has against it at the very moment that it would be given.

        A device that joins over and over has everybody draw keys over and over: it is refused for a few seconds.

        Raises: OSError if the media engine does not answer; then nothing changed.
        """
        with self._lock:
            if not self._joins.take((talks, device), self._now()):
                return Refused((JOINED_TOO_OFTEN,))
        identity = f"{device[:16]}.{secrets.token_hex(4)}"
        while True:
            room = self.room(talks, space)
            token = self._media.token(room, identity, publish=True)
            with entering() as reasons, self._lock:
                if reasons:
                    return Refused(tuple(reasons))
                before = self._space(talks, space)
                if room == self._hall(talks, space, before):  # else somebody was put out meanwhile
                    after = join(before, Member(identity, device, seat, self._now()))
                    self._keep(talks, space, before, after)
                    return Place(self._media.url(), token, identity, self._state(talks, space, after))

    def move(self, talks: str, space: str, device: str, identity: str) -> Place | None:
        """Give a tab that has a place what it needs in the hall where the space now meets; None if it has none.

        Raises: OSError as above.
        """
        while True:
            room = self.room(talks, space)
            with self._lock:
                share = self._shares.of(talks, space, frozenset({identity})) == identity
            token = self._media.token(room, identity, publish=True, share=share)
            with self._lock:
                now = self._space(talks, space)
                member = now.member(identity)
                if member is None or member.device != device:
                    return None
                if room == self._hall(talks, space, now):
                    return Place(self._media.url(), token, identity, self._state(talks, space, now))

    def room(self, talks: str, space: str) -> str:
        """Return the engine's name for the hall where a space now meets: ids of ours never hold a dot."""
        with self._lock:
            return self._hall(talks, space, self._space(talks, space))

    def alive(self, talks: str, space: str, device: str, identity: str) -> State | None:
        """Note that this tab is there and return the state; None if it has no place any more."""
        with self._lock:
            before = self._space(talks, space)
            member = before.member(identity)
            if member is None or member.device != device:
                return None
            self._keep(talks, space, before, sweep(hear(before, identity, self._now()), self._now()))
            self._look(talks, space)
            return self._state(talks, space, self._space(talks, space))

    def leave(self, talks: str, space: str, device: str, identity: str) -> None:
        """Take this tab's place back. Another device's, or one unknown, is nothing."""
        with self._lock:
            before = self._space(talks, space)
            member = before.member(identity)
            if member is not None and member.device == device:
                self._keep(talks, space, before, leave(before, identity))

    def share(self, talks: str, space: str, device: str, identity: str, on: bool) -> State | Refused | None:
        """Let a tab show a screen to the space, one at a time, or take that back; the state after, None if it has no place.

        Raises: OSError if the engine does not answer; then nobody new may share.
        """
        with self._lock:
            now = self._space(talks, space)
            member = now.member(identity)
            if member is None or member.device != device:
                return None
            refused = self._shares.take(talks, space, identity, _present(now)) if on else None
            if refused is not None:
                return refused
            changed = on or self._shares.give_back(talks, space, identity)
        try:
            if changed:
                self._shares.permit(self.room(talks, space), identity, on)
        except OSError:
            with self._lock:
                self._shares.give_back(talks, space, identity)
            raise
        with self._lock:
            now = self._space(talks, space)
            state = self._state(talks, space, now)
            if changed:
                self._publish(talks, seats(now).__contains__, "room", state)
            return state

    def mute(self, talks: str, space: str, by: str, identity: str) -> bool:
        """Mute whoever sits there by this name, and tell everybody in the space who did it; False if nobody does.

        Only a seat that sits in the space itself mutes there. Raises: OSError if the engine does not answer.
        """
        with self._lock:
            now = self._space(talks, space)
            member = now.member(identity)
            if member is None or by not in seats(now):
                return False
        self._media.mute(self.room(talks, space), identity)
        news = {"kind": "muted", "space": space, "seat": member.seat, "identity": identity, "by": by}
        self._publish(talks, seats(now).__contains__, "table", news)
        return True

    def tell(self, talks: str, space: str, device: str, identity: str, news: State) -> bool:
        """Pass on to all who sit there what one of them says, and keep nothing; False if that tab has no place."""
        now = self._space(talks, space)
        if (member := now.member(identity)) is None or member.device != device:
            return False
        self._publish(talks, seats(now).__contains__, "table", {**news, "space": space})
        return True

    def remove_seat(self, talks: str, space: str, seat: str) -> None:
        """Put every device of a seat out of a space; key and hall change at once, and the engine is told."""
        with self._lock:
            before = self._space(talks, space)
            self._keep(talks, space, before, remove_seat(before, seat))

    def keep_only(self, talks: str, admitted: Callable[[str], bool]) -> None:
        """Put every device out that is not admitted any more; key and hall change at once."""
        with self._lock:
            for of, space in list(self._spaces):
                if of == talks:
                    before = self._space(talks, space)
                    self._keep(talks, space, before, put_out(before, lambda one: not admitted(one.device)))

    def bundle(
        self, talks: str, space: str, device: str, key: bytes, document: object
    ) -> tuple[Refused | None, State]:
        """Take a bundle if it is the one this epoch waits for; return why not, and the state in any case.

        ``key``: the device's public key, by the record. A bundle that no device would believe is not passed on.
        """
        with self._lock:
            before = self._space(talks, space)
            try:
                offered = parse(document)
                if (offered.talks, offered.space) != (talks, space):
                    raise RuleError("bundle_shape", field="space")
                if not signature_holds(key, offered.signature, bundle_statement(offered.document)):
                    raise RuleError("bundle_signature")
            except RuleError as fault:
                return Refused((reason(fault.code, **fault.numbers),)), self._state(talks, space, before)
            after = relay(before, offered, device, self._now())
            if isinstance(after, Refused):
                return after, self._state(talks, space, before)
            self._keep(talks, space, before, after)
            return None, self._state(talks, space, after)

    def doubt(self, talks: str, space: str, device: str, epoch: int) -> State:
        """Begin a new epoch if a member says that this one's bundle does not open, and does not say so too often."""
        with self._lock:
            before = self._space(talks, space)
            after = doubt(before, epoch, device)
            if after is not before and self._doubts.take((talks, device), self._now()):
                log.warning("a member could not open the bundle of another: its keys are drawn anew")
                self._keep(talks, space, before, after)
            return self._state(talks, space, self._space(talks, space))

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

    def placed(self, identity: str) -> bool:
        """Return whether a tab has a place in some space and was heard of; this waits for no lock."""
        heard = (one.heard for space in list(self._spaces.values()) if (one := space.member(identity)))
        return any(self._now() - when < GRACE_SECONDS for when in heard)

    def state(self, talks: str, space: str) -> State:
        """Return the space as its members see it."""
        with self._lock:
            return self._state(talks, space, self._space(talks, space))

    def _space(self, talks: str, space: str) -> Space:
        known = self._spaces.get((talks, space))
        if known is None:
            known = Space(max(self._first_epoch, self._marks.read(talks, space)))
            self._spaces[talks, space] = known
        return known

    def _mark(self, talks: str, space: str, epoch: int) -> None:
        """Have the store hold that epochs up to here and a few more are used, before anybody is told of this one."""
        if epoch < self._marked.get((talks, space), 0):
            return
        try:
            self._marks.keep(talks, space, epoch + MARK_AHEAD)
        except (ReadOnly, Unavailable) as failed:  # the table goes on; the clock still leads the epochs on
            log.warning("how far the epochs have gone could not be kept: %s", type(failed).__name__)
        else:
            self._marked[talks, space] = epoch + MARK_AHEAD

    def _keep(self, talks: str, space: str, before: Space, after: Space) -> None:
        """Keep the space as it now is, tell its members if they have news, and have the gone put out."""
        if before.epoch != after.epoch:
            self._mark(talks, space, after.epoch)
            after = replace(after, began=self._now())
        self._spaces[talks, space] = after
        gone_away = away(after, self._now())
        if (before.epoch, before.bundle, self._told_away.get((talks, space), frozenset())) != (
            after.epoch,
            after.bundle,
            gone_away,
        ):
            self._told_away[talks, space] = gone_away
            told = seats(after)
            self._publish(talks, told.__contains__, "room", self._state(talks, space, after))
        if seats(before) != seats(after):
            everyone = {"space": space, "present": sorted(seats(after))}
            self._publish(talks, lambda _: True, "presence", everyone)
        staying = {one.identity for one in after.members}
        gone = [one.identity for one in before.members if one.identity not in staying]
        room = self._hall(talks, space, before)
        if before.hall != after.hall:
            self._left.setdefault((talks, space), []).append((room, self._now()))
        if gone:
            threading.Thread(target=self._put_out, args=(room, gone), daemon=True).start()

    def _look(self, talks: str, space: str) -> None:
        """Have whoever is in the engine's room without a place put out, every few seconds.

        A line that was just opening survives a removal now and then; a token can be used again; the engine may not
        have answered; and after our own restart an engine elsewhere still has everybody.
        """
        if self._now() - self._looked.get((talks, space), -LOOK_SECONDS) >= LOOK_SECONDS:
            self._looked[talks, space] = self._now()
            threading.Thread(target=self._put_strangers_out, args=(talks, space), daemon=True).start()

    def _put_strangers_out(self, talks: str, space: str) -> None:
        self._end_left(talks, space)
        room = self.room(talks, space)
        try:
            inside = self._media.inside(room)
        except OSError as failed:
            log.warning("the media engine has not followed yet: %s", failed)
            return
        with self._lock:  # after the look: a place is given before its token is
            placed = {one.identity for one in self._space(talks, space).members}
        self._put_out(room, sorted(inside - placed))

    def _end_left(self, talks: str, space: str) -> None:
        """End the engine's rooms that the space has left for another."""
        with self._lock:
            left = self._left.pop((talks, space), [])
            waiting = [one for one in left if self._now() - one[1] < MOVE_SECONDS]
            self._left[talks, space] = waiting
        for room, since in left:
            if (room, since) not in waiting:
                try:
                    self._media.close(room)
                except OSError as failed:
                    log.warning("the media engine has not followed yet: %s", failed)
                    with self._lock:
                        self._left[talks, space].append((room, since))

    def _put_out(self, room: str, identities: list[str]) -> None:
        for identity in identities:
            try:
                self._media.remove(room, identity)
            except OSError as failed:  # an engine that is down has nobody in it
                log.warning("the media engine has not followed yet: %s", failed)

    def _state(self, talks: str, space: str, now: Space) -> State:
        gone_away = away(now, self._now())
        return {
            "space": space,
            "epoch": now.epoch,
            "hall": f"{self._run}-{now.hall}",
            "share": self._shares.of(talks, space, _present(now)),
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

    def _hall(self, talks: str, space: str, now: Space) -> str:
        return f"{talks}.{space}.{self._run}-{now.hall}"


def _present(space: Space) -> frozenset[str]:
    return frozenset(one.identity for one in space.members)
