"""Contents: kept, read for those who may read them, and as values that are made of them once."""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

from parley.app.core import access
from parley.app.core.facts import read_ahead
from parley.app.core.model import App, Viewer
from parley.app.core.states import TalksState
from parley.record import content_digest

BROUGHT = "content-"  # begins the name of a party's value that says: it brought this content


def keep(app: App, talks: str, name: str, data: bytes, media: str = "application/json") -> str:
    """Keep a content of the server's making and return its digest; made again, it has the same digest."""
    salt = hmac.digest(app.secret, f"content|{talks}|{name}".encode() + data, hashlib.sha256)
    digest = content_digest(salt, data)
    app.blobs.put(talks, digest, salt, media, data)
    return digest


def keep_own(app: App, viewer: Viewer, name: str, media: str, data: bytes) -> str:
    """Keep a content that this viewer's party brought; only they may read it until an act says otherwise."""
    digest = keep(app, viewer.talks, f"{viewer.party}|{name}", data, media)
    app.people.put_value(viewer.talks, viewer.party, BROUGHT + digest, b"1")
    return digest


def bring(app: App, viewer: Viewer, salt: bytes, media: str, data: bytes) -> str:
    """Keep a content under the salt that came with it. Raises: ValueError for a salt that is not 32 bytes."""
    digest = content_digest(salt, data)
    app.blobs.put(viewer.talks, digest, salt, media, data)
    app.people.put_value(viewer.talks, viewer.party, BROUGHT + digest, b"1")
    return digest


def brought_by(app: App, viewer: Viewer, digest: str) -> bool:
    """Return whether the viewer's own party brought this content."""
    return app.people.value(viewer.talks, viewer.party, BROUGHT + digest) is not None


def content(app: App, viewer: Viewer, digest: str) -> tuple[bytes, str, bytes] | None:
    """Return (salt, media, bytes) of a content this viewer may have; None if not, or if there is none."""
    state = app.talks.get(viewer.talks)
    read_ahead(app, state)
    with state.lock:
        if not readable(app, viewer, state, digest):
            return None
    return app.blobs.get(viewer.talks, digest)


def readable(app: App, viewer: Viewer, state: TalksState, digest: str) -> bool:
    """Return whether this viewer may have the content behind a digest."""
    mine = viewer.party if brought_by(app, viewer, digest) else ""
    return access.may_read(viewer.by, app, state, digest, mine)


def parsed(app: App, talks: str, digest: str, what: str, parse: Callable[[bytes, str], Any]) -> Any:
    """Return a content as ``parse`` (bytes, media type) makes it, from memory if it was before; None if it is gone."""
    key = (talks, digest, what)
    if key not in app.parsed:
        content = app.blobs.get(talks, digest)
        if content is None:
            return None
        app.parsed[key] = parse(content[2], content[1])
    return app.parsed[key]
