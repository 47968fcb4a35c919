"""The one text: clauses in versions and languages, brackets, and where each side stands on each clause."""

from parley.base import Domain
from parley.text import acts
from parley.text.acts import ACTS
from parley.text.model import Clause, Stand, Standing, Wordings
from parley.text.rules import RULES
from parley.text.state import FOLDS, Text

FACTS = {
    acts.ClauseDrafted: Wordings,
    acts.ClauseBracketed: Wordings,
    acts.ClauseAgreed: Wordings,
    acts.ClauseAdopted: Wordings,
}
DOMAIN = Domain("text", ACTS, Text, RULES, FOLDS, facts=FACTS)

__all__ = ["ACTS", "DOMAIN", "Clause", "Stand", "Standing", "Text", "Wordings"]
