"""Step 3: four lists handed over sealed, opened together, compared, and decided by the two list officers."""

import json
import re
from typing import Any

from parley.lists.read import read_table
from parley.rehearsal.context import RehearsalContext, together
from parley.rehearsal.reporter import RehearsalFailed, number
from parley.rehearsal.scenario import SideLists

Json = dict[str, Any]
WORD = re.compile(r"[\w-]+")
STRICTNESS = {0: 6_500, 1: 7_500}  # basis points from which each officer says "the same": they need not agree


async def lists(context: RehearsalContext) -> None:
    """Hand over, open, compare, sign the threshold, confirm in bulk, decide one by one, and count."""
    digests = await _deposit(context)
    await _sealed(context, digests)
    await _countersign(context)
    await _received(context, digests)
    await _match(context)
    await _threshold(context)
    await _bulk(context)
    await _decide(context)
    await _count(context)


async def _deposit(context: RehearsalContext) -> dict[tuple[str, str], str]:
    """Bring each file, look at how it was read, and sign for its digest, size and rows."""
    digests = {}
    for side in context.scenario.lists:
        for kind in side.files:
            digests[(side.party, kind)] = await _hand_over(context, side, kind)
            await context.pause()
    return digests


async def _hand_over(context: RehearsalContext, side: SideLists, kind: str) -> str:
    officer, path = context.officer(side.party), side.files[kind]
    data = path.read_bytes()
    read = await officer.bring_list(kind, path.name, data)
    digest, rows = str(read["digest"]), int(read["rows"])
    if await officer.content(digest) != data:
        raise RehearsalFailed(f"The server keeps other bytes than those of {path.name}.")
    await officer.sign("lists.deposited.1", list=kind, digest=digest)
    columns = len(read["reading"]["columns"])
    context.reporter.report(
        f"{path.name}: {number(rows)} rows read in {columns} columns, sealed by {officer.id}"
    )
    return digest


async def _sealed(context: RehearsalContext, digests: dict[tuple[str, str], str]) -> None:
    """Ask, as a dishonest delegation would, for lists that are still sealed."""
    asked = 0
    for (party, _), digest in digests.items():
        for seat in context.seats.values():
            if context.scenario.seat(seat.id).party != party and await seat.may_read(digest):
                raise RehearsalFailed(f"{seat.id} was given a sealed list of {party}.")
            asked += context.scenario.seat(seat.id).party != party
    context.reporter.report(f"asked for the others' sealed lists {asked} times, from every seat: never given")


async def _countersign(context: RehearsalContext) -> None:
    for side in context.scenario.sides:
        head = context.head(side)
        page = await head.page("lists")
        for deposit in [one for one in page["deposits"] if one["party"] == side]:
            await head.sign("lists.deposit-countersigned.1", deposit=deposit["deposit"])
            await context.pause()
    context.reporter.report("all four countersigned by the heads; with the last one they opened")


async def _received(context: RehearsalContext, digests: dict[tuple[str, str], str]) -> None:
    """Check that claims can be read now and holdings still cannot, and sign the receipts."""
    for side in context.scenario.sides:
        officer, other = context.officer(side), context.other(side)
        if not await officer.may_read(digests[(other, "claims")]):
            raise RehearsalFailed(f"{officer.id} cannot read the claims against its side.")
        if await officer.may_read(digests[(other, "holdings")]):
            raise RehearsalFailed(f"{officer.id} was given the other side's holdings.")
        await officer.sign("lists.received.1")
    context.reporter.report(
        "each side's device signed for four digests; claims can be read by the holder, holdings by nobody else"
    )


async def _match(context: RehearsalContext) -> None:
    await context.host.match()
    pairs = {}
    for side in context.scenario.sides:
        found = await _matching(context, side, side)
        pairs[side] = found["pairs"]
        context.reporter.report(
            f"{side} claims: {number(found['claims'])} rows against {number(found['holdings'])}, "
            f"{number(found['pairs'])} pairs proposed"
        )


async def _matching(context: RehearsalContext, viewer: str, claimant: str) -> Json:
    """Return one direction of the match as a side's officer sees it."""
    page = await context.officer(viewer).page("lists")
    found: Json = next(one for one in page["matchings"] if one["claimant"] == claimant)
    return found


async def _threshold(context: RehearsalContext) -> None:
    match = (await _matching(context, context.scenario.sides[0], context.scenario.sides[0]))["match"]
    for side in context.scenario.sides:
        await context.head(side).sign(
            "lists.threshold-signed.1", match=match, basis_points=context.scenario.threshold * 100
        )
        await context.pause()
    context.reporter.report(f"both heads signed: sure from {context.scenario.threshold} in a hundred")


async def _bulk(context: RehearsalContext) -> None:
    pairs = 0
    for side in context.scenario.sides:
        match = await _matching(context, side, side)
        await context.officer(side).sign("lists.bulk-confirmed.1", match=match["match"])
        pairs += match["bulk_pairs"]
        await context.pause()
    context.reporter.report(
        f"{number(pairs)} sure pairs confirmed in bulk by each officer, one signature each"
    )


async def _decide(context: RehearsalContext) -> None:
    """Let both officers review the same pairs one by one, independently."""
    decided = await together(
        _at_the_desk(context, side, rank) for rank, side in enumerate(context.scenario.sides)
    )
    context.reporter.report(f"{' and '.join(map(str, decided))} pairs below it decided one by one")


async def _at_the_desk(context: RehearsalContext, side: str, rank: int) -> int:
    officer = context.officer(side)
    hidden = _register_numbers(context, context.other(side))
    for done in range(context.scenario.decide):
        desk = await officer.page("lists/desk")
        if shown := hidden & set(WORD.findall(json.dumps(desk))):
            raise RehearsalFailed(
                f"{officer.id} was shown {len(shown)} register numbers of the other side's holdings."
            )
        if desk["pair"] is None:
            return done
        same = desk["pair"]["probability"] >= STRICTNESS[rank]
        await officer.decide(desk["pair"], desk["matching"]["claimant"], side, same=same)
        await context.pause()
    return context.scenario.decide


def _register_numbers(context: RehearsalContext, side: str) -> set[str]:
    """Return what must never reach the other side: for the check alone, read from the file itself."""
    path = next(one for one in context.scenario.lists if one.party == side).files["holdings"]
    rows = read_table(path.read_bytes(), path.name).rows
    return {
        number for row in rows if (number := row.fields.get("register_number", "")) and row.problem is None
    }


async def _count(context: RehearsalContext) -> None:
    """Check that as many are cleared as the scenario asks, and that every row has an outcome."""
    for side in context.scenario.lists:
        found = await _matching(context, side.party, side.party)
        counts: dict[str, int] = found["counts"]
        if sum(counts.values()) != found["claims"]:
            raise RehearsalFailed(
                f"{sum(counts.values())} of {found['claims']} claims of {side.party} have an outcome."
            )
        rest = ", ".join(
            f"{number(count)} {word.replace('_', ' ')}" for word, count in counts.items() if word != "cleared"
        )
        context.reporter.report(
            f"{side.party}: {number(found['cleared'])} of {number(found['claims'])} cleared; {rest}"
        )
        if found["cleared"] < side.least:
            raise RehearsalFailed(
                f"Only {found['cleared']} claims of {side.party} are cleared; {side.least} are asked for."
            )
        context.reporter.figure(
            f"{number(found['cleared'])} of {number(found['claims'])} cleared for {side.party}"
        )
