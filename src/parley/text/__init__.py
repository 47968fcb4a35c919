"""The one text: clauses in versions and languages, brackets, and where each side stands on each clause."""

from parley.text.acts import ACTS
from parley.text.model import Clause, Stand, Standing
from parley.text.rules import decide
from parley.text.state import Text, fold

__all__ = ["ACTS", "Clause", "Stand", "Standing", "Text", "decide", "fold"]
