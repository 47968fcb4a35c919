"""The acts about the plan."""

from parley.app.core.catalog import kind
from parley.plan import acts
from parley.room import TOGETHER
from parley.talks import ADMITTED

KINDS = (
    kind(acts.PlanProposed, "facilitator", ADMITTED, machine=True),
    kind(acts.PlanAccepted, "head", TOGETHER, binding=True, agreed=True),
)
