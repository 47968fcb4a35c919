"""What comparing the candidate pairs found: the values that deciding and explaining start from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.edit import Floats, Ints
from parley.lists.match.fields import Levels


@dataclass(slots=True)
class Evidence:
    """All compared pairs, sorted by left then right row. Nats; ``total`` is the sum of what stands beside it."""

    i: Ints
    j: Ints
    name: Floats
    fathers: dict[str, Floats]
    levels: list[Levels]
    total: NDArray[np.float64]
