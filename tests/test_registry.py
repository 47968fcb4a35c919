"""What is missing of a domain is refused at start, by name: one faulty domain for each thing that can be missing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any, ClassVar

import pytest

from parley import settings as chosen
from parley.app.core.catalog import Duty, Kind, kind
from parley.app.core.jobs import Jobs
from parley.app.core.model import App, AppDomain, BindingSheet, Prepared, Viewer
from parley.app.core.registry import Incomplete, complete
from parley.app.core.sheet import facts_of
from parley.app.core.states import AllTalks, TalksState
from parley.app.talks import DOMAIN as TALKS
from parley.app.talks.roster import ROSTER
from parley.base import By, Domain, RuleError, States, nothing_against, nothing_follows
from parley.lists import Lists
from parley.registry import PAGES, REGISTRY
from parley.store.memory import memory_store
from parley.talks import ADMITTED
from parley.web import talks as talks_pages
from parley.web.domain import Page, WebDomain
from parley.web.site import site
from tests.sitting import SetClock, app_over, created


@dataclass(frozen=True, slots=True)
class Promised:
    """A side promised something."""

    KIND: ClassVar = "promises.promised.1"
    party: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What the rule asks: whether the promise was seen."""

    seen: bool


@dataclass(slots=True)
class Promises:
    """How many promises there are."""

    count: int = 0


def prove(app: App, state: TalksState, by: By, act: Promised) -> Proof:
    return Proof(seen=True)


def sheet(app: App, viewer: Viewer, state: TalksState, params: Any) -> Prepared:
    return Prepared(Promised(viewer.party), "today")


RULES = Domain(
    "promises",
    (Promised,),
    Promises,
    {Promised: nothing_against},
    {Promised: nothing_follows},
    facts={Promised: Proof},
)
WHOLE = kind(Promised, "head", ADMITTED, binding=True)
DOMAIN = AppDomain(RULES, (WHOLE,), facts={Promised: prove}, sheets={Promised.KIND: BindingSheet(sheet)})


def refused(domain: AppDomain) -> list[str]:
    """Return what the start says against a domain beside that of the talks."""
    try:
        complete((TALKS, domain), ROSTER)
    except Incomplete as fault:
        return fault.faults
    return []


def with_kind(**changes: Any) -> AppDomain:
    return replace(DOMAIN, kinds=(replace(WHOLE, **changes),))


def test_a_whole_domain_is_taken() -> None:
    assert refused(DOMAIN) == []


FAULTY = {
    "a rule": (replace(DOMAIN, rules=replace(RULES, rules={})), "promises.promised.1 has no rule"),
    "a fold": (replace(DOMAIN, rules=replace(RULES, folds={})), "promises.promised.1 has no fold"),
    "a kind": (replace(DOMAIN, kinds=()), "promises.promised.1 has no kind"),
    "its act": (replace(DOMAIN, rules=replace(RULES, acts=())), "is not among the acts of its rules"),
    "a group": (with_kind(who=frozenset()), "has no group that may propose it"),
    "a known group": (
        with_kind(who=frozenset({"heads"})),
        "names the group heads, which access does not know",
    ),
    "a compartment": (with_kind(compartment=""), "has no compartment: none is not one"),
    "conditions": (with_kind(conditions=()), "has no conditions, not even that the device stands"),
    "a sheet": (replace(DOMAIN, sheets={}), "promises.promised.1 binds and has no sheet"),
    "an act that binds": (
        with_kind(binding=False),
        "promises.promised.1 has a sheet, and nothing of that kind binds",
    ),
    "a service": (replace(DOMAIN, services=(Proof,)), "nobody makes Proof, which it needs"),
    "facts": (replace(DOMAIN, facts={}), "promises.promised.1 has no facts, which its rule asks for"),
    "a state it reads": (
        replace(DOMAIN, rules=replace(RULES, reads=(Lists,))),
        "it reads Lists, which no domain before it has",
    ),
}


@pytest.mark.parametrize("lacking", FAULTY)
def test_a_domain_that_lacks_something_stops_the_start(lacking: str) -> None:
    domain, said = FAULTY[lacking]
    found = refused(domain)
    assert any(said in fault and fault.startswith("promises: ") for fault in found), found


def test_everything_that_is_missing_is_said_at_once() -> None:
    empty = replace(DOMAIN, rules=replace(RULES, rules={}, folds={}), sheets={}, facts={})
    assert len(refused(empty)) == 4


def test_one_kind_in_two_domains_stops_the_start() -> None:
    with pytest.raises(Incomplete, match=r"promises\.promised\.1 is a kind of 2 domains"):
        complete((TALKS, DOMAIN, DOMAIN), ROSTER)


def test_an_act_without_a_rule_or_a_fold_is_never_taken_for_allowed() -> None:
    """Were the start ever passed by: asked for a decision, an act without a rule raises and is not recorded."""
    room = created()
    state, now = room.app.talks.get("prisoners-2020"), REGISTRY
    bare = replace(RULES, rules={}, folds={})
    by = room["chair"].viewer.by
    from parley.app.core.facts import now_of

    assert now is room.app.registry
    with pytest.raises(RuleError, match="rule_missing"):
        bare.decide(States([Promises()]), Promised("north"), by, now_of(room.app, state))
    with pytest.raises(RuleError, match="fold_missing"):
        bare.fold(Promises(), Promised("north"), None)  # type: ignore[arg-type]  # it never gets so far


def test_a_domain_sees_no_state_that_it_did_not_ask_for() -> None:
    states = States([Promises(), Lists()])
    assert states.only((Promises,)).of(Promises) is states.of(Promises)
    with pytest.raises(RuleError, match="state_not_readable"):
        states.only((Promises,)).of(Lists)


def test_a_service_is_made_for_each_app() -> None:
    asking = replace(DOMAIN, services=(Promises,))
    registry = complete((TALKS, asking), ROSTER, {Promises: Promises})
    first, second = registry.services(), registry.services()
    assert isinstance(first[Promises], Promises)
    assert first[Promises] is not second[Promises]


@pytest.mark.parametrize(
    ("about", "code"),
    [({"words": 7, "of": "north", "pages": 2}, "sheet_undeclared"), ({"of": "north"}, "sheet_lacks")],
)
def test_a_number_that_no_sheet_declares_is_refused_and_never_dropped(
    about: dict[str, str | int], code: str
) -> None:
    declared = BindingSheet(sheet, facts=("words",), said=("of",))
    assert facts_of(Promised.KIND, declared, {"of": "north", "words": 7}) == [("words", 7)]
    with pytest.raises(RuleError, match=code):
        facts_of(Promised.KIND, declared, about)


def test_facts_stand_on_the_sheet_in_the_order_that_their_domain_declares() -> None:
    declared = BindingSheet(sheet, facts=("words", "date", "a"))
    shown = facts_of(Promised.KIND, declared, {"a": 1, "date": "2020", "words": 7})
    assert [name for name, _ in shown] == ["words", "date", "a"]


# --- the web's part --------------------------------------------------------------------------------------------


def sentences(**tables: dict[str, str]) -> ModuleType:
    module = ModuleType("promises.phrases")
    whole = {
        name: {Promised.KIND: "The table opened"} for name in ("HAPPENED", "SHEETS", "BUTTONS", "COMMITS")
    }
    vars(module).update(whole | tables)
    return module


# Those of the talks, and what the room does when the table closes: there is no room here.
TALKS_PAGES = replace(
    talks_pages.WEB, duties={**talks_pages.WEB.duties, "closed": lambda site, talks, body: None}
)


def started(web: tuple[WebDomain, ...], domain: AppDomain = DOMAIN) -> list[str]:
    """Return what a site says against these pages, beside those of the talks."""
    registry = complete((TALKS, domain), ROSTER)
    store = memory_store()
    app = app_over(store, SetClock())
    app.registry, app.talks = registry, AllTalks(store.journal, registry.folds)
    try:
        site(app, Jobs(app), chosen.load({}), (TALKS_PAGES, *web))
    except Incomplete as fault:
        return fault.faults
    return []


def test_whole_pages_are_taken() -> None:
    assert started((WebDomain("promises", sentences()),)) == []


def lacking_pages() -> Iterator[tuple[str, tuple[WebDomain, ...], AppDomain, str]]:
    yield "a folder", (), DOMAIN, "promises: it has no folder in web"
    yield from lacking_sentences(WebDomain("promises", sentences()))
    yield from lacking_parts(WebDomain("promises", sentences()))


def lacking_sentences(web: WebDomain) -> Iterator[tuple[str, tuple[WebDomain, ...], AppDomain, str]]:
    for table in ("HAPPENED", "SHEETS", "BUTTONS", "COMMITS"):
        bare = WebDomain("promises", sentences(**{table: {}}))
        yield table, (bare,), DOMAIN, f"promises.promised.1 has no sentence in {table}"
    untranslated = WebDomain("promises", sentences(HAPPENED={Promised.KIND: "Nobody ever translated this"}))
    for language in ("ps", "fa-AF", "ar"):
        yield (
            language,
            (untranslated,),
            DOMAIN,
            f"promises.promised.1 has no sentence in {language} (HAPPENED)",
        )
    shown = replace(DOMAIN, sheets={Promised.KIND: BindingSheet(sheet, facts=("words",))})
    yield (
        "a fact's name",
        (web,),
        shown,
        "promises.promised.1 shows words on its sheet, which has no sentence in FACTS",
    )
    warned = replace(DOMAIN, sheets={Promised.KIND: BindingSheet(sheet, warnings=("late",))})
    yield "a warning's sentence", (web,), warned, "promises.promised.1 has no sentence in WARNINGS"
    for table in ("SHEETS", "BUTTONS", "COMMITS"):
        said = WebDomain("promises", sentences(**{table: {Promised.KIND: "%(made)s came"}}))
        yield (
            f"a value in {table}",
            (said,),
            DOMAIN,
            f"promises.promised.1 says made in {table}, which nothing gives it",
        )
    for table in ("HAPPENED", "BOTH", "SEVERAL", "SEVERAL_BOTH"):
        told = WebDomain("promises", sentences(**{table: {Promised.KIND: "%(party)s made %(words)s"}}))
        yield (
            f"a field in {table}",
            (told,),
            DOMAIN,
            f"promises.promised.1 says words in {table}, which nothing gives it",
        )


def lacking_parts(web: WebDomain) -> Iterator[tuple[str, tuple[WebDomain, ...], AppDomain, str]]:
    twice = replace(web, spelled={"order": lambda reader, value: value})
    yield "a spelling of its own", (twice,), DOMAIN, "order is spelled by 2 domains"
    yield "another page to wait on", (replace(web, waiting="promises"),), DOMAIN, "of more than one domain"
    yield "waits", (replace(web, waits=("keep_promise",)),), DOMAIN, "promises: keep_promise has no sentence"
    closed = replace(web, pages=(Page("/promises", str, "heads"),))
    yield "groups", (closed,), DOMAIN, "promises: access knows no group heads"
    owing: Kind = replace(WHOLE, duty=Duty("ring", dict))
    yield (
        "duty",
        (web,),
        replace(DOMAIN, kinds=(owing,)),
        "nobody does what must be done because of it (ring)",
    )


@pytest.mark.parametrize("case", list(lacking_pages()), ids=lambda case: str(case[0]))
def test_pages_that_lack_something_stop_the_start(
    case: tuple[str, tuple[WebDomain, ...], AppDomain, str],
) -> None:
    _, web, domain, said = case
    found = started(web, domain)
    assert any(said in fault for fault in found), found


def test_what_is_served_is_whole() -> None:
    assert {domain.name for domain in REGISTRY.domains} == {pages.name for pages in PAGES}
