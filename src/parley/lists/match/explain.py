"""Why: the parts whose bits make the score, from the same numbers; in codes, for sentences to be made of."""

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.doubt import given_names_begin_apart
from parley.lists.match.evidence import Evidence
from parley.lists.match.model import Part, Remark, Rows
from parley.lists.match.name_column import NameColumn
from parley.lists.match.weigh import MEASURES, alike

BIT = float(np.log(2))
OCCASIONAL = ("same_title", "order")


class Explainer:
    """Explains the pairs numbered ``order`` of ``evidence``; all methods take a place in ``order``."""

    def __init__(
        self, left: Rows, right: Rows, column: NameColumn, evidence: Evidence, order: NDArray[np.int64]
    ) -> None:
        self.column = column
        i, j = evidence.i[order], evidence.j[order]
        self.i, self.j = i.tolist(), j.tolist()
        a, b = evidence.a[order], evidence.b[order]
        self.a, self.b = a.tolist(), b.tolist()
        measures, found, over = column.compare(a, b)
        self.weight = {name: float(evidence.weights[k]) / BIT for k, name in enumerate(MEASURES)}  # bits
        hit = found.edge >= 0
        self.starts = np.append(0, np.cumsum(hit.sum(1))).tolist()
        edge = found.edge[hit]
        cost, rare, twin = column.edges.cost[edge], column.rarity.of_edge[edge], column.edges.twin[edge]
        bits = self.weight["rarity"] * rare + self.weight["spelling"] * cost
        bits += self.weight["twins"] * twin
        self.hits = list(zip(np.nonzero(hit)[1].tolist(), found.to[hit].tolist(), found.join[hit].tolist(), bits.tolist(), strict=True))  # fmt: skip
        row = np.nonzero(hit)[0]
        apart = given_names_begin_apart(column, (measures, found, over), a, b)
        self.twin: list[bool] = ((np.bincount(row, twin, len(i)) > 0) | apart).tolist()
        loose = np.asarray(over.left.any(1) | over.right.any(1), dtype=bool)
        self.loose: list[bool] = loose.tolist()
        self.free_left: list[list[bool]] = over.left.tolist()
        self.free_right: list[list[bool]] = over.right.tolist()
        bits = self.weight["differs"] + self.weight["alike"] * alike(over)
        self.differs = dict(zip(zip(over.row.tolist(), over.p.tolist(), strict=True), bits.tolist(), strict=True))  # fmt: skip
        occasional = measures[:, [MEASURES.index(name) for name in OCCASIONAL]]
        self.some: list[bool] = np.asarray(occasional.any(1), dtype=bool).tolist()
        self.occasional = occasional.tolist()
        self.fields = self._fields(left, right, evidence, order)

    def _fields(self, left: Rows, right: Rows, evidence: Evidence, order: NDArray[np.int64]) -> list[tuple[str, list[str], list[str], list[bool], list[float]]]:  # fmt: skip
        """Return of each field: its name, what the pair's rows say, whether both say something, and its bits."""
        i, j = evidence.i[order], evidence.j[order]
        found = []
        for name, nats in evidence.fathers.items():
            a, b = left.column(name), right.column(name)
            one, other = [a[k] for k in self.i], [b[k] for k in self.j]
            said = [bool(x and y) for x, y in zip(one, other, strict=True)]
            found.append((name, one, other, said, (nats[order] / BIT).tolist()))
        for level in evidence.levels:
            a, b = left.column(level.name), right.column(level.name)
            one, other = [a[k] for k in self.i], [b[k] for k in self.j]
            said = (level.of(i, j) >= 0).tolist()
            found.append((level.name, one, other, said, (level.nats(i, j) / BIT).tolist()))
        return found

    def is_weighed(self, at: int) -> bool:
        """Return whether some column beside the name says something in both rows of a pair."""
        return any(said[at] for _, _, _, said, _ in self.fields)

    def parts(self, at: int) -> tuple[Part, ...]:
        """Return the evidence of one pair, piece by piece; the bits add up to the pair's."""
        one, other = self.column.left.spelled.name(self.a[at]), self.column.right.spelled.name(self.b[at])
        a, b = [t.text for t in one.tokens], [t.text for t in other.tokens]
        out = []
        for p, q, join, bits in self.hits[self.starts[at] : self.starts[at + 1]]:
            left = f"{a[p]} {a[p + 1]}" if join == 1 else a[p]
            right = f"{b[q]} {b[q + 1]}" if join == 2 else b[q]
            by_father = one.tokens[p].kin or other.tokens[q].kin
            out.append(Part("father" if by_father else "same", left, right, bits))
        if self.loose[at]:
            out += self._left_over(at, a, b)
        if self.some[at]:
            texts = [" ".join(text for text, _ in name.titles) for name in (one, other)]
            for name, value in zip(OCCASIONAL, self.occasional[at], strict=True):
                if value:
                    shown = texts if name != "order" else ("", "")
                    out.append(Part(name, shown[0], shown[1], value * self.weight[name]))
        for name, lefts, rights, said, nats in self.fields:
            if said[at]:
                out.append(Part(name, lefts[at], rights[at], nats[at]))
        return tuple(out)

    def _left_over(self, at: int, a: list[str], b: list[str]) -> list[Part]:
        """Return the parts without a counterpart: one against another as far as there are two, then missing ones."""
        one = [p for p, free in enumerate(self.free_left[at]) if free]
        other = [q for q, free in enumerate(self.free_right[at]) if free]
        both = min(len(one), len(other))
        out = [Part("differs", a[p], b[q], self.differs[at, p]) for p, q in zip(one, other, strict=False)]
        out += [Part("missing_right", a[p], "", self.weight["missing"]) for p in one[both:]]
        return out + [Part("missing_left", "", b[q], self.weight["missing"]) for q in other[both:]]

    def remarks(self, at: int, rights: list[str], lefts: list[str]) -> tuple[Remark, ...]:
        """Return what else a reader should know; ``rights``, ``lefts``: ids of rows that fit as well."""
        out = []
        a, b = (
            self.column.left.spelled.name(self.a[at]).titles,
            self.column.right.spelled.name(self.b[at]).titles,
        )
        if bool(a) != bool(b):
            out.append(Remark("title_dropped", tuple(text for text, _ in a or b)))
        spelled = self.column.left.spelled, self.column.right.spelled
        if spelled[0].shared[self.i[at]] or spelled[1].shared[self.j[at]]:
            out.append(Remark("several"))
        elif spelled[0].alias[self.a[at]] or spelled[1].alias[self.b[at]]:
            out.append(Remark("alias"))
        if self.twin[at]:
            out.append(Remark("near_twin"))
        if rights:
            out.append(Remark("twin_right", tuple(rights)))
        if lefts:
            out.append(Remark("twin_left", tuple(lefts)))
        return tuple(out)


def nobody(column: NameColumn, row: int) -> Remark:
    """Return why a left row has no candidate."""
    return Remark("nobody" if column.left.spelled.name(row).tokens else "no_name")
