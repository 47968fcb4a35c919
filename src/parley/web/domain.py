"""What a domain hands to the web: its pages and who sees each, its entries in the menu, its sentences."""

import inspect
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import wraps
from types import ModuleType
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.app.core import signins
from parley.app.core.access import ADMITTED, GROUPS, groups
from parley.app.core.catalog import Kind
from parley.app.core.model import HOUSE, Registry, Viewer
from parley.app.core.modules import unused
from parley.base import Refused, reason
from parley.languages import LANGUAGES
from parley.web.http import (
    COOKIE,
    NotAdmitted,
    NotHere,
    NotSignedIn,
    Refusal,
    Site,
    app_of,
    outside,
    site_of,
    viewer_of,
)
from parley.web.intake import in_utf8
from parley.web.limits import bounded_receive
from parley.web.render import Spell
from parley.web.threads import at_the_door, make_page
from parley.web.words import translated
from parley.web.words.phrases import Phrase, Tables, holes

ANYONE = "anyone"
SIGNED = ("SHEETS", "BUTTONS", "COMMITS")  # sentences of a sheet


BODY = 256 * 1024  # bytes of a request, where the page says nothing else


@dataclass(frozen=True, slots=True)
class Page:
    """One address under a seat. ``who``: groups of ``access`` that see it; "" for those who are not signed in yet too.

    ``body``: the most bytes that a request may bring; who asks is known before any of them is read. ``devices``: whose
    devices; unless a page says otherwise, those that are admitted and no others.
    """

    path: str
    handler: Callable[[Request], Any]
    who: str = ANYONE
    method: str = "GET"
    body: int = BODY
    devices: str = ADMITTED


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu. ``order``: where it stands; ``talks``, ``house``: in whose menus.

    ``adopts``: the page says when nothing can be adopted; ``desk``: it can lie on the desk beside the table, in this order.
    """

    name: str
    title: str
    order: int
    who: str = ANYONE
    talks: bool = True
    house: bool = False
    adopts: bool = False
    desk: int = 0
    devices: str = ADMITTED


@dataclass(frozen=True, slots=True)
class WebDomain:
    """``areas``: how kinds begin → the part of a page that shows them. ``waits``: codes that its Today entries have.

    ``spelled``: how its numbers are written, by name. ``notices``: a template over every page whose entry ``adopts``;
    ``everywhere``: one over every page.
    ``ahead``: what was built for it and is large: fetched once another page can be used.
    ``waiting``: the one page of a device that is not admitted; a single domain has it.
    ``opened`` is called with the site before it serves; ``duties`` by topic do what must be done in this process.
    """

    name: str
    phrases: ModuleType
    pages: tuple[Page, ...] = ()
    menu: tuple[Entry, ...] = ()
    areas: Mapping[str, str] = field(default_factory=dict)
    waits: tuple[str, ...] = ()
    spelled: Mapping[str, Spell] = field(default_factory=dict)
    notices: str = ""
    everywhere: str = ""
    waiting: str = ""
    ahead: tuple[str, ...] = ()
    outside: tuple[Page, ...] = ()  # addresses that are under no seat
    opened: Callable[[Site], None] | None = None
    duties: Mapping[str, Callable[[Site, str, Mapping[str, object]], None]] = field(default_factory=dict)


def known(request: Request) -> Viewer:
    """Return who asks; who is not signed in is counted as a stranger. Raises: NotSignedIn, TooMuch."""
    try:
        return viewer_of(request)
    except NotSignedIn:
        site_of(request).strangers.admit(request)
        raise


def _has_sign_in(request: Request) -> bool:
    at = request.path_params
    return signins.given(app_of(request), at["talks"], at["seat"], request.cookies.get(COOKIE, ""))


def route_of(page: Page, under: str, domain: str = "") -> Route:
    """Return the route of a page of this domain, shut to seats that it is not for, and in talks that leave the domain out."""
    return Route(under + page.path, _guarded(page, domain), methods=[page.method])


def _permit(page: Page, domain: str, request: Request) -> None:
    """Let through whom a page is for. Raises: NotAdmitted, NotHere, Refusal."""
    wanted = frozenset(page.who.split())
    if not wanted:
        return
    viewer = known(request)
    if against := outside(request, page.devices):
        raise NotAdmitted(against)
    outsider = not groups(viewer.by) & wanted
    if domain in unused(app_of(request), viewer.talks) or (outsider and page.method == "GET"):
        raise NotHere
    if outsider:
        raise Refusal(Refused((reason("not_for_your_seat", role=viewer.by.role),)), 403)


def _guarded(page: Page, domain: str) -> Callable[[Request], Any]:
    """Return the page's handler behind what is asked first, apart from the event loop: who, how much, how often."""
    wanted = frozenset(page.who.split())

    def enter(request: Request) -> None:
        if not wanted:
            site_of(request).strangers.admit(request)
        elif not _has_sign_in(request):
            site_of(request).strangers.admit(request)
            raise NotSignedIn

    def bounded(request: Request) -> Request:
        in_utf8(request)
        return Request(request.scope, bounded_receive(request, page.body))

    def admit(request: Request) -> None:
        enter(request)
        _permit(page, domain, request)

    def shown(request: Request) -> Response:
        _permit(page, domain, request)
        answer: Response = page.handler(bounded(request))
        return answer

    def admitted(request: Request) -> Response:
        enter(request)  # first: who is not signed in is told so, however much they bring
        return shown(request)

    @wraps(page.handler)
    async def guarded(request: Request) -> Response:
        if inspect.iscoroutinefunction(page.handler):
            await run_in_threadpool(admit, request)
            answer: Response = await page.handler(bounded(request))
            return answer
        if page.method != "GET":
            return await run_in_threadpool(admitted, request)
        await at_the_door(enter, request)
        return await make_page(shown, request)

    return guarded


def menu_of(entries: Iterable[Entry], viewer: Viewer, stages: Container[str]) -> list[Entry]:
    """Return the menu of a viewer, in order. ``stages``: devices of which sort its device is of."""
    house = viewer.talks == HOUSE
    mine = groups(viewer.by)
    shown = [one for one in entries if mine & set(one.who.split()) and (one.house if house else one.talks)]
    shown = [one for one in shown if one.devices in stages]
    return sorted(shown, key=lambda one: one.order)


def faults(registry: Registry, domains: tuple[WebDomain, ...], tables: Tables) -> list[str]:
    """Return what the web lacks of the domains that the core has: pages' sentences, groups, what must be done."""
    found = [f"{name}: it has no folder in web" for name in _names(registry) - {one.name for one in domains}]
    silent = {one.name for one in registry.domains if one.waits is not None}
    silent -= {one.name for one in domains if one.waits}
    found += [f"{name}: it puts something on Today and names no code" for name in silent]
    for domain in domains:
        named = [*(page.who for page in domain.pages), *(entry.who for entry in domain.menu)]
        groups_named = {group for who in named for group in who.split()}
        found += [f"{domain.name}: access knows no group {group}" for group in groups_named - GROUPS.keys()]
        found += [
            f"{domain.name}: {code} has no sentence" for code in domain.waits if code not in tables["WAITING"]
        ]
    for kind in registry.kinds.values():
        wanted = ("HAPPENED", *(("SHEETS", "BUTTONS", "COMMITS") if kind.binding else ()))
        for table in wanted:
            found += [
                f"{kind.kind} {fault}" for fault in _untold(tables.get(table, {}).get(kind.kind), table)
            ]
        found += [f"{kind.kind} {fault}" for fault in _unsaid(kind, registry, tables)]
        if kind.duty is not None and not _done(registry, domains, kind.duty.topic):
            found.append(f"{kind.kind}: nobody does what must be done because of it ({kind.duty.topic})")
    spelled = Counter(name for domain in domains for name in domain.spelled)
    found += [f"{name} is spelled by {count} domains" for name, count in spelled.items() if count > 1]
    if sum(bool(domain.waiting) for domain in domains) > 1:
        found.append("a device that is not admitted has the page of more than one domain to wait on")
    return found


def _unsaid(kind: Kind, registry: Registry, tables: Tables) -> Iterator[str]:
    """Yield what a kind's sentences need and nobody gives them, and facts of its sheet that have no name to stand under."""
    given = {field.name for field in fields(kind.act)}
    yield from _open_holes(kind, ("HAPPENED", "BOTH", "SEVERAL", "SEVERAL_BOTH"), given, tables)
    sheet = registry.of_kind[kind.kind].sheets.get(kind.kind)
    if sheet is not None:
        yield from _open_holes(kind, SIGNED, {*sheet.facts, *sheet.said, "party"}, tables)
        for name in sheet.warnings:
            yield from _untold(tables["WARNINGS"].get(name), "WARNINGS")
        for name in sheet.facts:
            label = tables["FACTS"].get(name)
            yield from (f"shows {name} on its sheet, which {fault}" for fault in _untold(label, "FACTS"))


def _open_holes(kind: Kind, names: Iterable[str], given: set[str], tables: Tables) -> Iterator[str]:
    for table in names:
        phrase = tables[table].get(kind.kind)
        for hole in sorted(holes(phrase) - given) if phrase is not None else ():
            yield f"says {hole} in {table}, which nothing gives it"


def _names(registry: Registry) -> set[str]:
    return {domain.name for domain in registry.domains}


def _done(registry: Registry, domains: tuple[WebDomain, ...], topic: str) -> bool:
    own = any(topic in domain.duties for domain in registry.domains)
    return own or any(topic in domain.duties for domain in domains)


def _untold(phrase: Phrase | None, table: str) -> list[str]:
    """Return in which languages a sentence is missing."""
    if phrase is None:
        return [f"has no sentence in {table}"]
    message = phrase if isinstance(phrase, str) else phrase[0]
    lacking = [language for language in LANGUAGES if not translated(language, message)]
    return [f"has no sentence in {language} ({table})" for language in lacking]
