"""The acts about the lists."""

from parley.app.core.catalog import by_system, kind
from parley.lists import acts
from parley.room import TOGETHER
from parley.talks import ADMITTED, BINDS

SIGNED = (*ADMITTED, *BINDS)
KINDS = (
    kind(acts.Deposited, "officer", SIGNED, binding=True),
    kind(acts.Countersigned, "head", SIGNED, binding=True),
    by_system(acts.Opened, agreed=True),
    kind(acts.Received, "head officer", SIGNED, binding=True),
    kind(acts.Matched, "facilitator officer", ADMITTED, machine=True),
    kind(acts.ThresholdSigned, "head", TOGETHER, binding=True, agreed=True),
    kind(acts.BulkConfirmed, "officer", SIGNED, binding=True, agreed=True),
    kind(acts.PairDecided, "officer", ADMITTED),
)
