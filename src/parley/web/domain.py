"""What a domain hands to the web: its pages and who sees each, its entries in the menu, its sentences."""

import inspect
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from types import ModuleType
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.app.core.access import ADMITTED, GROUPS, groups
from parley.app.core.model import HOUSE, Registry, Viewer
from parley.base import Refused, reason
from parley.languages import LANGUAGES
from parley.web.http import NotAdmitted, NotHere, Refusal, Site, outside, site_of, viewer_of
from parley.web.limits import bounded_receive
from parley.web.words import translated
from parley.web.words.phrases import Phrase, Tables

ANYONE = "anyone"


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

    ``opened`` is called with the site before it serves; ``duties`` by topic do what must be done in this process.
    """

    name: str
    phrases: ModuleType
    pages: tuple[Page, ...] = ()
    menu: tuple[Entry, ...] = ()
    areas: Mapping[str, str] = field(default_factory=dict)
    waits: tuple[str, ...] = ()
    outside: tuple[Page, ...] = ()  # addresses that are under no seat
    opened: Callable[[Site], None] | None = None
    duties: Mapping[str, Callable[[Site, str, Mapping[str, object]], None]] = field(default_factory=dict)


def route_of(page: Page, under: str) -> Route:
    """Return the route of a page, shut to seats that it is not for."""
    return Route(under + page.path, _guarded(page), methods=[page.method])


def _guarded(page: Page) -> Callable[[Request], Any]:
    """Return the page's handler behind what is asked first, apart from the event loop: who, how much, how often."""
    wanted = frozenset(page.who.split())

    def admit(request: Request) -> None:
        if not wanted:
            site_of(request).strangers.admit(request)
            return
        viewer = viewer_of(request)
        if against := outside(request, page.devices):
            raise NotAdmitted(against)
        if not groups(viewer.by) & wanted:
            if page.method == "GET":
                raise NotHere
            raise Refusal(Refused((reason("not_for_your_seat", role=viewer.by.role),)), 403)

    @wraps(page.handler)
    async def guarded(request: Request) -> Response:
        await run_in_threadpool(admit, request)
        bounded = Request(request.scope, bounded_receive(request, page.body))
        if inspect.iscoroutinefunction(page.handler):
            answer: Response = await page.handler(bounded)
        else:
            answer = await run_in_threadpool(page.handler, bounded)
        return answer

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
        if kind.duty is not None and not _done(registry, domains, kind.duty.topic):
            found.append(f"{kind.kind}: nobody does what must be done because of it ({kind.duty.topic})")
    return found


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
