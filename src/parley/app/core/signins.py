"""Sign-ins: which seat and device a browser's cookie stands for. Only a hash of the cookie is kept."""

import secrets
from datetime import timedelta
from hashlib import sha256

from parley.app.core.model import App, Viewer
from parley.app.core.ports import SignIn

SIGNED_IN = timedelta(hours=18)  # a long day at the table; then the device signs a new challenge by itself


def new_sign_in(app: App, talks: str, seat: str, device: str) -> tuple[str, SignIn]:
    """Make a sign-in and return its token, which only the cookie holds."""
    token = secrets.token_urlsafe(32)
    row = SignIn(token_hash(token), talks, seat, device, app.clock.real() + SIGNED_IN)
    app.people.add_sign_in(row)
    return token, row


def rotate(app: App, token: str) -> tuple[str, SignIn] | None:
    """Give a signed-in browser a new token; the old one ends. None if it is not signed in."""
    old = app.people.sign_in(token_hash(token))
    if old is None or old.expires <= app.clock.real():
        return None
    fresh = secrets.token_urlsafe(32)
    row = SignIn(token_hash(fresh), old.talks, old.seat, old.device, app.clock.real() + SIGNED_IN)
    app.people.rotate_sign_in(old.token_hash, row)
    return fresh, row


def viewer(app: App, talks: str, seat: str, token: str, language: str) -> Viewer | None:
    """Return who a cookie stands for on this seat's path; None if nobody, or the device was revoked since."""
    row = app.people.sign_in(token_hash(token))
    if row is None or (row.talks, row.seat) != (talks, seat) or row.expires <= app.clock.real():
        return None
    with app.talks.reading(talks) as state:
        by = app.registry.roster.by(state.states, seat, row.device)
        return Viewer(talks, by, language) if by else None


def token_hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
