"""Release problems of the shapes that the planner is measured on, made from a seed; nobody in them is real."""

import json
from typing import Any

import numpy as np

SHAPES = {  # persons, batches, slack of capacities, exposure share, families, sites across, teams, fairness band
    "small": (600, 15, 0.25, 0.06, 0.04, False, 5, 0.10),
    "easy": (6_000, 30, 0.25, 0.06, 0.04, False, 5, 0.10),
    "hard": (6_000, 30, 0.10, 0.02, 0.15, False, 4, 0.05),
    "families": (6_000, 30, 0.25, 0.06, 0.25, True, 5, 0.10),
    "gates": (6_000, 30, 0.20, 0.025, 0.04, False, 5, 0.10),
    "outages": (6_000, 30, 0.35, 0.06, 0.10, False, 5, 0.10),
    "large": (100_000, 60, 0.25, 0.06, 0.04, False, 5, 0.10),
    "large-hard": (100_000, 60, 0.10, 0.02, 0.15, False, 4, 0.05),
}


def problem(shape: str, seed: int) -> bytes:
    """Return the bytes of one problem: five in six persons held by side A, sites of very unequal size."""
    persons, batches, slack, share, kin, across, teams, band = SHAPES[shape]
    draw = np.random.default_rng([seed, sorted(SHAPES).index(shape)])
    many_a = persons * 5 // 6
    size_a = np.array([36, 22, 12, 4.5, 9, 7, 4, 4.5])
    size_b = np.array([10, 6, 9, 12, 9, 10, 9, 6, 22, 12.0])
    site = np.concatenate([
        draw.choice(8, many_a, p=size_a / size_a.sum()),
        8 + draw.choice(10, persons - many_a, p=size_b / size_b.sum()),
    ])  # fmt: skip
    columns = _people(draw, site, batches, shape)
    family = _families(draw, site, columns, kin, across, batches)
    _balance(columns, site)
    total = int(columns["value"][site < 8].sum())
    table = _limits(draw, site, columns, (batches, slack, teams), shape)
    table |= {
        "format": "parley-plan-problem/1",
        "batches": batches,
        "exposure": {"bound": max(int(total * share), 400), "start": 0},
        "persons": {
            "id": [f"p{i}" for i in range(persons)],
            "site": [f"D{d + 1}" for d in site],
            "region": [f"R{r + 1}" for r in columns["region"]],
            "family": family,
            "special": [bool(s) for s in columns["special"]],
            **{name: columns[name].tolist() for name in ("weight", "value", "earliest")},
        },
        "fairness": {"band": band, "checkpoints": list(range(5, batches + 1, 5)), "weight": 20},
        "quotas": [
            {"side": "A", "by": batches * 2 // 5, "persons": persons * 5 // 24, "weight": 50},
            {"side": "B", "by": batches // 2, "persons": persons // 12, "weight": 50},
        ],
        "left_behind": 400 * batches,
    }
    return json.dumps(table).encode()


def _people(draw: np.random.Generator, site: Any, batches: int, shape: str) -> dict[str, Any]:
    n = len(site)
    shares = draw.dirichlet(np.full(8, 12.0))
    gates = [(0, 0.45), (batches // 4, 0.55)]
    if shape == "gates":  # pulses, and one in fifty vetoed
        gates = [(0, 0.40), (batches // 6, 0.2), (batches // 3, 0.2), (batches // 2, 0.18), (batches, 0.02)]
    weight = draw.choice([10, 30, 80, 200], n, p=[0.76, 0.16, 0.075, 0.005])
    columns = {
        "region": draw.choice(8, n, p=shares),
        "weight": weight,
        "value": draw.choice([10, 60, 100, 180], n, p=[0.81, 0.16, 0.025, 0.005]),
        "earliest": draw.choice([g for g, _ in gates], n, p=[p for _, p in gates]),
        "special": draw.random(n) < 0.026,
    }
    sick = weight >= 80  # the sick go regardless of rank and gate
    columns["earliest"][sick] = np.where(columns["earliest"][sick] < batches, 0, batches)
    return columns


def _families(
    draw: np.random.Generator, site: Any, columns: dict[str, Any], share: float, across: bool, batches: int
) -> list[Any]:
    family: list[str | None] = [None] * len(site)
    order = draw.permutation(len(site))
    pools: dict[int, list[int]] = {}
    for i in order:
        pools.setdefault(
            int(site[i] >= 8) if across and draw.random() < 0.3 else 10 + int(site[i]), []
        ).append(int(i))
    left, number = int(share * len(site)), 0
    for pool in pools.values():
        quota = int(share * len(pool))
        while quota > 1 and len(pool) > 4 and left > 0:
            size = int(draw.integers(2, 5))
            who = [pool.pop() for _ in range(size)]
            for i in who:
                family[i] = f"F{number}"
                columns["region"][i] = columns["region"][who[0]]
            quota, left, number = quota - size, left - size, number + 1
    return family


def _balance(columns: dict[str, Any], site: Any) -> None:
    """Scale side B's values so that both sides give as much in all, or the bound would forbid finishing."""
    a = int(columns["value"][site < 8].sum())
    mine = site >= 8
    b = int(columns["value"][mine].sum())
    columns["value"][mine] = np.maximum(1, np.rint(columns["value"][mine] * (a / max(b, 1)))).astype(int)
    off = a - int(columns["value"][mine].sum())
    columns["value"][np.flatnonzero(mine)[: abs(off)]] += int(np.sign(off))


def _limits(
    draw: np.random.Generator, site: Any, columns: dict[str, Any], how: tuple[int, float, int], shape: str
) -> dict[str, Any]:
    batches, slack, teams = how
    held = np.bincount(site, minlength=18)
    per = (1 + slack) / batches
    late = np.bincount(
        site[(columns["earliest"] >= batches // 4) & (columns["earliest"] < batches)], minlength=18
    )
    need = np.maximum(held / batches, late / (batches - batches // 4))
    if shape == "gates":
        last = np.bincount(
            site[(columns["earliest"] >= batches // 2) & (columns["earliest"] < batches)], minlength=18
        )
        need = np.maximum(need, last / (batches - batches // 2))
    capacity = np.maximum(np.ceil(need * (1 + slack) * 1.3), 5).astype(int)
    by_side = [held[:8].sum(), held[8:].sum()]
    size = [int(np.ceil(by_side[s] * per)) + 2 for s in (0, 1)]
    sick = [int(np.ceil(columns["special"][(site >= 8) == bool(s)].sum() * 2 / batches)) + 4 for s in (0, 1)]
    cars = [int(np.ceil(size[0] / 40)) + 5, int(np.ceil(size[1] / 12)) + 5]
    room = [int(np.ceil(size[0] / 1.6)), max(12, int(np.ceil(size[1] / 1.7)))]
    places = [{"id": f"H{h + 1}", "capacity": room[0] if h < 4 else room[1]} for h in range(9)]
    sites: list[dict[str, Any]] = []
    for d in range(18):
        ways = draw.choice(4, 2, replace=False) if d < 8 else 4 + draw.choice(5, 2, replace=False)
        sites.append({"id": f"D{d + 1}", "side": "A" if d < 8 else "B", "capacity": int(capacity[d]),
                      "places": [f"H{h + 1}" for h in sorted(ways)]})  # fmt: skip
    if shape == "outages":
        for one in [*sites, *places]:
            one["capacity"] = [0 if draw.random() < 0.08 else one["capacity"] for _ in range(batches)]
    sides = {
        name: {"batch_limit": size[s], "special_limit": sick[s], "vehicles": cars[s], "seats": (40, 12)[s]}
        for s, name in enumerate("AB")
    }
    return {"sides": sides, "teams": teams, "places": places, "sites": sites}
