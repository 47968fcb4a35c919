"""What follows from acts about promises."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from parley.promises import acts
from parley.promises.model import Promise

from parley.base import Fold, Stamp


@dataclass(slots=True)
class Promises:
    """Promises by id, oldest first; sides that were asked for one and have not answered. Changed by its folds alone."""

    made: dict[str, Promise] = field(default_factory=dict)
    asked: dict[str, datetime] = field(default_factory=dict)


def _asked(state: Promises, act: acts.Asked, stamp: Stamp) -> None:
    state.asked[act.party] = stamp.at


def _promised(state: Promises, act: acts.Promised, stamp: Stamp) -> None:
    state.made[act.promise] = Promise(act.promise, act.party, act.digest, stamp.at)
    state.asked.pop(act.party, None)


FOLDS: Mapping[type, Fold] = {acts.Asked: _asked, acts.Promised: _promised}
