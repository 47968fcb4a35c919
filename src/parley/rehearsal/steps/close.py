"""Step 6: the next meeting, the session closed, the head cosigned, the record verified by a separate process."""

import asyncio
import sys
from pathlib import Path

from parley.record import read_checkpoint
from parley.record.export import export_paths
from parley.rehearsal.seat import Seat
from parley.rehearsal.table import Table
from parley.rehearsal.told import Wanting, number


async def close(table: Table, session: str = "session-1") -> None:
    """Agree when to meet again, close, and prove the record from outside."""
    at, place = table.scenario.meeting
    await table.host.command("talks.meeting-proposed.1", {"meeting": "meeting-2", "at": at, "place": place})
    for party in (*table.scenario.sides, "host"):
        await table.head(party).command("talks.meeting-accepted.1", {"meeting": "meeting-2", "party": party})
        await table.breathe()
    table.told.did(f"next meeting {at[:10]} {at[11:16]} UTC accepted by both sides and the host")
    kept = [await _keep_early_head(table, side) for side in table.scenario.sides]
    await table.host.command("talks.session-closed.1", {"session": session})
    sizes = [await table.keeper(table.head(side)).cosign() for side in table.scenario.sides]
    table.told.did(f"session closed; the head of {number(sizes[-1])} entries cosigned by both sides' devices")
    folder = await _export(table)
    for side, early in zip(table.scenario.sides, kept, strict=True):
        await _verify(table, side, folder, early)
    table.told.figure(f"{number(sizes[-1])} entries, verified from outside")


async def _keep_early_head(table: Table, side: str) -> bytes:
    """Cosign what there is now, and keep that head: later it must still be the start of the record."""
    keeper = table.keeper(table.head(side))
    await keeper.cosign()
    return keeper.head


async def _export(table: Table) -> Path:
    """Write the folder from what a head of delegation was given and verified; lists are never in it."""
    head = table.head(table.scenario.sides[0])
    keeper = table.keeper(head)
    await keeper.follow()  # now with both cosignatures beside the head
    folder = table.data / "record"
    for path, data in export_paths(table.scenario.talks, "table", keeper.entries, keeper.head):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    signed = len(read_checkpoint(keeper.head).signatures)
    table.told.did(f"record written to {folder}, its head with {signed} signatures")
    return folder


async def _verify(table: Table, side: str, folder: Path, early: bytes) -> None:
    """Run the verifier as a stranger would: the folder, the keys this side wrote down, the heads it kept."""
    keeper = table.keeper(table.head(side))
    kept = _kept_folder(table, table.head(side))
    trust, heads = kept / "trust.txt", (kept / "head-before-closing", kept / "head-after-closing")
    trust.write_text("\n".join(keeper.trusted()) + "\n", "utf-8")
    for path, note in zip(heads, (early, keeper.head), strict=True):
        path.write_bytes(note)
    seen = [argument for path in heads for argument in ("--seen", str(path))]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "parley.cli.main", "record", "verify", str(folder), "--trust", str(trust), *seen,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    if process.returncode != 0:
        raise Wanting(
            f"The verifier, with what {side} kept, ended with {process.returncode}:\n{said.decode()}"
        )
    table.told.did(f"verified by a separate process with the keys and two heads that {side} kept: exit 0")


def _kept_folder(table: Table, seat: Seat) -> Path:
    folder = table.data / "kept" / seat.id
    folder.mkdir(parents=True, exist_ok=True)
    return folder
