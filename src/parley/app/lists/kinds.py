"""The acts about the lists."""

from parley.app.core.catalog import by_system, kind
from parley.lists import acts
from parley.room import TOGETHER
from parley.talks import ADMITTED

KINDS = (
    kind(acts.Deposited, "officer", ADMITTED, binding=True),
    kind(acts.Countersigned, "head", ADMITTED, binding=True),
    by_system(acts.Opened, agreed=True),
    kind(acts.Received, "head officer", ADMITTED, binding=True),
    kind(acts.Matched, "facilitator officer", ADMITTED, machine=True),
    kind(acts.ThresholdSigned, "head", TOGETHER, binding=True, agreed=True),
    kind(acts.BulkConfirmed, "officer", ADMITTED, binding=True, agreed=True),
    kind(acts.PairDecided, "officer", ADMITTED),
)
