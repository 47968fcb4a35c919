"""The room: its page, what its devices ask, and who is in which space of every talks."""

import time
from collections.abc import Mapping

from parley.app.core.access import ENROLLED
from parley.app.room.upkeep import EpochMarks, admitted_devices
from parley.base import PAGES
from parley.web.domain import Entry, Page, WebDomain
from parley.web.http import Site
from parley.web.room import before, chat, company, doors, lines, pages, phrases
from parley.web.room.breaks import Breaks
from parley.web.room.lines import LineTests
from parley.web.room.rooms import Rooms
from parley.web.words.phrases import N_


def _opened(site: Site) -> None:
    """Begin with empty spaces; from here on presence is told by space."""
    first = int(site.app.clock.real().timestamp())
    breaks = site.services[Breaks] = Breaks(site.hub.publish, site.app.clock.acts)
    rooms = Rooms(site.app.media, breaks.publish, time.monotonic, EpochMarks(site.app), first_epoch=first)
    site.services[Rooms] = rooms
    site.services[LineTests] = LineTests(site.app.media)
    site.app.present = lambda talks: {PAGES: site.hub.present(talks), **rooms.present(talks)}


def _put_out(site: Site, talks: str, body: Mapping[str, object]) -> None:
    """Put a seat out of a space; the facilitator removed it."""
    site.service(Rooms).remove_seat(talks, str(body.get("space", pages.FIRST)), str(body["seat"]))


def _keep_admitted(site: Site, talks: str, body: Mapping[str, object]) -> None:
    """Put out whoever is not admitted any more, or is suspended."""
    site.service(Rooms).keep_only(talks, admitted_devices(site.app, talks).__contains__)


def _end(site: Site, talks: str, body: Mapping[str, object]) -> None:
    """Put everybody out of every space: the table was closed."""
    site.service(Rooms).keep_only(talks, lambda device: False)


WEB = WebDomain(
    "room",
    phrases,
    pages=(
        Page("/room", pages.page),
        Page("/room/words", pages.words),
        Page("/order", pages.ordering, "facilitator"),
        Page("/lobby", before.lobby),
        Page("/equipment", before.equipment, devices=ENROLLED),
        Page("/line-test/begin", lines.begin, method="POST", body=4096, devices=ENROLLED),
        Page("/line-test/end", lines.end, method="POST", body=4096, devices=ENROLLED),
        Page("/line-test/report", lines.report, method="POST", body=4096, devices=ENROLLED),
        Page("/line-tests", lines.page, "facilitator"),
        Page("/room/company", company.strip),
        Page("/company", company.page),
        Page("/company", company.say, method="POST", body=32_000),
        Page("/room/join", doors.join, method="POST", body=4096),
        Page("/room/move", doors.move, method="POST", body=4096),
        Page("/room/alive", doors.alive, method="POST", body=4096),
        Page("/room/leave", doors.leave, method="POST", body=4096),
        Page("/room/doubt", doors.doubt, method="POST", body=4096),
        Page("/room/chat", chat.say, method="POST", body=24_000),
        Page("/room/share", doors.share, method="POST", body=4096),
        Page("/room/mute", doors.mute, "facilitator", method="POST", body=4096),
        Page("/room/bundle", doors.bundle, method="POST", body=100_000),
    ),
    menu=(
        Entry("room", N_("The room"), 20),
        Entry("lobby", N_("The lobby"), 22),
        Entry("company", N_("Who else is in the room"), 24, desk=7),
        Entry("order", N_("Order in the room"), 25, "facilitator", desk=6),
        Entry("line-tests", N_("Everybody’s line"), 26, "facilitator"),
    ),
    ahead=("room.css", "room.js", "table.css", "room-worker.js"),
    areas={"room.": "order", "room.company": "company"},
    opened=_opened,
    duties={"remove": _put_out, "revoked": _keep_admitted, "suspended": _keep_admitted, "closed": _end},
)
