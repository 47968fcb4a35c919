"""What is brought does not lie in clear in a file of the system's, has a bound, and leaves no formula in anybody's spreadsheet."""

import asyncio
import csv
import io
import tempfile
from pathlib import Path

import pytest

from parley.lists.spreadsheet import no_formula
from parley.web.http import LARGEST_BODY
from tests.sim.outside import deposited
from tests.sitting import opened
from tests.web.serving import ORIGIN, Served

HEADING = b"no,name,father,born,province\n"


def test_an_upload_of_several_megabytes_makes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's temporary folder is gone: whoever wanted a file there would be refused by the system."""
    served = Served()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    rows = b"".join(b"%d,Mohammad Canary,Abdul,1985,Kandahar%s\n" % (n, b" " * 900) for n in range(3_000))
    answer = served.as_seat("north-lists").post(
        "lists/deposit/claims",
        files={"file": ("list.csv", HEADING + rows, "text/csv")},
        headers={"accept": "application/json"},
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["rows"] == 3_000


def test_the_page_where_a_list_is_handed_over_says_that_the_host_can_read_it() -> None:
    served = Served(opened())
    for kind in ("claims", "holdings"):
        page = served.as_seat("north-lists").get(f"lists/deposit/{kind}", headers={"accept": "text/html"})
        assert "whoever runs it can read them" in page.text


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_beyond_every_bound_is_refused_before_it_is_whole(*, announced: bool) -> None:
    served, given_out = Served(), [0]
    seat = served.as_seat("north-lists")
    piece = b"x" * 1_000_000

    async def ask() -> int:
        status: list[int] = []

        async def receive() -> dict[str, object]:
            given_out[0] += len(piece)
            return {"type": "http.request", "body": piece, "more_body": True}

        async def send(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                status.append(int(str(message["status"])))

        headers = [(name.encode(), value.encode()) for name, value in seat.headers.items()]
        headers += [(b"host", b"testserver"), (b"content-type", b"multipart/form-data; boundary=b")]
        if announced:
            headers.append((b"content-length", b"100"))
        path = seat.base.removeprefix(ORIGIN) + "lists/deposit/claims"
        scope = {"type": "http", "method": "POST", "path": path, "headers": headers, "query_string": b"",
                 "scheme": "http", "server": ("testserver", 80), "client": ("127.0.0.1", 1), "root_path": "",
                 "http_version": "1.1", "raw_path": path.encode()}  # fmt: skip
        await served.site(scope, receive, send)  # type: ignore[arg-type]
        return status[0]

    assert asyncio.run(ask()) >= 400
    assert given_out[0] <= LARGEST_BODY + len(piece)


def test_a_formula_in_the_other_sides_list_does_not_reach_an_officer_as_one() -> None:
    room = opened()
    deposited(room, "south", "claims", "1,=HYPERLINK(1),@SUM(A1),1985,Kandahar\n2,Ahmad,+1,1990,Kabul\n")
    found = Served(room).as_seat("south-lists").get("lists/download?of=south").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(found)) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_no_formula_hides_behind_what_separates_cells_in_the_officer_s_country(separator: str) -> None:
    """Where lists are separated by semicolons, a spreadsheet begins a cell at each, and quotes that do not begin one are text."""
    begun = separator + "=HYPERLINK(1)" + separator
    assert begun not in no_formula(f"Ahmad{begun}x")
    room = opened()
    if separator == ";":
        deposited(room, "south", "claims", "1,Ahmad;=HYPERLINK(1);x,Mir,1985,Kandahar\n")
        found = Served(room).as_seat("south-lists").get("lists/download?of=south").content.decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(found), delimiter=separator) for cell in row]
        assert "'=HYPERLINK(1)" in cells
