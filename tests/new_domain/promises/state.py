"""What follows from acts about promises."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from parley.promises import acts
from parley.promises.model import Promise

from parley.base import Fold, Stamp


@dataclass(slots=True)
class Promises:
    """Promises by id, oldest first. Mutable, changed by its folds alone."""

    made: dict[str, Promise] = field(default_factory=dict)


def _promised(state: Promises, act: acts.Promised, stamp: Stamp) -> None:
    state.made[act.promise] = Promise(act.party, act.digest, stamp.at)


def _reminded(state: Promises, act: acts.Reminded, stamp: Stamp) -> None:
    state.made[act.promise].reminded = stamp.at


FOLDS: Mapping[type, Fold] = {acts.Promised: _promised, acts.Reminded: _reminded}
