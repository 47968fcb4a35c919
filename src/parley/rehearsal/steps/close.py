"""Step 6: the next meeting, the session closed, the head cosigned, the record verified by a separate process."""

import asyncio
import sys
from pathlib import Path

from parley.record import read_checkpoint
from parley.record.export import export_paths
from parley.rehearsal.context import RehearsalContext
from parley.rehearsal.reporter import RehearsalFailed, number
from parley.rehearsal.seat import Seat


async def close(context: RehearsalContext, session: str = "session-1") -> None:
    """Agree when to meet again, close, and prove the record from outside."""
    at, place = context.scenario.meeting
    await context.host.command("talks.meeting-proposed.1", {"meeting": "meeting-2", "at": at, "place": place})
    for party in context.scenario.sides:
        await context.head(party).command(
            "talks.meeting-accepted.1", {"meeting": "meeting-2", "party": party}
        )
        await context.pause()
    context.reporter.report(
        f"next meeting {at[:10]} {at[11:16]} UTC proposed by the host, accepted by both sides"
    )
    kept = [await _keep_early_head(context, side) for side in context.scenario.sides]
    await context.host.command("talks.session-closed.1", {"session": session})
    sizes = [await context.keeper(context.head(side)).cosign() for side in context.scenario.sides]
    context.reporter.report(
        f"session closed; the head of {number(sizes[-1])} entries cosigned by both sides' devices"
    )
    folder = await _export(context)
    for side, early in zip(context.scenario.sides, kept, strict=True):
        await _verify(context, side, folder, early)
    context.reporter.figure(f"{number(sizes[-1])} entries, verified from outside")


async def _keep_early_head(context: RehearsalContext, side: str) -> bytes:
    """Cosign what there is now, and keep that head: later it must still be the start of the record."""
    keeper = context.keeper(context.head(side))
    await keeper.cosign()
    return keeper.head


async def _export(context: RehearsalContext) -> Path:
    """Write the folder from what a head of delegation was given and verified; lists are never in it."""
    head = context.head(context.scenario.sides[0])
    keeper = context.keeper(head)
    await keeper.follow()  # now with both cosignatures beside the head
    folder = context.data / "record"
    for path, data in export_paths(context.scenario.talks, "table", keeper.entries, keeper.head):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    signed = len(read_checkpoint(keeper.head).signatures)
    context.reporter.report(f"record written to {folder}, its head with {signed} signatures")
    return folder


async def _verify(context: RehearsalContext, side: str, folder: Path, early: bytes) -> None:
    """Run the verifier as a stranger would: the folder, the keys this side wrote down, the heads it kept."""
    keeper = context.keeper(context.head(side))
    kept = _kept_folder(context, context.head(side))
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
        raise RehearsalFailed(
            f"The verifier, with what {side} kept, ended with {process.returncode}:\n{said.decode()}"
        )
    context.reporter.report(
        f"verified by a separate process with the keys and two heads that {side} kept: exit 0"
    )


def _kept_folder(context: RehearsalContext, seat: Seat) -> Path:
    folder = context.data / "kept" / seat.id
    folder.mkdir(parents=True, exist_ok=True)
    return folder
