"""Sheets in words: the sentence that binds says its number, and what is signed stands beside it."""

import re

import pytest

from parley.base import PAGES
from parley.lists import Lists
from tests import queries
from tests.sitting import TALKS, accepted, drafted, opened
from tests.web.clearing import cleared
from tests.web.serving import Served


@pytest.fixture(scope="module")
def served() -> Served:
    room = opened()
    drafted(room)
    cleared(room)
    return Served(room)


@pytest.fixture(scope="module")
def sealed() -> Served:
    """A table before any list was handed over."""
    return Served(opened())


def commits(page: str) -> str:
    found = re.search(r'class="commits">(.*?)</p>', page, re.DOTALL)
    assert found, page
    return found[1]


@pytest.mark.parametrize("language", ["en", "ps", "fa-AF", "ar"])
@pytest.mark.parametrize(
    ("seat", "sheet"),
    [
        ("north-head", "text.clause-adopted.1?clause=1"),
        ("north-head", "text.clause-agreed.1?clause=1"),
        ("north-head", "lists.threshold-signed.1?basis_points=9000"),
        ("north-lists", "lists.bulk-confirmed.1"),
        ("north-lists", "lists.received.1"),
        ("north-head", "roster.devices-accepted.1"),
    ],
)
def test_no_sentence_that_binds_lacks_a_value(served: Served, seat: str, sheet: str, language: str) -> None:
    page = served.as_seat(seat).get(f"sheet/{sheet}{'&' if '?' in sheet else '?'}lang={language}").text
    assert "…" not in commits(page)  # what stands for a value that nobody gave


def test_the_threshold_that_is_signed_stands_on_its_sheet(served: Served) -> None:
    head = served.as_seat("north-head")
    page = head.get("sheet/lists.threshold-signed.1?basis_points=9000&lang=en").text
    assert "pairs at 90" in commits(page)
    assert '"basis_points": 9000' in page
    ps = head.get("sheet/lists.threshold-signed.1?basis_points=9000&lang=ps").text
    assert "۹۰" in commits(ps)


def test_a_head_who_countersigns_a_list_sees_how_many_rows_it_has(served: Served) -> None:
    head = served.as_seat("north-head")
    deposit = next(iter(served.room.app.talks.get(TALKS).of(Lists).deposits.values()))
    page = head.get(f"sheet/lists.deposit-countersigned.1?deposit={deposit.id}&lang=en").text
    assert "<dt>Rows</dt><dd>6</dd>" in page
    assert "<dt>List</dt><dd>People claimed</dd>" in page


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "<dt>Version</dt><dd>1</dd>"), ("ps", "<dd>۱</dd>"), ("ar", "<dd>١</dd>")],
)
def test_a_head_who_adopts_a_clause_sees_which_version(served: Served, language: str, said: str) -> None:
    page = served.as_seat("north-head").get(f"sheet/text.clause-adopted.1?clause=1&lang={language}").text
    assert said in page


def test_what_can_be_signed_instead_leads_to_its_own_sheet(served: Served) -> None:
    head = served.as_seat("north-head")
    page = head.get("sheet/text.clause-adopted.1?clause=1").text
    assert 'href="/talks/prisoners-2020/north-head/sheet/text.clause-agreed.1?clause=1"' in page
    assert head.get("sheet/text.clause-agreed.1?clause=1").status_code == 200


@pytest.mark.parametrize("percent", ["90", "۹۰", "٩٠"])
def test_a_threshold_is_asked_for_in_any_script(served: Served, percent: str) -> None:
    page = served.as_seat("north-head").get(f"sheet/lists.threshold-signed.1?percent={percent}").text
    assert '"basis_points": 9000' in page


def test_where_no_side_signs_the_same_none_is_said_not_to_have_signed(served: Served) -> None:
    head = served.as_seat("north-head")
    deposit = next(iter(served.room.app.talks.get(TALKS).of(Lists).deposits.values()))
    own = ("roster.devices-accepted.1", f"lists.deposit-countersigned.1?deposit={deposit.id}")
    assert not any('class="signers"' in head.get(f"sheet/{sheet}").text for sheet in own)
    assert 'class="signers"' in head.get("sheet/text.clause-adopted.1?clause=1").text


def test_pages_whose_acts_bind_say_why_nothing_binds_now() -> None:
    room = accepted()
    served = Served(room)
    head = served.as_seat("north-head")
    closed = "The table is closed."
    assert all(closed in head.get(page).text for page in ("text", "lists", "plan"))
    assert closed not in head.get("record").text
    room["chair"].must("talks.session-opened.1", session="session-1")
    assert closed not in head.get("text").text
    room.app.present = lambda _: {PAGES: frozenset({"north-head", "chair"})}
    for page in ("text", "lists", "plan"):
        assert "Nobody of" in head.get(page).text
        assert "The South" in re.findall(r"Nobody of.*?adopted", head.get(page).text)[0]


def test_a_head_alone_on_the_first_page_finds_what_can_be_done_there() -> None:
    room = opened()
    drafted(room)
    served = Served(room)
    hub = served.site.state.site.hub
    room.app.present = lambda talks: {PAGES: hub.present(talks)}  # open pages alone
    south = served.room["south-head"].viewer
    hub.coming(south)
    page = served.as_seat("north-head").get("text", headers={"accept": "text/html"}).text
    assert "sheet/text.clause-adopted.1?clause=1" in page
    assert "Nobody of" not in page


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("list.xlsx", b"PK\x03\x04 and no more", "The file is damaged"),
        ("list.csv", b"id,name\n1,\x00\x00\n", "The file is damaged"),
        ("list.csv", b"price,stock\n1,2\n3,4\n", "It needs a column of names"),
        ("list.csv", b"", "No file arrived"),
    ],
)
def test_a_file_that_is_no_list_is_told_why_and_nothing_is_kept_of_it(
    sealed: Served, name: str, data: bytes, said: str
) -> None:
    officer = sealed.as_seat("north-lists")
    answer = officer.post("lists/deposit/claims", files={"file": (name, data)})
    assert said in answer.text
    assert "Nothing was recorded" in answer.text


def test_no_file_is_asked_for_once_the_lists_are_open(served: Served, sealed: Served) -> None:
    assert "Read this file" in sealed.as_seat("north-lists").get("lists/deposit/claims").text
    officer = served.as_seat("north-lists")
    for page in (
        officer.get("lists/deposit/claims", headers={"accept": "text/html"}),
        officer.post("lists/deposit/claims", files={"file": ("list.csv", b"id,name\n1,Wali Mangal\n")}),
    ):
        assert page.status_code == 409
        assert "The lists are open. A new version can be handed over only before that." in page.text
        assert "Read this file" not in page.text


def test_who_agreed_subject_to_approval_is_not_shown_to_have_signed_the_adoption() -> None:
    room = opened()
    digests = drafted(room)
    said = {"clause": "1", "version": 1, "party": "north", "digests": digests}
    room["north-head"].must("text.clause-agreed.1", **said)
    states = {}
    for kind in ("text.clause-adopted.1", "text.clause-agreed.1"):
        sheet = queries.sheet(room.app, room["south-head"].viewer, kind, {"clause": "1"})
        assert sheet is not None
        states[kind] = next(one.state for one in sheet.signers if one.party == "north")
    assert states == {"text.clause-adopted.1": "waiting", "text.clause-agreed.1": "signed"}
