"""Step 4: batches for those who are cleared, checked apart, accepted and signed by both heads; and two other ways."""

from typing import Any

from parley.plan.solver import check, read_problem
from parley.rehearsal.context import RehearsalContext
from parley.rehearsal.reporter import RehearsalFailed, number


async def plan(context: RehearsalContext) -> None:
    """Have a plan worked out, read it, and let both heads sign it."""
    await context.host.propose_plan()
    page = (await context.head(context.scenario.sides[0]).page("plan"))["plan"]
    problem, solved = [await context.host.download(f"plan/{name}") for name in ("problem", "plan")]
    if faults := check(read_problem(problem), solved):
        raise RehearsalFailed(f"The plan on the table breaks {len(faults)} rules, says the separate checker.")
    used = [one for one in page["batches"] if sum(one["persons"].values())]
    most = max((abs(one["exposure"]) for one in page["batches"]), default=0)
    context.reporter.report(
        f"{number(page['persons'])} persons in {len(used)} batches, {number(page['left_behind'])} stay for now"
    )
    context.reporter.report(
        f"never more than {number(most)} given beyond the other side (agreed: {number(page['exposure_bound'])}); "
        f"within {page['gap_basis_points'] / 100:.2f} % of the proven bound"
    )
    _report_alternatives(context, page)
    for side in context.scenario.sides:
        await context.head(side).sign("plan.accepted.1", plan=page["plan"])
        await context.pause()
    accepted = (await context.host.page("plan"))["plan"]["accepted"]
    if set(accepted) != set(context.scenario.sides):
        raise RehearsalFailed(f"The plan is accepted by {', '.join(accepted) or 'nobody'} alone.")
    context.reporter.report("accepted and signed by both heads")
    context.reporter.figure(
        f"{number(page['persons'])} persons in {len(used)} batches, {len(page['alternatives']) - 1} other ways beside it"
    )


def _report_alternatives(context: RehearsalContext, page: dict[str, Any]) -> None:
    """Report the plans for the same people by what was signed on 29 February and what was decreed on 11 March."""
    rest = {one["id"]: one for one in page["alternatives"] if one["id"]}
    for one in rest.values():
        if not one["possible"]:
            raise RehearsalFailed(f"“{one['name']['en']}” left no plan at all.")
        context.reporter.report(
            f"{one['name']['en']}: {number(one['persons'])} leave from {one['first'][:10]} to {one['last'][:10]}, "
            f"{number(one['left_behind'])} stay; at most {number(one['most'])} in a batch, "
            f"{number(abs(one['worst']))} given beyond the other side"
        )
