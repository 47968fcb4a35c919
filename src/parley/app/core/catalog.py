"""What a domain says of its acts: who may propose which, under which conditions, and what must be done because of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.base import By, Now, Reason, States

Condition = Callable[[States, By, Now], Iterable[Reason]]  # every reason against any act of a kind


@dataclass(frozen=True, slots=True)
class Duty:
    """What must be done because of an act, once it is recorded: the outbox holds it until it is done."""

    topic: str
    body: Callable[[Any], Mapping[str, object]]  # of the act


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of act. ``who``: names of groups in ``access``; ``compartment``: table, host, or own (the proposer's party's).

    ``machine``: recorded at the end of a job, never straight from a client. ``agreed``: told on Today as agreed,
    ``news``: but apart, as there is more of it than of what the sides agree on.
    ``roster``: says who sits: given to a head's device before it is admitted, so that it can verify whom it accepts.
    """

    act: Any
    who: frozenset[str]
    conditions: tuple[Condition, ...]
    binding: bool = False
    compartment: str = "table"
    machine: bool = False
    agreed: bool = False
    news: bool = False
    roster: bool = False
    duty: Duty | None = None

    @property
    def kind(self) -> str:
        name: str = self.act.KIND
        return name

    @property
    def title(self) -> str:
        """What it is, in English, from the act's own docstring."""
        return str(self.act.__doc__).strip()

    @property
    def by_system(self) -> bool:
        """Whether no seat can ask for it: it follows from another act or from a redeemed invitation."""
        return self.who == {"system"}


def kind(act: Any, who: str, conditions: tuple[Condition, ...], **more: Any) -> Kind:
    """Return a kind; ``who`` names groups, separated by spaces."""
    return Kind(act, frozenset(who.split()), conditions, **more)


def by_system(act: Any, **more: Any) -> Kind:
    """Return a kind that no seat can ask for."""
    return Kind(act, frozenset({"system"}), (), **more)
