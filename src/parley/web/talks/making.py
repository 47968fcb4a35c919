"""New talks, one question a page: a template, what nobody can answer for the host, what has an answer already, and all of it to check.

What was said so far is a draft of whoever says it, kept on this machine until the talks are made or it is thrown away.
"""

import json
import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from parley.app.core.model import App, Command, Viewer
from parley.app.core.perform import perform
from parley.app.talks import house
from parley.app.talks.definition import read_definition
from parley.base import Refused, reason
from parley.languages import LANGUAGES
from parley.letters import normalized
from parley.web.http import NotHere, Refusal, app_of, pairs_of, path_of, shell_of, show, viewer_of
from parley.web.talks.draft import (  # fmt: skip
    ASKED,
    KINDS,
    MODULES,
    OTHER,
    TEMPLATES,
    Draft,
    begun,
    lacks,
    more,
    next_question,
    short_name,
    toml,
)
from parley.web.talks.letters import letter_of, telephone_of
from parley.web.words.phrases import ROLES

KEPT = "new talks"  # the name of a seat's value that holds its draft
LARGEST = 1_000_000  # letters of all answers together


@dataclass(slots=True)
class Kept:
    """A draft as it is kept: answers, or a file instead of them; once talks are made of it, which, by which command."""

    said: dict[str, str]
    file: str = ""
    id: str = ""
    made: str = ""

    @property
    def begun(self) -> bool:
        return not self.made and bool(self.file or self.said.get("template"))


def _kept(app: App, viewer: Viewer) -> Kept:
    value = app.people.value(viewer.talks, viewer.seat, KEPT)
    return Kept(**json.loads(value)) if value else Kept({})


def _keep(app: App, viewer: Viewer, kept: Kept) -> None:
    value = {"said": kept.said, "file": kept.file, "id": kept.id, "made": kept.made}
    app.people.put_value(viewer.talks, viewer.seat, KEPT, json.dumps(value).encode())


def begin(request: Request) -> Response:
    """GET …/host/new: which talks; and the draft that lies here, if there is one."""
    return _begin(request, _maker(request))


def _begin(request: Request, viewer: Viewer, refused: object = ()) -> Response:
    kept = _kept(app_of(request), viewer)
    draft = Draft(kept.said, cities)
    titled = draft.texts("title") if draft.begun else {}
    page = {"templates": list(TEMPLATES), "begun": kept.begun, "made": kept.made, "title": titled}
    return show(request, viewer, "talks/which_talks.html", page, refused=refused)


async def start(request: Request) -> Response:
    """POST …/host/new: take a template or a file, or throw the draft away."""
    async with request.form() as form:
        file = form.get("file")
        data = b"" if file is None or isinstance(file, str) else await file.read()
        pressed = str(form.get("do", ""))
    return await run_in_threadpool(_start, request, pressed, data)


def _start(request: Request, pressed: str, data: bytes) -> Response:
    viewer, app, fresh = _maker(request), app_of(request), str(uuid.uuid4())
    kept = _kept(app, viewer)
    if pressed in TEMPLATES:
        before = kept.said if kept.begun and kept.said else _own(request, viewer)
        _keep(app, viewer, Kept(begun(before, pressed), id=fresh))
        return _to(viewer, "sides")
    if data.strip():
        text = normalized("NFC", data.decode("utf-8", "replace")).replace("\r\n", "\n")
        found = read_definition(text)
        if isinstance(found, Refused):
            return _begin(request, viewer, pairs_of(found))
        _keep(app, viewer, Kept({}, file=text, id=fresh))
        return _to(viewer, "check")
    if pressed == "discard":
        _keep(app, viewer, Kept({}))
    return _to(viewer, "")


def _own(request: Request, viewer: Viewer) -> dict[str, str]:
    """Return what is known of the host before anything is asked: its name, and who says all this, in their language."""
    shell = shell_of(request, viewer)
    said = {f"parties.2.name.{language}": name for language, name in shell.title.items()}
    name = next(iter(shell.you.name.values()), "")
    said |= {f"parties.{line}.language": viewer.language for line in range(len(KINDS))}
    return said | {"seats.0.party": "2", "seats.0.role": "facilitator", "seats.0.person": name}


def question(request: Request) -> Response:
    """GET …/host/new/{question}: one question; ``check``: all of it, in sentences."""
    viewer, asked = _maker(request), request.path_params["question"]
    kept = _kept(app_of(request), viewer)
    if not kept.begun or (asked not in (*ASKED, *OTHER, "check")) or (kept.file and asked != "check"):
        return _to(viewer, "check" if kept.file else "")
    if asked == "check":
        return _check(request, viewer, kept)
    return _ask(request, viewer, Draft(kept.said, cities), asked)


def _ask(request: Request, viewer: Viewer, draft: Draft, asked: str, refused: object = ()) -> Response:
    return show(
        request,
        viewer,
        f"talks/ask_{asked}.html",
        None,
        draft=draft,
        refused=refused,
        asked=asked,
        later=next_question(draft) == "check",
        kinds=KINDS,
        modules=MODULES,
        roles=ROLES,
        zones=_zones_in(viewer.language),
        free_name=short_name(draft, app_of(request).talks.ids()),
    )


async def answer(request: Request) -> Response:
    """POST …/host/new/{question}: keep what was said, and go on to what still lacks, or say what does here."""
    async with request.form(max_fields=2_000) as form:
        said = {name: normalized("NFC", value) for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_answered, request, said)


def _answered(request: Request, said: dict[str, str]) -> Response:
    viewer, app, asked = _maker(request), app_of(request), request.path_params["question"]
    kept = _kept(app, viewer)
    if asked not in (*ASKED, *OTHER) or not kept.begun or kept.file:
        raise NotHere
    pressed = said.pop("do", "")
    unticked = {name for name in kept.said if name.startswith(f"{asked}.") and asked in ("uses", "languages")}
    merged = {name: text for name, text in kept.said.items() if name not in unticked} | said
    if pressed in ("seats", "places"):
        merged = more(merged, pressed)
    if sum(len(name) + len(text) for name, text in merged.items()) > LARGEST:
        raise Refusal(Refused((reason("request_too_large"),)), 413)
    kept.said = merged
    _keep(app, viewer, kept)
    draft = Draft(merged, cities)
    if pressed in ("seats", "places"):
        return _to(viewer, asked)
    if lacking := lacks(draft, asked):
        return _ask(request, viewer, draft, asked, pairs_of(Refused(lacking)))
    return _to(viewer, next_question(draft))


def _check(request: Request, viewer: Viewer, kept: Kept, refused: object = ()) -> Response:
    """Return everything in sentences; nothing is made yet."""
    draft = Draft(kept.said, cities)
    if not kept.file and (lacking := next_question(draft)) != "check":
        return _to(viewer, lacking)
    text = kept.file or toml(draft, app_of(request).talks.ids())
    found = read_definition(text)
    if isinstance(found, Refused):
        return show(
            request,
            viewer,
            "talks/check_talks.html",
            None,
            found=None,
            refused=pairs_of(found),
            file=bool(kept.file),
        )
    return show(
        request,
        viewer,
        "talks/check_talks.html",
        None,
        found=found,
        refused=refused,
        file=bool(kept.file),
        about=json.loads(found.document),
        facilitators=found.facilitators(),
        modules=MODULES,
        other=[one for one in OTHER if one != "places"],
    )


async def make(request: Request) -> Response:
    """POST …/host/new/make: make the talks, and lead to the facilitator's seat in them; pressed again, the same talks."""
    form = await request.form()
    return await run_in_threadpool(_make, request, str(form.get("mine", "")))


def _make(request: Request, mine: str) -> Response:
    viewer, app = _maker(request), app_of(request)
    kept = _kept(app, viewer)
    if not kept.made:
        if not kept.begun:
            return _to(viewer, "")
        draft = Draft(kept.said, cities)
        if not kept.file:  # from now on under this name, however often it is pressed
            kept.said["talks"] = draft.of("talks") or short_name(draft, app.talks.ids())
            _keep(app, viewer, kept)
        text = kept.file or toml(draft)
        made = perform(app, viewer, Command("talks.create", {"toml": text}, kept.id))
        if isinstance(made, Refused):
            return _check(request, viewer, kept, pairs_of(made))
        kept = Kept({}, id=kept.id, made=str(made.extra["talks"]))
        _keep(app, viewer, kept)
    links = [house.shown_once(one) for one in house.facilitators(app, app.talks.get(kept.made), kept.id)]
    own = next((one for one in links if one["seat"] == mine), links[0] if not mine else None)
    others = [letter for one in links if one is not own and (letter := letter_of(request, one))]
    return show(
        request,
        viewer,
        "talks/made_talks.html",
        None,
        own=own,
        letters=others,
        telephone=telephone_of(request),
    )


def _to(viewer: Viewer, asked: str) -> Response:
    return RedirectResponse(f"{path_of(viewer)}/host/new" + (f"/{asked}" if asked else ""), 303)


def _maker(request: Request) -> Viewer:
    """Return who asks. Raises: NotHere for whoever makes no talks."""
    viewer = viewer_of(request)
    if house.against_making(app_of(request), viewer):
        raise NotHere
    return viewer


def cities(zone: str) -> dict[str, str]:
    """Return the name of a time zone's city in each language; {} for none that people name by a city."""
    return _cities_of(zone) if zone in _zones() else {}


@cache  # as many as there are time zones, whatever is asked for
def _cities_of(zone: str) -> dict[str, str]:
    plain = zone.rpartition("/")[2].replace("_", " ")
    return {one: str(_locale(one).time_zones.get(zone, {}).get("city") or plain) for one in LANGUAGES}


@cache
def _locale(language: str) -> Any:
    return Locale.parse(language.replace("-", "_"))


@cache
def _zones() -> frozenset[str]:
    """Return the time zones that people name by a city."""
    return frozenset(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))
    )


@cache
def _zones_in(language: str) -> list[tuple[str, str]]:
    """Return (zone, its city as the reader's language calls it), by that."""
    named = {zone: cities(zone)[language] for zone in _zones()}
    return sorted(named.items(), key=lambda one: (one[1], one[0]))
