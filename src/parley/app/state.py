"""The state of one talks: a fold of its entries through every package's own fold."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from parley import talks, text
from parley.app.catalog import CATALOG
from parley.base import Act, Stamp, from_body
from parley.lists.state import Lists
from parley.lists.state import fold as fold_lists
from parley.plan.acts import PlanProposed
from parley.plan.state import Plans
from parley.plan.state import fold as fold_plan
from parley.talks import Talks
from parley.text import Text
from parley.text.acts import ClauseBracketed, ClauseDrafted


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry as pages list it: what, when, by whom; the act itself for its numbers."""

    kind: str
    act: Act
    stamp: Stamp
    binding: bool


@dataclass(slots=True)
class State:
    """Everything folded of one talks; ``log`` by compartment, ``public`` digests of what all accredited may read."""

    talks: Talks = field(default_factory=Talks)
    text: Text = field(default_factory=Text)
    lists: Lists = field(default_factory=Lists)
    plans: Plans = field(default_factory=Plans)
    log: dict[str, list[Logged]] = field(default_factory=dict)
    public: set[str] = field(default_factory=set)


def fold(state: State, entry: dict[str, Any]) -> State:
    """Return ``state`` with one decoded entry in it (the same object, changed).

    Raises: ValueError for a kind this version does not know: a newer Parley wrote the record.
    """
    known = CATALOG.get(entry["kind"])
    act = from_body(known.act, entry["body"]) if known else None
    if known is None or act is None or isinstance(act, tuple):
        raise ValueError(
            f"entry {entry['seq']} of {entry['compartment']}: kind {entry['kind']} is not known here"
        )
    at = datetime.fromisoformat(entry["at"])
    stamp = Stamp(at, entry["compartment"], entry["seq"], entry["seat"], entry["device"])
    match known.package:
        case "talks":
            talks.fold(state.talks, act, stamp)
        case "text":
            text.fold(state.text, act, stamp)
        case "lists":
            fold_lists(state.lists, act, stamp)
        case "plan":
            fold_plan(state.plans, act, stamp)
        case _:
            pass
    _publish(state, act)
    state.log.setdefault(stamp.compartment, []).append(Logged(known.kind, act, stamp, known.binding))
    return state


def _publish(state: State, act: Act) -> None:
    match act:
        case talks.acts.Created() | PlanProposed():
            state.public.add(act.digest)
        case talks.acts.SeatMade():
            state.public.add(act.person)
        case ClauseDrafted() | ClauseBracketed():
            state.public.update(act.digests.values())
        case _:
            pass
