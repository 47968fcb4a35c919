"""Announced on pages: whoever is announced stays; who cannot go is named, with why, and taken out by a signature, with a reason."""

import re
from copy import deepcopy
from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from parley.app.core.contents import erase
from parley.app.core.model import Recorded
from parley.app.plan import announcing, planning, queries
from parley.app.plan.planning import plan_release
from parley.app.plan.reading import shown_of
from parley.base import Refused
from parley.languages import LANGUAGES
from parley.lists import Lists
from parley.plan import Plans
from parley.store.memory import memory_store
from tests.sim.outside import exported, holds
from tests.sitting import DEFINITION, TALKS, Room, SetClock, accepted, app_over
from tests.web.clearing import NORTH, REASON, SOUTH, announced, cleared, out, planned
from tests.web.serving import Browser, Served

SEATS = ("chair", "north-head", "north-lists", "south-head", "neutral-head")
HTML = {"accept": "text/html"}


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine people need no twenty seconds; a replan takes all it is given where its bound, of the whole, is not reached."""
    monkeypatch.setattr(planning, "SECONDS", 2.0)


@pytest.fixture(scope="module")
def built() -> Room:
    """Nine people are announced in the first batch of a plan that both sides accepted."""
    made = accepted(definition=DEFINITION.partition("[[plan.alternatives]]")[0])  # others: tests/plan
    made["chair"].must("talks.session-opened.1", session="session-1")
    cleared(made)
    announced(made)
    return made


@pytest.fixture
def room(built: Room) -> Room:
    """The same talks, over a store of this test's own."""
    store, clock = memory_store(), SetClock(built.clock.at)
    for mine, theirs in (
        (store.journal, built.store.journal),
        (store.blobs, built.store.blobs),
        (store.people, built.store.people),
    ):
        mine.__dict__.update({k: deepcopy(v) for k, v in vars(theirs).items() if k != "lock"})
    made = Room(app_over(store, clock), store, clock)
    made.app.present = made.present
    made.seats |= {name: replace(seat, app=made.app) for name, seat in built.seats.items()}
    return made


def again(room: Room) -> Recorded | Refused:
    return plan_release(room.app, room["chair"].viewer, "job-of-another-plan", lambda _: None)


def codes(answer: Recorded | Refused) -> list[str]:
    return [one.code for one in answer.reasons] if isinstance(answer, Refused) else []


def leaving(room: Room) -> dict[str, tuple[int, str]]:
    """Who leaves by the newest plan, in which batch and on which day."""
    state = room.app.talks.get(TALKS)
    newest = state.of(Plans).current()
    assert newest is not None
    shown = shown_of(room.app, room["chair"].viewer.by, state, newest.act.digest)
    return {who: (one["number"], one["on"]) for one in shown["batches"] for who, _ in one["leaving"]}


def erased(room: Room, party: str) -> None:
    """Have a side's claims erased: nobody of theirs is cleared any more."""
    deposit = room.app.talks.get(TALKS).of(Lists).latest(party, "claims")
    assert deposit is not None
    room["chair"].must("content.erased.1", digest=deposit.digest, order=room["chair"].seat)


def test_a_later_plan_keeps_the_announced_however_it_is_asked_for(room: Room) -> None:
    before = leaving(room)
    room.clock.at = room.clock.at.replace(month=5)
    planned(room)
    assert leaving(room) == before
    out(room, "north", 3, later=False)
    planned(room)
    assert leaving(room) == {who: when for who, when in before.items() if who != "north-3"}
    out(room, "south", 2)
    planned(room)
    assert leaving(room)["south-2"][0] > 0
    assert {who: when for who, when in leaving(room).items() if who != "south-2"} == {
        who: when for who, when in before.items() if who not in ("north-3", "south-2")
    }
    holds(room)


def test_who_cannot_go_is_named_with_why_nothing_is_computed_and_taking_out_is_offered(room: Room) -> None:
    erased(room, "south")
    size = room.app.talks.get(TALKS).size("table")
    assert codes(again(room)) == ["announced_gone"] * 3
    assert room.app.talks.get(TALKS).size("table") == size
    page = Served(room).as_seat("chair").get("plan", headers=HTML).text
    assert "Work out a plan" not in page
    for claim in (2, 3, 4):
        said = f"Row {claim} of the claims of The South is announced in batch 1 and is not cleared any more."
        assert said in re.sub(r"<[^>]+>|[\u2066-\u2069]", "", page)
        assert f"plan/take-out?batch=0&amp;of=south&amp;claim={claim}" in page.replace(
            "&of", "&amp;of"
        ).replace("&claim", "&amp;claim")
    before = leaving(room)
    for claim in (2, 3, 4):
        out(room, "south", claim, later=False, by="south-head")
    for claim in (2, 3, 4):  # held by the south: what is announced stays in balance
        out(room, "north", claim)
    planned(room)
    after = leaving(room)
    assert all(after[f"north-{claim}"] == before[f"north-{claim}"] for claim in (5, 6, 7))
    assert all(after[f"north-{claim}"][0] > 0 for claim in (2, 3, 4))
    assert not [who for who in after if who.startswith("south")]


def test_what_the_announced_break_together_is_said_with_its_batch_and_leads_to_its_people(room: Room) -> None:
    for claim in (2, 3, 4):
        out(room, "south", claim, later=False)
    newest = queries.plan(room.app, room["chair"].viewer).plan
    assert newest is not None
    bound = newest.exposure_bound
    assert bound == 4  # six held by the one side, three by the other, and one more
    assert codes(again(room)) == ["announced_exposure_beyond_bound"]
    page = Served(room).as_seat("chair").get("plan", headers=HTML).text
    said = "After batch 1, as announced, one side would have given 6 beyond the other; the bound is 4."
    assert said in page
    assert "plan/announced/0" in page
    for claim in range(2, 2 + 6 - bound):
        out(room, "north", claim)
    assert codes(again(room)) == []


def by_hand(browser: Browser, batch: int, of: str, claim: int, words: str, later: str = "no") -> str:
    """Fill in the form as people do; return the address of the sheet that it leads to."""
    form = {"batch": str(batch), "of": of, "claim": str(claim), "words": words, "later": later}
    answer = browser.post("plan/take-out", data=form, headers=HTML)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("/sheet/")[2]


@pytest.mark.parametrize("seat", ["chair", "north-head", "south-head"])
def test_the_sheet_shows_whom_and_why_and_what_is_signed_names_nobody(room: Room, seat: str) -> None:
    browser, name = Served(room).as_seat(seat), NORTH[1]
    form = browser.get("plan/take-out?batch=0&of=north&claim=3", headers=HTML)
    assert (name in form.text) == (seat != "chair")  # the host reads no claims
    asked = by_hand(browser, 0, "north", 3, f"  {REASON}\r\n")
    sheet = browser.get(f"sheet/{asked}", headers={"accept": "application/json"}).json()
    assert sheet["refused"] == []
    assert (name in str(sheet["facts"])) == (seat != "chair")
    assert name not in str(sheet["fields"])
    assert REASON not in str(sheet["fields"])
    page = browser.get(f"sheet/{asked}", headers=HTML).text
    assert REASON in page or "data-fetch" in page
    room[seat].must("plan.person-taken-out.1", **sheet["fields"])
    entries = b"".join(exported(room).values())
    assert name.encode() not in entries
    assert REASON.encode() not in entries
    reads = Served(room).as_seat("neutral-head").get("plan/announced/0", headers=HTML).text
    assert REASON in reads
    assert "no later plan holds this person" in reads
    holds(room)


@pytest.mark.parametrize("words", ["", "   ", "x" * 2_001, "hidden\u202e"])
def test_without_a_reason_in_words_nothing_comes_to_the_sheet(room: Room, words: str) -> None:
    form = {"batch": "0", "of": "north", "claim": "3", "words": words, "later": "yes"}
    answer = Served(room).as_seat("north-head").post("plan/take-out", data=form, headers=HTML)
    assert answer.status_code == 200
    assert "Nothing was recorded." in answer.text


@pytest.mark.parametrize("seat", ["north-lists", "neutral-head"])
def test_who_may_not_take_out_has_no_form(room: Room, seat: str) -> None:
    browser = Served(room).as_seat(seat)
    assert browser.get("plan/take-out?batch=0&of=north&claim=3").status_code == 404
    assert "take-out" not in browser.get("plan/announced/0", headers=HTML).text
    answer = browser.post("plan/take-out", data={"batch": "0", "of": "north", "claim": "3", "words": "x"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        "batch=0&of=north&claim=99", "batch=7&of=north&claim=3", "batch=x&of=north&claim=3", "",
        "batch=0&of=nobody&claim=3", "batch=-1&of=north&claim=3",
    ],
)  # fmt: skip
def test_nobody_is_taken_out_who_is_not_announced(room: Room, asked: str) -> None:
    browser = Served(room).as_seat("north-head")
    assert browser.get(f"plan/take-out?{asked}").status_code == 404
    fields = {name: values[0] for name, values in parse_qs(asked).items()}
    reason = room["north-head"].content(b"because", "taken-out")
    number = {
        name: int(fields.get(name, "9")) if fields.get(name, "9").lstrip("-").isdigit() else 9
        for name in ("batch", "claim")
    }
    answer = room["north-head"].do(
        "plan.person-taken-out.1", claimant=fields.get("of", "x"), later=True, reason=reason, party="north", **number
    )  # fmt: skip
    assert codes(answer) == ["person_not_announced"]


def test_a_reason_of_another_side_or_of_another_purpose_takes_nobody_out(room: Room) -> None:
    theirs = room["south-head"].content(b"theirs", "taken-out")
    wording = room["north-head"].content(b"a wording", "wording")
    for digest in (theirs, wording, "d" * 64, ""):
        said = {"batch": 0, "claimant": "north", "claim": 3, "later": True, "reason": digest}
        assert codes(room["north-head"].do("plan.person-taken-out.1", party="north", **said)) == [
            "content_missing"
        ]
    browser = Served(room).as_seat("north-head")
    for digest in (theirs, wording, "d" * 64):
        address = f"sheet/plan.person-taken-out.1?batch=0&of=north&claim=3&later=yes&reason={digest}"
        assert browser.get(address).status_code == 404


def test_a_plan_worked_out_before_a_batch_was_announced_cannot_be_accepted_over_it(room: Room) -> None:
    out(room, "north", 3)
    assert codes(again(room)) == []  # somebody leaves later by it
    out(room, "south", 3)
    newest = room.app.talks.get(TALKS).of(Plans).current()
    assert newest is not None
    said = {"plan": newest.act.plan, "problem": newest.act.problem, "digest": newest.act.digest}
    assert codes(room["north-head"].do("plan.accepted.1", party="north", **said)) == ["announced_moved"]
    browser = Served(room).as_seat("north-head")
    assert "sheet/plan.accepted" not in browser.get("today", headers=HTML).text
    assert "sheet/plan.accepted" not in browser.get("plan", headers=HTML).text
    planned(room)


def test_an_erased_plan_says_that_nobody_can_tell_who_is_announced(room: Room) -> None:
    act = room.app.talks.get(TALKS).of(Plans).announced[0].act
    erase(room.app, TALKS, act.digest)
    room.app.talks.get(TALKS).forget()
    assert codes(again(room)) == ["announced_not_readable"]
    page = Served(room).as_seat("chair").get("plan", headers=HTML)
    assert page.status_code == 200
    assert "who is announced cannot be told" in page.text
    assert Served(room).as_seat("chair").get("plan/announced/0", headers=HTML).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_of_it_speaks_each_language(room: Room, language: str) -> None:
    out(room, "north", 3)
    erased(room, "south")
    served = Served(room)
    for seat in SEATS:
        browser = served.as_seat(seat, language)
        pages = ["plan", "plan/announced/0"]
        if seat not in {"north-lists", "neutral-head"}:
            pages.append("plan/take-out?batch=0&of=north&claim=2")
        for path in pages:
            text = re.sub(
                r"<[^>]+>",
                " ",
                browser.get(path, headers=HTML).text.partition("<main")[2].partition("</main>")[0],
            )
            assert not re.search(r"%\(|announced_|taken-out|frozen", text), (seat, path)
            if language in ("ps", "fa-AF", "ar"):
                for word in ("announced", "batch", "claims of", "taken out"):
                    assert word not in text, (seat, path, word)


def test_names_of_the_announced_are_the_sides_to_read_and_nobody_elses(room: Room) -> None:
    for seat in SEATS:
        shown = str(announcing.batch(room.app, room[seat].viewer, 0))
        for name in (*NORTH, *SOUTH):
            assert (name in shown) == (room[seat].party in ("north", "south")), (seat, name)
