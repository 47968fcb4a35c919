"""What talks leave out stands in no menu, on no page and on no Today, and nothing of it is recorded."""

import re

import pytest

from parley.app.core.jobs import Jobs
from parley.app.core.model import Command, Viewer
from parley.app.core.perform import perform
from parley.app.talks import house
from parley.app.talks.definition import read_definition
from parley.base import Refused
from parley.record import b64u
from parley.talks import Talks
from tests import queries
from tests.sitting import DEFINITION, TALKS, Room, accepted, created
from tests.web.serving import Browser, Served


def using(*modules: str) -> str:
    named = ", ".join(f'"{one}"' for one in modules)
    return DEFINITION.replace(
        'talks = "prisoners-2020"\n', f'talks = "prisoners-2020"\nuses = [{named}]\n', 1
    )


def menu(browser: Browser) -> set[str]:
    return set(re.findall(rf'href="/talks/{TALKS}/[\w-]+/(\w+)"', browser.get("sits").text))


@pytest.mark.parametrize(
    ("uses", "there", "gone"),
    [((), {"text", "room"}, {"lists", "plan"}), (("lists",), {"text", "lists"}, {"plan"}), (("lists", "plan"), {"lists", "plan"}, set[str]())],
)  # fmt: skip
def test_a_menu_shows_what_the_talks_use(uses: tuple[str, ...], there: set[str], gone: set[str]) -> None:
    served = Served(accepted(definition=using(*uses)))
    for seat in ("north-head", "north-lists", "chair"):
        browser = served.as_seat(seat)
        assert menu(browser) >= there
        assert not menu(browser) & gone
        assert {page: browser.get(page).status_code for page in gone} == dict.fromkeys(gone, 404)
    assert not any(f'data-page="{page}"' in served.as_seat("north-head").get("room").text for page in gone)


def test_nothing_of_what_is_left_out_is_recorded_or_waits_for_anybody() -> None:
    room = accepted(definition=using("lists"))
    said = {"plan": "plan-1", "problem": "0" * 64, "digest": "0" * 64, "party": "north"}
    found = perform(room.app, room["north-head"].viewer, Command("plan.accepted.1", said, "accept-a-plan"))
    assert isinstance(found, Refused)
    assert "module_unused" in [one.code for one in found.reasons]
    bare = accepted(definition=using())
    waits = {one.code for one in queries.today(bare.app, bare["north-lists"].viewer).waits}
    assert not {one for one in waits if "list" in one or "deposit" in one}
    full = accepted()
    assert {one.code for one in queries.today(full.app, full["north-lists"].viewer).waits} - waits


def test_nothing_is_brought_begun_or_asked_that_is_for_what_is_left_out() -> None:
    served = Served(accepted(definition=using()))
    officer = served.as_seat("north-lists")
    said = {
        "purpose": "claims",
        "salt": b64u(b"s" * 32),
        "media": "text/csv",
        "bytes": b64u(b"name\nAhmad\n"),
    }
    brought = officer.post("content", json=said)
    assert (brought.status_code, brought.json()["refused"][0]["code"]) == (409, "module_unused")
    for kind in ("lists.received.1", "plan.accepted.1"):
        sheet = officer.get(f"sheet/{kind}?plan=plan-1")
        assert sheet.status_code == 404 or "These talks leave this out" in sheet.text, kind
    jobs = Jobs(served.room.app)
    for kind in ("match", "plan"):
        job = jobs.start(served.room["chair"].viewer, kind)
        assert job.ended.wait(60)
        assert job.refused is not None
        assert "module_unused" in [one.code for one in job.refused.reasons]


def made(room: Room, number: int, definition: str) -> list[str]:
    """Make further talks in the house; return the reasons against them."""
    state = room.app.talks.get("house")
    by = room.app.registry.roster.by(state.states, "facilitator-1", next(iter(state.of(Talks).devices)))
    assert by is not None
    said = {"toml": definition.replace('"prisoners-2020"', f'"others-{number}"')}
    answer = house.create_talks(
        room.app, Viewer("house", by), Command("talks.create", said, f"others-{number}")
    )
    return [one.code for one in answer.reasons] if isinstance(answer, Refused) else []


def test_talks_use_what_there_is_and_what_it_needs() -> None:
    room = created()
    asked = [("lists", "plan"), (), ("lists",), ("plan",), ("list",), ("text",), ("lists", "lists")]
    found = {uses: made(room, n, using(*uses)) for n, uses in enumerate(asked)}
    assert found == {
        ("lists", "plan"): [],
        (): [],
        ("lists",): [],
        ("plan",): ["module_needs"],
        ("list",): ["module_unknown"],
        ("text",): ["module_unknown"],
        ("lists", "lists"): ["ids_doubled"],
    }


@pytest.mark.parametrize("said", ['"lists"', "1", "[[1]]", '["Lists"]'])
def test_uses_that_are_no_list_of_names_are_refused(said: str) -> None:
    found = read_definition(using().replace("uses = []", f"uses = {said}"))
    assert isinstance(found, Refused)
    assert {one.code for one in found.reasons} <= {"field_wrong_type", "id_malformed"}
