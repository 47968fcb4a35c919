"""Evidence beside the name, in the manner of Fellegi and Sunter (J. Am. Stat. Assoc. 64 (1969) 1183).

Each field sorts a pair into a level (agrees, nearly, differs, nothing said). u, the chance of a level for two people, is
read off the two lists; m, the chance for one person, is estimated from the lists with a prior that a short list cannot
outvote. Nothing said on either side is never evidence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from parley.letters import bare
from parley.lists.match.edit import Floats, Ints
from parley.lists.match.model import Rows
from parley.lists.names.parse import parse
from parley.lists.names.sexes import sex_of
from parley.lists.names.sound import skeleton, unmarked
from parley.lists.read import dates
from parley.lists.read.places import province

# By hand, not fitted; m is estimated on each pair of lists from the priors below. `python -m bench.lists scale` (made-up
# people) shows what fields are worth.
PRIOR_PERSONS = 40.0  # persons that a prior on m counts for
LEAST_U = 0.05  # the chance that two people differ, and the share that other values have, at least: logarithms stay small
SEEN_ONCE = 0.5  # added to each value's count on the right, so that none is impossible
DRAWS = 20_000  # pairs by which u of an interval is counted
DRAWN_LEAST = 5.0  # added to the count of each of its levels


@dataclass(slots=True)
class Levels:
    """One field: ``of`` gives each pair's level (-1: nothing said); ``m`` per level; ``u`` per level, or per pair."""

    name: str
    of: Callable[[Ints, Ints], NDArray[np.int64]]
    prior: NDArray[np.float64]
    u: NDArray[np.float64]
    left: NDArray[np.int64]  # what each row says, as a number or as an interval; -1: nothing
    right: NDArray[np.int64]
    share: NDArray[np.float64] | None = (
        None  # how common each value is on the right, where agreeing on it is what counts
    )
    m: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    def nats(self, i: Ints, j: Ints) -> Floats:
        """Return the evidence of each pair; 0 where nothing is said."""
        level = self.of(i, j)
        m = np.log(self.m if len(self.m) else self.prior)
        if self.share is None:
            value = m - np.log(np.maximum(self.u, 1e-7))
            return np.append(value, 0).astype(np.float32)[level]
        others = np.maximum(1 - self.share, LEAST_U) * self.u[1] / max(1 - self.u[0], LEAST_U)
        nats = (m[:, None] - np.log(np.maximum([self.share, others], 1e-7))).astype(np.float32)
        mine = self.left[i]
        return np.where(level < 0, np.float32(0), np.where(level == 0, nats[0][mine], nats[1][mine]))

    def learn(self, i: Ints, j: Ints, chance: NDArray[np.float64]) -> None:
        """Estimate m from pairs weighed by the chance that each is one person."""
        level = self.of(i, j)
        given = level >= 0
        seen = np.bincount(level[given], chance[given], len(self.prior))
        self.m = (seen + PRIOR_PERSONS * self.prior) / (seen.sum() + PRIOR_PERSONS)


def place_key(text: str) -> str:
    """Return what makes two spellings of a place one: the province, else the sound of its words."""
    known = province(text)
    if known:
        return known
    return " ".join(f"{t.affix}{skeleton(unmarked(t.sound)) or t.sound}" for t in parse(text).tokens)


def _number(text: str) -> str:
    return "".join(c for c in bare(text) if c.isalnum()).lstrip("0")


def fields(left: Rows, right: Rows) -> list[Levels]:
    """Return the fields that both lists have something to say on."""
    out = []
    # Priors of m by level, by hand (PRIOR_PERSONS): how often one person's rows agree; steps in years and in days.
    for name, key, agree in (
        ("province", place_key, 0.93), ("district", place_key, 0.85), ("sex", sex_of, 0.985),
        ("captured_at", place_key, 0.6), ("register_number", _number, 0.8),
    ):  # fmt: skip
        made = _same(name, left.column(name), right.column(name), key, agree)
        out += [made] if made else []
    for name, steps, prior in (
        ("birth_year", (0, 1, 2, 5), (0.68, 0.13, 0.07, 0.07, 0.05)),
        ("captured_on", (0, 3, 31, 366), (0.6, 0.12, 0.12, 0.1, 0.06)),
    ):  # fmt: skip
        made = _near(name, _spans(name, left), _spans(name, right), steps, prior)
        out += [made] if made else []
    return out


def _same(
    name: str, left: Sequence[str], right: Sequence[str], key: Callable[[str], str], agree: float
) -> Levels | None:
    if not (any(left) and any(right)):
        return None
    numbers: dict[str, int] = {"": -1}
    cache: dict[str, int] = {}

    def number(text: str) -> int:
        if text not in cache:
            cache[text] = numbers.setdefault(key(text) if text else "", len(numbers) - 1)
        return cache[text]

    a, b = (np.array([number(t) for t in side], dtype=np.int64) for side in (left, right))
    if not ((a >= 0).any() and (b >= 0).any()):
        return None
    held = np.bincount(b[b >= 0], minlength=len(numbers)) + SEEN_ONCE
    shares = held / held.sum()
    mine = np.bincount(a[a >= 0], minlength=len(numbers)) / max((a >= 0).sum(), 1)
    chance = float((mine[: len(shares)] * shares[: len(mine)]).sum())

    def level(i: Ints, j: Ints) -> NDArray[np.int64]:
        x, y = a[i], b[j]
        return np.where((x < 0) | (y < 0), -1, (x != y).astype(np.int64))

    return Levels(
        name,
        level,
        np.array([agree, 1 - agree]),
        np.array([chance, 1 - chance]),
        a,
        b,
        shares,
    )


def _spans(name: str, rows: Rows) -> NDArray[np.int64]:
    """Return (rows, 2): first and last year of birth, or day of capture; -1 where nothing is said."""
    out = np.full((len(rows), 2), -1, dtype=np.int64)
    captured = rows.column("captured_on")
    for i, text in enumerate(rows.column(name)):
        if text:
            found = dates.years(text, dates.days(captured[i])) if name == "birth_year" else dates.days(text)
            if found:
                out[i] = found
    return out


def _near(
    name: str, a: NDArray[np.int64], b: NDArray[np.int64], steps: Sequence[int], prior: Sequence[float]
) -> Levels | None:
    here, there = np.nonzero(a[:, 0] >= 0)[0], np.nonzero(b[:, 0] >= 0)[0]
    if not (len(here) and len(there)):
        return None

    (begins, ends), (begins_right, ends_right) = (np.ascontiguousarray(x.T.astype(np.int32)) for x in (a, b))

    def level(i: Ints, j: Ints) -> NDArray[np.int64]:
        x, y = begins[i], begins_right[j]
        apart = np.maximum(x - ends_right[j], y - ends[i])
        found = sum(
            ((apart > step).astype(np.int8) for step in steps[1:]), (apart > steps[0]).astype(np.int8)
        )
        return np.where((x < 0) | (y < 0), -1, found)

    draw = np.arange(DRAWS)  # multiples of primes: spread over both lists, the same every time
    one = here[(draw * 7919) % len(here)]
    other = there[(draw * 104_729 + 13 * (draw // len(there))) % len(there)]
    seen = (
        np.bincount(level(one.astype(np.int32), other.astype(np.int32)), minlength=len(prior)) + DRAWN_LEAST
    )
    return Levels(name, level, np.array(prior), seen / seen.sum(), a, b)
