"""Why a pair is left to people: the one reason that a list officer is told, gravest first, as a code."""

from collections.abc import Sequence

from parley.lists.match.model import Remark, Rows
from parley.lists.read import dates
from parley.lists.read.model import MOTHER

SAID = "people"  # the remark's code; its value is the reason
NOT_UNDERSTOOD = "not_understood"  # a column may hold the father
LETTERS = "letters"  # found by nothing but its letters
# What leaves a pair short of sure, or one of several, though a column beside the name says something.
UNDATED, MOTHER_ALONE, MOTHERS, NAMES = "_undated", "_mother", "_mothers", "_names"


class Told:
    """Tells of each pair that is left to people why. ``left``, ``right``: the lists."""

    def __init__(self, left: Rows, right: Rows) -> None:
        self.lists = left, right
        self.undated: tuple[dict[int, bool], dict[int, bool]] = ({}, {})

    def why(
        self, i: int, j: int, said: Sequence[Remark], *, paired: bool, sure: bool, beside: bool
    ) -> Remark:
        """Return the reason of one pair.

        ``said``: what else is told of it. ``paired``: it is the best pairing of all. ``sure``: its chance is enough.
        ``beside``: some column beside the name was weighed.
        """
        told = {one.code: one.values for one in said}
        if "several" in told:
            return Remark(SAID, ("several",))
        if "contradicts" in told:
            return Remark(SAID, (f"another_{told['contradicts'][0]}",))
        if "twin_right" in told or "twin_left" in told:
            return Remark(SAID, ("rival" + self._unused(i, j),))
        if "near_twin" in told:
            return Remark(SAID, ("near_twin",))
        if not paired:
            return Remark(SAID, ("taken",))
        if not sure:
            return Remark(SAID, ("unsure" + (self._unused(i, j) or ("" if beside else NAMES)),))
        return Remark(SAID, ("alias" if "alias" in told else "differs",))

    def _unused(self, i: int, j: int) -> str:
        """Return what a pair's rows say that makes nobody likelier, as the end of a code; "" if there is nothing of it."""
        if self._is_undated(0, i) or self._is_undated(1, j):
            return UNDATED
        named = [bool(rows.column(MOTHER)[at]) for rows, at in zip(self.lists, (i, j), strict=True)]
        return MOTHERS if all(named) else MOTHER_ALONE if any(named) else ""

    def _is_undated(self, side: int, row: int) -> bool:
        """Return whether a row says an age, and no day on which it was true."""
        known = self.undated[side]
        if row not in known:
            rows = self.lists[side]
            text = rows.column("birth_year")[row]
            known[row] = (
                bool(text)
                and dates.years(text, dates.days(rows.column("captured_on")[row])) is None
                and dates.ages(text) is not None
            )
        return known[row]
