"""What a rule is told when it is asked: the moment, who is present, and the facts about contents that it asks for."""

from parley.app.core.model import App
from parley.app.core.states import TalksState
from parley.base import Act, By, Now, Refused, from_body, reason


def act_of(app: App, kind: str, fields: object) -> Act | Refused:
    """Return the act that a command proposes, or every fault in its fields."""
    known = app.registry.kinds.get(kind)
    if known is None:
        return Refused((reason("kind_unknown", kind=kind[:80]),))
    act = from_body(known.act, fields)
    if isinstance(act, tuple):
        return Refused(act)
    made: Act = act
    return made


def read_ahead(app: App, state: TalksState, by: By, act: Act | None = None) -> None:
    """Read into memory what facts of an act of this seat or, without an act, pages will ask for; never under the lock, for files take seconds."""
    for domain in app.registry.domains:
        if domain.read_ahead is not None and (
            act is None or act.KIND in {kind.kind for kind in domain.kinds}
        ):
            domain.read_ahead(app, state, by, act)


def facts(app: App, state: TalksState, by: By, act: Act) -> object:
    """Return what the rule of ``act`` asks of contents that ``by`` may cite; None if it asks nothing."""
    read = app.registry.of_kind[act.KIND].facts.get(type(act))
    return read(app, state, by, act) if read else None


def now_of(app: App, state: TalksState, known: object = None) -> Now:
    """Return what the rules may know of the world now. ``known``: the facts that were read."""
    roster = app.registry.roster
    return Now(
        app.clock.acts(),
        roster.sides(state.states),
        roster.languages(state.states),
        app.present(state.id),
        known,
    )
