"""All domains together, refused at start where something of one is missing."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from parley.app.core.access import GROUPS
from parley.app.core.catalog import Kind
from parley.app.core.model import OWN, AppDomain, Registry, Roster

COMPARTMENTS = ("table", "host", OWN)


class Incomplete(Exception):
    """Something of a domain is missing; ``faults`` names each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("nothing was started: " + "; ".join(faults))
        self.faults = faults


def complete(
    domains: tuple[AppDomain, ...], roster: Roster, made: Mapping[type, Callable[[], object]] | None = None
) -> Registry:
    """Return the registry of these domains, lowest first; ``made``: what makes the services that they need.

    Raises: Incomplete, with everything that is missing.
    """
    made = made or {}
    found = [
        f"{domain.name}: {fault}" for i, domain in enumerate(domains) for fault in faults(domain, domains[:i])
    ]
    kinds = Counter(kind.kind for domain in domains for kind in domain.kinds)
    found += [f"{name} is a kind of {count} domains" for name, count in kinds.items() if count > 1]
    purposes = Counter(one.purpose for domain in domains for one in domain.contents)
    found += [
        f"{name} is the purpose of {count} sorts of content" for name, count in purposes.items() if count > 1
    ]
    found += [
        f"{domain.name}: nobody makes {service.__name__}, which it needs"
        for domain in domains
        for service in domain.services
        if service not in made
    ]
    if found:
        raise Incomplete(found)
    return Registry(domains, roster, made)


def faults(domain: AppDomain, below: tuple[AppDomain, ...]) -> Iterator[str]:
    """Yield what is missing of a domain, given those below it."""
    rules, kinds = domain.rules, {kind.act: kind for kind in domain.kinds}
    for act in dict.fromkeys((*rules.acts, *kinds)):
        if act not in rules.acts:
            yield f"{act.KIND} is not among the acts of its rules"
        if act not in rules.rules:
            yield f"{act.KIND} has no rule"
        if act not in rules.folds:
            yield f"{act.KIND} has no fold"
        if act in rules.facts and act not in domain.facts:
            yield f"{act.KIND} has no facts, which its rule asks for"
        if act not in kinds:
            yield f"{act.KIND} has no kind: nobody said who may propose it"
        else:
            yield from _faults_of_kind(kinds[act], domain)
    binding = {kind.kind for kind in domain.kinds if kind.binding}
    for name in domain.sheets.keys() - binding:
        yield f"{name} has a sheet, and nothing of that kind binds"
    for sort in domain.contents:
        for group in sorted((sort.who | sort.brings) - GROUPS.keys()):
            yield f"content for {sort.purpose} names the group {group}, which access does not know"
    readable = {one.rules.state for one in below}
    for state in rules.reads:
        if state not in readable:
            yield f"it reads {state.__name__}, which no domain before it has"


def _faults_of_kind(kind: Kind, domain: AppDomain) -> Iterator[str]:
    if not kind.who:
        yield f"{kind.kind} has no group that may propose it"
    for group in sorted(kind.who - GROUPS.keys()):
        yield f"{kind.kind} names the group {group}, which access does not know"
    if kind.compartment not in COMPARTMENTS:
        yield f"{kind.kind} has no compartment: {kind.compartment or 'none'} is not one"
    if not kind.conditions and not kind.by_system:
        yield f"{kind.kind} has no conditions, not even that the device stands"
    if kind.binding and kind.kind not in domain.sheets:
        yield f"{kind.kind} binds and has no sheet"
