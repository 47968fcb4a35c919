"""Letters that go by mail: one after another, by one thread apart from requests, each with where it stands.

Where a letter stands is kept, sealed, with its seat, before anything is done: *waiting* when it is asked for, *sending* before the
mail server may have it, then *sent*, *failed* or *unknown*. So what waited when a server stopped goes out when the next one
starts, and what was just being handed over goes out again only when somebody says so: nothing is lost, and nothing comes
twice by itself (ADR 0037). No link is kept: each is made again from what asked for it.
"""

import hashlib
import hmac
import json
import logging
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

from parley.app.core.model import App
from parley.app.core.ports import Handing, Invitation, Letter, ReadOnly, Unavailable
from parley.app.talks import host, house
from parley.app.talks.people import state_of
from parley.web.http import Site
from parley.web.render import Reader
from parley.web.talks.written import mail_of
from parley.web.words import Words

TOGETHER = 200  # letters on one connection
FRESH = timedelta(
    hours=1
)  # what waited longer when a server starts may stand in a backup, and have gone out since

log = logging.getLogger("parley.web")


@dataclass(frozen=True, slots=True)
class Asked:
    """A letter that is to go to an address; ``by``: what its link is made again from, ``under``: the address that people open."""

    invitation: Invitation
    to: str
    by: str = field(repr=False)
    under: str


@dataclass(frozen=True, slots=True)
class Posted:
    """One letter: to where, by what its link is made again, under which address, and where it stands since when."""

    number: str
    to: str
    asked: str = field(repr=False)
    under: str
    state: str  # waiting | sending | sent | failed | unknown
    at: datetime
    code: str = ""
    said: str = ""

    @property
    def under_way(self) -> bool:
        return self.state in ("waiting", "sending")


@dataclass(slots=True)
class Post:
    """What waits to be handed over; begun anew by ``resume`` when a server starts."""

    site: Site
    _waiting: list[Invitation] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _at_work: threading.Thread | None = None

    @property
    def app(self) -> App:
        return self.site.app

    def put(self, asked_for: Iterable[Asked]) -> None:
        """Have letters sent, each once to an address: asked for again, it stands as it stood."""
        with self._lock:
            for one in asked_for:
                was = self._read(one.invitation)
                if was is None or (was.to != one.to and not was.under_way):
                    now, number = self.app.clock.real(), one.invitation.number
                    self._put(one.invitation, Posted(number, one.to, one.by, one.under, "waiting", now))

    def again(self, talks: str, numbers: Iterable[str], to: str = "") -> None:
        """Have letters sent that did not go, or of which that is not known; ``to``: another address."""
        with self._lock:
            for invitation in self._open(talks):
                was = self._read(invitation) if invitation.number in {*numbers} else None
                if was is not None and was.state in ("failed", "unknown"):
                    anew = replace(was, state="waiting", at=self.app.clock.real(), code="", said="")
                    self._put(invitation, replace(anew, to=to or was.to))

    def stand(self, talks: str) -> list[tuple[Invitation, Posted]]:
        """Return the letters of these talks whose invitations can still be used, in the order of their seats."""
        found = ((one, self._read(one)) for one in self._open(talks))
        return [(one, posted) for one, posted in found if posted is not None]

    def resume(self) -> None:
        """Go on with what waited when the server before this one stopped; of what it was just handing over nobody knows."""
        for talks in self.app.talks.ids():
            self._forget(talks)
            with self._lock:
                for invitation, posted in self.stand(talks):
                    if posted.state == "waiting" and self.app.clock.real() - posted.at <= FRESH:
                        self._put(invitation, posted)
                    elif posted.under_way:
                        self._write(invitation, replace(posted, state="unknown", code="mail_not_known"))

    def wait(self, seconds: float = 600.0) -> None:
        """Wait until nothing is under way."""
        worker = self._at_work
        if worker is not None:
            worker.join(seconds)

    # --- beneath -------------------------------------------------------------------------------------------------

    def _open(self, talks: str) -> list[Invitation]:
        now = self.app.clock.real()
        return [one for one in self.app.people.invitations(talks) if state_of(one, now) in ("open", "locked")]

    def _forget(self, talks: str) -> None:
        """Keep no address of whoever has come, or cannot any more."""
        standing = {one.number for one in self._open(talks)}
        for one in self.app.people.invitations(talks):
            if one.number not in standing and self._read(one) is not None:
                self.app.people.put_value(talks, one.seat, _name(one), b"")

    def _read(self, invitation: Invitation) -> Posted | None:
        kept = self.app.people.value(invitation.talks, invitation.seat, _name(invitation))
        if not kept:
            return None
        said = json.loads(kept)
        return Posted(**{**said, "at": datetime.fromisoformat(said["at"])})

    def _write(self, invitation: Invitation, posted: Posted) -> None:
        said = json.dumps({**asdict(posted), "at": posted.at.isoformat()})
        self.app.people.put_value(invitation.talks, invitation.seat, _name(invitation), said.encode())

    def _put(self, invitation: Invitation, posted: Posted) -> None:
        self._write(invitation, posted)
        self._waiting.append(invitation)
        if self._at_work is None:
            self._at_work = threading.Thread(target=self._work, name="post", daemon=True)
            self._at_work.start()

    def _work(self) -> None:
        """Hand over what waits, as much of it together as came together, until nothing does."""
        while True:
            with self._lock:
                batch, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
                if not batch:
                    self._at_work = None
                    return
            try:
                self._hand_over(batch)
            except Exception as fault:  # noqa: BLE001 - no word of a letter stands in a log, and no traceback
                log.warning("letters by mail stay behind: %s", type(fault).__name__)
                with suppress(ReadOnly, Unavailable):  # else they go out, or are told of, with the next start
                    for invitation in batch:
                        self._leave(invitation)

    def _hand_over(self, batch: Sequence[Invitation]) -> None:
        known, letters = dict[str, Invitation](), list[Letter]()
        for invitation in batch:
            letter = self._letter(invitation)
            if isinstance(letter, Letter):
                known[letter.key] = invitation
                letters.append(letter)
            else:
                self._tell(invitation, letter)
        mail = self.app.mail
        for told in mail.send(letters) if mail is not None else (_unset(one) for one in letters):
            self._tell(known[told.key], told)

    def _leave(self, invitation: Invitation) -> None:
        posted = self._read(invitation)
        if posted is not None and posted.under_way:
            self._tell(invitation, Handing("", "unknown", "mail_not_known"))

    def _letter(self, invitation: Invitation) -> Letter | Handing:
        """Return a letter as it goes out now; why it does not, if its invitation is no good any more."""
        posted, now = self._read(invitation), self.app.clock.real()
        current = self.app.people.invitation(invitation.number)
        path = house.path_again(self.app, invitation, posted.asked) if posted is not None else None
        if posted is None or path is None or current is None or state_of(current, now) in ("used", "expired"):
            return Handing("", "failed", "invitation_expired")
        reader = Reader(Words(invitation.language), None, self.site.phrases, self.site.spelled)
        words = mail_of(
            reader, host.invite_view(self.app, invitation), posted.under + path, house.telephone(self.app)
        )
        return Letter(self._key(invitation), posted.to, *words)

    def _key(self, invitation: Invitation) -> str:
        """Return what a letter is known by to mail servers: nothing of its link, nor of who sits where."""
        return hmac.digest(self.app.secret, f"mail|{invitation.number}".encode(), hashlib.sha256).hex()[:32]

    def _tell(self, invitation: Invitation, told: Handing) -> None:
        with self._lock:
            posted = self._read(invitation)
            if posted is not None:
                at = self.app.clock.real()
                self._write(
                    invitation, replace(posted, state=told.state, at=at, code=told.code, said=told.said)
                )


def _unset(letter: Letter) -> Handing:
    return Handing(letter.key, "failed", "mail_not_set")


def _name(invitation: Invitation) -> str:
    return f"mail {invitation.number}"
