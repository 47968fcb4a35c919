"""Step 5: eight clauses in three languages: adopted, bracketed, agreed subject to approval, each signed on its sheet."""

from collections import Counter

from parley.rehearsal.table import Table
from parley.rehearsal.told import Wanting

ADOPT, AGREE = "text.clause-adopted.1", "text.clause-agreed.1"


async def text(table: Table) -> None:
    """Put every clause on the table and let each side answer as the scenario says."""
    scenario = table.scenario
    for clause, wording in scenario.clauses.items():
        await table.host.draft(clause, wording)
    table.told.did(f"{len(scenario.clauses)} clauses put on the table in {', '.join(scenario.languages)}")
    for clause in scenario.adopted:
        for side in scenario.sides:
            await _sign(table, side, ADOPT, clause)
    table.told.did(
        f"clauses {', '.join(scenario.adopted)} adopted by both, three languages under one signature"
    )
    clause, side = scenario.subject
    await _sign(table, table.other(side), ADOPT, clause)
    await _sign(table, side, AGREE, clause)
    table.told.did(f"clause {clause} adopted by {table.other(side)}, agreed by {side} subject to approval")
    bracket = scenario.bracket
    await table.head(bracket.party).bracket(bracket.clause, 1, bracket.wording)
    table.told.did(f"clause {bracket.clause} bracketed by {bracket.party}, with its own wording")
    await _check(table)


async def _sign(table: Table, side: str, kind: str, clause: str) -> None:
    await table.head(side).sign(kind, table.scenario.clauses[clause], clause=clause)
    await table.breathe()


async def _check(table: Table) -> None:
    page = await table.head(table.scenario.sides[0]).page("text")
    stands = {one["clause"]: [stand["state"] for stand in one["stands"]] for one in page["clauses"]}
    counts = Counter("adopted" if set(said) == {"adopted"} else "open" for said in stands.values())
    if counts["adopted"] != len(table.scenario.adopted):
        raise Wanting(
            f"{counts['adopted']} clauses stand as adopted by both, not {len(table.scenario.adopted)}."
        )
    if "agreed_subject" not in stands[table.scenario.subject[0]]:
        raise Wanting(f"Clause {table.scenario.subject[0]} does not stand as agreed subject to approval.")
    if "bracketed" not in stands[table.scenario.bracket.clause]:
        raise Wanting(f"Clause {table.scenario.bracket.clause} does not stand in brackets.")
    table.told.figure(f"{counts['adopted']} adopted, 1 subject to approval, 1 in brackets")
