"""A domain of rules: what it reads, what it refuses, what follows; and nothing that it has no rule for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import pytest

from parley.base import By, Domain, Now, Reason, Refused, RuleError, Stamp, States, reason
from tests.folding import NOON, NOW, by, codes


@dataclass(frozen=True)
class Promised:
    """Something was promised."""

    KIND: ClassVar[str] = "promises.promised.1"
    what: str


@dataclass(frozen=True)
class Kept:
    """What was promised was kept."""

    KIND: ClassVar[str] = "promises.kept.1"


@dataclass(frozen=True)
class Broken:
    """An act that the domain below has neither a rule nor a fold for."""

    KIND: ClassVar[str] = "promises.broken.1"


@dataclass
class Promises:
    said: list[str] = field(default_factory=list)


@dataclass
class Weather:
    fair: bool = True


@dataclass
class Secrets:
    """A state of a domain that promises may not read."""


def _promised(states: States, act: Promised, who: By, now: Now) -> Iterator[Reason]:
    if act.what in states.of(Promises).said:
        yield reason("promised_already")
    if not states.of(Weather).fair:
        yield reason("weather_foul")


def _spies(states: States, act: Kept, who: By, now: Now) -> Iterator[Reason]:
    states.of(Secrets)
    yield reason("never_said")


def _note(state: Promises, act: Promised, stamp: Stamp) -> None:
    state.said.append(act.what)


DOMAIN = Domain(
    "promises",
    (Promised, Kept),
    Promises,
    {Promised: _promised, Kept: _spies},
    {Promised: _note},
    reads=(Weather,),
    follows={Promised: lambda states, act, who, now: (Kept(),) if act.what == "at once" else ()},
)
WHO = by("north-head", "north")


def test_every_reason_against_an_act_comes_at_once_and_none_means_that_it_is_recorded() -> None:
    states = States([Promises(["bread"]), Weather(fair=False), Secrets()])
    assert codes(DOMAIN.decide(states, Promised("bread"), WHO, NOW)) == ["promised_already", "weather_foul"]
    fair = States([Promises(), Weather(), Secrets()])
    assert DOMAIN.decide(fair, Promised("bread"), WHO, NOW) == (Promised("bread"),)


def test_what_follows_from_an_act_is_recorded_after_it_and_not_where_it_is_refused() -> None:
    states = States([Promises(), Weather()])
    assert DOMAIN.decide(states, Promised("at once"), WHO, NOW) == (Promised("at once"), Kept())
    foul = States([Promises(), Weather(fair=False)])
    assert DOMAIN.decide(foul, Promised("at once"), WHO, NOW) == Refused((reason("weather_foul"),))


def test_a_rule_reads_its_own_state_and_those_that_it_names_and_no_other() -> None:
    states = States([Promises(), Weather(), Secrets()])
    with pytest.raises(RuleError, match="state_not_readable"):
        DOMAIN.decide(states, Kept(), WHO, NOW)


def test_an_act_without_a_rule_or_a_fold_is_never_let_through() -> None:
    states = States([Promises(), Weather()])
    with pytest.raises(RuleError, match="rule_missing"):
        DOMAIN.decide(states, Broken(), WHO, NOW)
    for act in (Kept(), Broken()):
        with pytest.raises(RuleError, match="fold_missing"):
            DOMAIN.fold(Promises(), act, Stamp(NOON, "table", 0, "", ""))


def test_a_fold_changes_the_state_that_it_is_given() -> None:
    state = Promises()
    assert DOMAIN.fold(state, Promised("bread"), Stamp(NOON, "table", 0, "", "")) is state
    assert state.said == ["bread"]


def test_a_fact_of_another_sort_is_no_fact() -> None:
    now = Now(NOON, facts=Weather(fair=False))
    assert now.known(Weather) == Weather(fair=False)
    assert now.known(Secrets) is None
    assert NOW.known(Weather) is None
