"""Whatever the rules allow a seat is offered to it on some page: every act, from every seat, at each stage of the talks."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parley.app.core.model import Recorded
from parley.app.core.offers import reasons_against
from parley.app.lists.reading import bulk_list, pairs_of, standings_of
from parley.app.plan.announcing import to_announce
from parley.app.plan.planning import plan_release
from parley.base import Act
from parley.lists import DepositedFile, Lists
from parley.lists import acts as lists
from parley.lists.standings import cleared as cleared_pairs
from parley.lists.standings import undecided
from parley.lists.state import KINDS
from parley.plan import Plans
from parley.plan import acts as plan
from parley.plan.announced import Kept, Member
from parley.record import b64u
from parley.registry import REGISTRY
from parley.room import CompanyList
from parley.room import Room as InRoom
from parley.room.acts import CompanyDeclared, SeatReadmitted, SeatRemoved
from parley.talks import Agreed, Content, PaperProof, Talks
from parley.talks import acts as talks
from parley.text import Text, Wordings
from parley.text import acts as text
from tests.sim.test_attacks import intruder
from tests.sim.test_suspension import ended, suspended
from tests.sitting import LANGUAGES, TALKS, Room, Seat, accepted, created, drafted, opened, vouch
from tests.web.clearing import announced, cleared, in_force, out
from tests.web.serving import Browser, Served
from tests.web.test_desk import matched as unsure
from tests.web.test_offered import PAGES

LATER = "2020-03-24T07:30:00Z"
NO_PAGE_YET = {  # what programs alone can ask for so far; each has its page to come
    talks.ContentErased.KIND: "what goes cannot be had back: a program asks by digest, until the end of talks has a page that shows it first",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An act that may be allowed now, the facts to assume of it, and where a page would offer it."""

    act: Act
    path: str  # of a link or a form, without the seat's part
    fields: dict[str, str]  # that the link's query or the form must have
    assuming: object = None


class Links(HTMLParser):
    """Collects every link and every form with its fields."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.found: list[tuple[str, dict[str, str]]] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in ("a", "form"):
            target = urlsplit(said.get("href" if tag == "a" else "action", "").removeprefix(self.base))
            query = {name: values[0] for name, values in parse_qs(target.query).items()}
            self.found.append((target.path, query))
        elif tag == "select":
            self._select = said.get("name", "")
        elif tag == "option" and self._select and self.found:
            self.found[-1][1].setdefault(self._select, said["value"])
        elif tag in ("input", "textarea") and self.found and "name" in said:
            self.found[-1][1][said["name"]] = said.get("value", "")


def offers(browser: Browser) -> list[tuple[str, dict[str, str]]]:
    """Return every link and form on the pages of a seat, and what its sheets offer instead."""
    found: list[tuple[str, dict[str, str]]] = []
    for page in PAGES:
        answer = browser.get(page, headers={"accept": "text/html"})
        links = Links(browser.base.removeprefix("http://testserver"))
        links.feed(answer.text if answer.status_code == 200 else "")
        found += links.found
    return found


def wanted(room: Room, seat: Seat) -> Iterator[Wanted]:
    """Yield every act that could be allowed to this seat now, as far as the states tell."""
    state = room.app.talks.get(TALKS)
    yield from of_the_talks(state.of(Talks), seat)
    yield from of_the_room(state.of(InRoom))
    place = state.of(Talks).seats[seat.seat].place
    alone = CompanyDeclared(seat.seat, place, 0, "")
    yield Wanted(alone, "company", {"do": "nobody"}, CompanyList(there=True))
    yield from of_the_text(state.of(Text), seat)
    yield from of_the_lists(room, seat)
    yield from of_the_plan(room, seat)


def of_the_plan(room: Room, seat: Seat) -> Iterator[Wanted]:
    state = room.app.talks.get(TALKS)
    proposed = state.of(Plans).current()
    if cleared_pairs(standings_of(room.app, state)):  # without anybody cleared the work ends in words
        yield Wanted(plan.PlanProposed("plan-new", "", "", 1, 1, 1, 1), "plan/propose", {}, Kept(0))
    if proposed is not None:
        said = proposed.act
        act = plan.PlanAccepted(said.plan, said.problem, said.digest, seat.party)
        yield Wanted(act, "sheet/plan.accepted.1", {"plan": said.plan})
    announcing = to_announce(room.app, seat.viewer, state)
    if announcing is not None:
        yield Wanted(announcing, "sheet/plan.batch-announced.1", {"batch": str(announcing.batch)})
    for batch in state.of(Plans).announced:
        fields = {"batch": str(batch), "of": "north", "claim": "2"}
        taking = plan.PersonTakenOut(batch, "north", 2, later=True, reason="", party=seat.party)
        yield Wanted(taking, "plan/take-out", fields, Member(batch, reason=True))


def of_the_talks(state: Talks, seat: Seat) -> Iterator[Wanted]:
    for device in state.devices.values():
        vouching = talks.DeviceVouched(device.id, seat.party)
        yield Wanted(vouching, "sheet/roster.device-vouched.1", {"device": device.id})
        revoking = talks.DeviceRevoked(device.id, "lost", device.seat)
        yield Wanted(revoking, "sheet/roster.device-revoked.2", {"device": device.id})
        naming = talks.DeputyNamed(device.id, seat.party)
        yield Wanted(naming, "sheet/roster.deputy-named.1", {"device": device.id})
        standing_in = talks.DeputyVouched(device.id, seat.party)
        yield Wanted(standing_in, "sheet/roster.deputy-vouched.1", {"device": device.id})
        suspending = talks.DeviceSuspended(device.id, 24, device.seat)
        yield Wanted(suspending, "sheet/roster.device-suspended.1", {"device": device.id}, Agreed(24))
        ending = talks.SuspensionEnded(device.id, device.seat)
        yield Wanted(ending, "sheet/roster.suspension-ended.1", {"device": device.id})
    making = talks.PaperKeyMade("", seat.party)
    yield Wanted(making, "sheet/roster.paper-key-made.1", {"ed25519": ""}, PaperProof(holds=True))
    for key in state.papers:
        showing = talks.PaperVouched(seat.device, key, seat.party, "")
        fields = {"key": key, "proof": ""}
        yield Wanted(showing, "sheet/roster.paper-vouched.1", fields, PaperProof(holds=True))
    claiming = talks.HeadClaimed(seat.device, seat.party)
    yield Wanted(claiming, "sheet/roster.head-claimed.1", {})
    others = state.acceptable_by(seat.party, seat.app.clock.acts())
    yield Wanted(talks.DevicesAccepted(others, seat.party), "sheet/roster.devices-accepted.1", {})
    yield Wanted(talks.SessionOpened("session-new"), "commands/talks.session-opened.1", {})
    session = state.session()
    if session is not None:
        closing = talks.SessionClosed(session.id)
        yield Wanted(closing, "commands/talks.session-closed.1", {"session": session.id})
    proposing = talks.MeetingProposed("meeting-new", LATER, "doha")
    yield Wanted(proposing, "commands/talks.meeting-proposed.1", {})
    meeting = state.latest_meeting()
    if meeting is not None:
        accepting = talks.MeetingAccepted(meeting.id, seat.party)
        yield Wanted(accepting, "commands/talks.meeting-accepted.1", {"meeting": meeting.id})
        declining = talks.MeetingDeclined(meeting.id, seat.party, "hour")
        yield Wanted(declining, "commands/talks.meeting-declined.1", {"meeting": meeting.id, "why": "hour"})
    laying = talks.SeatMade("seat-new", seat.party, "member", "doha", "")
    yield Wanted(laying, "host/seat", {"role": "head"}, Content(there=True))  # the first of the roles
    yield Wanted(talks.Noted(""), "note", {"words": ""}, Content(there=True))
    yield Wanted(talks.ContentErased("", seat.seat), "", {}, Content(there=True))


def of_the_room(state: InRoom) -> Iterator[Wanted]:
    for seat in ("north-lists", "south-head"):
        named = {"seat": seat, "space": "plenary"}
        if seat not in state.removed.get("plenary", {}):  # once is enough
            yield Wanted(SeatRemoved(seat, "plenary", "asked"), "commands/room.seat-removed.1", named)
        yield Wanted(SeatReadmitted(seat, "plenary"), "commands/room.seat-readmitted.1", named)


def of_the_text(state: Text, seat: Seat) -> Iterator[Wanted]:
    kept, digests = Wordings(0), dict.fromkeys(LANGUAGES, "")
    yield Wanted(text.ClauseDrafted("new", 1, digests), "text/new/draft", {}, kept)
    for clause in state.clauses.values():
        said = clause.id, clause.version, seat.party
        draft = text.ClauseDrafted(clause.id, clause.version + 1, digests)
        yield Wanted(draft, f"text/{clause.id}/draft", {}, kept)
        yield Wanted(text.ClauseBracketed(*said, {}), f"text/{clause.id}/bracket", {}, kept)
        named = {"clause": clause.id}
        yield Wanted(text.ClauseAgreed(*said, clause.digests), "sheet/text.clause-agreed.1", named)
        yield Wanted(text.ClauseAdopted(*said, clause.digests), "sheet/text.clause-adopted.1", named)


def of_the_lists(room: Room, seat: Seat) -> Iterator[Wanted]:
    state = room.app.talks.get(TALKS)
    known, sides = state.of(Lists), state.of(Talks).sides()
    file = DepositedFile(there=True, rows=1, size=1)
    for kind in KINDS:
        act = lists.Deposited(f"{kind}-new", kind, seat.party, "", 1, 1)
        yield Wanted(act, f"lists/deposit/{kind}", {}, file)
    for deposit in known.deposits.values():
        signing = lists.Countersigned(deposit.id, seat.party, deposit.digest)
        yield Wanted(signing, "sheet/lists.deposit-countersigned.1", {"deposit": deposit.id})
    receipt = lists.Received({one: known.deposits[one].digest for one in known.opened}, seat.party)
    yield Wanted(receipt, "sheet/lists.received.1", {})
    yield Wanted(lists.Matched("match-new", "", {}), "lists/match", {})
    match = known.match
    if match is None:
        return
    for points in (8_000, 9_500):
        threshold = lists.ThresholdSigned(match.id, points, seat.party)
        yield Wanted(threshold, "sheet/lists.threshold-signed.1", {"match": match.id})
    sure = bulk_list(room.app, state)
    bulk = lists.BulkConfirmed(match.id, match.threshold(sides) or 0, sure.pairs, sure.digest, seat.party)
    yield Wanted(bulk, "sheet/lists.bulk-confirmed.1", {"match": match.id})
    for pair in undecided(match, sides, seat.party, pairs_of(room.app, seat.viewer.by, state))[
        :1
    ]:  # the desk shows one at a time
        found = pair.claimant, pair.claim, pair.holding
        deciding = lists.PairDecided(match.id, *found, same=True, party=seat.party)
        yield Wanted(deciding, "lists/desk", {"of": pair.claimant, "claim": str(pair.claim)})


def missing(room: Room) -> tuple[list[str], set[str]]:
    """Return what is allowed and not offered on any page, and the kinds that were allowed at all."""
    served, found, allowed = Served(room), [], set[str]()
    state = room.app.talks.get(TALKS)
    for name, seat in room.seats.items():
        shown = offers(served.as_seat(name))
        for one in wanted(room, seat):
            with state.lock:
                against: Any = reasons_against(room.app, seat.viewer, state, one.act, one.assuming)
            if against:
                continue
            allowed.add(one.act.KIND)
            if one.act.KIND not in NO_PAGE_YET and not any(
                path == one.path and one.fields.items() <= fields.items() for path, fields in shown
            ):
                found.append(f"{name}: {one.act.KIND} {one.fields}")
    return found, allowed


def all_offered(room: Room) -> set[str]:
    found, allowed = missing(room)
    assert not found, "\n".join(found)
    return allowed


def test_whatever_is_allowed_is_offered_from_the_first_device_to_the_plan() -> None:
    allowed = set[str]()
    room = created()
    allowed |= all_offered(room)
    for head, seats in (
        ("north-head", ["north-head", "north-lists"]),
        ("south-head", ["south-head", "south-lists"]),
    ):
        vouch(room, head, seats)
        allowed |= all_offered(room)
    allowed |= all_offered(accepted())
    room = opened()
    allowed |= all_offered(room)
    lost = room.seats["north-head"]
    lost.must("roster.deputy-named.1", deputy=room["north-lists"].device, party="north")
    paper = b64u(Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    lost.must("roster.paper-key-made.1", ed25519=paper, party="north")
    room.seats["north-head"] = intruder(room)  # the head with another device
    allowed |= all_offered(room)
    room.seats["north-head"] = lost
    suspended(room)
    allowed |= all_offered(room)
    ended(room)
    digests = {clause: drafted(room, clause) for clause in ("1", "2", "3")}
    room["chair"].must("talks.meeting-proposed.1", meeting="meeting-1", at=LATER, place="doha")
    room["chair"].must("room.seat-removed.1", seat="north-lists", space="plenary", reason="asked")
    allowed |= all_offered(room)
    said = {"version": 1, "party": "north"}
    room["north-head"].must("text.clause-agreed.1", clause="2", digests=digests["2"], **said)
    room["north-head"].must("text.clause-bracketed.1", clause="3", digests={}, **said)
    allowed |= all_offered(room)
    room = opened()
    cleared(room, lambda one: allowed.update(all_offered(one)))
    planned = plan_release(room.app, room["chair"].viewer, "job-of-the-plan", lambda _: None)
    assert isinstance(planned, Recorded), planned
    allowed |= all_offered(room)
    in_force(room)
    allowed |= all_offered(room)
    announced(room)
    allowed |= all_offered(room)
    out(room, "north", 2)
    allowed |= all_offered(room)
    asked = {kind.kind for kind in REGISTRY.kinds.values() if not kind.by_system} - {lists.PairDecided.KIND}
    assert asked - allowed == set(), "acts that no stage of this test allowed to anyone"


def test_thresholds_and_pairs_are_offered_however_the_sides_sign() -> None:
    room = opened()
    match = unsure(room)  # both sides have signed 100 in a hundred
    assert lists.PairDecided.KIND in all_offered(room)
    for side, points in (("north", 9_500), ("south", 8_000), ("north", 8_000)):
        room[f"{side}-head"].must("lists.threshold-signed.1", match=match, basis_points=points, party=side)
        allowed = all_offered(room)
        assert lists.ThresholdSigned.KIND in allowed


def test_what_has_no_page_yet_is_listed_and_nothing_else() -> None:
    room = opened()
    drafted(room)
    shown = {path for seat in room.seats for path, _ in offers(Served(room).as_seat(seat))}
    assert not [path for path in shown if any(kind in path for kind in NO_PAGE_YET)]
