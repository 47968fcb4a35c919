"""Each to-do on Today opens the thing itself: the sheet on which it is done, or the very form or row; in each language, without script."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

from parley.app.core.model import Command, Recorded
from parley.app.plan.planning import plan_release
from parley.app.talks import house
from parley.languages import LANGUAGES
from parley.registry import PAGES
from tests import queries
from tests.sim.test_attacks import intruder
from tests.sim.test_recovery import named, recovered
from tests.sim.test_suspension import suspended
from tests.sitting import DEFINITION, Room, created, drafted, later, opened, sit, vouch
from tests.web.clearing import cleared
from tests.web.serving import Browser, Served
from tests.web.test_desk import matched as unsure


class Page(HTMLParser):
    """What stands on a page: elements by id, with all that is within them, and whether each can be seen and take the focus."""

    VOID = frozenset({"input", "br", "hr", "img", "link", "meta", "path", "circle", "rect", "line"})

    def __init__(self) -> None:
        super().__init__()
        self.sheet = ""
        self.within: dict[str, list[str]] = {}  # id → tags within it, with their actions, links and names
        self.folded: set[str] = set()
        self.takes_focus: set[str] = set()
        self._open: list[tuple[str, str, bool]] = []  # tag, id, an unopened fold

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        told = " ".join((tag, said.get("action", ""), said.get("href", ""), said.get("name", ""))).strip()
        for _, name, _ in self._open:
            if name:
                self.within[name].append(told)
        if tag == "parley-sheet":
            self.sheet = said["kind"]
        if named := said.get("id", ""):
            self.within[named] = [told]
            if any(fold for _, _, fold in self._open):
                self.folded.add(named)
            if "tabindex" in said or tag in ("a", "button", "input", "select", "textarea"):
                self.takes_focus.add(named)
        if tag not in self.VOID:
            self._open.append((tag, named, tag == "details" and "open" not in said))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass


# What the place that a to-do leads to has to hold, where it is no sheet.
DONE_IN = {
    "accept_meeting": "commands/talks.meeting-accepted.1",
    "device_suspended": "sheet/roster.device-revoked.2",
    "head_claimed": "sheet/roster.device-revoked.2",
    "head_recovered": "sheet/roster.device-revoked.2",
    "further_device": "",  # its words; what is done with it is vouching, or nothing
    "further_link": "",  # the seat: nothing is done but knowing
    "further_links": "",  # its delegation: each seat says so
    "deposit_list": "file",
    "sign_threshold": "percent",
    "decide_pairs": "lists/desk",
}
SIGNED = {
    "vouch_device": "roster.device-vouched.1",
    "vouch_as_deputy": "roster.deputy-vouched.1",
    "accept_devices": "roster.devices-accepted.1",
    "adopt_clause": "text.clause-adopted.1",
    "countersign_deposit": "lists.deposit-countersigned.1",
    "receive_lists": "lists.received.1",
    "confirm_bulk": "lists.bulk-confirmed.1",
    "accept_plan": "plan.accepted.1",
}


def links(browser: Browser) -> list[str]:
    """Return where the to-dos on somebody's Today lead, in their order, as a browser without script reads them."""
    page = browser.get("today", headers={"accept": "text/html"}).text
    todo = re.search(r'aria-labelledby="todo".*?</section>', page, re.DOTALL)
    assert todo is not None
    return re.findall(r'<a class="cover" href="([^"]+)"', todo[0])


def opens(browser: Browser, code: str, address: str) -> None:
    """Assert that a to-do's link opens what it says."""
    path, _, part = address.replace("&amp;", "&").partition("#")
    answer = browser.get(f"http://testserver{path}", headers={"accept": "text/html"})
    assert answer.status_code == 200, (code, address)
    page = Page()
    page.feed(answer.text)
    if code in SIGNED:
        assert page.sheet == SIGNED[code], (code, address)
        signable = browser.get(f"http://testserver{path}", headers={"accept": "application/json"}).json()
        assert not signable["refused"], (code, address)
        return
    wanted = DONE_IN[code]
    if not part:  # a page that is nothing else
        assert path.endswith(wanted)
        assert wanted in answer.text
        return
    assert part in page.within, (code, address)
    assert part not in page.folded, f"{address} is folded away"
    assert part in page.takes_focus, f"{address} takes no focus"
    may = not part.startswith("device-") or part.removeprefix("device-") in _revocable(browser)
    assert any(wanted in one for one in page.within[part]) == may or not wanted, (code, page.within[part])
    if wanted.startswith("sheet/") and may:
        assert "<details open><summary>" in answer.text


def _revocable(browser: Browser) -> set[str]:
    """Return the devices that this seat may revoke: what a to-do says of others is for knowing."""
    sittings = browser.get("sits", headers={"accept": "application/json"}).json()["sittings"]
    return {device["device"] for one in sittings for device in one["devices"] if device["may_revoke"]}


class Walk:
    """Presses each to-do of every seat, once in each language."""

    def __init__(self) -> None:
        self.pressed = set[tuple[str, str]]()  # code, language

    def __call__(self, room: Room) -> None:
        served = None
        for name, seat in room.seats.items():
            if not queries.shell(room.app, seat.viewer).admitted:
                continue
            waits = [one.code for one in queries.today(room.app, seat.viewer).waits]
            for language in LANGUAGES:
                anew = {(code, language) for code in waits} - self.pressed
                if not anew:
                    continue
                served = served or Served(room)
                browser = served.as_seat(name, language)
                shown = links(browser)
                assert len(shown) == len(waits), (name, shown, waits)
                for code, address in zip(waits, shown, strict=True):
                    if (code, language) in anew:
                        opens(browser, code, address)
                self.pressed |= anew


def people_come(step: Callable[[Room], None]) -> None:
    """A second device of a member, to be vouched for; the head's next, by the deputy; a claim; a suspension; a meeting."""
    room = opened()
    asked = Command("seat.invite", {"seat": "north-lists", "language": "en"}, "invite-once-more")
    invited = house.invite_seat(room.app, room["chair"].viewer, asked)
    assert isinstance(invited, Recorded)
    step(room)
    second = sit(room.app, dict(invited.extra))
    step(room)
    asked = Command("seat.invite", {"seat": "north-head", "language": "en"}, "invite-the-head-too")
    assert isinstance(house.invite_seat(room.app, room["chair"].viewer, asked), Recorded)
    step(room)
    room["north-head"].must("roster.device-vouched.1", device=second.device, party="north")
    step(room)


def heads_change(step: Callable[[Room], None]) -> None:
    room = opened()
    named(room)
    intruder(room)
    step(room)
    for how in ("deputy", "paper"):
        room = opened()
        recovered(room, how)
        step(room)
    room = opened()
    false = intruder(room)
    false.must("roster.head-claimed.1", device=false.device, party="north")
    step(room)
    later(room, hours=25)
    step(room)


def text_and_meeting(step: Callable[[Room], None]) -> None:
    room = opened()
    drafted(room)
    room["chair"].must(
        "talks.meeting-proposed.1", meeting="meeting-1", at="2020-03-24T07:30:00Z", place="doha"
    )
    step(room)
    suspended(room, "north-lists")
    step(room)


def lists_and_plan(step: Callable[[Room], None]) -> None:
    room = opened()
    cleared(room, step)
    unsure(opened_for_desk := opened())
    step(opened_for_desk)
    planned = plan_release(room.app, room["chair"].viewer, "job-of-the-plan", lambda _: None)
    assert isinstance(planned, Recorded), planned
    step(room)


def test_every_to_do_opens_the_thing_itself_in_each_language() -> None:
    walk = Walk()
    for stage in (people_come, heads_change, text_and_meeting, lists_and_plan):
        stage(walk)
    every = {code for domain in PAGES for code in domain.waits}
    assert every == SIGNED.keys() | DONE_IN.keys()
    assert walk.pressed == {(code, language) for code in every for language in LANGUAGES}


def test_what_cannot_be_signed_now_leads_to_where_it_stands() -> None:
    """The table is closed: the sheet would refuse, the clause says why nothing waits on it but time."""
    room = opened()
    drafted(room)
    room["chair"].must("talks.session-closed.1", session="session-1")
    browser = Served(room).as_seat("north-head")
    (address,) = links(browser)
    assert address.endswith("/text#clause-1")
    page = Page()
    page.feed(browser.get("text", headers={"accept": "text/html"}).text)
    assert "clause-1" in page.takes_focus - page.folded


def test_a_sheet_says_that_a_name_on_it_looks_like_anothers() -> None:
    """Who comes to it from Today has not seen *Who sits*, which names both."""
    like = DEFINITION.replace("Person of south-lists", "Zalmay Khan").replace(
        "Person of chair", "Zalmay Khаn"
    )
    room = created(definition=like)
    vouch(room, "south-head", ["south-head"])
    head, said = Served(room).as_seat("south-head"), "looks like another"
    for page, hidden in (
        (f"sheet/roster.device-vouched.1?device={room['south-lists'].device}", False),
        ("sheet/roster.devices-accepted.1", False),
    ):
        warning = re.search(
            r"<p class=\"note stop\" data-warned-alike( hidden)?>[^<]*" + said, head.get(page).text
        )
        assert warning is not None, page
        assert (warning[1] is not None) == hidden, page
