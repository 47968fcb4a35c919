"""An officer says which column is which: the file is read again so, and whoever reads the list reads it so from then on."""

import pytest

from parley.app.lists.files import ListFiles, people_in
from parley.base import SYSTEM
from parley.lists.state import Lists
from tests import queries
from tests.sitting import TALKS, Room, opened
from tests.web.serving import Browser, Served

JSON = {"accept": "application/json"}
# What is called a father here is the name, and the other way about.
LIST = b"father,name,province\nGul Agha,Mir Agha,Khost\nZalmai,Nur,Kunar\n"
TURNED = {"column-A": "name", "column-B": "father", "column-C": "province"}
SAID = {"father": "B", "name": "A", "province": "C"}


def brought(officer: Browser, kind: str = "claims") -> str:
    file = {"file": ("l.csv", LIST, "text/csv")}
    return str(officer.post(f"lists/deposit/{kind}", files=file, headers=JSON).json()["digest"])


def read_again(officer: Browser, digest: str, **columns: str) -> dict[str, object]:
    data = {"digest": digest} | (columns or TURNED)
    found: dict[str, object] = officer.post("lists/deposit/claims/columns", data=data, headers=JSON).json()
    return found


@pytest.fixture
def room() -> Room:
    return opened()


@pytest.fixture
def served(room: Room) -> Served:
    return Served(room)


def names_in(room: Room) -> list[str]:
    state = room.app.talks.get(TALKS)
    deposit = state.of(Lists).latest("north", "claims")
    assert deposit is not None
    rows = people_in(room.app, SYSTEM, state, deposit.digest, deposit.columns)
    return [fields["name"] for fields in rows.values()]


def handed_over(room: Room, officer: Browser, columns: str) -> dict[str, object]:
    digest = brought(officer)
    read_again(officer, digest)
    asked = f"sheet/lists.deposited.1?list=claims&digest={digest}&columns={columns}"
    fields: dict[str, object] = officer.get(asked, headers=JSON).json()["fields"]
    room["north-lists"].must("lists.deposited.1", **fields)
    return fields


def test_the_page_offers_every_column_of_the_file_and_reads_it_again_as_is_said(served: Served) -> None:
    officer = served.as_seat("north-lists")
    page = officer.post("lists/deposit/claims", files={"file": ("l.csv", LIST, "text/csv")}).text
    assert [f'name="column-{one}"' in page for one in "ABCD"] == [True, True, True, False]
    digest = brought(officer)
    again = officer.post("lists/deposit/claims/columns", data={"digest": digest} | TURNED).text
    assert "Its columns are as you said." in again
    assert "columns=father%3AB%2Cname%3AA%2Cprovince%3AC" in again
    reading = read_again(officer, digest)
    assert reading["columns"] == {"name": "A", "father": "B", "province": "C"}
    assert reading["reading"]["sample"][0][:2] == ["Gul Agha", "Mir Agha"]  # type: ignore[index]


def test_what_was_said_is_signed_with_the_list_and_everybody_reads_the_same_rows(
    room: Room, served: Served
) -> None:
    officer = served.as_seat("north-lists")
    fields = handed_over(room, officer, "father:B,name:A,province:C")
    assert fields["columns"] == SAID
    assert names_in(room) == ["Gul Agha", "Zalmai"]
    room.app.parsed.clear()  # as after a start: the record alone says how to read it
    room.app.service(ListFiles).last.clear()
    assert names_in(room) == ["Gul Agha", "Zalmai"]
    countersigned_sheet = served.as_seat("north-head").get(
        f"sheet/lists.deposit-countersigned.1?deposit={fields['deposit']}"
    )
    assert "Name <bdi>A</bdi>" in countersigned_sheet.text  # the head sees what it signs for
    reading = queries.lists(room.app, room["north-head"].viewer).deposits[0].reading
    assert reading is not None
    assert reading.chosen
    said = {"deposit": fields["deposit"], "party": "north", "digest": fields["digest"]}
    room["north-head"].must("lists.deposit-countersigned.1", **said)


def test_the_same_file_read_as_recognised_is_another_deposit(room: Room, served: Served) -> None:
    officer = served.as_seat("north-lists")
    turned = handed_over(room, officer, "father:B,name:A,province:C")
    asked = f"sheet/lists.deposited.1?list=claims&digest={turned['digest']}"
    plain = officer.get(asked, headers=JSON).json()["fields"]
    assert "columns" not in plain  # entries without it are what they always were
    assert plain["deposit"] != turned["deposit"]
    room["north-lists"].must("lists.deposited.1", **plain)
    assert names_in(room) == ["Mir Agha", "Nur"]


def test_columns_that_nobody_has_looked_at_are_not_read_for_a_sheet_nor_for_an_act(
    room: Room, served: Served
) -> None:
    """Else one file could be read without end, in one way after another."""
    officer = served.as_seat("north-lists")
    digest = brought(officer)
    asked = f"sheet/lists.deposited.1?list=claims&digest={digest}&columns=name:B"
    assert officer.get(asked, headers=JSON).status_code == 404
    fields = {"deposit": "claims-1", "list": "claims", "party": "north", "digest": digest}
    said = {"size": len(LIST), "rows": 2, "columns": {"name": "B"}}
    answer = room["north-lists"].do("lists.deposited.1", **fields, **said)
    assert [one.code for one in answer.reasons] == ["file_unreadable"]  # type: ignore[union-attr]
    read_again(officer, digest)
    read_again(officer, digest, **{"column-B": "name"})
    held = [what for _, one, what in room.app.parsed if one == digest]
    assert held == ['sheet {"name": "B"}']  # the last way alone
    assert officer.get(asked, headers=JSON).status_code == 200


def test_without_a_name_nothing_is_read_and_the_page_says_so(served: Served) -> None:
    officer = served.as_seat("north-lists")
    digest = brought(officer)
    page = officer.post("lists/deposit/claims/columns", data={"digest": digest, "column-B": "father"}).text
    assert "No column was said to hold the names" in page
    assert "details open" in page


def test_nobody_has_a_file_of_somebody_else_read_again(served: Served) -> None:
    digest = brought(served.as_seat("north-lists"))
    for seat in ("south-lists", "north-head", "chair"):
        answer = served.as_seat(seat).post("lists/deposit/claims/columns", data={"digest": digest} | TURNED)
        assert answer.status_code in (403, 404), seat
