"""The names desk says of each pair why it is left to people; the page of a reading says hidden columns and codes for sexes."""

import io
import re

import pytest
import xlsxwriter

from parley.app.core.model import Recorded
from parley.app.lists.matching import match_lists
from parley.cli.people_words import PEOPLE
from parley.lists import Lists
from tests.sim.outside import CSV, countersigned
from tests.sitting import TALKS, Room, opened
from tests.web.serving import Browser, Served

HEAD = "number,name,father's name,age,mother's name\n"
CLAIMED = (
    "1,Zarghun Safi,Mir Alam,19,\n2,Samandar Noori,,34,\n3,Toryalai Zadran,,,Gulalai\n4,Wali Mangal,Mir Agha,40,Shaima\n"
    "5,Gulab Popal,Nur Gul,,Zarghuna\n6,Palwasha Noori,,,\n"
)
HELD = (
    "1,Zarghun Safi,Mir Alam,67,\n2,Samandar Noori,,33,\n3,Samandar Noori,,39,\n4,Toryalai Zadran,,,\n5,Toryalai Zadran,,,\n"
    "6,Wali Mangal,Mir Agha,41,Shaima\n7,Gulab Popal,Nur Gul,,Bibi Hawa\n8,پلوشه نوری,,,\n"
)
WHY = ("another_age", "rival_undated", "rival_mother", "another_mother")


def handed_over(room: Room, side: str, kind: str, rows: str) -> str:
    data, officer = (HEAD + rows).encode(), room[f"{side}-lists"]
    digest, name = officer.content(data, kind, CSV), f"{side}-{kind}"
    said = {"deposit": name, "list": kind, "party": side, "size": len(data), "rows": rows.count("\n")}
    officer.must("lists.deposited.1", digest=digest, **said)
    countersigned(room, side, kind, digest)
    return digest


@pytest.fixture(scope="module")
def served() -> Served:
    room = opened()
    lists = (("north", "claims", CLAIMED), ("south", "holdings", HELD), ("south", "claims", "1,Esmat Kakar,,,\n"), ("north", "holdings", "1,Zmaray Atmar,,,\n"))  # fmt: skip
    digests = {f"{side}-{kind}": handed_over(room, side, kind, rows) for side, kind, rows in lists}
    for side in ("north", "south"):
        room[f"{side}-lists"].must("lists.received.1", digests=digests, party=side)
    assert isinstance(match_lists(room.app, room["chair"].viewer, "job", lambda _: None), Recorded)
    match = room.app.talks.get(TALKS).of(Lists).match
    assert match is not None
    for side in ("north", "south"):
        room[f"{side}-head"].must("lists.threshold-signed.1", match=match.id, basis_points=10_000, party=side)
    return Served(room)


def reasons_on(officer: Browser) -> set[str]:
    """Put off one pair after another, once around; return what each page says it is left for."""
    found, page = set[str](), officer.get("lists/desk").text
    for _ in range(12):
        said = re.search(r'<p class="note plain left-because">(.*?)</p>', page, re.DOTALL)
        assert said is not None, page
        found.add(re.sub(r"<[^>]+>", "", said[1]).strip())
        onward = re.search(r"desk\?after=([\w.-]+)", page)
        assert onward is not None
        page = officer.get(f"lists/desk?after={onward[1]}").text
    return found


@pytest.mark.parametrize(("language", "lang"), [("en", "en"), ("fa-AF", "fa-AF"), ("ps", "ps"), ("ar", "ar")])
def test_the_desk_says_why_each_pair_is_left_to_people(served: Served, language: str, lang: str) -> None:
    found = reasons_on(served.as_seat("north-lists", language))
    for code in WHY:
        words = PEOPLE[lang][code]
        assert any(f"{words[0].upper()}{words[1:]}." in said for said in found), (code, found)


def test_a_sure_pair_below_the_threshold_says_so(served: Served) -> None:
    found = reasons_on(served.as_seat("south-lists"))
    assert any("By the comparison a sure pair, but below 100 %" in said for said in found), found


def a_workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("List")
    for at, row in enumerate((("ID", "Name", "Old register", "Sex"), ("A1", "Zarghun Safi", "x", "1"), ("A2", "Zarmina Hotak", "y", "2"))):  # fmt: skip
        sheet.write_row(at, 0, row)
    sheet.set_column("C:C", None, None, {"hidden": True})
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("language", ["en", "ps"])
def test_hidden_columns_and_codes_for_sexes_are_said_before_a_list_is_signed(language: str) -> None:
    officer = Served(opened()).as_seat("north-lists", language)
    page = officer.post("lists/deposit/claims", files={"file": ("l.xlsx", a_workbook())}).text
    notes = [re.sub(r"<[^>]+>", "", note) for note in re.findall(r'<p class="note">(.*?)</p>', page)]
    assert any("Old register" in note for note in notes), notes
    codes = [note for note in notes if "1 · 2" in note or "۱ · ۲" in note]
    assert len(codes) == 1, notes
