"""The folded states of every talks, in memory, with the hash trees of their compartments."""

import gc
import hashlib
import json
import threading
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

from parley.app.core.catalog import Kind
from parley.app.core.ports import Journal
from parley.base import Act, Domain, Stamp, States, from_body
from parley.record import Tree, leaf_hash

S = TypeVar("S")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry as pages list it: what, when, by whom; the act itself for its numbers."""

    kind: str
    act: Act
    stamp: Stamp
    binding: bool


class Folds:
    """How an entry becomes a change of state: its kind, and the domain whose fold takes it."""

    def __init__(self, domains: Iterable[tuple[Domain[Any], tuple[Kind, ...]]]) -> None:
        pairs = tuple(domains)
        self._domains = tuple(domain for domain, _ in pairs)
        self._of_kind = {kind.kind: (kind, domain) for domain, kinds in pairs for kind in kinds}

    def fresh(self) -> States:
        """Return the states of talks of which nothing is recorded yet."""
        return States(domain.state() for domain in self._domains)

    def known(self, name: str) -> tuple[Kind, Domain[Any]] | None:
        return self._of_kind.get(name)


@dataclass(slots=True)
class TalksState:
    """One talks. Hold ``lock`` while reading states or appending; folds change them in place."""

    id: str
    folds: Folds
    states: States = field(init=False)
    log: dict[str, list[Logged]] = field(default_factory=dict)  # by compartment
    trees: dict[str, Tree] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)  # seat → bytes of its entries
    said: set[bytes] = field(default_factory=set)  # mark of each binding act
    lock: threading.RLock = field(default_factory=threading.RLock)
    _versions: dict[type, int] = field(default_factory=dict)  # state → how many acts were folded into it
    _kept: dict[str, tuple[tuple[Hashable, ...], object]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.states = self.folds.fresh()

    @property
    def held(self) -> bool:
        """Whether this thread holds the lock, and everybody at the table waits for what it does."""
        return bool(self.lock._is_owned())  # type: ignore[attr-defined]  # noqa: SLF001 - as threading.Condition asks

    def of(self, state: type[S]) -> S:
        """Return one domain's state."""
        return self.states.of(state)

    def kept(
        self, name: str, depends_on: tuple[type, ...], make: Callable[[], Made], given: Hashable = None
    ) -> Made:
        """Return what ``make`` makes of these states, from memory if none of them has changed since.

        ``given``: all that it is made of besides, where that is little of a state which changes often.
        """
        version = (*(self._versions.get(state, 0) for state in depends_on), given)
        kept = self._kept.get(name)
        if kept is None or kept[0] != version:
            kept = (version, make())
            self._kept[name] = kept
        return cast(Made, kept[1])

    def forget(self) -> None:
        """Drop what was worked out: a content that it was made of is gone."""
        with self.lock:
            self._kept.clear()

    def size(self, compartment: str) -> int:
        """Return how many entries of this compartment are folded."""
        return len(self.log.get(compartment, ()))

    def take(self, compartment: str, entries: list[bytes], check: "Check | None" = None) -> None:
        """Fold entries that the journal holds next in this compartment; their hashes may be in the tree already.

        ``check`` looks at each when all before it are folded, if they are not just ours.
        """
        tree = self.trees.setdefault(compartment, Tree())
        with _all_kept():
            for raw in entries if check is None else check(self, compartment, entries):
                entry = json.loads(raw)
                self.fold(entry)
                self.acts[entry["seat"]] += len(raw)
                if entry["class"] == "binding":
                    self.said.add(mark(entry["device"], entry["command"]))
                if entry["seq"] >= tree.size:
                    tree.append_hash(leaf_hash(raw))

    def fold(self, entry: dict[str, Any]) -> None:
        """Fold one decoded entry.

        Raises: ValueError for a kind this version does not know: a newer Parley wrote the record.
        """
        known = self.folds.known(entry["kind"])
        act = from_body(known[0].act, entry["body"]) if known else None
        if known is None or act is None or isinstance(act, tuple):
            raise ValueError(
                f"entry {entry['seq']} of {entry['compartment']}: kind {entry['kind']} is not known here"
            )
        kind, domain = known
        at = datetime.fromisoformat(entry["at"])
        stamp = Stamp(at, entry["compartment"], entry["seq"], entry["seat"], entry["device"])
        domain.fold(self.states.of(domain.state), act, stamp)
        self._versions[domain.state] = self._versions.get(domain.state, 0) + 1
        self.log.setdefault(stamp.compartment, []).append(Logged(kind.kind, act, stamp, kind.binding))

    def regrow(self, compartment: str, size: int, journal: Journal) -> None:
        """Make the tree anew from the first ``size`` entries of the journal, after an append that did not happen."""
        del self.trees[compartment]
        if size:
            self.trees[compartment] = Tree(journal.entries(self.id, compartment, 0, size))


def mark(device: str, command: str) -> bytes:
    """Return what an act that a device signed is remembered by: whoever says it again replays it."""
    return hashlib.sha256(f"{device}/{command}".encode()).digest()[:16]


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


Check = Callable[[TalksState, str, list[bytes]], Iterator[bytes]]
"""Gives each entry of a compartment back once it was looked at; raises ReadOnly for one that nobody of ours wrote."""


class AllTalks:
    """Every talks by id, folded when first asked for and kept up with the journal; ``check`` sees what is read from it."""

    def __init__(self, journal: Journal, folds: Folds, check: Check | None = None) -> None:
        self._journal = journal
        self._folds = folds
        self._check = check
        self._talks: dict[str, TalksState] = {}
        self._lock = threading.Lock()

    def ids(self) -> list[str]:
        return self._journal.talks()

    def get(self, talks: str) -> TalksState:
        """Return the state of ``talks``, empty if nothing was ever recorded under that id."""
        with self._lock:
            found = self._talks.get(talks)
            if found is None:
                found = TalksState(talks, self._folds)
                self.catch_up(found)
                if found.trees:
                    self._talks[talks] = found
            return found

    def adopt(self, made: TalksState) -> TalksState:
        """Keep a state whose first entries have just been appended, and return the one that is kept.

        It is another one if somebody who was told of those entries has looked in the meantime.
        """
        with self._lock:
            kept = self._talks.setdefault(made.id, made)
        self.catch_up(kept)  # not under our lock: whoever holds the state's may be waiting for it
        return kept

    def catch_up(self, state: TalksState) -> list[str]:
        """Fold what others have appended since; return the compartments that grew."""
        grown = []
        with state.lock:
            sizes = self._journal.sizes(state.id)
            for compartment in sorted(sizes, key=lambda name: name != "table"):
                start = state.size(compartment)
                if sizes[compartment] > start:
                    state.take(compartment, self._journal.entries(state.id, compartment, start), self._check)
                    grown.append(compartment)
        return grown

    @contextmanager
    def reading(self, talks: str) -> Iterator[TalksState]:
        """Give the state of ``talks``, unchanging until the block ends."""
        found = self.get(talks)
        with found.lock:
            yield found
