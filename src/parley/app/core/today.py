"""What waits for a viewer and what has been agreed, over all domains."""

from parley.app.core import views
from parley.app.core.model import App, Viewer
from parley.app.core.modules import used
from parley.app.core.states import Logged, TalksState
from parley.base import to_body

SHOWN = 12
MORE = 12  # at the most, so that what several did alike is not told of one of them


def waiting(app: App, viewer: Viewer, state: TalksState) -> list[views.Waiting]:
    """Return what waits for this viewer, domain by domain."""
    domains = [one for one in app.registry.domains if used(app, state, one)]
    return [one for domain in domains if domain.waits is not None for one in domain.waits(app, viewer, state)]


def agreed(app: App, state: TalksState, since: int, *, news: bool = False) -> list[views.Happened]:
    """Return the last acts that tell of an agreement, newest first; new from sequence number ``since`` on.

    ``news``: those that are told apart instead: the table opened and closed, devices let in.
    """
    told = {kind for kind, one in app.registry.kinds.items() if one.agreed and one.news == news}
    logged = [one for one in reversed(state.log.get("table", [])) if one.kind in told]
    most = min(len(logged), SHOWN + MORE)
    end = next((n for n in range(SHOWN, most) if logged[n].kind != logged[n - 1].kind), most)
    return [happened(app, state, one, since) for one in logged[:end]]


def happened(app: App, state: TalksState, logged: Logged, since: int = 1 << 53) -> views.Happened:
    """Return one entry as pages list it; ``new`` from sequence number ``since`` on."""
    alone = app.registry.kinds[logged.kind].by_system  # whoever's act it followed did not do it
    party = "" if alone else app.registry.roster.party(state.states, logged.stamp.seat)
    numbers: dict[str, str | int] = {}
    for name, value in to_body(logged.act).items():
        if isinstance(value, list | dict):
            numbers[name] = len(value)
        elif isinstance(value, str | int):
            numbers[name] = value[:64] if isinstance(value, str) else value
    return views.Happened(
        kind=logged.kind,
        at=logged.stamp.at,
        seat=logged.stamp.seat,
        parties=(party,) if party else (),
        numbers=numbers,
        compartment=logged.stamp.compartment,
        seq=logged.stamp.seq,
        binding=logged.binding,
        new=logged.stamp.seq >= since,
    )
