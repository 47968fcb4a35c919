"""What a stranger can check of a table in memory: the folder, the verifier, and the fold made anew."""

from collections.abc import Sequence

from parley.app.core.witness import cosigned, latest
from parley.lists.read import read_table
from parley.record.export import export_paths
from parley.record.report import Report
from parley.record.trust import NO_TRUST, Trust, read_trust
from parley.record.verify import verify
from tests.sitting import TALKS, Room, app_over, states_of

CSV = "text/csv"


def exported(room: Room, compartment: str = "table") -> dict[str, bytes]:
    """Return the folder that a member would be given, path → bytes."""
    head = latest(room.app, room.app.talks.get(TALKS), compartment)
    assert head is not None
    note = cosigned(room.app, TALKS, compartment, head)
    return dict(export_paths(TALKS, compartment, room.app.journal.entries(TALKS, compartment), note))


def trusted(room: Room) -> Trust:
    """Return the keys that both sides wrote down when they met."""
    heads = [f"head {room[seat].party} {room[seat].device}" for seat in ("north-head", "south-head")]
    return read_trust("\n".join(heads).encode())


def checked(folder: dict[str, bytes], trust: Trust | None = None, seen: Sequence[bytes] = ()) -> Report:
    return verify(folder.get, trust or NO_TRUST, seen)


def holds(room: Room) -> None:
    """Assert that the record verifies from outside and that the state folded anew equals the live one."""
    report = checked(exported(room), trusted(room))
    assert report.ok, report.faults
    fresh = app_over(room.store, room.clock).talks.get(TALKS)
    assert states_of(fresh) == states_of(room.app.talks.get(TALKS))


def deposited(room: Room, side: str, kind: str, rows: str) -> str:
    """Hand over a list of ``name,father,born,province`` lines as CSV, and return its digest; the head has yet to sign."""
    data = ("number,name,father's name,year of birth,province\n" + rows).encode()
    officer = room[f"{side}-lists"]
    digest = officer.content(data, kind, CSV)
    held = sum(row.problem is None for row in read_table(data, "list.csv").rows)
    officer.must(
        "lists.deposited.1",
        deposit=f"{side}-{kind}",
        list=kind,
        party=side,
        digest=digest,
        size=len(data),
        rows=held,
    )
    return digest


def countersigned(room: Room, side: str, kind: str, digest: str) -> None:
    room[f"{side}-head"].must(
        "lists.deposit-countersigned.1", deposit=f"{side}-{kind}", party=side, digest=digest
    )
