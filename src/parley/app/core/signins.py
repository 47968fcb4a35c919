"""Sign-ins: which seat and device a browser's cookie stands for. Only a hash of the cookie is kept."""

import hmac
import secrets
from datetime import timedelta
from hashlib import sha256

from parley.app.core.model import App, Viewer
from parley.app.core.ports import SignIn
from parley.record import b64u

GRACE = timedelta(minutes=1)  # requests that were under way with the old cookie, on a slow line, still arrive
SIGNED_IN = timedelta(hours=18)  # a long day at the table; then the device signs a new challenge by itself


def new_sign_in(app: App, talks: str, seat: str, device: str) -> tuple[str, SignIn]:
    """Make a sign-in and return its token, which only the cookie holds."""
    token = secrets.token_urlsafe(32)
    row = SignIn(token_hash(token), talks, seat, device, app.clock.real() + SIGNED_IN)
    app.people.add_sign_in(row)
    return token, row


def rotate(app: App, token: str) -> tuple[str, SignIn] | None:
    """Give a signed-in browser a new token; the old one ends after a moment of grace. None if it is not signed in.

    The new token follows from the old one and the server's secret: two requests at once, or one whose answer was lost,
    get the same, so whichever answer comes last, the browser is signed in, once.
    """
    now = app.clock.real()
    old = app.people.sign_in(token_hash(token))
    if old is None or old.expires <= now:
        return None
    fresh = b64u(hmac.digest(app.secret, b"rotate|" + token.encode(), sha256))
    row = SignIn(token_hash(fresh), old.talks, old.seat, old.device, now + SIGNED_IN)
    return (fresh, row) if app.people.rotate_sign_in(old.token_hash, row, now, now + GRACE) else None


def stands(app: App, by: Viewer) -> bool:
    """Return whether this viewer's device is still signed in somewhere, and still theirs."""
    if not app.people.signed_in(by.talks, by.seat, by.by.device, app.clock.real()):
        return False
    with app.talks.reading(by.talks) as state:
        return app.registry.roster.by(state.states, by.seat, by.by.device) is not None


def viewer(app: App, talks: str, seat: str, token: str, language: str) -> Viewer | None:
    """Return who a cookie stands for on this seat's path; None if nobody, or the device was revoked since."""
    row = _row(app, talks, seat, token)
    if row is None:
        return None
    with app.talks.reading(talks) as state:
        by = app.registry.roster.by(state.states, seat, row.device)
        return Viewer(talks, by, language) if by else None


def given(app: App, talks: str, seat: str, token: str) -> bool:
    """Return whether a cookie was given to a device of this seat and has not run out; this waits for no table's lock."""
    return bool(token) and _row(app, talks, seat, token) is not None


def _row(app: App, talks: str, seat: str, token: str) -> SignIn | None:
    row = app.people.sign_in(token_hash(token))
    stands = row is not None and (row.talks, row.seat) == (talks, seat) and row.expires > app.clock.real()
    return row if stands else None


def token_hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
