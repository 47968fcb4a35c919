"""The sheet: everything one binding act is, exactly as the device will sign it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from parley.app.core import access, views
from parley.app.core.contents import read
from parley.app.core.facts import read_ahead
from parley.app.core.model import App, BindingSheet, Prepared, Viewer
from parley.app.core.offers import against, offered
from parley.app.core.perform import compartment_of
from parley.app.core.states import TalksState
from parley.base import RuleError, to_body
from parley.legible import visible
from parley.record import b64u

SHOWN_IN_PAGE = 20_000  # bytes of a content that the page itself carries; the sheet fetches a longer one


def sheet(app: App, viewer: Viewer, kind: str, params: Mapping[str, str]) -> views.Sheet | None:
    """Return the sheet for one binding act; None if there is nothing such to sign."""
    domain = app.registry.of_kind.get(kind)
    declared = domain.sheets.get(kind) if domain else None
    if declared is None:
        return None
    state = app.talks.get(viewer.talks)
    read_ahead(app, state, viewer.by)
    if declared.ahead is not None:
        declared.ahead(app, viewer, state, params)
    with state.lock:
        made = declared.make(app, viewer, state, params)
        if made is None or (
            access.outside(viewer.by, app, state) and not offered(app, viewer, state, made.act)
        ):
            return None  # before admission only what can be signed is shown: a sheet tells of the talks
        return _sheet(app, viewer, state, declared, made)


def _sheet(
    app: App, viewer: Viewer, state: TalksState, declared: BindingSheet, made: Prepared
) -> views.Sheet:
    kind, closed, roster = made.act.KIND, app.journal.read_only(), app.registry.roster
    devices = roster.devices(state.states)
    sides = roster.sides(state.states) if declared.each_side else ()
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
        facts=facts_of(kind, declared, made.about),
        signers=[_signer(app, viewer, state, side, made) for side in sides],
        back=made.back,
        about=made.about,
        devices=[(devices[one].seat, one) for one in made.devices if one in devices],
        warnings=[(name, name in made.warned) for name in declared.warnings],
        instead=[
            (one.KIND, f"sheet/{one.KIND}?{urlencode(asked)}")
            for one, asked in made.instead
            if offered(app, viewer, state, one)
        ],
        refused=[*([(closed, {})] if closed else []), *against(app, viewer, state, made.act)],
    )


def facts_of(kind: str, declared: BindingSheet, about: views.Numbers) -> list[tuple[str, str | int]]:
    """Return what stands on the sheet, in the order declared.

    Raises: RuleError for a number that is not declared, and for one that is and was not given: nobody signs without it.
    """
    if undeclared := about.keys() - {*declared.facts, *declared.said}:
        raise RuleError("sheet_undeclared", kind=kind, name=min(undeclared))
    if lacking := {*declared.facts, *declared.said} - about.keys():
        raise RuleError("sheet_lacks", kind=kind, name=min(lacking))
    return [(name, about[name]) for name in declared.facts]


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
        return views.Signer(side, signed.seat or seat, "signed", signed.at, signed.same, signed.said)
    return views.Signer(side, seat, "you" if side == viewer.party else "waiting")
