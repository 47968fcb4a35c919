"""Step 3: four lists handed over sealed, opened together, compared, and decided by the two list officers."""

import json
import re
from typing import Any

from parley.lists.read import read_table
from parley.rehearsal.scenario import SideLists
from parley.rehearsal.table import Table, together
from parley.rehearsal.told import Wanting, number

Json = dict[str, Any]
WORD = re.compile(r"[\w-]+")
STRICTNESS = {0: 6_500, 1: 7_500}  # basis points from which each officer says "the same": they need not agree


async def lists(table: Table) -> None:
    """Hand over, open, compare, sign the threshold, confirm in bulk, decide one by one, and count."""
    digests = await _deposit(table)
    await _sealed(table, digests)
    await _countersign(table)
    await _received(table, digests)
    await _match(table)
    await _threshold(table)
    await _bulk(table)
    await _decide(table)
    await _count(table)


async def _deposit(table: Table) -> dict[tuple[str, str], str]:
    """Bring each file, look at how it was read, and sign for its digest, size and rows."""
    digests = {}
    for side in table.scenario.lists:
        for kind in side.files:
            digests[(side.party, kind)] = await _hand_over(table, side, kind)
            await table.breathe()
    return digests


async def _hand_over(table: Table, side: SideLists, kind: str) -> str:
    officer, path = table.officer(side.party), side.files[kind]
    data = path.read_bytes()
    read = await officer.bring_list(kind, path.name, data)
    digest, rows = str(read["digest"]), int(read["rows"])
    if await officer.content(digest) != data:
        raise Wanting(f"The server keeps other bytes than those of {path.name}.")
    await officer.sign("lists.deposited.1", list=kind, digest=digest)
    columns = len(read["reading"]["columns"])
    table.told.did(f"{path.name}: {number(rows)} rows read in {columns} columns, sealed by {officer.id}")
    return digest


async def _sealed(table: Table, digests: dict[tuple[str, str], str]) -> None:
    """Ask, as a dishonest delegation would, for what is sealed."""
    asked = 0
    for (party, _), digest in digests.items():
        for seat in table.seats.values():
            if table.scenario.seat(seat.id).party != party and await seat.may_read(digest):
                raise Wanting(f"{seat.id} was given a sealed list of {party}.")
            asked += table.scenario.seat(seat.id).party != party
    table.told.did(f"asked for the others' sealed lists {asked} times, from every seat: never given")


async def _countersign(table: Table) -> None:
    for side in table.scenario.sides:
        head = table.head(side)
        page = await head.page("lists")
        for deposit in [one for one in page["deposits"] if one["party"] == side]:
            await head.sign("lists.deposit-countersigned.1", deposit=deposit["deposit"])
            await table.breathe()
    table.told.did("all four countersigned by the heads; with the last one they opened")


async def _received(table: Table, digests: dict[tuple[str, str], str]) -> None:
    """Check that claims can be read now and holdings still cannot, and sign the receipts."""
    for side in table.scenario.sides:
        officer, other = table.officer(side), table.other(side)
        if not await officer.may_read(digests[(other, "claims")]):
            raise Wanting(f"{officer.id} cannot read the claims against its side.")
        if await officer.may_read(digests[(other, "holdings")]):
            raise Wanting(f"{officer.id} was given the other side's holdings.")
        await officer.sign("lists.received.1")
    table.told.did(
        "each side's device signed for four digests; claims can be read by the holder, holdings by nobody else"
    )


async def _match(table: Table) -> None:
    await table.host.match()
    pairs = {}
    for side in table.scenario.sides:
        found = await _matching(table, side, side)
        pairs[side] = found["pairs"]
        table.told.did(
            f"{side} claims: {number(found['claims'])} rows against {number(found['holdings'])}, "
            f"{number(found['pairs'])} pairs proposed"
        )


async def _matching(table: Table, viewer: str, claimant: str) -> Json:
    """Return one direction of the match as a side's officer sees it."""
    page = await table.officer(viewer).page("lists")
    found: Json = next(one for one in page["matchings"] if one["claimant"] == claimant)
    return found


async def _threshold(table: Table) -> None:
    match = (await _matching(table, table.scenario.sides[0], table.scenario.sides[0]))["match"]
    for side in table.scenario.sides:
        await table.head(side).sign(
            "lists.threshold-signed.1", match=match, basis_points=table.scenario.threshold * 100
        )
        await table.breathe()
    table.told.did(f"both heads signed: sure from {table.scenario.threshold} in a hundred")


async def _bulk(table: Table) -> None:
    pairs = 0
    for side in table.scenario.sides:
        match = await _matching(table, side, side)
        await table.officer(side).sign("lists.bulk-confirmed.1", match=match["match"])
        pairs += match["bulk_pairs"]
        await table.breathe()
    table.told.did(f"{number(pairs)} sure pairs confirmed in bulk by each officer, one signature each")


async def _decide(table: Table) -> None:
    """Let both officers look at the same pairs, one by one, each by their own lights."""
    decided = await together(
        _at_the_desk(table, side, rank) for rank, side in enumerate(table.scenario.sides)
    )
    table.told.did(f"{' and '.join(map(str, decided))} pairs below it decided one by one")


async def _at_the_desk(table: Table, side: str, rank: int) -> int:
    officer = table.officer(side)
    hidden = _register_numbers(table, table.other(side))
    for done in range(table.scenario.decide):
        desk = await officer.page("lists/desk")
        if shown := hidden & set(WORD.findall(json.dumps(desk))):
            raise Wanting(
                f"{officer.id} was shown {len(shown)} register numbers of the other side's holdings."
            )
        if desk["pair"] is None:
            return done
        same = desk["pair"]["probability"] >= STRICTNESS[rank]
        await officer.decide(desk["pair"], desk["matching"]["claimant"], side, same=same)
        await table.breathe()
    return table.scenario.decide


def _register_numbers(table: Table, side: str) -> set[str]:
    """Return what must never reach the other side: for the check alone, read from the file itself."""
    path = next(one for one in table.scenario.lists if one.party == side).files["holdings"]
    rows = read_table(path.read_bytes(), path.name).rows
    return {
        number for row in rows if (number := row.fields.get("register_number", "")) and row.problem is None
    }


async def _count(table: Table) -> None:
    """Hold what is cleared against what the scenario asks, and see that no row is without an outcome."""
    for side in table.scenario.lists:
        found = await _matching(table, side.party, side.party)
        counts: dict[str, int] = found["counts"]
        if sum(counts.values()) != found["claims"]:
            raise Wanting(
                f"{sum(counts.values())} of {found['claims']} claims of {side.party} have an outcome."
            )
        rest = ", ".join(
            f"{number(count)} {word.replace('_', ' ')}" for word, count in counts.items() if word != "cleared"
        )
        table.told.did(
            f"{side.party}: {number(found['cleared'])} of {number(found['claims'])} cleared; {rest}"
        )
        if found["cleared"] < side.least:
            raise Wanting(
                f"Only {found['cleared']} claims of {side.party} are cleared; {side.least} are asked for."
            )
        table.told.figure(f"{number(found['cleared'])} of {number(found['claims'])} cleared for {side.party}")
