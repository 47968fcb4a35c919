"""Release problems of the shapes that the planner is measured on, made from a seed; nobody in them is real.

Limits follow from the persons by the same rules at every size: a mean batch times the slack, and for the side with gates
a little more, because much of it has to leave in what is left after them.
"""

import json
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

SITES_A, SITES_B = 8, 10
GATED = 1.309  # how much more than the mean a site of the gated side can send: its people leave late


@dataclass(frozen=True, slots=True)
class Shape:
    """``slack``: what capacities have beyond the need; ``share``: the exposure bound as a share of one side's value."""

    persons: int
    batches: int
    slack: float = 0.25
    share: float = 0.06
    kin: float = 0.04  # share of people in families, whoever's site they are at
    teams: int = 5
    band: float = 0.10
    gates: tuple[tuple[float, float], ...] = (
        (8 / 30, 0.7),
    )  # when, as a share of the batches; for what share of side A
    vetoes: float = 0.0
    outages: float = 0.0  # chance that a site or a place is shut in a batch


_PULSES = ((1 / 6, 0.25), (1 / 3, 0.25), (1 / 2, 0.2))
SHAPES = {
    "small": Shape(600, 15),
    "easy": Shape(6_000, 30),
    "hard": Shape(6_000, 30, slack=0.10, share=0.02, kin=0.15, teams=4, band=0.05),
    "families": Shape(6_000, 30, kin=0.25),
    "gates": Shape(6_000, 30, slack=0.20, share=0.025, gates=_PULSES, vetoes=0.02),
    "outages": Shape(6_000, 30, slack=0.35, kin=0.10, outages=0.08),
    "large": Shape(100_000, 60),
    "large-hard": Shape(100_000, 60, slack=0.10, share=0.02, kin=0.15, teams=4, band=0.05),
}


def problem(name: str, seed: int, persons: int | None = None, batches: int | None = None) -> bytes:
    """Return the bytes of one problem: five in six persons held by side A, sites of very unequal size.

    ``persons``, ``batches``: instead of the shape's own.
    """
    shape = SHAPES[name]
    shape = replace(shape, persons=persons or shape.persons, batches=batches or shape.batches)
    draw = np.random.default_rng([seed, sorted(SHAPES).index(name)])
    many_a = shape.persons * 5 // 6
    size_a, size_b = draw.dirichlet([36, 22, 12, 4.5, 9, 7, 4, 4.5]), draw.dirichlet(np.full(SITES_B, 2.0))
    site = np.concatenate([
        draw.choice(SITES_A, many_a, p=size_a),
        SITES_A + draw.choice(SITES_B, shape.persons - many_a, p=size_b),
    ])  # fmt: skip
    columns = _people(draw, site, shape)
    family = _families(draw, site, shape.kin)
    table = _limits(draw, site, columns, shape) | {
        "format": "parley-plan-problem/1",
        "batches": shape.batches,
        "exposure": {"bound": int(columns["value"][site < SITES_A].sum() * shape.share) + 10, "start": 0},
        "persons": {
            "id": [f"p{i}" for i in range(shape.persons)],
            "site": [f"D{d + 1}" for d in site],
            "region": [f"R{r + 1}" for r in columns["region"]],
            "family": family,
            "special": [bool(s) for s in columns["special"]],
            **{name: columns[name].tolist() for name in ("weight", "value", "earliest")},
        },
        "fairness": {
            "band": shape.band,
            "checkpoints": list(range(min(5, shape.batches), shape.batches + 1, 5)),
            "weight": 20,
        },
        "quotas": [
            {"side": "A", "by": shape.batches * 2 // 5, "persons": shape.persons * 5 // 24, "weight": 50},
            {"side": "B", "by": shape.batches // 2, "persons": shape.persons // 12, "weight": 50},
        ],
        "left_behind": 400 * shape.batches,
    }
    return json.dumps(table).encode()


def _people(draw: np.random.Generator, site: Any, shape: Shape) -> dict[str, Any]:
    n, mine = len(site), site < SITES_A
    weight = draw.choice([10, 30, 80, 200], n, p=[0.757, 0.16, 0.078, 0.005])
    special = (weight < 80) & (draw.random(n) < 0.028)
    first = np.where(mine, 10, 59)  # in all, both sides give about as much
    value = np.where(special, np.where(mine, 100, 178), first)
    off = value[mine].sum() / value[~mine].sum()
    value[~mine] = np.rint(value[~mine] * off)
    shares = [share for _, share in shape.gates]
    opens = [round(when * shape.batches) for when, _ in shape.gates]
    gate = draw.choice([0, *opens], n, p=[1 - sum(shares), *shares])
    earliest = np.where(mine & (weight < 80), gate, 0)  # the sick go regardless of gates
    earliest[draw.random(n) < shape.vetoes] = shape.batches
    return {"region": draw.choice(8, n, p=draw.dirichlet(np.full(8, 12.0))), "weight": weight,
            "value": value.astype(int), "earliest": earliest, "special": special}  # fmt: skip


def _families(draw: np.random.Generator, site: Any, share: float) -> list[str | None]:
    """Families of two to four of one side, most of them held at several sites."""
    family: list[str | None] = [None] * len(site)
    number = 0
    for side in (site < SITES_A, site >= SITES_A):
        pool = draw.permutation(np.flatnonzero(side)).tolist()
        left = int(share * len(pool))
        while left > 1:
            who = [pool.pop() for _ in range(int(draw.integers(2, 5)))]
            for i in who:
                family[i] = f"F{number}"
            left, number = left - len(who), number + 1
    return family


def _limits(draw: np.random.Generator, site: Any, columns: dict[str, Any], shape: Shape) -> dict[str, Any]:
    batches, slack = shape.batches, 1 + shape.slack
    mean = np.bincount(site, minlength=SITES_A + SITES_B) / batches
    capacity = np.ceil(mean * slack * np.where(np.arange(len(mean)) < SITES_A, _late(shape), 1)) + 3
    side = [mean[:SITES_A].sum(), mean[SITES_A:].sum()]
    size = [int(side[0] * slack * _late(shape) * 0.9), int(side[1] * slack * 1.2)]
    sick = [max(2, int(np.ceil(2.2 * columns["special"][where].sum() / batches))) for where in (site < SITES_A, site >= SITES_A)]  # fmt: skip
    cars = [-(-size[0] // 40) + 3, -(-size[1] // 12) + 4]
    places = [
        {"id": f"H{h + 1}", "capacity": int(size[0] * 0.7) if h < 4 else int(size[1] * 0.6)} for h in range(9)
    ]
    sites: list[dict[str, Any]] = []
    for d, most in enumerate(capacity.astype(int).tolist()):
        ways = draw.choice(4, 2, replace=False) if d < SITES_A else 4 + draw.choice(5, 2, replace=False)
        sites.append({"id": f"D{d + 1}", "side": "A" if d < SITES_A else "B", "capacity": most,
                      "places": [f"H{h + 1}" for h in sorted(ways)]})  # fmt: skip
    if shape.outages:
        for one in [*sites, *places]:
            one["capacity"] = [
                0 if draw.random() < shape.outages else one["capacity"] for _ in range(batches)
            ]
    sides = {
        name: {"batch_limit": size[s], "special_limit": sick[s], "vehicles": cars[s], "seats": (40, 12)[s]}
        for s, name in enumerate("AB")
    }
    return {"sides": sides, "teams": shape.teams, "places": places, "sites": sites}


def _late(shape: Shape) -> float:
    """How much more than the mean side A must be able to send: what is behind a gate has the batches after it."""
    behind, most = 0.0, 1.0
    for when, share in reversed(shape.gates):
        behind += share
        most = max(most, behind / (1 - when))
    return max(GATED, most * 1.05)
