"""The acts about promises: who may propose each, under which conditions."""

from parley.promises import acts

from parley.app.core.catalog import kind
from parley.room import TOGETHER
from parley.talks import ADMITTED

KINDS = (
    kind(acts.Asked, "facilitator", ADMITTED),
    kind(acts.Promised, "head", TOGETHER, binding=True, agreed=True),
)
