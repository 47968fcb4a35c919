"""Step 4: batches for those who are cleared, checked apart, accepted and signed by both heads; and two other ways."""

from typing import Any

from parley.rehearsal.table import Table
from parley.rehearsal.told import Wanting, number


async def plan(table: Table) -> None:
    """Have a plan worked out, read it, and let both heads sign it."""
    await table.host.propose_plan()
    page = (await table.head(table.scenario.sides[0]).page("plan"))["plan"]
    if not page["checked"]:
        raise Wanting("The plan on the table has not passed the checker.")
    used = [one for one in page["batches"] if sum(one["persons"].values())]
    most = max((abs(one["exposure"]) for one in page["batches"]), default=0)
    table.told.did(
        f"{number(page['persons'])} persons in {len(used)} batches, {number(page['left_behind'])} stay for now"
    )
    table.told.did(
        f"never more than {number(most)} given beyond the other side (agreed: {number(page['exposure_bound'])}); "
        f"within {page['gap_basis_points'] / 100:.2f} % of the proven bound"
    )
    _tell_the_rest(table, page)
    for side in table.scenario.sides:
        await table.head(side).sign("plan.accepted.1", plan=page["plan"])
        await table.breathe()
    accepted = (await table.host.page("plan"))["plan"]["accepted"]
    if set(accepted) != set(table.scenario.sides):
        raise Wanting(f"The plan is accepted by {', '.join(accepted) or 'nobody'} alone.")
    table.told.did("accepted and signed by both heads")
    table.told.figure(
        f"{number(page['persons'])} persons in {len(used)} batches, {len(page['rather']) - 1} other ways beside it"
    )


def _tell_the_rest(table: Table, page: dict[str, Any]) -> None:
    """Tell what was signed on 29 February and what was decreed on 11 March, planned for the same people."""
    rest = {one["id"]: one for one in page["rather"] if one["id"]}
    for one in rest.values():
        if not one["possible"]:
            raise Wanting(f"“{one['name']['en']}” left no plan at all.")
        table.told.did(
            f"{one['name']['en']}: {number(one['persons'])} leave from {one['first'][:10]} to {one['last'][:10]}, "
            f"{number(one['left_behind'])} stay; at most {number(one['most'])} in a batch, "
            f"{number(abs(one['worst']))} given beyond the other side"
        )
