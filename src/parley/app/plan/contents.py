"""Plans: everyone reads the plan itself; the host alone the problem, which tells who is held where with whom, and the same of why some stay.

Why somebody was taken out of an announced batch everyone reads once it is recorded.
"""

from collections.abc import Collection, Iterator
from functools import partial

from parley.app.core.model import OWN, App, Content
from parley.app.core.states import TalksState
from parley.app.plan.reading import PLAN, WHY, shown_of
from parley.base import SYSTEM, Reason, reason
from parley.legible import faults
from parley.plan import Plans


def _plan(app: App, state: TalksState, digest: str) -> Collection[str]:
    return [""] if _proposed(app, state, digest) else []


def _proposed(app: App, state: TalksState, digest: str) -> bool:
    """It is proposed."""
    return any(one.act.digest == digest for one in state.of(Plans).versions.values())


def _file(name: str, app: App, state: TalksState, digest: str) -> Collection[str]:
    """Whether a digest is of this file of some plan version; the plan itself names it."""
    shown = (shown_of(app, SYSTEM, state, one.act.digest) for one in state.of(Plans).versions.values())
    return [""] if any(one.get("files", {}).get(name) == digest for one in shown) else []


REASON = "taken-out"  # what a reason is kept for
LONGEST = 2_000  # letters of a reason


def _reason(app: App, state: TalksState, digest: str) -> Collection[str]:
    return [one.act.party for one in state.of(Plans).out.values() if one.act.reason == digest]


def _given(app: App, state: TalksState, digest: str) -> bool:
    """Somebody was taken out for it."""
    return bool(_reason(app, state, digest))


def no_reason(data: bytes, media: str, called: str) -> Iterator[Reason]:
    """Yield every reason why these bytes are no reason."""
    try:
        words = data.decode()
    except UnicodeDecodeError:
        words = ""
    if not words.strip() or not media.startswith("text/plain"):
        yield reason("reason_missing")
    elif len(words) > LONGEST:
        yield reason("reason_too_long", most=LONGEST)
    else:
        yield from (fault.reason(called) for fault in faults(words))


ANYONE = frozenset({"anyone"})
CONTENTS = (
    Content("plan as both sides sign it", PLAN, "", _plan, ANYONE, _proposed),
    Content("plan's own file, for the checker", "plan-file", "table", partial(_file, "plan")),
    Content("problem that a plan solves", "problem", "host", partial(_file, "problem")),
    Content("why some stay, with where they are held", WHY, "host", partial(_file, WHY)),
    Content(
        "reason why somebody was taken out of an announced batch",
        REASON,
        OWN,
        _reason,
        ANYONE,
        _given,
        brings=frozenset({"head", "facilitator"}),
        unfit=no_reason,
        cited=True,
    ),
)
