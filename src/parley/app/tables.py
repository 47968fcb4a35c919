"""The folded state of every talks, in memory, with the hash trees of its compartments."""

import gc
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from parley.app.ports import Journal
from parley.app.state import State, fold
from parley.record import Tree, leaf_hash


@dataclass(slots=True)
class Table:
    """One talks. Hold ``lock`` while reading ``state`` or appending; folds change it in place."""

    id: str
    state: State = field(default_factory=State)
    trees: dict[str, Tree] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def size(self, compartment: str) -> int:
        """Return how many entries of this compartment are folded."""
        return len(self.state.log.get(compartment, ()))

    def take(self, compartment: str, entries: list[bytes]) -> None:
        """Fold entries that the journal holds next in this compartment; their hashes may be in the tree already."""
        tree = self.trees.setdefault(compartment, Tree())
        with _all_kept():
            for raw in entries:
                entry = json.loads(raw)
                fold(self.state, entry)
                if entry["seq"] >= tree.size:
                    tree.append_hash(leaf_hash(raw))

    def regrow(self, compartment: str, size: int, journal: Journal) -> None:
        """Make the tree anew from the first ``size`` entries of the journal, after an append that did not happen."""
        del self.trees[compartment]
        if size:
            self.trees[compartment] = Tree(journal.entries(self.id, compartment, 0, size))


@contextmanager
def _all_kept() -> Iterator[None]:
    """Let the collector rest: nothing that a fold makes is garbage, and it would look through all of it each time.

    Two threads may rest it at once: whoever found it at work sets it to work again.
    """
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


class Tables:
    """Every talks by id, folded when first asked for and kept up with the journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._tables: dict[str, Table] = {}
        self._lock = threading.Lock()

    def all(self) -> list[str]:
        return self._journal.talks()

    def get(self, talks: str) -> Table:
        """Return the table of ``talks``, empty if nothing was ever recorded under that id."""
        with self._lock:
            table = self._tables.get(talks)
            if table is None:
                table = Table(talks)
                self.catch_up(table)
                if table.trees:
                    self._tables[talks] = table
            return table

    def adopt(self, table: Table) -> Table:
        """Keep a table whose first entries have just been appended, and return the one that is kept.

        It is another one if somebody who was told of those entries has looked in the meantime.
        """
        with self._lock:
            kept = self._tables.setdefault(table.id, table)
        self.catch_up(kept)  # not under our lock: whoever holds the table's may be waiting for it
        return kept

    def catch_up(self, table: Table) -> list[str]:
        """Fold what others have appended since; return the compartments that grew."""
        grown = []
        with table.lock:
            sizes = self._journal.sizes(table.id)
            for compartment in sorted(sizes, key=lambda name: name != "table"):
                start = table.size(compartment)
                if sizes[compartment] > start:
                    table.take(compartment, self._journal.entries(table.id, compartment, start))
                    grown.append(compartment)
        return grown

    @contextmanager
    def reading(self, talks: str) -> Iterator[State]:
        """Give the state of ``talks``, unchanging until the block ends."""
        table = self.get(talks)
        with table.lock:
            yield table.state
