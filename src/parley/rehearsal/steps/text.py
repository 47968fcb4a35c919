"""Step 5: eight clauses in three languages: adopted, bracketed, agreed subject to approval, each signed on its sheet."""

from collections import Counter

from parley.rehearsal.context import RehearsalContext
from parley.rehearsal.reporter import RehearsalFailed

ADOPT, AGREE = "text.clause-adopted.1", "text.clause-agreed.1"


async def text(context: RehearsalContext) -> None:
    """Put every clause on the table and let each side answer as the scenario says."""
    scenario = context.scenario
    for clause, wording in scenario.clauses.items():
        await context.host.draft(clause, wording)
    context.reporter.report(
        f"{len(scenario.clauses)} clauses put on the table in {', '.join(scenario.languages)}"
    )
    for clause in scenario.adopted:
        for side in scenario.sides:
            await _sign(context, side, ADOPT, clause)
    context.reporter.report(
        f"clauses {', '.join(scenario.adopted)} adopted by both, three languages under one signature"
    )
    clause, side = scenario.subject
    await _sign(context, context.other(side), ADOPT, clause)
    await _sign(context, side, AGREE, clause)
    context.reporter.report(
        f"clause {clause} adopted by {context.other(side)}, agreed by {side} subject to approval"
    )
    bracket = scenario.bracket
    await context.head(bracket.party).bracket(bracket.clause, 1, bracket.wording)
    context.reporter.report(f"clause {bracket.clause} bracketed by {bracket.party}, with its own wording")
    await _check(context)


async def _sign(context: RehearsalContext, side: str, kind: str, clause: str) -> None:
    await context.head(side).sign(kind, context.scenario.clauses[clause], clause=clause)
    await context.pause()


async def _check(context: RehearsalContext) -> None:
    page = await context.head(context.scenario.sides[0]).page("text")
    stands = {one["clause"]: [stand["state"] for stand in one["stands"]] for one in page["clauses"]}
    counts = Counter("adopted" if set(said) == {"adopted"} else "open" for said in stands.values())
    if counts["adopted"] != len(context.scenario.adopted):
        raise RehearsalFailed(
            f"{counts['adopted']} clauses stand as adopted by both, not {len(context.scenario.adopted)}."
        )
    if "agreed_subject" not in stands[context.scenario.subject[0]]:
        raise RehearsalFailed(
            f"Clause {context.scenario.subject[0]} does not stand as agreed subject to approval."
        )
    if "bracketed" not in stands[context.scenario.bracket.clause]:
        raise RehearsalFailed(f"Clause {context.scenario.bracket.clause} does not stand in brackets.")
    context.reporter.figure(f"{counts['adopted']} adopted, 1 subject to approval, 1 in brackets")
