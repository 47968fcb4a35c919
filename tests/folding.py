"""For rule tests: fold acts in a line, as they would come from a record."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from parley.base import Act, By, Now, Refused, Stamp

S = TypeVar("S")
NOON = datetime(2020, 3, 22, 7, 30, tzinfo=UTC)
NOW = Now(NOON, ("north", "south"), ("en", "ps"))


def knowing(facts: object) -> Now:
    """Return the same moment, with what an act's rule asks of contents."""
    return replace(NOW, facts=facts)


def by(seat: str, party: str, role: str = "head", kind: str = "side", device: str = "") -> By:
    return By(seat, party, kind, role, device or f"device-of-{seat}")


def folded(
    fold: Callable[[S, Act, Stamp], S], state: S, acts: Iterable[tuple[Act, str]], compartment: str = "table"
) -> S:
    """Fold (act, seat) pairs into ``state``."""
    for seq, (act, seat) in enumerate(acts):
        device = f"device-of-{seat}" if seat else ""
        state = fold(state, act, Stamp(NOON, compartment, seq, seat, device))
    return state


def codes(answer: tuple[Act, ...] | Refused) -> list[str]:
    """Return the codes of a refusal; [] if it was recorded."""
    return [reason.code for reason in answer.reasons] if isinstance(answer, Refused) else []
