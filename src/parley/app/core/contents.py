"""Contents: kept with whose they are and what for, read for those who may read them, cited for what they were brought for.

Nothing else asks the store for a content, or holds what was made of one: whatever shows, signs or exports one goes through ``read``,
and its rows, pairs and parts through ``parsed``, which both ask ``may_read``; an act's facts go through ``cited``, which asks
``may_cite``. The machine reads in its own name, as SYSTEM, what it works out of contents (a comparison, a plan).
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from threading import Lock
from typing import Any

from parley.app.core import access, modules
from parley.app.core.facts import read_ahead
from parley.app.core.model import OWN, App, Viewer, megabytes
from parley.app.core.ports import BESIDES, NOBODYS, Origin
from parley.app.core.states import TalksState
from parley.base import SYSTEM, By, Reason, Refused, reason
from parley.record import content_digest

BROUGHT = (
    "content-"  # in versions before began the name of a party's value that said: it brought this content
)
Kept = tuple[bytes, str, bytes]  # salt, media type, bytes


def keep(app: App, talks: str, name: str, purpose: str, data: bytes, media: str = "application/json") -> str:
    """Keep a content of the server's making and return its digest; made again, it has the same digest."""
    return keep_salted(app, talks, purpose, _salt(app, talks, name, data), data, media)


def keep_for(app: App, viewer: Viewer, name: str, purpose: str, data: bytes) -> str | Refused:
    """Keep what work has made that this viewer asked for, as ``keep`` does, or return every reason why there is no room.

    It counts for their seat and party as what they bring does, and is no more theirs to read for it.
    """
    state, salt = app.talks.get(viewer.talks), _salt(app, viewer.talks, name, data)
    with state.lock:
        origin = _made(app, purpose, viewer.seat)
        return _put(app, state, viewer, salt, "application/json", data, origin)


def _salt(app: App, talks: str, name: str, data: bytes) -> bytes:
    return hmac.digest(app.secret, f"content|{talks}|{name}".encode() + data, hashlib.sha256)


def _made(app: App, purpose: str, seat: str = "") -> Origin:
    """Return the origin of what the machine makes, for the seat that asked for it: it has no compartment of its own."""
    where = app.registry.sorts[purpose].compartment
    return Origin("", purpose, "table" if where == OWN else where, seat)


def keep_salted(app: App, talks: str, purpose: str, salt: bytes, data: bytes, media: str) -> str:
    """Keep a content of the server's making under this salt."""
    digest = content_digest(salt, data)
    app.blobs.put(talks, digest, salt, media, data, _made(app, purpose))
    return digest


def keep_own(
    app: App, viewer: Viewer, name: str, purpose: str, media: str, data: bytes, called: str = ""
) -> str | Refused:
    """Keep a content that this viewer's party brought; the same again has the same digest."""
    named = f"content|{viewer.talks}|{viewer.party}|{name}".encode()
    salt = hmac.digest(app.secret, named + data, hashlib.sha256)
    return bring(app, viewer, purpose, salt, media, data, called)


def bring(
    app: App, viewer: Viewer, purpose: str, salt: bytes, media: str, data: bytes, called: str = ""
) -> str | Refused:
    """Keep a content under the salt that came with it, or return every reason why it is no such content.

    It is the party's, and only they read it, until an act puts it before others. One that is kept stays whose it is.
    What its seat and its party have brought and nobody has erased stays within ``app.limits``.
    ``called``: what reasons call it: the language of a wording.
    Raises: ValueError for a salt that is not 32 bytes.
    """
    digest = content_digest(salt, data)
    if not access.may_bring(viewer.by, app.registry.sorts.get(purpose)):
        return Refused((reason("purpose_not_yours", purpose=purpose[:32]),))
    if reasons := unfit(app, purpose, data, media, called or purpose):
        return Refused(reasons)
    state = app.talks.get(viewer.talks)
    if app.blobs.origin(state.id, digest) is None and is_kept(app, state, digest):
        read_ahead(app, state, viewer.by)  # whose a version before kept it for is asked of lists, too
    with state.lock:
        if left_out := modules.against_unused_purpose(app, state, purpose):
            return Refused(left_out)
        known = origin_of(app, state, digest)
        if known == NOBODYS or (known.party == viewer.party and known.purpose in ("", purpose)):
            origin = Origin(viewer.party, purpose, access.own_compartment(viewer.by), viewer.seat)
            return _put(app, state, viewer, salt, media, data, origin)
    return digest


def _put(
    app: App, state: TalksState, viewer: Viewer, salt: bytes, media: str, data: bytes, origin: Origin
) -> str | Refused:
    """Keep a content if there is room for it, and count it for this viewer. Hold the state's lock."""
    digest = content_digest(salt, data)
    more = _more(app, state, digest, data)
    if reasons := no_room(app, state, viewer, more):
        return Refused(reasons)
    try:
        app.blobs.put(viewer.talks, digest, salt, media, data, origin)
    except BaseException:
        state.forget()  # the count too: an answer that was lost does not say whether it is kept
        raise
    _brought(app, state)[viewer.party, viewer.seat] += more
    app.origins.pop((viewer.talks, digest), None)
    return digest


def no_room(app: App, state: TalksState, viewer: Viewer, more: int) -> tuple[Reason, ...]:
    """Return every reason why this viewer may not bring ``more`` bytes. Hold the state's lock until they are kept."""
    if not more:
        return ()
    brought = _brought(app, state)
    by_party = sum(size for (party, _), size in brought.items() if party == viewer.party)
    held = (
        ("seat_has_no_room", brought[viewer.party, viewer.seat], app.limits.seat),
        ("party_has_no_room", by_party, app.limits.party),
    )
    return tuple(
        reason(code, party=viewer.party, held=megabytes(size), more=megabytes(more), limit=megabytes(limit))
        for code, size, limit in held
        if size + more > limit
    )


def _brought(app: App, state: TalksState) -> Counter[tuple[str, str]]:
    """Return what each (party, seat) has brought or had made: asked of the store once, then counted until something is erased."""

    def summed() -> Counter[tuple[str, str]]:
        sums = Counter[tuple[str, str]]()
        for (party, seat), size in app.blobs.brought(state.id).items():
            sums[party or app.registry.roster.party(state.states, seat) or "", seat] += size
        return sums

    return state.kept("brought", (), summed)


def _more(app: App, state: TalksState, digest: str, data: bytes) -> int:
    """Return how many bytes keeping this content adds: none if it is kept, or was erased and so is not kept again."""
    kept = app.blobs.origin(state.id, digest) is not None or app.blobs.erased(state.id, digest)
    return 0 if kept else len(data) + BESIDES


def unfit(app: App, purpose: str, data: bytes, media: str, called: str) -> tuple[Reason, ...]:
    """Return every reason why these bytes are not what their purpose needs."""
    check = app.registry.sorts[purpose].unfit
    return tuple(check(data, media, called)) if check else ()


def origin_of(app: App, state: TalksState, digest: str) -> Origin:
    """Return whose a content is and what for; of what a version before kept, as the acts that cite it say."""
    key = (state.id, digest)
    found = app.origins.get(key)
    if found is None:
        found = app.blobs.origin(*key) or _before(app, state, digest)
        if found.purpose:
            app.origins[key] = found
    return found


def _before(app: App, state: TalksState, digest: str) -> Origin:
    """Return whose a content of a version before is.

    What was handed over or made is what it is, whoever named it afterwards; else it is the party's that brought it; else, as
    forms once kept wordings, nobody's but those before whom an act has put it.
    """
    brought = [
        party
        for party in app.registry.roster.parties(state.states)
        if app.people.value(state.id, party, BROUGHT + digest) is not None
    ]
    known = [
        (one, owners) for one in reversed(app.registry.contents) if (owners := one.before(app, state, digest))
    ]
    known.sort(key=lambda found: (found[0].cited, found[0].compartment == "table", bool(found[0].shown)))
    for sort, owners in known:
        if sort.compartment != OWN:
            return Origin("", sort.purpose, sort.compartment)
        theirs = [one for one in owners if one in brought] or ([] if sort.cited and brought else list(owners))
        if theirs:
            return Origin(theirs[0], sort.purpose, "")
    return Origin(brought[0], "", "") if brought else NOBODYS


def readable(app: App, viewer: Viewer, state: TalksState, digest: str) -> bool:
    """Return whether this viewer may have the content behind a digest."""
    return access.may_read(viewer.by, app, state, digest, origin_of(app, state, digest))


def read(app: App, by: By, state: TalksState, digest: str) -> Kept | None:
    """Return a content that this seat may have; None if not, or if there is none. Hold the state's lock."""
    if not access.may_read(by, app, state, digest, origin_of(app, state, digest)):
        return None
    return app.blobs.get(state.id, digest)


def content(app: App, viewer: Viewer, digest: str) -> Kept | None:
    """Return a content that this viewer may have, as ``read`` does, with what that needs read ahead."""
    state = app.talks.get(viewer.talks)
    read_ahead(app, state, viewer.by)
    with state.lock:
        if not readable(app, viewer, state, digest):
            return None
    return app.blobs.get(viewer.talks, digest)


def cited(app: App, by: By, state: TalksState, digest: str, purpose: str) -> Kept | None:
    """Return a content that an act of this seat may cite for this purpose; None, as if there were none, if not."""
    if not access.may_cite(by, app, state, digest, origin_of(app, state, digest), purpose):
        return None
    return app.blobs.get(state.id, digest)


def own(app: App, state: TalksState, digest: str, party: str) -> bool:
    """Return whether a content is this party's own."""
    return origin_of(app, state, digest).party == party


def is_kept(app: App, state: TalksState, digest: str) -> bool:
    """Return whether there is such a content at all."""
    return app.blobs.get(state.id, digest) is not None


def erase(app: App, talks: str, digest: str) -> None:
    """Destroy a content and whatever is kept in memory of it."""
    app.blobs.erase(talks, digest)
    app.forget(talks, digest)


def destroy_again(app: App, talks: str, digests: Iterable[str]) -> int:
    """Destroy again what was erased once, which a restored backup may have brought back; return how many were there."""
    return app.blobs.destroy_again(talks, digests)


def parsed(
    app: App,
    by: By,
    state: TalksState,
    digest: str,
    what: str,
    parse: Callable[[bytes, str], Any],
    purpose: str = "",
) -> Any:
    """Return a content as ``parse`` (bytes, media type) makes it, from memory if it was before.

    None if it is gone, or not for ``by`` to read; hold the state's lock, unless that is SYSTEM. ``purpose``: of what is
    made of it, where others may have that than may have the content itself. Of all who ask at once one has it parsed and
    the others wait, so ``parse`` must not need the state's lock: one of them may hold it.
    """
    if purpose:
        origin = _made(app, purpose)
    else:
        origin = NOBODYS if by == SYSTEM else origin_of(app, state, digest)
    if not access.may_read(by, app, state, digest, origin):
        return None
    key = (state.id, digest, what)
    if key not in app.parsed:
        with app.turns.setdefault(key, Lock()):
            content = app.blobs.get(state.id, digest) if key not in app.parsed else None
            if content is not None:
                app.parsed[key] = parse(content[2], content[1])
                if (
                    app.blobs.get(state.id, digest) is None
                ):  # erased meanwhile, when this was not there to be dropped
                    app.parsed.pop(key, None)
    return app.parsed.get(key)


def keep_parsed(app: App, talks: str, sort: str, kept: Collection[tuple[str, str]]) -> None:
    """Drop from memory what was made of contents of these talks as ``sort`` and is not among ``kept``: (digest, what)."""
    for key in list(app.parsed):
        if key[0] == talks and key[2].startswith(sort) and key[1:] not in kept:
            app.parsed.pop(key, None)


def is_parsed(app: App, talks: str, digest: str, what: str) -> bool:
    """Return whether a content is in memory as this."""
    return (talks, digest, what) in app.parsed


def hold_parsed(app: App, talks: str, digest: str, what: str, made: object) -> None:
    """Hold in memory what was just made of a content, as ``parsed`` will ask for it."""
    app.parsed[talks, digest, what] = made
    if app.blobs.get(talks, digest) is None:  # it was erased once, and nothing of it is kept again
        app.parsed.pop((talks, digest, what), None)
