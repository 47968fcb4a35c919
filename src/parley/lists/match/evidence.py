"""The evidence of all candidate pairs, from which they are decided and explained."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.edit import Floats, Ints
from parley.lists.match.fields import Levels


@dataclass(slots=True)
class Evidence:
    """All compared pairs, sorted by left then right row, and the evidence for each, in nats.

    ``a``, ``b``: by which of the two rows' names (``spelled.Spelled``) each pair is most likely one person.
    """

    i: Ints
    j: Ints
    a: Ints
    b: Ints
    name: Floats
    fathers: dict[str, Floats]
    others: dict[str, NDArray[np.bool_]]  # of each such column, which pairs have another man's name there
    levels: list[Levels]
    field_evidence: NDArray[np.float64]  # what fathers and fields say together
    weights: Floats  # of the measures of a name, in this run

    def total(self) -> NDArray[np.float64]:
        """Return the whole evidence of each pair."""
        found: NDArray[np.float64] = self.name + self.field_evidence
        return found
