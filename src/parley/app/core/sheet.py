"""The sheet: everything one binding act is, exactly as the device will sign it."""

from collections.abc import Mapping

from parley.app.core import access, views
from parley.app.core.contents import read
from parley.app.core.facts import read_ahead
from parley.app.core.model import App, Prepared, Viewer
from parley.app.core.offers import against, offered
from parley.app.core.perform import compartment_of
from parley.app.core.states import TalksState
from parley.base import to_body
from parley.legible import visible
from parley.record import b64u

SHOWN_IN_PAGE = 20_000  # bytes of a content that the page itself carries; the sheet fetches a longer one
FACTS = (
    "list",
    "rows",
    "size",
    "threshold",
    "pairs",
    "batches",
    "persons",
)  # stand on the sheet, in this order


def sheet(app: App, viewer: Viewer, kind: str, params: Mapping[str, str]) -> views.Sheet | None:
    """Return the sheet for one binding act; None if there is nothing such to sign."""
    domain = app.registry.of_kind.get(kind)
    maker = domain.sheets.get(kind) if domain else None
    if maker is None:
        return None
    state = app.talks.get(viewer.talks)
    read_ahead(app, state)
    with state.lock:
        made = maker(app, viewer, state, params)
        if made is None or (
            access.outside(viewer.by, app, state) and not offered(app, viewer, state, made.act)
        ):
            return None  # before admission only what can be signed is shown: a sheet tells of the talks
        return _sheet(app, viewer, state, kind, made)


def _sheet(app: App, viewer: Viewer, state: TalksState, kind: str, made: Prepared) -> views.Sheet:
    closed = app.journal.read_only()
    devices = app.registry.roster.devices(state.states)
    return views.Sheet(
        kind=kind,
        compartment=compartment_of(app, viewer.by, made.act),
        fields=to_body(made.act),
        contents=[
            shown
            for label, digest in made.contents.items()
            if (shown := _content(app, viewer, state, label, digest))
        ],
        commits=(kind, made.about),
        facts=[(label, made.about[label]) for label in FACTS if label in made.about],
        signers=[_signer(app, viewer, state, side, made) for side in app.registry.roster.sides(state.states)],
        back=made.back,
        about=made.about,
        devices=[(devices[one].seat, one) for one in made.devices if one in devices],
        instead=[one.KIND for one in made.instead if offered(app, viewer, state, one)],
        refused=[*([(closed, {})] if closed else []), *against(app, viewer, state, made.act)],
    )


def _content(
    app: App, viewer: Viewer, state: TalksState, label: str, digest: str
) -> views.SheetContent | None:
    kept = read(app, viewer.by, state, digest)
    if kept is None:
        return None
    salt, media, data = kept
    body = data if len(data) <= SHOWN_IN_PAGE and media.startswith("text/plain") and _shows(data) else b""
    return views.SheetContent(label, media, digest, b64u(salt), b64u(body), len(data))


def _shows(data: bytes) -> bool:
    """Return whether a page shows these bytes as they are; what an old record has else, the sheet fetches and writes out."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return visible(text) == text


def _signer(app: App, viewer: Viewer, state: TalksState, side: str, made: Prepared) -> views.Signer:
    seat, signed = app.registry.roster.signer(state.states, side), made.signed.get(side)
    if signed is not None and (signed.same or side != viewer.party):
        return views.Signer(side, seat, "signed", signed.at, signed.same, signed.said)
    return views.Signer(side, seat, "you" if side == viewer.party else "waiting")
