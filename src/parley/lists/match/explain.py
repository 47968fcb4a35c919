"""Why: the parts whose bits make the score, from the same numbers, and the same in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from parley.lists.match.evidence import Evidence
from parley.lists.match.model import Part, Rows
from parley.lists.match.named import WEIGHTS, Named
from parley.lists.match.weigh import MEASURES, NEAR
from parley.lists.match.words import WORDS

BIT = float(np.log(2))
TELLING = 2.0  # nats of rarity from which a part tells something: held by fewer than one in seven
ENOUGH = 3
FEW = ("same_title", "other_title", "order")
W = {name: float(WEIGHTS[k]) for k, name in enumerate(MEASURES)}


class Explainer:
    """Explains the pairs numbered ``order`` of ``evidence``."""

    def __init__(
        self, left: Rows, right: Rows, column: Named, evidence: Evidence, order: NDArray[np.int64], lang: str
    ) -> None:
        self.left, self.right, self.column, self.evidence = left, right, column, evidence
        self.order = order
        self.lang = lang if lang in WORDS else "en"
        i, j = evidence.i[order], evidence.j[order]
        self.i, self.j = i, j
        self.measures, self.found = column.compare(i, j)
        self.levels = [(one.name, one.of(i, j).tolist(), one.nats(i, j).tolist()) for one in evidence.levels]
        edges, edge = column.edges, np.maximum(self.found.edge, 0)
        none = not len(edges.a)
        self.cost = [] if none else edges.cost[edge].tolist()
        self.rare = [] if none else column.rarity.of_edge[edge].tolist()
        self.twin = [] if none else (edges.twin[edge] & (self.found.edge >= 0)).tolist()
        self.edge, self.to, self.join = (
            x.tolist() for x in (self.found.edge, self.found.to, self.found.join)
        )
        a, b = column.left.parts[i], column.right.parts[j]
        self.free_left = (self.found.left_free & ~column.left.spare[i]).tolist()
        self.free_right = (self.found.right_free & ~column.right.spare[j]).tolist()
        self.rare_left, self.rare_right = column.rarity.left[a].tolist(), column.rarity.right[b].tolist()
        self.few = self.measures[:, [MEASURES.index(name) for name in FEW]].tolist()

    def near_twin(self, at: int) -> bool:
        """Return whether two parts that were taken for one differ by a letter that tells persons apart."""
        return bool(self.twin) and any(self.twin[at])

    def contradicted(self, at: int) -> bool:
        """Return whether each name has a part that the other one lacks."""
        return True in self.free_left[at] and True in self.free_right[at]

    def doubtful(self, at: int) -> bool:
        """Return whether a pair is for people: a near-twin or a contradiction, and fewer than three telling parts agree.

        Three rare parts that agree outweigh a slip in a fourth: long names of one person differ somewhere.
        """
        if not (self.near_twin(at) or self.contradicted(at)):
            return False
        plain = zip(self.edge[at], self.rare[at], self.twin[at], strict=True) if self.rare else ()
        return len([1 for edge, rare, twin in plain if edge >= 0 and not twin and rare >= TELLING]) < ENOUGH

    def parts(self, at: int) -> tuple[Part, ...]:
        """Return the evidence of one pair, piece by piece; the bits add up to the pair's."""
        out = self._words_of_name(at)
        for name, measure in zip(FEW, self.few[at], strict=True):
            value = measure * W[name]
            if abs(value) > 1e-9:
                out.append(Part(name, self._titles(at, 0), self._titles(at, 1), value / BIT))
        k = int(self.order[at])
        for name, nats in self.evidence.fathers.items():
            a, b = self.left.column(name)[self.i[at]], self.right.column(name)[self.j[at]]
            if a and b:
                out.append(Part(name, a, b, float(nats[k]) / BIT))
        for name, level, nats in self.levels:
            if level[at] >= 0:
                a, b = self.left.column(name)[self.i[at]], self.right.column(name)[self.j[at]]
                out.append(Part(name, a, b, float(nats[at]) / BIT))
        return tuple(out)

    def _titles(self, at: int, side: int) -> str:
        name = (self.column.left.names[self.i[at]], self.column.right.names[self.j[at]])[side]
        return " ".join(text for text, _ in name.titles)

    def dropped(self, at: int) -> str:
        """Return the titles that one side alone has."""
        a, b = self.column.left.names[self.i[at]].titles, self.column.right.names[self.j[at]].titles
        if {t for _, t in a} & {t for _, t in b} or (a and b):
            return ""
        return " ".join(text for text, _ in a + b)

    def _words_of_name(self, at: int) -> list[Part]:
        i, j = int(self.i[at]), int(self.j[at])
        a_texts = [t.text for t in self.column.left.names[i].tokens]
        b_texts = [t.text for t in self.column.right.names[j].tokens]
        out = []
        for p, edge in enumerate(self.edge[at]):
            if edge < 0:
                continue
            join, q, cost = self.join[at][p], self.to[at][p], self.cost[at][p]
            nats = W["rarity"] * self.rare[at][p] + W["spelling"] * min(cost, NEAR)
            nats += W["far_spelling"] * max(cost - NEAR, 0)
            nats += W["twins"] if self.twin[at][p] else 0
            a = " ".join(a_texts[p : p + 2]) if join == 1 else a_texts[p]
            b = " ".join(b_texts[q : q + 2]) if join == 2 else b_texts[q]
            out.append(Part("same", a, b, nats / BIT))
        return out + self._left_over(at, a_texts, b_texts)

    def _left_over(self, at: int, a_texts: list[str], b_texts: list[str]) -> list[Part]:
        """Return the parts nobody answered: one against another as far as there are two, then missing ones."""
        a = [p for p, free in enumerate(self.free_left[at]) if free]
        b = [q for q, free in enumerate(self.free_right[at]) if free]
        rare_a, rare_b = [self.rare_left[at][p] for p in a], [self.rare_right[at][q] for q in b]
        both, total = min(len(a), len(b)), max(len(a) + len(b), 1)
        share = 2 * both / total

        def nats(rare: float) -> float:
            return 0.0 * rare * share

        out = []
        for p, q, x, y in zip(a, b, rare_a, rare_b, strict=False):
            out.append(Part("differs", a_texts[p], b_texts[q], (W["differs"] + nats(x) + nats(y)) / BIT))
        for p, x in list(zip(a, rare_a, strict=True))[both:]:
            out.append(Part("missing_right", a_texts[p], "", (W["missing"] + nats(x)) / BIT))
        for q, y in list(zip(b, rare_b, strict=True))[both:]:
            out.append(Part("missing_left", "", b_texts[q], (W["missing"] + nats(y)) / BIT))
        return out

    def words(
        self, parts: tuple[Part, ...], rights: list[str], lefts: list[str], near: bool, dropped: str = ""
    ) -> str:
        """Return the parts as one line in the reader's language."""
        table = WORDS[self.lang]
        out = []
        for part in parts:
            label = table.get(part.kind, "")
            pair = f"{part.left}~{part.right}" if part.left and part.right else part.left or part.right
            if part.kind == "differs":
                pair = f"{part.left}≠{part.right}"
            text = f"{label}: {pair}" if label and pair else label or pair
            out.append(f"{text} {part.bits:+.1f}")
        if dropped:
            out.append(f"{table['title_dropped']}: {dropped}")
        if near:
            out.append(table["near_twin"])
        if rights:
            out.append(f"{table['twin_right']}: {', '.join(rights)}")
        if lefts:
            out.append(f"{table['twin_left']}: {', '.join(lefts)}")
        return "; ".join(text.replace(";", ",") for text in out)

    def nobody(self, row: int) -> str:
        """Return why a left row has no candidate."""
        name = self.column.left.names[row]
        return WORDS[self.lang]["nobody" if name.tokens else "no_name"]
