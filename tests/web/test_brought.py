"""A file that cannot be read is refused in the reader's language, leaves nothing behind, and is not tried again for nothing."""

import re
import time
from collections.abc import Mapping

import pytest

from parley.apart import Bounds, ReaderApart
from parley.app.core.jobs import Jobs
from parley.app.core.model import App
from parley.app.lists.files import REMEMBERED, ListFiles, ListReader, read_brought, table_of
from parley.lists.read import ParsedList, ReadError, read_table
from tests import queries
from tests.lists.read.test_read import FIXTURES
from tests.sim.outside import countersigned, deposited
from tests.sitting import TALKS, opened
from tests.web.serving import Served

LIST = "name,father\nمحمد نذیر,عبدالغفور\n"
JSON = {"accept": "application/json"}


class Counting:
    """Reads as ever, or refuses by a code; counts how often it was asked."""

    def __init__(self, code: str = "") -> None:
        self.code, self.asked = code, 0

    def __call__(
        self, data: bytes, filename: str = "", mapping: Mapping[str, str] | None = None
    ) -> ParsedList:
        self.asked += 1
        if self.code:
            raise ReadError(self.code)
        return read_table(data, filename, mapping)


def read_by(app: App, reader: ListReader) -> None:
    """Have lists read by this reader from here on."""
    app.service(ListFiles).read = reader


def kept(app: App) -> int:
    """Return how many contents and small values the store holds."""
    return len(app.blobs._blobs) + len(app.people._values)  # type: ignore[attr-defined]


SAID = {
    "en": "Nothing was stored. Save it anew as XLSX or CSV and try again.",
    "ps": "هېڅ خوندي نه شول. دوتنه له سره",
    "fa-AF": "چیزی نگه داشته نشد. آن را از نو",
    "ar": "لم يُحفظ شيء. احفظوه من جديد",
}


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("code", ["reader_died", "reader_time"])
def test_a_file_that_breaks_its_reader_is_refused_in_words_and_the_server_goes_on(
    language: str, code: str
) -> None:
    served = Served()
    app = served.room.app
    before = kept(app)
    read_by(app, Counting(code))
    officer = served.as_seat("north-lists", language)
    page = officer.post("lists/deposit/claims", files={"file": ("list.xlsx", LIST.encode(), "text/csv")})
    assert SAID[language] in page.text
    answer = officer.post("lists/deposit/claims", files={"file": ("l.csv", LIST.encode(), "")}, headers=JSON)
    assert (answer.status_code, answer.json()["refused"][0]["code"]) == (422, code)
    assert kept(app) == before
    read_by(app, read_table)
    other = {"file": ("list.csv", (LIST + "Gul Agha,Mir\n").encode(), "text/csv")}
    assert officer.post("lists/deposit/claims", files=other, headers=JSON).json()["rows"] == 2


AND_SEVEN = str.maketrans("34۳۴٣٤", "41۴۱٤١")
AGED = {"en": "age 34", "ps": "عمر ۳۴", "fa-AF": "سن ۳۴", "ar": "العمر ٣٤"}


@pytest.mark.parametrize("language", AGED)
def test_the_page_of_a_reading_shows_what_ages_surnames_and_fathers_within_names_became(
    language: str,
) -> None:
    officer = Served().as_seat("north-lists", language)
    rows = "First name,Family name,Age\nGul Agha,Sahak,34\nNaqib son of Mir Wais,Omar,41\n"
    page = officer.post("lists/deposit/claims", files={"file": ("list.csv", rows.encode(), "text/csv")}).text
    table = page[page.index("<table") : page.index("</table>")]
    assert re.findall(r"<td>(?:<bdi[^>]*>)?([^<]*)(?:</bdi>)?</td>", table) == [
        "Gul Agha Sahak", "", AGED[language],
        "Naqib Omar", "Mir Wais", AGED[language].translate(AND_SEVEN),
    ]  # fmt: skip
    assert "First name · Family name" in table
    assert "surname" not in table
    assert ">age<" not in table


def test_the_servers_own_reader_refuses_what_eats_memory_and_reads_the_next() -> None:
    served = Served()
    read_by(served.room.app, ReaderApart(Bounds(memory=64 << 20)))
    officer = served.as_seat("north-lists", "ps")
    many = (LIST + "".join(f"Gul Agha {n},Mir\n" for n in range(60_000))).encode()
    seen = officer.post("lists/deposit/claims", files={"file": ("list.csv", many, "text/csv")}).text
    assert "تر هغه زیاته حافظه یې وغوښته" in seen
    read_by(served.room.app, ReaderApart())
    page = (FIXTURES / "ministry.xls").read_bytes()
    read = officer.post("lists/deposit/claims", files={"file": ("l.xls", page, "")}, headers=JSON).json()
    assert read["rows"] == 5


def test_a_refused_file_that_comes_again_is_not_read_again() -> None:
    app = opened().app
    reader = Counting("broken_file")
    read_by(app, reader)
    assert [read_brought(app, b"a"), read_brought(app, b"a"), read_brought(app, b"b")] == ["file_damaged"] * 3
    assert reader.asked == 2
    for n in range(2 * REMEMBERED):
        read_brought(app, b"%d" % n)
    assert len(app.service(ListFiles).unreadable) == REMEMBERED


def test_a_busy_reader_says_nothing_of_the_file() -> None:
    app = opened().app
    reader = Counting("reader_busy")
    read_by(app, reader)
    assert read_brought(app, LIST.encode()) == "reader_busy"
    reader.code = ""
    assert isinstance(read_brought(app, LIST.encode()), ParsedList)


def test_a_list_that_nobody_had_time_to_read_is_not_taken_for_empty() -> None:
    room = opened()
    digest = deposited(room, "south", "holdings", "1,Mohammad Canary,Abdul,1985,Kandahar\n")
    room.app.parsed.clear()  # as after a start
    reader = Counting("reader_busy")
    read_by(room.app, reader)
    officer = room["south-lists"]
    with pytest.raises(ReadError, match="reader_busy"):
        queries.lists(room.app, officer.viewer)
    page = Served(room).as_seat("south-lists", "ps").get("lists")
    assert (page.status_code, "یوه دقیقه وروسته" in page.text) == (422, True)
    reader.code = ""
    state = room.app.talks.get(TALKS)
    table = table_of(room.app, officer.viewer.by, state, digest)
    assert table is not None
    assert len(table.people) == 1


def test_only_the_last_file_of_a_side_is_held_in_memory_before_it_is_handed_over() -> None:
    served = Served()
    officer = served.as_seat("north-lists")
    digests = []
    for n in range(5):
        file = {"file": ("l.csv", f"{LIST}Gul Agha {'x' * n},Mir\n".encode(), "text/csv")}
        digests.append(officer.post("lists/deposit/claims", files=file, headers=JSON).json()["digest"])
    held = {digest for _, digest, what in served.room.app.parsed if what == "sheet"}
    assert held & set(digests) == {digests[-1]}
    seen = officer.get(f"sheet/lists.deposited.1?list=claims&digest={digests[0]}", headers=JSON)
    assert seen.json()["fields"]["rows"] == 2  # read anew


def test_long_work_that_finds_the_reader_busy_is_refused_in_words() -> None:
    room = opened()
    digests = {}
    for side in ("north", "south"):
        for kind in ("claims", "holdings"):
            name = f"{side}-{kind}"
            digests[name] = deposited(room, side, kind, "1,Mohammad Canary,Abdul,1985,Kandahar\n")
            countersigned(room, side, kind, digests[name])
    for side in ("north", "south"):
        room[f"{side}-lists"].must("lists.received.1", digests=digests, party=side)
    room.app.parsed.clear()
    read_by(room.app, Counting("reader_busy"))
    jobs = Jobs(room.app)
    job = jobs.start(room["chair"].viewer, "match")
    until = time.monotonic() + 60
    while job.state == "running" and time.monotonic() < until:
        time.sleep(0.02)
    assert job.refused is not None
    assert [one.code for one in job.refused.reasons] == ["reader_busy"]


def test_a_page_called_xls_is_read_with_its_sections_and_never_served_as_a_page() -> None:
    rows = "<tr><th>نام<th>ولد<th>سن<tr><td colspan=3>ولایت کندهار<tr><td>گل آغا<td>میر<td>30<tr><td>کریم<td>عمر<td>41"
    page = f"<html><script>alert(1)</script><table>{rows}</table></html>".encode()
    served = Served()
    for language, said in (("en", "2 people's province is read"), ("ps", "د ۲ کسانو ولایت"), ("fa-AF", "ولایت ۲ نفر"), ("ar", "شخصان قُرئت ولايتهما")):  # fmt: skip
        officer = served.as_seat("north-lists", language)
        seen = officer.post("lists/deposit/claims", files={"file": ("list.xls", page, "text/html")}).text
        assert said in seen
        assert "ولایت کندهار" in seen
        assert "alert(1)" not in seen
    officer = served.as_seat("north-lists")
    told = officer.post("lists/deposit/claims", files={"file": ("l.html", page, "text/html")}, headers=JSON)
    assert told.json()["rows"] == 2
    content = officer.get(f"content/{told.json()['digest']}")
    assert "html" not in content.headers["content-type"]


def test_every_kind_of_row_that_is_left_out_has_its_sentence() -> None:
    rows = b"name,father,age\nKandahar:,,\nGul Agha,Mir,30\n,,\nTotal,,1\nname,father,age\n,Mir,\nPage 2,,\n"
    officer = Served().as_seat("north-lists", "ar")
    seen = officer.post("lists/deposit/claims", files={"file": ("l.csv", rows, "text/csv")}).text
    assert seen.count('class="note"') == 7
    for code in (
        "section",
        "blank",
        "total",
        "repeated_header",
        "no_name",
        "page_header",
        "province_carried",
    ):
        assert f">{code}<" not in seen


def test_columns_that_were_not_understood_are_said_before_anything_is_signed() -> None:
    rows = "Name,Blood ties\nZarghun Safi,Mir Alam\nToryal Hotak,Sher Agha\nPrepared by Ahmad Karimi,\n"
    served = Served()
    for language, said in (
        ("en", "One column holds names, and its heading does not tell whose: Blood ties."),
        ("ps", "یوه ستنه نومونه لري، خو سرلیک یې نه وایي چې د چا دي: Blood ties."),
    ):
        officer = served.as_seat("north-lists", language)
        seen = officer.post(
            "lists/deposit/claims", files={"file": ("list.csv", rows.encode(), "text/csv")}
        ).text
        assert said in seen
        assert "Prepared by Ahmad Karimi" in seen
        asked = officer.post("lists/deposit/claims", files={"file": ("list.csv", b"No,Your name\n1,Rahim Shah\n2,Aslam Khan\n", "text/csv")})  # fmt: skip
        assert {"en": "under a heading about somebody else", "ps": "د بل چا په اړه دی"}[
            language
        ] in asked.text


def test_people_on_sheets_that_were_not_read_are_counted_and_said() -> None:
    head, people = (
        "<tr><th>name<th>father<th>age",
        ["<tr><td>Gul Agha<td>Mir<td>30", "<tr><td>Karim<td>Omar<td>41"],
    )
    tables = [f"<table>{head}{''.join(people)}</table>", f"<table>{head}{people[0]}</table>"]
    page = f"<html>{''.join(tables)}</html>".encode()
    served = Served()
    for language, said in (("en", "One more person is on another sheet"), ("ps", "یو بل کس په بله پاڼه کې"), ("fa-AF", "یک شخص دیگر در صفحه‌ای"), ("ar", "شخص واحد آخر في ورقة")):  # fmt: skip
        officer = served.as_seat("north-lists", language)
        seen = officer.post("lists/deposit/claims", files={"file": ("list.xls", page, "text/html")}).text
        assert said in seen


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("name,father,age,,name,father,age\nGul Agha,Mir,30,,Karim,Omar,41\nZalmai,Nur,22,,Halim,Sher,35\n", "Two lists stand side by side"),
        ("name,Gul Agha,Karim,Zalmai\nfather,Mir,Omar,Nur\nage,30,41,22\nprovince,Kabul,Herat,Balkh\n", "The headings stand one under the other"),
    ],
    ids=["side by side", "turned"],
)  # fmt: skip
def test_a_list_that_stands_otherwise_is_refused_with_what_to_do(rows: str, said: str) -> None:
    served = Served()
    before = kept(served.room.app)
    officer = served.as_seat("north-lists")
    seen = officer.post("lists/deposit/claims", files={"file": ("l.csv", rows.encode(), "text/csv")}).text
    assert said in seen
    assert kept(served.room.app) == before


WHY = {
    "en": "a heading or a note",
    "ps": "سرلیک یا یادښت",
    "fa-AF": "عنوان یا یادداشت",
    "ar": "عنوان أو ملاحظة",
}


@pytest.mark.parametrize("language", WHY)
def test_rows_that_were_taken_for_nobody_are_shown_before_anything_is_signed(language: str) -> None:
    officer = Served().as_seat("north-lists", language)
    rows = "List of the north,,\nNo,Name,Father\n1,Gul Agha,Mir\n2,Wakil,\n,Note: by Omar,\n3,,Karim\n"
    files = {"file": ("list.csv", rows.encode(), "text/csv")}
    page = officer.post("lists/deposit/claims", files=files).text
    aside = page[page.index('id="aside"') : page.index("/sheet/")]
    shown = re.findall(r"<td[^>]*><bdi[^>]*>([^<]*)</bdi></td><td><bdi[^>]*>([^<]*)</bdi></td>", aside)
    assert shown == [("6", "3 · Karim"), ("5", "Note: by Omar"), ("1", "List of the north")]
    assert WHY[language] in aside
    read = officer.post("lists/deposit/claims", files=files, headers=JSON).json()
    assert (read["rows"], [row["why"] for row in read["reading"]["aside"]]) == (2, ["no_name", "page_header", "title"])  # fmt: skip
    params = {"list": "claims", "digest": read["digest"]}
    said = officer.get("sheet/lists.deposited.1", params=params, headers=JSON).json()
    assert dict(said["about"])["aside"] == 3  # before it is signed


@pytest.mark.parametrize(("text", "code"), [
    ("id,Name,Name\n1,Gul Agha Safi,Karim Hotak\n2,Omar Popal,Nazir Shah\n3,Wali Jan,Zarghun Mir\n", "file_two_columns"),
    ("No,Details\n1,Name: Gul Agha / Father: Mir\n2,Name: Omar / Father: Nazir\n3,Name: Wali / Father: Zarghun\n", "file_labels_in_cells"),
    ("id,name\n1,Ø§Ù�Ø­ Ù�Ø¯\n2,Ø§Ø¹Ù� Ù�Ù�\n3,Ø¹Ù�Ø§ Ù�\n", "file_not_names"),
])  # fmt: skip
def test_what_would_be_read_as_other_people_is_refused_by_its_own_reason(text: str, code: str) -> None:
    officer = Served().as_seat("north-lists")
    answer = officer.post("lists/deposit/claims", files={"file": ("l.csv", text.encode(), "")}, headers=JSON)
    assert (answer.status_code, answer.json()["refused"][0]["code"]) == (422, code)
