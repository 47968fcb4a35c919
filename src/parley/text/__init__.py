"""The one text: clauses in versions and languages, brackets, and where each side stands on each clause."""

from parley.base import Domain
from parley.text.acts import ACTS
from parley.text.model import Clause, Stand, Standing, Wordings
from parley.text.rules import FACTS, RULES
from parley.text.state import FOLDS, Text

DOMAIN = Domain("text", ACTS, Text, RULES, FOLDS, facts=FACTS)

__all__ = ["ACTS", "DOMAIN", "Clause", "Stand", "Standing", "Text", "Wordings"]
