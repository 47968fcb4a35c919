"""A device that is not admitted is not the seat: whatever a second link and its code lead to, it sees and does nothing of the seat's."""

import asyncio
import re
from dataclasses import replace

import httpx
import pytest

from parley.app.core import signins, witness
from parley.app.core.facts import now_of
from parley.app.core.model import Command, Recorded
from parley.app.talks import house
from parley.base import Refused, to_body
from parley.record import cosignature, cosigner_name, read_checkpoint, read_entry
from parley.record.notes import Signer
from parley.registry import DOMAINS, REGISTRY
from parley.web.http import COOKIE
from parley.web.live import Hub
from parley.web.site import OWN
from tests import queries
from tests.sim.outside import deposited
from tests.sitting import TALKS, Room, Seat, created, opened, sit, vouch
from tests.web.serving import ORIGIN, Browser, Served

CANARY = "Canary"
SEATS = ("north-head", "north-lists", "chair", "neutral-head")
GETS = sorted(
    {page.path for _, web in DOMAINS for page in web.pages if page.method == "GET"}
    | {page.path for page in OWN if page.method == "GET"}
)
POSTS = sorted(
    {page.path for _, web in DOMAINS for page in web.pages if page.method == "POST"}
    | {page.path for page in OWN if page.method == "POST"}
)
COMMANDS = "/commands/{kind}"  # the rules say for each kind which devices it is for
HERS = {"/waiting", "/key", "/sign-in", "/sign-out"}  # what any device of a seat has
HERS |= {
    "/equipment",
    "/line-test/begin",
    "/line-test/end",
    "/line-test/report",
}  # its own devices and line, days before too
FILLED = {
    "kind": "lists.received.1",
    "compartment": "table",
    "job": "none",
    "list": "claims",
    "file": "plan.json",
    "clause": "1",
    "who": "north-lists",
    "question": "sides",
    "number": "0",
}


def second(room: Room, seat: str) -> Seat:
    """Redeem a second link of a seat with a device of somebody else's: the facilitator made it, or a link and a code were stolen."""
    asked = Command(
        "seat.invite",
        {"seat": seat, "language": "en"},
        f"a-second-link-{seat}-{len(room.app.people.invitations(TALKS))}",
    )
    invited = house.invite_seat(room.app, room["chair"].viewer, asked)
    assert isinstance(invited, Recorded), invited
    return sit(room.app, dict(invited.extra))


def browser_of(served: Served, spy: Seat) -> Browser:
    token = signins.new_sign_in(served.room.app, TALKS, spy.seat, spy.device)[0]
    headers = {"origin": ORIGIN, "cookie": f"{COOKIE}={token}", "accept-language": "en"}
    return Browser(served.site, f"{ORIGIN}/talks/{TALKS}/{spy.seat}/", headers)


def at(path: str, digest: str) -> str:
    filled = path.replace("{digest}", digest)
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: FILLED[found[1]], filled).lstrip("/")


def full() -> tuple[Room, str, str]:
    """Return a table with both lists in and a private note; the digests of north's holdings and of its note."""
    room = opened()
    held = deposited(room, "north", "holdings", f"1,Mohammad {CANARY},Abdul,1985,Kandahar\n")
    note = room["north-head"].content(f"{CANARY}: for us alone".encode(), "note")
    room["north-head"].must("talks.noted.1", digest=note)
    return room, held, note


def test_there_are_addresses_to_ask() -> None:
    assert len(GETS) > 12
    assert {"/live", "/record/{compartment}/download"} < set(GETS)


@pytest.mark.parametrize("seat", SEATS)
def test_an_unvouched_device_is_shown_the_waiting_page_and_nothing_else(seat: str) -> None:
    room, held, note = full()
    served, spy = Served(room), second(room, seat)
    browser = browser_of(served, spy)
    for digest in (held, note):
        for path in GETS:
            if path in HERS or path == "/live":
                continue
            told = browser.get(at(path, digest), headers={"accept": "application/json"})
            assert told.status_code in (403, 404), path
            page = browser.get(at(path, digest), headers={"accept": "text/html"})
            assert page.status_code in (303, 403, 404), path
            assert CANARY not in told.text + page.text, path
    waiting = browser.get("waiting", headers={"accept": "text/html"})
    assert waiting.status_code == 200
    assert spy.device in waiting.text
    own = browser.get(
        "key", headers={"accept": "text/html"}
    )  # its own key's: the server has nothing to tell there
    assert own.status_code == 200
    tried = browser.get("equipment", headers={"accept": "text/html"})
    assert tried.status_code == 200
    said = waiting.text + own.text + tried.text
    others = {one.device for one in room.seats.values()}
    assert not [one for one in others if one in said or one[:16] in said]
    names = [f"Person of {one}" for one in room.seats if one != seat]
    assert not [name for name in names if name in said]


@pytest.mark.parametrize("seat", SEATS)
def test_an_unvouched_device_has_nothing_taken_from_it(seat: str) -> None:
    room, held, _ = full()
    served, spy = Served(room), second(room, seat)
    browser, before = (
        browser_of(served, spy),
        {name: room.app.talks.get(TALKS).size(name) for name in ("table", "host", "side-north")},
    )
    for path in POSTS:
        if path in HERS:
            continue
        answer = browser.post(
            at(path, held), json={"space": "plenary"}, headers={"accept": "application/json"}
        )
        told = [
            one["code"] for one in answer.json()["refused"]
        ]  # for this reason, whatever else is wrong with it
        assert told == (["command_id_malformed"] if path == COMMANDS else ["device_not_admitted"]), path
    for kind in REGISTRY.kinds:
        asked = {"id": f"by-a-spy-{seat}-{kind}", "fields": {}}
        refused = browser.post(f"commands/{kind}", json=asked, headers={"accept": "application/json"})
        assert refused.status_code >= 400, kind
    after = {name: room.app.talks.get(TALKS).size(name) for name in before}
    assert after == before


def test_a_live_stream_is_for_admitted_devices() -> None:
    room = opened()
    served, spy = Served(room), second(room, "north-head")
    browser = browser_of(served, spy)

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(served.site)
        headers = browser.headers | {"accept": "application/json"}
        async with httpx.AsyncClient(transport=transport, base_url=browser.base, headers=headers) as client:
            return await asyncio.wait_for(client.get("live"), 5)  # a stream would not end

    answer = asyncio.run(asked())
    assert answer.status_code == 403
    assert "device_not_admitted" in answer.text

    async def scene() -> list[bytes]:
        hub = Hub(room.app, {})
        return [event async for event in hub.stream(spy.viewer)]  # ends by itself, and told nothing

    assert b"table" not in b"".join(asyncio.run(asyncio.wait_for(scene(), 5)))


def test_a_page_asked_for_before_admission_makes_no_side_present() -> None:
    room = opened()
    served, spy = Served(room), second(room, "north-head")
    hub = served.site.state.site.hub
    browser_of(served, spy).get("waiting", headers={"accept": "text/html"})
    browser_of(served, spy).get("today", headers={"accept": "text/html"})
    hub.coming(spy.viewer)
    assert hub.present(TALKS) == frozenset()
    hub.coming(room["north-head"].viewer)
    assert hub.present(TALKS) == {"north-head"}


def test_nothing_is_adopted_with_only_an_unadmitted_device_there_for_a_side() -> None:
    room = opened()
    served, spy = Served(room), second(room, "north-head")
    room.app.present = lambda talks: {"pages": served.site.state.site.hub.present(talks)}
    hub = served.site.state.site.hub
    hub.coming(spy.viewer)
    hub.coming(room["south-head"].viewer)
    state = room.app.talks.get(TALKS)
    assert now_of(room.app, state).present["pages"] == {"south-head"}
    answer = room["south-head"].do("lists.threshold-signed.1", match="m", basis_points=9_500, party="south")
    assert isinstance(answer, Refused)
    assert ("side_absent", {"party": "north"}) in [(one.code, one.numbers) for one in answer.reasons]


def test_an_unadmitted_device_cosigns_nothing_and_its_cosignature_counts_for_nobody() -> None:
    room = opened()
    spy = second(room, "north-lists")
    head = witness.latest(room.app, room.app.talks.get(TALKS), "table")
    assert head is not None
    name = cosigner_name(TALKS, spy.seat, spy.device)
    line = cosignature(read_checkpoint(head.note).text, name, 1_600_000_000, Signer(spy.public, spy.key.sign))
    refused = witness.cosign(room.app, spy.viewer, "table", head.size, line)
    assert refused is not None
    assert [one.code for one in refused.reasons] == ["device_not_admitted"]


def test_contents_and_entries_are_not_given_to_an_unadmitted_device_by_the_core_either() -> None:
    room, held, note = full()
    spy = second(room, "north-head")
    assert queries.content(room.app, room["north-head"].viewer, note) is not None
    assert [queries.content(room.app, spy.viewer, digest) for digest in (held, note)] == [None, None]
    for compartment in ("table", "side-north"):
        assert queries.record_entries(room.app, spy.viewer, compartment, 0, 99) is None
        assert queries.record_head(room.app, spy.viewer, compartment) is None


def test_a_refusal_tells_an_unadmitted_device_nothing_of_the_talks() -> None:
    room = opened()
    spy = second(room, "north-head")
    for kind, fields in (
        ("text.clause-adopted.1", {"clause": "1", "version": 3, "party": "north", "digests": {}}),
        (
            "lists.deposited.1",
            {"deposit": "d", "list": "claims", "party": "north", "digest": "", "rows": 1, "size": 1},
        ),
    ):
        answer = spy.do(kind, **fields)
        assert isinstance(answer, Refused)
        assert {one.code for one in answer.reasons} <= {"device_not_admitted", "not_for_your_seat"}


def test_an_unadmitted_device_of_the_host_invites_nobody() -> None:
    room = opened()
    spy = second(room, "chair")
    asked = Command("seat.invite", {"seat": "north-head", "language": "en"}, "invited-by-a-spy")
    answer = house.invite_seat(room.app, spy.viewer, asked)
    assert isinstance(answer, Refused)


def test_a_head_vouches_for_its_first_device_and_reads_the_roster_alone_before_it_is_admitted() -> None:
    room = created()
    served = Served(room)
    head = served.as_seat("north-head")
    device = room["north-head"].device
    assert head.get("sits", headers={"accept": "application/json"}).status_code == 403
    waiting = head.get("waiting", headers={"accept": "text/html"}).text
    assert f"sheet/roster.device-vouched.1?device={device}" in waiting
    assert head.get(f"sheet/roster.device-vouched.1?device={device}").status_code == 200
    other = room["north-lists"].device
    assert head.get(f"sheet/roster.device-vouched.1?device={other}").status_code == 404
    vouch(room, "north-head", ["north-head"])
    vouch(room, "south-head", ["south-head"])
    assert head.get("sits", headers={"accept": "application/json"}).status_code == 200
    assert head.get(f"sheet/roster.device-vouched.1?device={other}").status_code == 200
    assert head.get("sheet/roster.devices-accepted.1").status_code == 200
    lines = head.get("roster", headers={"accept": "application/json"}).text.splitlines()
    kinds = {read_entry(line.encode()).kind for line in lines}
    assert kinds == {
        "talks.created.1",
        "roster.server-key.1",
        "roster.device-enrolled.1",
        "roster.device-vouched.1",
    }
    for path in (
        "today",
        "text",
        "lists",
        "plan",
        "record",
        "room",
        "record/table/entries",
        "record/table/download",
    ):
        assert head.get(path, headers={"accept": "application/json"}).status_code == 403, path


def test_a_page_turned_before_admission_leads_to_the_waiting_page_and_the_waiting_page_to_today_after() -> (
    None
):
    room = opened()
    served, spy = Served(room), second(room, "north-lists")
    browser = browser_of(served, spy)
    plain = replace(browser, base=ORIGIN)
    for path in ("", "/today", "/lists"):
        answer = plain.get(f"/talks/{TALKS}/north-lists{path}", headers={"accept": "text/html"})
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/talks/{TALKS}/north-lists/waiting"
    real = served.as_seat("north-lists").get("waiting", headers={"accept": "text/html"})
    assert (real.status_code, real.headers["location"]) == (303, f"/talks/{TALKS}/north-lists/today")
    asked = served.as_seat("north-lists").get(
        "waiting", headers={"accept": "text/html", "hx-request": "true"}
    )
    assert asked.headers["hx-redirect"] == f"/talks/{TALKS}/north-lists/today"


def test_a_further_link_to_a_seat_with_an_admitted_device_is_told_to_its_side_and_to_the_device() -> None:
    room = opened()
    served, spy = Served(room), second(room, "north-lists")
    logged = [
        to_body(one.act)["seat"]
        for one in room.app.talks.get(TALKS).log["table"]
        if one.kind == "talks.seat-invited-again.1"
    ]
    assert logged == ["north-lists"]
    for seat in ("north-head", "north-lists"):
        page = served.as_seat(seat).get("today").text
        assert "A further link" in page, seat
    assert "A further link" not in served.as_seat("south-head").get("today").text
    waiting = browser_of(served, spy).get("waiting", headers={"accept": "text/html"}).text
    assert "already" in waiting


def test_a_first_link_is_told_to_nobody() -> None:
    room = opened()
    assert not [
        one for one in room.app.talks.get(TALKS).log["table"] if one.kind == "talks.seat-invited-again.1"
    ]
