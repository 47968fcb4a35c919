"""From the bytes of a problem file to a Problem, or to all its faults with their paths."""

import hashlib
from typing import Any

import numpy as np

from parley.plan import strict
from parley.plan.model import (
    BATCHES_LIMIT,
    NOBODY,
    PERSONS_LIMIT,
    Fairness,
    Faults,
    Ints,
    Problem,
    Quota,
)

FORMAT = "parley-plan-problem/1"
MOST = 10**12  # limit of any count, bound or start: beyond it sums leave 64 bits
DEAREST = 10**9  # limit of any weight, value or price, for the same reason
_NEEDED = ("format", "batches", "sides", "exposure", "teams", "places", "sites", "persons", "left_behind")
_COLUMNS = ("id", "site", "region", "weight", "value", "earliest", "special", "family")


def read_problem(data: bytes) -> Problem:
    """Return the problem in ``data`` (FORMATS.md: ``parley-plan-problem/1``).

    Raises: Unreadable with every fault found, up to a hundred, each with its path.
    """
    return _Reader(data).problem()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.faults = Faults()
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.top = strict.keys(strict.parse(data), "", self.faults, _NEEDED, ("fairness", "quotas"))
        if not self.top or self.top.get("format") != FORMAT:
            self.faults.found.insert(0, strict.other_format(FORMAT, self.top.get("format")))
            self.faults.stop_if_any()
        before = len(self.faults.found)
        self.batches = strict.whole(self.top.get("batches"), "batches", self.faults, 1, BATCHES_LIMIT)
        self.counted = len(self.faults.found) == before
        if not self.counted:  # nothing else is held against a number that is wrong itself
            self.batches = BATCHES_LIMIT

    def problem(self) -> Problem:
        sides, limits, seats = self._sides()
        exposure = strict.keys(self.top.get("exposure"), "exposure", self.faults, ("bound", "start"))
        places, place_capacity = self._places()
        sites, site_side, site_capacity, site_places = self._sites(sides, places)
        fairness, quotas = self._fairness(), self._quotas(sides)
        problem: dict[str, Any] = {
            "exposure_bound": strict.whole(exposure.get("bound", 0), "exposure.bound", self.faults, 0, MOST),
            "exposure_start": strict.whole(
                exposure.get("start", 0), "exposure.start", self.faults, -MOST, MOST
            ),
            "teams": self._each_batch(self.top.get("teams", 0), "teams"),
            "left_behind": strict.whole(
                self.top.get("left_behind", 0), "left_behind", self.faults, 0, DEAREST
            ),
        }
        persons = self._persons(sites, site_side)  # last: too many persons end the reading
        self.faults.stop_if_any()
        return Problem(
            batches=self.batches,
            sides=(sides[0], sides[1]),
            batch_limit=limits["batch_limit"],
            special_limit=limits["special_limit"],
            vehicles=limits["vehicles"],
            seats=seats,
            places=tuple(places),
            place_capacity=place_capacity,
            sites=tuple(sites),
            site_side=site_side,
            site_capacity=site_capacity,
            site_places=site_places,
            fairness=fairness,
            quotas=quotas,
            sha256=self.sha256,
            **problem,
            **persons,
        )

    def _each_batch(self, value: Any, path: str) -> Ints:
        """An integer, or a list of one per batch, as (T,)."""
        if not isinstance(value, list):
            return np.full(self.batches, strict.whole(value, path, self.faults, 0, MOST), dtype=np.int64)
        if self.counted and len(value) != self.batches:
            self.faults.add(path, "not_one_per_batch", batches=self.batches, found=len(value))
        each = [strict.whole(one, f"{path}[{t}]", self.faults, 0, MOST) for t, one in enumerate(value)]
        if len(each) != self.batches:
            return np.zeros(self.batches, dtype=np.int64)
        return np.array(each, dtype=np.int64)

    def _sides(self) -> tuple[list[str], dict[str, Ints], Ints]:
        names = ("batch_limit", "special_limit", "vehicles")
        found = self.top.get("sides", {})
        if not isinstance(found, dict) or len(found) != 2:
            self.faults.add("sides", "not_two_sides")
            found = {}
        columns: dict[str, list[Ints]] = {name: [] for name in names}
        seats = []
        for side, value in found.items():
            limits = strict.keys(value, f"sides.{side}", self.faults, (*names, "seats"))
            strict.text(side, "sides", self.faults)
            for name in names:
                columns[name].append(self._each_batch(limits.get(name, 0), f"sides.{side}.{name}"))
            seats.append(strict.whole(limits.get("seats", 1), f"sides.{side}.seats", self.faults, 1, MOST))
        return (
            list(found),
            {name: np.array(rows) for name, rows in columns.items()},
            np.array(seats, dtype=np.int64),
        )

    def _index(self, ids: list[str], path: str) -> dict[str, int]:
        """Positions by id; a doubled id is a fault."""
        first: dict[str, int] = {}
        for position, one in enumerate(ids):
            if one and first.setdefault(one, position) != position:
                self.faults.add(path.format(position), "id_twice", id=strict.shown(one), first=first[one])
        return first

    def _places(self) -> tuple[dict[str, int], Ints]:
        ids, rows = [], []
        for h, value in enumerate(strict.listed(self.top.get("places", []), "places", self.faults)):
            place = strict.keys(value, f"places[{h}]", self.faults, ("id", "capacity"))
            ids.append(strict.text(place.get("id", "?"), f"places[{h}].id", self.faults))
            rows.append(self._each_batch(place.get("capacity", 0), f"places[{h}].capacity"))
        return self._index(ids, "places[{}].id"), np.array(rows, dtype=np.int64).reshape(-1, self.batches)

    def _sites(
        self, sides: list[str], places: dict[str, int]
    ) -> tuple[dict[str, int], Ints, Ints, tuple[tuple[int, ...], ...]]:
        ids, side_of, rows, routes = [], [], [], []
        for d, value in enumerate(strict.listed(self.top.get("sites", []), "sites", self.faults)):
            path = f"sites[{d}]"
            site = strict.keys(value, path, self.faults, ("id", "side", "capacity", "places"))
            ids.append(strict.text(site.get("id", "?"), f"{path}.id", self.faults))
            side = site.get("side")
            if side not in sides:
                self.faults.add(f"{path}.side", "no_side", id=strict.shown(side))
            side_of.append(sides.index(side) if side in sides else 0)
            rows.append(self._each_batch(site.get("capacity", 0), f"{path}.capacity"))
            routes.append(self._routes(site.get("places", []), path, places))
        capacity = np.array(rows, dtype=np.int64).reshape(-1, self.batches)
        return self._index(ids, "sites[{}].id"), np.array(side_of, dtype=np.int64), capacity, tuple(routes)

    def _routes(self, value: Any, path: str, places: dict[str, int]) -> tuple[int, ...]:
        found: list[int] = []
        for i, place in enumerate(strict.listed(value, f"{path}.places", self.faults)):
            if not isinstance(place, str) or place not in places:
                self.faults.add(f"{path}.places[{i}]", "no_place", id=strict.shown(place))
            elif places[place] in found:
                self.faults.add(f"{path}.places[{i}]", "place_twice", id=strict.shown(place))
            else:
                found.append(places[place])
        return tuple(found)

    def _persons(self, sites: dict[str, int], site_side: Ints) -> dict[str, Any]:
        table = strict.keys(self.top.get("persons"), "persons", self.faults, _COLUMNS)
        columns = {
            name: strict.listed(table.get(name, []), f"persons.{name}", self.faults) for name in _COLUMNS
        }
        sizes = {name: len(column) for name, column in columns.items()}
        equal = len(set(sizes.values())) == 1
        if not equal:
            self.faults.add("persons", "columns_unequal", **sizes)
        if sizes["id"] > PERSONS_LIMIT:
            self.faults.add("persons", "too_many_persons", persons=sizes["id"], limit=PERSONS_LIMIT)
            self.faults.stop_if_any()
        ids = [strict.text(one, f"persons.id[{i}]", self.faults) for i, one in enumerate(columns["id"])]
        self._index(ids, "persons.id[{}]")
        site = self._references(columns["site"], sites)
        region, regions = self._names(columns["region"], "region")
        family, families = self._names(columns["family"], "family")
        if equal:
            self._families_on_one_side(family, families, site_side[site] if len(site_side) else site)
        return {
            "ids": tuple(ids),
            "site": site,
            "region": region,
            "regions": regions,
            "family": family,
            "families": families,
            "special": self._flags(columns["special"]),
            "weight": self._numbers(columns["weight"], "weight", DEAREST),
            "value": self._numbers(columns["value"], "value", DEAREST),
            "earliest": self._numbers(columns["earliest"], "earliest", self.batches),
        }

    def _references(self, column: list[Any], sites: dict[str, int]) -> Ints:
        found = np.zeros(len(column), dtype=np.int64)
        for i, one in enumerate(column):
            if isinstance(one, str) and one in sites:
                found[i] = sites[one]
            else:
                self.faults.add(f"persons.site[{i}]", "no_site", id=strict.shown(one))
        return found

    def _names(self, column: list[Any], name: str) -> tuple[Ints, tuple[str, ...]]:
        """A column of texts or nulls as indices into the texts, in order of first appearance."""
        order: dict[str, int] = {}
        found = np.full(len(column), NOBODY, dtype=np.int64)
        for i, one in enumerate(column):
            if one is not None:
                found[i] = order.setdefault(strict.text(one, f"persons.{name}[{i}]", self.faults), len(order))
        return found, tuple(order)

    def _numbers(self, column: list[Any], name: str, high: int) -> Ints:
        each = [
            strict.whole(one, f"persons.{name}[{i}]", self.faults, 0, high) for i, one in enumerate(column)
        ]
        return np.array(each, dtype=np.int64)

    def _flags(self, column: list[Any]) -> Any:
        for i, one in enumerate(column):
            if not isinstance(one, bool):
                self.faults.add(f"persons.special[{i}]", "not_boolean", found=strict.shown(one))
        return np.array([one is True for one in column], dtype=np.bool_)

    def _families_on_one_side(self, family: Ints, families: tuple[str, ...], side: Ints) -> None:
        seen = np.full(len(families), NOBODY)
        for i in np.flatnonzero(family != NOBODY):
            if seen[family[i]] == NOBODY:
                seen[family[i]] = side[i]
            elif seen[family[i]] != side[i]:
                name = strict.shown(families[family[i]])
                self.faults.add(f"persons.family[{i}]", "family_on_both_sides", id=name)

    def _fairness(self) -> Fairness | None:
        if "fairness" not in self.top:
            return None
        table = strict.keys(self.top["fairness"], "fairness", self.faults, ("band", "checkpoints", "weight"))
        band = table.get("band", 0)
        if isinstance(band, bool) or not isinstance(band, int | float) or not 0 <= band < 1e300:
            self.faults.add("fairness.band", "not_number_from_0", found=strict.shown(band))
            band = 0
        points: list[int] = []
        for i, one in enumerate(
            strict.listed(table.get("checkpoints", []), "fairness.checkpoints", self.faults)
        ):
            path = f"fairness.checkpoints[{i}]"
            before = len(self.faults.found)
            point = strict.whole(one, path, self.faults, 1, self.batches)
            if len(self.faults.found) > before:
                continue
            if points and point <= points[-1]:
                self.faults.add(path, "not_rising", found=point, before=points[-1])
            points.append(point)
        weight = strict.whole(table.get("weight", 0), "fairness.weight", self.faults, 0, DEAREST)
        return Fairness(float(band), tuple(points), weight)

    def _quotas(self, sides: list[str]) -> tuple[Quota, ...]:
        found = []
        for i, value in enumerate(strict.listed(self.top.get("quotas", []), "quotas", self.faults)):
            path = f"quotas[{i}]"
            quota = strict.keys(value, path, self.faults, ("side", "by", "persons", "weight"))
            side = quota.get("side")
            if side not in sides:
                self.faults.add(f"{path}.side", "no_side", id=strict.shown(side))
            found.append(
                Quota(
                    sides.index(side) if side in sides else 0,
                    strict.whole(quota.get("by", 1), f"{path}.by", self.faults, 1, self.batches),
                    strict.whole(quota.get("persons", 0), f"{path}.persons", self.faults, 0, MOST),
                    strict.whole(quota.get("weight", 0), f"{path}.weight", self.faults, 0, DEAREST),
                )
            )
        return tuple(found)
