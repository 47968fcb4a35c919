"""The acts about the plan."""

from parley.app.core.catalog import kind
from parley.plan import acts
from parley.room import TOGETHER
from parley.talks import ADMITTED, BINDS

KINDS = (
    kind(acts.PlanProposed, "facilitator", ADMITTED, machine=True),
    kind(acts.PlanAccepted, "head", TOGETHER, binding=True, agreed=True),
    kind(acts.BatchAnnounced, "facilitator", ADMITTED, binding=True, agreed=True),
    kind(acts.PersonTakenOut, "facilitator head", (*ADMITTED, *BINDS), binding=True, agreed=True),
)
