"""A domain's rules as one value: what can be recorded of it, its state, what speaks against an act, what follows from it.

Rules and folds are tables by act: an act that stands in neither is refused at start and, asked anyway, raises.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from parley.base.acts import Act, By, Now, Stamp
from parley.base.outcomes import Reason, Refused, RuleError

S = TypeVar("S")


class States:
    """Folded states by their type; a domain is handed its own and those it reads."""

    __slots__ = ("_states",)

    def __init__(self, states: Iterable[object]) -> None:
        self._states: dict[type, Any] = {type(state): state for state in states}

    def of(self, state: type[S]) -> S:
        """Return the state of this type. Raises: RuleError if it is not among those this domain may read."""
        if state not in self._states:
            raise RuleError("state_not_readable", state=state.__name__)
        found: S = self._states[state]
        return found

    def only(self, wanted: Iterable[type]) -> "States":
        """Return these states and no others."""
        return States(self._states[one] for one in wanted)


Rule = Callable[
    [States, Any, By, Now], Iterable[Reason]
]  # every reason against an act; none: it may be recorded
Fold = Callable[[Any, Any, Stamp], None]  # changes the state in place; total: it never refuses a recorded act
Follow = Callable[[States, Any, By, Now], tuple[Act, ...]]  # what is recorded together with an act


@dataclass(frozen=True, slots=True)
class Domain(Generic[S]):
    """``facts``: what the rule of an act asks of contents, as a dataclass; ``reads``: states of domains below this one."""

    name: str
    acts: tuple[type, ...]
    state: type[S]
    rules: Mapping[type, Rule]
    folds: Mapping[type, Fold]
    reads: tuple[type, ...] = ()
    facts: Mapping[type, type] = field(default_factory=dict)
    follows: Mapping[type, Follow] = field(default_factory=dict)

    def decide(self, states: States, act: Act, by: By, now: Now) -> tuple[Act, ...] | Refused:
        """Return what to record, the act first, or every reason against it. Raises: RuleError for an act without a rule."""
        rule = self.rules.get(type(act))
        if rule is None:
            raise RuleError("rule_missing", kind=act.KIND)
        states = states.only((self.state, *self.reads))
        reasons = tuple(rule(states, act, by, now))
        if reasons:
            return Refused(reasons)
        follow = self.follows.get(type(act))
        return (act, *follow(states, act, by, now)) if follow else (act,)

    def fold(self, state: S, act: Act, stamp: Stamp) -> S:
        """Return ``state`` with ``act`` in it (the same object, changed). Raises: RuleError for an act without a fold."""
        fold = self.folds.get(type(act))
        if fold is None:
            raise RuleError("fold_missing", kind=act.KIND)
        fold(state, act, stamp)
        return state


def nothing_against(states: States, act: object, by: By, now: Now) -> tuple[Reason, ...]:
    """The rule of an act that anyone whom access lets may record at any time."""
    return ()


def nothing_follows(state: object, act: object, stamp: Stamp) -> None:
    """The fold of an act that stands on the record and changes no state."""
