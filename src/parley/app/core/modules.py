"""Which domains talks use: one that may be left out is used unless their definition leaves it out."""

from collections.abc import Collection, Iterator

from parley.app.core.model import App, AppDomain, Registry
from parley.app.core.states import TalksState
from parley.base import Reason, reason


def optional(registry: Registry) -> tuple[str, ...]:
    """Return the domains that talks can do without."""
    return tuple(domain.name for domain in registry.domains if domain.optional)


def against_uses(registry: Registry, uses: Collection[str]) -> Iterator[Reason]:
    """Yield every reason against talks that use these of the domains that can be left out, and no others."""
    known = {domain.name: domain for domain in registry.domains if domain.optional}
    for name in uses:
        if name not in known:
            yield reason("module_unknown", module=name[:64], known=", ".join(known))
            continue
        for other in known[name].needs:
            if other not in uses:
                yield reason("module_needs", module=name, other=other)


def used(app: App, state: TalksState, domain: AppDomain) -> bool:
    """Return whether these talks use a domain."""
    if not domain.optional:
        return True
    uses = app.registry.roster.uses(app, state)
    return uses is None or domain.name in uses


def against_unused(app: App, state: TalksState, kind: str) -> tuple[Reason, ...]:
    """Return the reason against any act of this kind in talks that leave its domain out."""
    return () if used(app, state, app.registry.of_kind[kind]) else (reason("module_unused"),)


def against_unused_purpose(app: App, state: TalksState, purpose: str) -> tuple[Reason, ...]:
    """Return the reason against bringing a content for this purpose to talks that leave its domain out."""
    return () if used(app, state, app.registry.of_purpose[purpose]) else (reason("module_unused"),)


def unused(app: App, talks: str) -> frozenset[str]:
    """Return the domains that these talks leave out."""
    if not any(domain.optional for domain in app.registry.domains):
        return frozenset()
    with app.talks.reading(talks) as state:
        return frozenset(one.name for one in app.registry.domains if not used(app, state, one))
