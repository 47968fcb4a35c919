"""What a head's Today says, held against the record: read from an export, by nothing of the server's.

A page may be older than the record by a moment: what is compared is read again before it counts as a fault.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parley.cli.main import main
from tests.whole.by_hand.hand import Hand


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


def check(hand: Hand, party: str, data: Path, folder: Path) -> None:
    """Hold the Today before this head against the record; what differs is looked at once more, asked for anew."""
    talks = hand.where().split("/")[2]
    if faults(hand, party, recorded(data, talks, folder / "first")):
        hand.press("Today")
        found = faults(hand, party, recorded(data, talks, folder / "again"))
        assert not found, f"{found} at {hand.where()}:\n{hand.text()}"


def faults(hand: Hand, party: str, told: Told) -> list[str]:
    """Return what this head's Today says that is not so, or does not say that is."""
    text = " ".join(hand.text().split())

    def says(message: str, **values: object) -> bool:
        return " ".join(hand.word(message, **values).split()) in text

    so = {
        "The table is open.": told.open,
        "The table is closed.": not told.open,
        "<b>Accept the plan</b> or say what to change": told.lacks(party, told.plan),
        "No meeting is proposed yet.": not told.meeting,
    }
    found = [
        f"{message!r} is {not is_so} on the page" for message, is_so in so.items() if says(message) != is_so
    ]
    for clause in told.clauses:
        waits = clause in told.unanswered(party)
        if says("<b>Adopt or answer clause %(clause)s</b>", clause=clause) != waits:
            found.append(f"clause {clause}: waits by the record: {waits}")
    if says("<b>Accept the next meeting</b> or say why not") and not told.lacks(party, told.meeting):
        found.append("a meeting that was accepted is to be accepted")
    nothing = not told.unanswered(party) and not told.lacks(party, told.plan)
    if says("Nothing waits for you now.") and not nothing:
        found.append("something waits")
    return found
