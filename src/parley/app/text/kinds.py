"""The acts about the text."""

from parley.app.core.catalog import kind
from parley.room import TOGETHER
from parley.talks import ADMITTED
from parley.text import acts

KINDS = (
    kind(acts.ClauseDrafted, "facilitator", ADMITTED),
    kind(acts.ClauseBracketed, "head", ADMITTED),
    kind(acts.ClauseAgreed, "head", TOGETHER, binding=True, agreed=True),
    kind(acts.ClauseAdopted, "head", TOGETHER, binding=True, agreed=True),
)
