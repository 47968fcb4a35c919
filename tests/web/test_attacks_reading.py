"""Attacks by files that take long to read: nobody waits for them but who brought them, and they fill no memory."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from parley.app.core.contents import erase
from parley.app.core.states import TalksState
from parley.app.lists.files import ListFiles
from parley.lists import search
from parley.lists.read import ParsedList, read_table
from parley.registry import REGISTRY
from tests.sim.outside import deposited
from tests.sitting import TALKS, Room, opened
from tests.web.serving import Served

JSON = {"accept": "application/json"}
HEADING = "number,name,father's name,year of birth,province\n"


class Reader:
    """Reads as ever; notes whether the table had to wait for it, and how often it was asked."""

    def __init__(self, state: TalksState) -> None:
        self.state, self.asked, self.under_lock = state, 0, 0
        self.go_on = threading.Event()
        self.go_on.set()

    def __call__(
        self, data: bytes, filename: str = "", mapping: Mapping[str, str] | None = None
    ) -> ParsedList:
        self.asked += 1
        self.under_lock += self.state.lock._is_owned()  # type: ignore[attr-defined]
        assert self.go_on.wait(30)
        return read_table(data, filename, mapping)


@pytest.fixture
def room() -> Room:
    return opened()


@pytest.fixture
def reader(room: Room) -> Reader:
    found = Reader(room.app.talks.get(TALKS))
    room.app.service(ListFiles).read = found
    return found


def brought(room: Room, number: int = 1, seat: str = "north-lists") -> str:
    """Bring a list as a program does, which nobody has looked at."""
    return room[seat].content(
        f"{HEADING}1,Ahmad {number},Abdul,1985,Kandahar\n".encode(), "claims", "text/csv"
    )


def tables(room: Room) -> set[str]:
    return {digest for _, digest, what in room.app.parsed if what.startswith("sheet")}


def sheet(digest: str) -> str:
    return f"sheet/lists.deposited.1?list=claims&digest={digest}"


def test_a_file_that_nobody_looked_at_is_not_read_while_the_table_waits(room: Room, reader: Reader) -> None:
    """An officer brought a slow file and opened its sheet: for a minute nobody at the table could do anything."""
    served, digest = Served(room), brought(room)
    assert served.as_seat("north-lists").get(sheet(digest), headers=JSON).json()["fields"]["rows"] == 1
    assert (reader.asked, reader.under_lock) == (1, 0)
    said = {"deposit": "claims-2", "list": "claims", "party": "north", "size": 81, "rows": 1}
    room["north-lists"].do("lists.deposited.1", digest=brought(room, 2), **said)
    assert (reader.asked, reader.under_lock) == (2, 0)


PAGES = ("lists", "today", "plan", "lists/desk", "lists/download", "record", "sheet/lists.received.1")


def test_no_page_reads_a_list_while_the_table_waits(room: Room, reader: Reader) -> None:
    officer = Served(room).as_seat("north-lists")
    for number, kind in enumerate(("claims", "claims", "holdings")):
        data = f"{HEADING}1,Ahmad {number},Abdul,1985,Kandahar\n".encode()
        said = {"list": kind, "party": "north", "digest": room["north-lists"].content(data, kind, "text/csv")}
        named = f"north-{number}"
        room["north-lists"].must("lists.deposited.1", deposit=named, size=len(data), rows=1, **said)
    for page in PAGES:
        room.app.parsed.clear()  # as after a start
        reader.asked = reader.under_lock = 0
        assert officer.get(page).status_code in (200, 404)
        assert reader.under_lock == 0, page
        assert reader.asked <= 2, page  # of the version that was replaced nothing is shown any more


def test_a_file_that_is_dropped_meanwhile_is_refused_and_not_read_while_the_table_waits(
    room: Room, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = brought(room)
    sheets = REGISTRY.of_kind["lists.deposited.1"].sheets["lists.deposited.1"]
    monkeypatch.setattr(type(sheets), "ahead", None)  # as if another file was looked at in between
    answer = Served(room).as_seat("north-lists").get(sheet(digest), headers=JSON)
    assert (answer.status_code, answer.json()["refused"][0]["code"]) == (422, "reader_busy")
    assert reader.asked == 0


def test_nobody_has_a_file_read_that_is_not_theirs_to_hand_over(room: Room, reader: Reader) -> None:
    """Any seat, a device not admitted too, had any content read by proposing to hand it over: refused, and kept in memory."""
    served, digest = Served(room), brought(room)
    for seat, party in (
        ("south-lists", "south"),
        ("south-lists", "north"),
        ("north-head", "south"),
        ("chair", "north"),
    ):
        said = {"deposit": "x", "list": "claims", "party": party, "digest": digest, "size": 1, "rows": 1}
        body = {"id": f"attack-{seat}-{party}", "fields": said}
        assert served.as_seat(seat).post("commands/lists.deposited.1", json=body).status_code == 409
        served.as_seat(seat).get(sheet(digest))
    assert reader.asked == 0
    assert not tables(room)


def test_lists_that_are_brought_and_proposed_one_after_another_fill_no_memory(
    room: Room, reader: Reader
) -> None:
    """Each of 200,000 rows stayed in memory for good, 140 MB of it, for a file of two, signed or not."""
    officer, digests = Served(room).as_seat("north-lists"), [brought(room, number) for number in range(6)]
    for number, digest in enumerate(digests):
        said = {
            "deposit": f"x-{number}",
            "list": "claims",
            "party": "north",
            "digest": digest,
            "size": 1,
            "rows": 1,
        }
        officer.post("commands/lists.deposited.1", json={"id": f"attack-{number}", "fields": said})
    assert tables(room) == {digests[-1]}
    for number in range(6):  # handed over, each in the place of the one before
        room["north-lists"].must(
            "lists.deposited.1", deposit=f"north-{number}", list="claims", party="north", rows=1,
            digest=brought(room, number + 10), size=len(f"{HEADING}1,Ahmad {number + 10},Abdul,1985,Kandahar\n"),
        )  # fmt: skip
        officer.get("lists")
    assert len(tables(room)) == 1


def test_a_list_that_counts_is_not_read_anew_for_every_file_that_its_officer_looks_at(
    room: Room, reader: Reader
) -> None:
    deposited(room, "north", "claims", "1,Ahmad,Abdul,1985,Kandahar\n")
    officer = Served(room).as_seat("north-lists")
    for number in range(3):
        officer.get(sheet(brought(room, number)))
        officer.get("lists")
    assert reader.asked == 4


@contextmanager
def resting(reader: Reader) -> Iterator[None]:
    reader.go_on.clear()
    try:
        yield
    finally:
        reader.go_on.set()


def test_slow_files_of_one_party_take_one_place_of_those_that_serve_pages(room: Room, reader: Reader) -> None:
    """Forty sheets of forty slow files kept every page and every act waiting, at every table."""
    served, digests = Served(room), [brought(room, number) for number in range(6)]
    officer = served.as_seat("north-lists")
    with ThreadPoolExecutor(1) as pool, resting(reader):
        first = pool.submit(officer.get, sheet(digests[0]), headers=JSON)
        while not reader.asked:
            threading.Event().wait(0.01)
        for digest in digests[1:]:
            answer = officer.get(sheet(digest), headers=JSON)
            assert (answer.status_code, answer.json()["refused"][0]["code"]) == (422, "reader_busy")
        reader.go_on.set()
        assert served.as_seat("south-lists").get("lists").status_code == 200
        assert first.result().status_code == 200
    assert reader.asked == 1


def test_a_list_that_was_erased_is_read_by_nobody(room: Room, reader: Reader) -> None:
    erase(room.app, TALKS, deposited(room, "north", "claims", "1,Ahmad,Abdul,1985,Kandahar\n"))
    asked = reader.asked
    assert Served(room).as_seat("north-lists").get("lists").status_code == 200
    assert reader.asked == asked


def test_the_table_does_not_wait_for_who_searches_a_list_and_a_party_searches_once_at_a_time(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty words in 200,000 rows took seconds, and whoever asked again and again kept the table from everything."""
    deposited(room, "north", "claims", "1,Ahmad,Abdul,1985,Kandahar\n2,Omar,Abdul,1985,Kandahar\n")
    state, held, served = room.app.talks.get(TALKS), list[bool](), Served(room)
    officer, whole = served.as_seat("north-lists"), search.holding

    def counted(query: str, texts: Sequence[Sequence[str]]) -> list[bool]:
        held.append(state.held)
        return whole(query, texts)

    monkeypatch.setattr(search, "holding", counted)
    assert "Omar" in officer.get("lists?of=north&q=omar").text
    assert "Omar" in officer.get("lists/download?of=north&q=omar").text
    assert held == [False, False]
    with served.site.state.site.searching.of((TALKS, "north")):
        assert officer.get("lists?q=omar").status_code == 429
        assert officer.get("lists/download?q=omar").status_code == 429
        assert officer.get("lists").status_code == 200
    assert len(held) == 2
