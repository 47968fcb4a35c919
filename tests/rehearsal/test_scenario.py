"""The example as files: what the facilitator gives Parley, and what the bots are to do."""

from pathlib import Path

import pytest

from parley.app.talks.definition import Definition, read_definition
from parley.rehearsal.scenario import Scenario, read_scenario

EXAMPLE = Path(__file__).parents[2] / "examples" / "22-march-2020"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(EXAMPLE)


def test_parley_takes_the_talks_as_they_are(scenario: Scenario) -> None:
    definition = read_definition(scenario.toml)
    assert isinstance(definition, Definition), definition
    assert definition.languages == scenario.languages == ("en", "ps", "fa-AF")


def test_ten_seats_stand_in_five_places_with_one_camera_in_each(scenario: Scenario) -> None:
    assert len(scenario.seats) == 10
    assert len(scenario.places) == 5
    assert {scenario.seat(one).place for one in scenario.media} == set(scenario.places)


def test_the_text_has_the_same_structure_in_every_language(scenario: Scenario) -> None:
    assert list(scenario.clauses) == [str(number) for number in range(1, 9)]
    for clause, wording in scenario.clauses.items():
        assert set(wording) == set(scenario.languages)
        assert len({text.count("\n") for text in wording.values()}) == 1, clause
        numbers = [[int(line.split(".")[0]) for line in text.splitlines()[2:]] for text in wording.values()]
        assert numbers == [list(range(1, len(one) + 1)) for one in numbers], (
            clause
        )  # in each language's own digits
        assert len({len(one) for one in numbers}) == 1, clause


def test_every_clause_is_dealt_with_in_one_way(scenario: Scenario) -> None:
    dealt = [*scenario.adopted, scenario.subject[0], scenario.bracket.clause]
    assert sorted(dealt) == sorted(scenario.clauses)


def test_a_bracket_has_its_wording_in_every_language(scenario: Scenario) -> None:
    assert set(scenario.bracket.wording) == set(scenario.languages)
    assert all("[" in text and "]" in text for text in scenario.bracket.wording.values())


def test_four_lists_are_there(scenario: Scenario) -> None:
    files = [path for side in scenario.lists for path in side.files.values()]
    assert len(files) == 4
    assert all(path.is_file() for path in files)


def test_the_rehearsal_reads_no_truth() -> None:
    code = Path(__file__).parents[2] / "src" / "parley"
    assert not [path for path in code.rglob("*.py") if "rehearsal/truth" in path.read_text("utf-8")]
