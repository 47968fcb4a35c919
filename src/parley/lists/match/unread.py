"""Rows of which a column was not understood that may hold the father (``read``): whoever bears their name may be a namesake."""

from collections.abc import Sequence

from parley.lists.match import people
from parley.lists.match.model import Candidate, Remark, Rows
from parley.lists.read.model import NOT_UNDERSTOOD


def left_to_people(found: Sequence[Candidate], left: Rows, right: Rows, *, explain: bool) -> list[Candidate]:
    """Return the lines with none decided of a row whose father may stand in a column that was not understood."""
    if NOT_UNDERSTOOD not in left.fields and NOT_UNDERSTOOD not in right.fields:
        return list(found)
    said = left.column(NOT_UNDERSTOOD), right.column(NOT_UNDERSTOOD)
    out = []
    for one in found:
        values = () if one.right is None else tuple(filter(None, (said[0][one.left], said[1][one.right])))
        if values and one.decision == "match":
            why = Remark("not_understood", values), Remark(people.SAID, (people.NOT_UNDERSTOOD,))
            remarks = (*one.remarks, *why) if explain else one.remarks
            out.append(one._replace(decision="review", remarks=remarks))
        else:
            out.append(one)
    return out
