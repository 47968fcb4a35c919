"""What pages say, held against the record: a head's Today, who is off camera, the lobby and the plan.

The record is read from an export, by nothing of the server's.

A page may be older than the record by a moment: what is compared is read again before it counts as a fault.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parley.cli.main import main
from tests.whole.by_hand.hand import Hand
from tests.whole.by_hand.plan import OUT


@dataclass(slots=True)
class Told:
    """What the entries of the table say, one after another."""

    open: bool = False
    clauses: dict[str, int] = field(default_factory=dict)  # newest version
    answered: set[tuple[str, str, int]] = field(default_factory=set)  # party, clause, version
    plan: str = ""
    accepted: set[tuple[str, str]] = field(default_factory=set)  # party, plan or meeting
    declined: set[tuple[str, str]] = field(default_factory=set)  # party, meeting
    meeting: str = ""
    party_of: dict[str, str] = field(default_factory=dict)  # seat → party
    company: dict[str, int] = field(default_factory=dict)  # seat → people in its room
    put_out: set[str] = field(default_factory=set)  # seats
    announced: set[int] = field(default_factory=set)  # batches
    out: dict[int, set[tuple[str, int]]] = field(default_factory=dict)  # batch → claimant and row

    def hear(self, entry: dict[str, Any]) -> None:
        """Take the next entry."""
        kind, body = entry["kind"], entry["body"]
        match kind:
            case "talks.seat-made.1":
                self.party_of[body["seat"]] = body["party"]
            case "talks.session-opened.1" | "talks.session-closed.1":
                self.open = kind == "talks.session-opened.1"
            case "text.clause-drafted.1":
                self.clauses[body["clause"]] = body["version"]
            case "text.clause-bracketed.1" | "text.clause-agreed.1" | "text.clause-adopted.1":
                self.answered.add((body["party"], body["clause"], body["version"]))
            case "plan.proposed.1":
                self.plan = body["plan"]
            case "plan.accepted.1":
                self.accepted.add((body["party"], body["plan"]))
            case "talks.meeting-proposed.1":
                self.meeting = body["meeting"]
                self.accepted.add((self.party_of.get(entry["seat"], ""), body["meeting"]))
            case "talks.meeting-accepted.1":
                self.accepted.add((body["party"], body["meeting"]))
            case "talks.meeting-declined.1":
                self.declined.add((body["party"], body["meeting"]))
            case "room.company-declared.1":
                self.company[body["seat"]] = body["people"]
            case "room.seat-removed.1":
                self.put_out.add(body["seat"])
            case "room.seat-readmitted.1":
                self.put_out.discard(body["seat"])
            case "plan.batch-announced.1":
                self.announced.add(body["batch"])
            case "plan.person-taken-out.1":
                self.out.setdefault(body["batch"], set()).add((body["claimant"], body["claim"]))
            case _:
                pass

    def unanswered(self, party: str) -> set[str]:
        """Return the clauses whose newest version a side has not answered."""
        return {
            clause
            for clause, version in self.clauses.items()
            if (party, clause, version) not in self.answered
        }

    def lacks(self, party: str, what: str) -> bool:
        return bool(what) and (party, what) not in self.accepted


def recorded(data: Path, talks: str, folder: Path) -> Told:
    """Return what the record of the table says now."""
    assert main(["record", "export", str(folder), "--data", str(data), "--talks", talks]) == 0
    told = Told()
    for entry in _entries(folder / "tile" / "entries"):
        told.hear(entry)
    return told


def _entries(folder: Path) -> Iterator[dict[str, Any]]:
    for bundle in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = bundle.read_bytes()
        while data:
            length = int.from_bytes(data[:2])
            yield json.loads(data[2 : 2 + length])
            data = data[2 + length :]


def check(hand: Hand, data: Path, folder: Path) -> None:
    """Hold the page before this person against the record; what differs is looked at once more, asked for anew."""
    page = hand.where().split("#")[0].split("?")[0].rsplit("/", 1)[-1]
    if page not in PAGES:
        return
    title, faults = PAGES[page]
    talks, seat = hand.where().split("/")[2:4]  # as the record calls them
    if faults(hand, seat, recorded(data, talks, folder / "first")):
        hand.press(title)
        found = faults(hand, seat, recorded(data, talks, folder / "again"))
        assert not found, f"{found} at {hand.where()}:\n{hand.text()}"


def _says(hand: Hand, message: str, **values: object) -> bool:
    return " ".join(hand.word(message, **values).split()) in " ".join(hand.text().split())


def _differ(hand: Hand, so: dict[str, bool]) -> list[str]:
    """Return the sentences that stand there and are not so, or are so and do not stand there."""
    return [f"{one!r} is {not is_so} on the page" for one, is_so in so.items() if _says(hand, one) != is_so]


def today(hand: Hand, seat: str, told: Told) -> list[str]:
    """Return what this head's Today says that is not so, or does not say that is."""
    found = _differ(hand, {"The table is open.": told.open, "The table is closed.": not told.open})
    found += _differ(hand, {"No meeting is proposed yet.": not told.meeting})
    if not seat.endswith("-head"):
        return found
    party = told.party_of[seat]
    found += _differ(hand, {"<b>Accept the plan</b> or say what to change": told.lacks(party, told.plan)})
    for clause in told.clauses:
        waits = clause in told.unanswered(party)
        if _says(hand, "<b>Adopt or answer clause %(clause)s</b>", clause=clause) != waits:
            found.append(f"clause {clause}: waits by the record: {waits}")
    if _says(hand, "<b>Accept the next meeting</b> or say why not") and not told.lacks(party, told.meeting):
        found.append("a meeting that was accepted is to be accepted")
    nothing = not told.unanswered(party) and not told.lacks(party, told.plan)
    if _says(hand, "Nothing waits for you now.") and not nothing:
        found.append("something waits")
    return found


def lobby(hand: Hand, seat: str, told: Told) -> list[str]:
    """Return whether the lobby says open or closed, and it is not so."""
    sits = told.open and seat not in told.put_out
    return _differ(hand, {"The table is open": sits, "You wait for the table": not sits})


def company(hand: Hand, seat: str, told: Told) -> list[str]:
    """Return what the page says that this seat has said, and it has not."""
    said = told.company.get(seat)
    with hand.within(hand.word("You have said")):
        return _differ(hand, {"has not said yet": said is None, "nobody else": said == 0})


def plan(hand: Hand, seat: str, told: Told) -> list[str]:
    """Return what the page says of announced batches that is not so."""
    none = "No batch is announced yet. Once one is, every later plan keeps its people in it."
    found = [] if not told.announced else _differ(hand, {none: False})
    for batch in told.announced:
        out, name = len(told.out.get(batch, ())), hand.word("Batch %(batch)s", batch=batch + 1)
        lines = [one for one in hand.text().splitlines() if one.strip().startswith(name)]
        if not any(out == 0 or hand.counted(*OUT, out) in one for one in lines):
            found.append(f"batch {batch + 1}, {out} taken out: {lines}")
    return found


PAGES: dict[str, tuple[str, Callable[[Hand, str, Told], list[str]]]] = {
    "today": ("Today", today),
    "lobby": ("The lobby", lobby),
    "company": ("Who else is in the room", company),
    "plan": ("Plan", plan),
}
