"""The release plan: made of whom both sides cleared, shown, accepted; its batches announced."""

from parley.app.core.model import AppDomain, Work
from parley.app.plan.contents import CONTENTS
from parley.app.plan.facts import FACTS
from parley.app.plan.kinds import KINDS
from parley.app.plan.sheets import SHEETS
from parley.app.plan.waits import waits
from parley.plan import DOMAIN as RULES


def _plan() -> Work:
    from parley.app.plan.planning import plan_release

    return plan_release


DOMAIN = AppDomain(
    RULES,
    KINDS,
    facts=FACTS,
    contents=CONTENTS,
    sheets=SHEETS,
    waits=waits,
    jobs={"plan": _plan},
    optional=True,
    needs=("lists",),  # of whom both sides cleared there
)
