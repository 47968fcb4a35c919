"""Every domain, lowest first, one line each: its rules and its part of the application, its pages.

Handed to the core and to the web by the wiring; whatever is missing of one is refused here, at start.
"""

from collections.abc import Callable, Mapping

from parley.apart import ReaderApart
from parley.app import lists, plan, room, talks, text
from parley.app.core.registry import complete
from parley.app.lists.files import ListFiles
from parley.app.talks.roster import ROSTER
from parley.web import lists as lists_pages
from parley.web import plan as plan_pages
from parley.web import room as room_pages
from parley.web import talks as talks_pages
from parley.web import text as text_pages

DOMAINS = (
    (talks.DOMAIN, talks_pages.WEB),
    (room.DOMAIN, room_pages.WEB),
    (lists.DOMAIN, lists_pages.WEB),
    (text.DOMAIN, text_pages.WEB),
    (plan.DOMAIN, plan_pages.WEB),
)
MADE: Mapping[type, Callable[[], object]] = {  # what a domain needs of the world and may not open itself
    ListFiles: lambda: ListFiles(ReaderApart()),
}
REGISTRY = complete(tuple(domain for domain, _ in DOMAINS), ROSTER, MADE)
PAGES = tuple(pages for _, pages in DOMAINS)
