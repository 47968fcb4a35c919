"""Invitations redeemed, sign-ins: who a browser is. Nothing here binds; what it leads to (a device enrolled) goes on the record."""

import hmac
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from parley.app.core.model import HOUSE, App, Command
from parley.app.core.perform import by_system
from parley.app.core.ports import Invitation, SignIn
from parley.app.core.signins import new_sign_in
from parley.app.talks.house import Introduction, hash_code, hash_secret, introduce
from parley.base import Refused, reason, to_body
from parley.record import (
    device_id,
    enrolment_statement,
    opening_key_sound,
    sign_in_statement,
    signature_holds,
    signing_key_sound,
    unb64u,
)
from parley.talks import Talks
from parley.talks.acts import DeviceEnrolled

CHALLENGE = timedelta(minutes=5)
AGAIN = timedelta(
    hours=24
)  # after it has run out: one that was used at the last moment, and the answer was lost
LONG_AGO = datetime.min.replace(tzinfo=UTC)
FREE_GUESSES = 3  # then every further wrong guess doubles the wait, from one minute


@dataclass(frozen=True, slots=True)
class Keys:
    """What a browser brings to redeem an invitation: public keys and a signature by the new key (base64url)."""

    ed25519: str
    x25519: str
    proof: str


@dataclass(slots=True)
class Guesses:
    """Codes are tried one after another, for each invitation by itself."""

    _locks: dict[str, threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def one_at_a_time(self, number: str) -> Iterator[None]:
        with self._lock:
            lock = self._locks.setdefault(number, threading.Lock())
        with lock:
            yield


def state_of(invitation: Invitation, now: datetime) -> str:
    """Return open, used, expired or locked."""
    if invitation.used:
        return "used"
    if invitation.expires <= now:
        return "expired"
    return "locked" if invitation.locked_until is not None and invitation.locked_until > now else "open"


def rest_of(invitation: Invitation, now: datetime) -> int:
    """Return the minutes, rounded up, until a locked invitation takes a code again."""
    return -((now - (invitation.locked_until or now)) // timedelta(minutes=1))


def opened(app: App, number: str, secret: str, *, again: bool = False) -> Invitation | Refused:
    """Return the invitation whose link this is.

    A wrong secret counts against nobody: 128 random bits are not guessed, and whoever knows a number alone locks nothing.

    ``again``: also one that was used, until a day after it would have run out, as long as its seat has a device that stands;
    whoever presses again must know secret and code as the first time.
    """
    invitation = app.people.invitation(number)
    if invitation is None:
        return Refused((reason("invitation_unknown"),))
    now = app.clock.real()
    invitation = _as_recorded(app, invitation)
    state = state_of(invitation, now)
    if state == "used" and again and _goes_on(app, invitation):
        unused = replace(invitation, used=False, expires=invitation.expires + AGAIN)
        state = "open" if state_of(unused, now) == "open" else "used"
    if state != "open":
        minutes = {"minutes": rest_of(invitation, now)} if state == "locked" else {}
        return Refused((reason(f"invitation_{state}", **minutes),))
    if not hmac.compare_digest(hash_secret(invitation.salt, secret), invitation.secret_hash):
        return Refused((reason("invitation_unknown"),))
    return invitation


def _goes_on(app: App, invitation: Invitation) -> bool:
    """Return whether who used it may still be told so: no newer one replaced it, and its device was not revoked."""
    with app.talks.reading(invitation.talks) as state:
        devices = state.of(Talks).devices.values()
        newest = [one for one in devices if one.seat == invitation.seat][-1:]
    return invitation.expires != LONG_AGO and any(one.revoked is None for one in newest)


def _as_recorded(app: App, invitation: Invitation) -> Invitation:
    """Return it as ended if the record has ended it since it was made, whatever its row says."""
    with app.talks.reading(invitation.talks) as state:
        talks = state.of(Talks)
        last = next(reversed(talks.invited.get(invitation.seat, ())), None)
        spent = invitation.generation not in (-1, talks.generation(invitation.seat))
    if invitation.number != last:
        return replace(invitation, expires=LONG_AGO)
    return replace(invitation, used=True) if spent else invitation


def _wrong(app: App, invitation: Invitation) -> Refused:
    failures = invitation.failures + 1
    wait = timedelta(minutes=2 ** min(failures - FREE_GUESSES, 10)) if failures >= FREE_GUESSES else None
    count = app.people.guess_failed(invitation.number, app.clock.real() + wait if wait else None)
    reasons = [reason("code_wrong")]
    if wait:
        reasons.append(reason("invitation_wait", minutes=int(wait.total_seconds() // 60), failures=count))
    return Refused(tuple(reasons))


def redeem(
    app: App, number: str, secret: str, code: str, keys: Keys, said: Introduction | None = None
) -> DeviceEnrolled | Refused:
    """Enrol a device for the invited seat, on the record. Two at once: one wins.

    The same device again gets the first answer, for that may have been lost; any other is told that it was used.
    ``said``: what the first facilitator says of the house, which is on its record before their device.
    """
    invitation = coded(app, number, secret, code)
    if isinstance(invitation, Refused):
        return invitation
    if said is not None and introduces(app, invitation):
        introduced = introduce(app, invitation.seat, said, f"introduce-{secrets.token_hex(8)}")
        if isinstance(introduced, Refused):
            return introduced
    return _enrol(app, invitation, keys)


def introduces(app: App, invitation: Invitation) -> bool:
    """Return whether who opens this invitation is the first in the house, and says what it is called."""
    if invitation.talks != HOUSE:
        return False
    with app.talks.reading(HOUSE) as state:
        return not any(one.revoked is None for one in state.of(Talks).devices.values())


def coded(app: App, number: str, secret: str, code: str) -> Invitation | Refused:
    """Return the invitation whose link and code these are, in any script's digits; each wrong code counts as a guess."""
    held = opened(app, number, secret, again=True)
    if isinstance(held, Refused):
        return held  # who has no link waits for nobody, and keeps nobody waiting
    with app.service(Guesses).one_at_a_time(number):  # or as many guesses count as one as come at once
        invitation = opened(app, number, secret, again=True)
        if isinstance(invitation, Refused):
            return invitation
        digits = "".join(str(int(c)) for c in code if c.isdecimal())
        right = hmac.compare_digest(hash_code(invitation.salt, digits), invitation.code_hash)
        return invitation if right else _wrong(app, invitation)


def _enrol(app: App, invitation: Invitation, keys: Keys) -> DeviceEnrolled | Refused:
    state = app.talks.get(invitation.talks)
    with state.lock:
        app.talks.catch_up(state)
        seat = state.of(Talks).seats[invitation.seat]
        act = _enrolled(keys, invitation, seat.party, seat.role)
        if isinstance(act, Refused):
            return act
        if _as_recorded(
            app, invitation
        ).used:  # by the record or by its row: only whom it enrolled then hears it again
            known = state.of(Talks).devices.get(act.device)
            if known is None or known.seat != act.seat:
                return Refused((reason("invitation_used"),))
        command = Command(
            act.KIND, to_body(act), f"redeem-{invitation.number}"
        )  # its id settles who wins, on the record
        answer = by_system(app, state, [act], command)
        if isinstance(answer, Refused):
            reused = answer.reasons[0].code == "command_id_reused"
            return Refused((reason("invitation_used"),)) if reused else answer
        app.people.use_invitation(invitation.number)
        return act


def _enrolled(keys: Keys, invitation: Invitation, party: str, role: str) -> DeviceEnrolled | Refused:
    try:
        ed, x, proof = unb64u(keys.ed25519, 32), unb64u(keys.x25519, 32), unb64u(keys.proof, 64)
    except ValueError:
        return Refused((reason("keys_malformed"),))
    if not (signing_key_sound(ed) and opening_key_sound(x)):
        return Refused((reason("key_weak"),))
    device = device_id(ed, x)
    statement = enrolment_statement(device, invitation.number, invitation.seat, invitation.talks)
    if not signature_holds(ed, proof, statement):
        return Refused((reason("keys_malformed"),))
    return DeviceEnrolled(device, keys.ed25519, party, role, invitation.seat, keys.x25519)


def challenge(app: App, talks: str, seat: str, exchange: str) -> bytes:
    """Return 32 fresh bytes to sign, good for five minutes at most; the server keeps nothing (they carry their own seal).

    ``exchange`` is a secret of the browser that asked: from another one, or without it, the answer is worth nothing.
    """
    minute = int(app.clock.real().timestamp() // 60)
    random = secrets.token_bytes(12)
    head = random + minute.to_bytes(4)
    return head + _seal(app, talks, seat, exchange, head)


def _seal(app: App, talks: str, seat: str, exchange: str, head: bytes) -> bytes:
    said = b"challenge|" + f"{talks}|{seat}|{exchange}|".encode() + head
    return hmac.digest(app.secret, said, sha256)[:16]


def _fresh(app: App, talks: str, seat: str, exchange: str, said: bytes) -> bool:
    if len(said) != 32 or not hmac.compare_digest(said[16:], _seal(app, talks, seat, exchange, said[:16])):
        return False
    age = app.clock.real().timestamp() // 60 - int.from_bytes(said[12:16])
    return 0 <= age * 60 < CHALLENGE.total_seconds()


def _first_use(app: App, talks: str, seat: str, said: bytes) -> bool:
    """Spend a challenge; those that have run out since are forgotten."""
    minute = int(app.clock.real().timestamp() // 60)
    named = f"challenge {int.from_bytes(said[12:16]):010} {said.hex()}"
    stale = minute - int(CHALLENGE / timedelta(minutes=1)) - 1
    return app.people.use_once(talks, seat, named, f"challenge {stale:010}")


def sign_in(
    app: App, talks: str, seat: str, said: bytes, device: str, signature: bytes, origin: str, exchange: str
) -> tuple[str, SignIn] | Refused:
    """Return a new cookie token and its row, or why not. A challenge signs in once, whoever asked for it: ten at once, one wins."""
    known = app.talks.get(talks).of(Talks).devices.get(device)
    if known is None or known.seat != seat or known.revoked is not None:
        return Refused((reason("device_revoked", device=device[:8]),))
    statement = sign_in_statement(said, device, origin, seat, talks)
    proved = _fresh(app, talks, seat, exchange, said) and signature_holds(
        unb64u(known.ed25519), signature, statement
    )
    if not proved or not _first_use(app, talks, seat, said):
        return Refused((reason("sign_in_not_proved"),))
    return new_sign_in(app, talks, seat, device)
