"""Nothing is offered that would be refused: every sheet and form, on every page of every seat, step by step of the talks."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parley.app.core.facts import act_of, facts
from parley.app.core.model import Command, Viewer
from parley.app.core.offers import offered_kind
from parley.app.core.perform import decide
from parley.base import Refused, RuleError
from parley.record import Signer, b64u
from parley.registry import REGISTRY
from parley.text import Wordings
from parley.text.acts import ClauseBracketed, ClauseDrafted
from parley.web.commands import from_form
from tests.sitting import LANGUAGES, TALKS, Room, accepted, created, drafted, opened, vouch
from tests.web.clearing import announced, cleared
from tests.web.serving import Browser, Served

PAGES = (
    "waiting",
    "company",
    "today",
    "sits",
    "sits?lost=1",
    "text",
    "lists",
    "lists/desk",
    "plan",
    "plan/announced/0",
    "record",
    "host",
    "order",
)
DRAWN = {"ed25519": b64u(Signer.of(Ed25519PrivateKey.generate()).public)}  # what the page's script puts in
WRITTEN = {"at-hour": "23:30"}  # what people type: an hour that lies ahead on the first day that is offered


class Offers(HTMLParser):
    """Collects the sheets that a page leads to, and its forms with their fields."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.sheets: list[str] = []
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        path = said.get("href" if tag == "a" else "action", "").removeprefix(self.base)
        if tag == "a" and path.startswith("sheet/"):
            self.sheets.append(path)
        elif tag == "form":
            self.forms.append((path, {}))
        elif tag == "select":
            self._select = said["name"]
        elif tag == "option" and self._select:
            self.forms[-1][1][self._select], self._select = said["value"], ""
        elif tag in ("input", "textarea") and self.forms and "name" in said:
            name = said["name"]
            self.forms[-1][1][name] = WRITTEN.get(name, said.get("value", ""))


def offers(browser: Browser, page: str) -> Offers:
    """Return what a page offers; a form that leads to a sheet is that sheet."""
    found = Offers(browser.base.removeprefix("http://testserver"))
    answer = browser.get(page, headers={"accept": "text/html"})
    assert answer.status_code in (200, 303, 404), (
        page,
        answer.status_code,
    )  # the host's, and before admission
    found.feed(answer.text if answer.status_code == 200 else "")
    for path, said in found.forms:
        if path.startswith("sheet/"):
            found.sheets.append(f"{path}?{urlencode(said | DRAWN if said.get('ed25519') == '' else said)}")
    return found


def command_of(viewer: Viewer, path: str, fields: dict[str, str]) -> Command | None:
    """Return the command that a form comes to; None for a search, and for what begins a job or an invitation."""
    if path.startswith("commands/"):
        return from_form(REGISTRY, path.removeprefix("commands/"), fields, "UTC")
    if not path.startswith("text/"):
        return None
    _, clause, verb = path.split("/")
    said: dict[str, object] = {"clause": fields.get("clause", clause), "version": int(fields["version"])}
    said["digests"] = dict.fromkeys(LANGUAGES, "d" * 64)
    if verb == "draft":
        return Command("text.clause-drafted.1", said, fields["id"])
    return Command("text.clause-bracketed.1", {**said, "party": viewer.party}, fields["id"])


def refused_forms(room: Room, viewer: Viewer, found: Offers) -> Iterator[str]:
    for path, fields in found.forms:
        command = command_of(viewer, path, fields)
        if command is not None:
            app, state = room.app, room.app.talks.get(TALKS)
            act = act_of(app, command.kind, command.fields)
            assert not isinstance(act, Refused), (path, act)
            written = isinstance(act, ClauseDrafted | ClauseBracketed)  # its wordings come with the form
            known = Wordings(missing=0) if written else facts(app, state, viewer.by, act)
            answer = decide(app, state, viewer.by, act, command, known, holds=True)
            if isinstance(answer, Refused):
                yield f"{path}: {[one.code for one in answer.reasons]}"


def refused_sheets(browser: Browser, sheets: list[str]) -> Iterator[str]:
    """Yield sheets that cannot be signed, and those offered instead on them."""
    for sheet in sheets:
        answer = browser.get(sheet, headers={"accept": "application/json"})
        codes = [code for code, _ in answer.json()["refused"]] if answer.status_code == 200 else ["gone"]
        if codes:
            yield f"{sheet}: {codes}"
        instead = [one for one in offers(browser, sheet).sheets if one not in sheets]
        yield from refused_sheets(browser, instead)


def in_vain(room: Room) -> tuple[int, list[str]]:
    """Return how many things are offered on this table, and those that would be refused."""
    served, count, found = Served(room), 0, []
    for seat in room.seats:
        browser = served.as_seat(seat)
        for page in PAGES:
            offered = offers(browser, page)
            count += len(offered.sheets) + len(offered.forms)
            vain = [
                *refused_sheets(browser, offered.sheets),
                *refused_forms(room, room[seat].viewer, offered),
            ]
            found += [f"{seat}, {page}: {one}" for one in vain]
    return count, found


def nothing_in_vain(room: Room, least: int) -> None:
    count, found = in_vain(room)
    assert not found, "\n".join(found)
    assert count >= least, count  # that the pages were read at all


def test_coming_to_the_table_offers_nothing_in_vain() -> None:
    room = created()
    nothing_in_vain(room, 15)  # only heads have anything to do yet
    vouch(room, "north-head", ["north-head", "north-lists"])
    nothing_in_vain(room, 15)
    nothing_in_vain(accepted(), 20)


def test_talks_on_a_text_offer_nothing_in_vain() -> None:
    room = opened()
    digests = {clause: drafted(room, clause) for clause in ("1", "2", "3")}
    room["chair"].must(
        "talks.meeting-proposed.1", meeting="meeting-1", at="2020-03-24T07:30:00Z", place="doha"
    )
    nothing_in_vain(room, 40)
    said: dict[str, object] = {"version": 1, "party": "north"}
    room["north-head"].must("text.clause-adopted.1", clause="1", digests=digests["1"], **said)
    room["north-head"].must("text.clause-agreed.1", clause="2", digests=digests["2"], **said)
    room["north-head"].must("text.clause-bracketed.1", clause="3", digests={}, **said)
    room["north-head"].must("talks.meeting-accepted.1", meeting="meeting-1", party="north")
    nothing_in_vain(room, 40)
    said["party"] = "south"
    room["south-head"].must("text.clause-adopted.1", clause="1", digests=digests["1"], **said)
    nothing_in_vain(room, 40)
    room.absent |= {"south-head", "south-lists"}
    nothing_in_vain(room, 20)


def test_lists_that_are_cleared_offer_nothing_in_vain() -> None:
    room = opened()
    cleared(room)
    nothing_in_vain(room, 20)
    announced(room)
    nothing_in_vain(room, 20)
    room["chair"].must("talks.session-closed.1", session="session-1")
    nothing_in_vain(room, 20)


def test_a_sheet_reached_by_its_address_offers_no_other_that_would_be_refused() -> None:
    room = opened()
    digests = drafted(room)
    head = Served(room).as_seat("north-head")
    sheet = "sheet/text.clause-adopted.1?clause=1"
    assert "sheet/text.clause-agreed.1" in head.get(sheet, headers={"accept": "text/html"}).text
    room["north-head"].must("text.clause-adopted.1", clause="1", version=1, digests=digests, party="north")
    page = head.get(sheet, headers={"accept": "text/html"}).text
    assert "Your side has adopted clause 1" in page
    assert "sheet/text.clause-agreed.1" not in page
    assert "data-hold" not in page


def test_a_sheet_of_a_record_that_takes_nothing_says_so_and_offers_no_signing() -> None:
    room = opened()
    drafted(room)
    room.app.journal.set_read_only("behind_kept_head")
    page = Served(room).as_seat("north-head").get("sheet/text.clause-adopted.1?clause=1").text
    assert "It can be read, and nothing can be added." in page
    assert "data-hold" not in page


def test_a_template_asks_for_itself_whether_an_act_is_offered_to_its_reader_now() -> None:
    room = opened()
    drafted(room)
    asked = {"seat": "north-lists", "space": "plenary", "reason": "asked"}
    kind = "room.seat-removed.1"
    assert offered_kind(room.app, room["chair"].viewer, kind, asked)
    assert not offered_kind(room.app, room["north-head"].viewer, kind, asked)
    assert not offered_kind(room.app, room["chair"].viewer, kind, asked | {"space": "nowhere"})
    with pytest.raises(
        RuleError, match="offer_malformed"
    ):  # a page that asks so is at fault, and says nothing
        offered_kind(room.app, room["chair"].viewer, kind, {})
