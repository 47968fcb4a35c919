"""Who is who between two lists: ``match``. The model is in docs/matching.md."""

from parley.lists.match.model import Candidate, Matches, Part, Progress, Remark, Rows, Spread
from parley.lists.match.run import match

__all__ = ["Candidate", "Matches", "Part", "Progress", "Remark", "Rows", "Spread", "match"]
