"""What a page asks before it offers an act: the same access and the same rules that decide it afterwards."""

from collections.abc import Mapping
from urllib.parse import urlencode

from parley.app.core import access, modules
from parley.app.core.facts import act_of, facts, now_of
from parley.app.core.model import App, Viewer
from parley.app.core.states import TalksState
from parley.app.core.views import Numbers
from parley.base import Act, Reason, Refused, RuleError


def concerns(app: App, viewer: Viewer, act: type[Act]) -> bool:
    """Return whether such acts are for this viewer's seat at all, whenever the conditions hold."""
    return access.concerns(viewer.by, app.registry.kinds[act.KIND])


def may(app: App, viewer: Viewer, state: TalksState, act: type[Act]) -> bool:
    """Return whether this viewer may propose such an act now, as far as access goes; the rules are not asked."""
    kind = app.registry.kinds[act.KIND]
    left_out = modules.against_unused(app, state, act.KIND)
    return not left_out and not access.may(viewer.by, kind, state.states, now_of(app, state))


def reasons_against(
    app: App, viewer: Viewer, state: TalksState, act: Act, assuming: object = None
) -> tuple[Reason, ...]:
    """Return every reason, of access and of the rules, against this very act of this viewer now.

    ``assuming``: the facts to go by where the content is not brought yet; read from the contents if None.
    """
    kind, rules = app.registry.kinds[act.KIND], app.registry.of_kind[act.KIND].rules
    now = now_of(app, state, facts(app, state, viewer.by, act) if assuming is None else assuming)
    decided = rules.decide(state.states, act, viewer.by, now)
    reasons = decided.reasons if isinstance(decided, Refused) else ()
    left_out = modules.against_unused(app, state, act.KIND)
    return (*left_out, *access.may(viewer.by, kind, state.states, now), *reasons)


def against(
    app: App, viewer: Viewer, state: TalksState, act: Act, assuming: object = None
) -> list[tuple[str, Numbers]]:
    """Return the same as codes and numbers, for pages."""
    return [(one.code, one.numbers) for one in reasons_against(app, viewer, state, act, assuming)]


def offered(app: App, viewer: Viewer, state: TalksState, act: Act, assuming: object = None) -> bool:
    """Return whether nothing speaks against this very act of this viewer now."""
    return not reasons_against(app, viewer, state, act, assuming)


def leads_to(
    app: App, viewer: Viewer, state: TalksState, act: Act, row: str, asked: Mapping[str, str] | None = None
) -> str:
    """Return the page on which this viewer does an act: its sheet, which is ``asked`` for so, while nothing speaks against it.

    Else ``row``: the part of a page that says how it stands.
    """
    if not offered(app, viewer, state, act):
        return row
    return f"sheet/{act.KIND}" + (f"?{urlencode(asked)}" if asked else "")


def offered_kind(app: App, viewer: Viewer, kind: str, fields: Mapping[str, object]) -> bool:
    """Return whether nothing speaks against the act of this kind with these fields, as a page would send it.

    Raises: RuleError where they make no act: a page that asks so is at fault.
    """
    act = act_of(app, kind, fields)
    if isinstance(act, Refused):
        raise RuleError("offer_malformed", kind=kind)
    with app.talks.reading(viewer.talks) as state:
        return offered(app, viewer, state, act)
