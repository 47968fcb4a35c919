"""What a cell says: nothing, a name with kinsmen, several names."""

import pytest

from parley.lists.names.blank import said, said_date
from parley.lists.names.kin import Apart, apart
from parley.lists.names.known import PARTS
from parley.lists.names.parse import parse
from parley.lists.names.several import Several, also_called, several

NOTHING = """unknown|N/A|n.a.|-|*|؟|...|نامعلوم|لا يوجد|ندارد|<NA>|\\N|NaT|#N/A|#REF!|نام پدر نامعلوم|Father unknown|Father's name: not known|xxx|000|معلوم نه دی|неизвестно|
нет данных|نشته|لا شيء|غير معروف|nan nan|NONE|(null)|bilinmiyor|inconnu|desconocido|نا معلوم|مجهول الهویه|معلوم نہیں|ـــ|—|نامعلُوم|نه‌لري""".replace(
    "\n", ""
).split("|")
SOMETHING = "Nazar Gul|خیر|صفر|Nasir|Yar|Said|Khair|Naim|Na Gul|N|A|ناشناس خان|بی بی|Nahid|Nil Gul|0000012|Missing Khan|هیچ خان".split("|")  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_what_stands_for_not_known_says_nothing(text: str) -> None:
    assert (said(text), said_date(text)) == ("", "")


@pytest.mark.parametrize("text", [*SOMETHING, *(latin for latin, _ in PARTS), *(dari for _, dari in PARTS)])
def test_names_say_something(text: str) -> None:
    assert said(text) == text


@pytest.mark.parametrize(
    "text", ["1900-01-01", "01/01/1900", "1900-01-01 00:00:00", "1900", "0000-00-00", "9999-12-31", "00/00/0000", "1/1/1900", "1278/10/11", "19000101", "1900/1/0", "۱۹۰۰/۰۱/۰۱"]
)  # fmt: skip
def test_a_date_that_stands_for_none_says_nothing(text: str) -> None:
    assert (said_date(text), said_date(text, birth=False)) == ("", "")


@pytest.mark.parametrize(
    "text", ["1970-01-01", "1985-02-03", "1360", "35", "1365/1/1", "1999-12-31", "2000-01-01"]
)
def test_a_date_says_something(text: str) -> None:
    assert said_date(text) == text


def test_nobody_was_captured_on_the_first_day_that_computers_count() -> None:
    assert said_date("1970-01-01", birth=False) == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Zarmina wife of Karim Jan", Apart("Zarmina", others="Karim Jan")),
        ("Bibi Zarmina w/o Karim Jan", Apart("Bibi Zarmina", others="Karim Jan")),
        ("زرمینه زوجه کریم جان", Apart("زرمینه", others="کریم جان")),
        ("زرمینه خانم کریم جان", Apart("زرمینه", others="کریم جان")),
        ("شکریه خانم", Apart("شکریه خانم")),
        ("خانم کریم", Apart("خانم کریم")),
        ("Fatma bt. Yusuf Omar", Apart("Fatma", "Yusuf Omar")),
        ("فاطمة بِنْت يوسف عمر", Apart("فاطمة", "يوسف عمر")),
        ("زرمینه د کریم جان مېرمن", Apart("زرمینه", others="کریم جان")),
        ("وفادار د نور گل زوی", Apart("وفادار", "نور گل")),
        ("شکریه بنت گل خان زوجه کریم جان", Apart("شکریه", "گل خان", others="کریم جان")),
        ("Toryal s/o Sher Agha s/o Musa", Apart("Toryal", "Sher Agha", "Musa")),
        ("wife of Karim Jan", Apart("", others="wife of Karim Jan")),
        ("Botir Karim o'g'li", Apart("Botir", "Karim")),
        ("Zarmina (wife of Karim)", Apart("Zarmina", others="Karim")),
        ("Salem bin Nasser", Apart("Salem bin Nasser")),
        ("Bint Gul", Apart("Bint Gul")),
        ("گلخانم صافی", Apart("گلخانم صافی")),
        ("Zarmina w/o", Apart("Zarmina w/o")),
    ],
)
def test_kinsmen_are_taken_off(text: str, wanted: Apart) -> None:
    assert apart(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Zarghun Safi / Zarghoun Sapi", Several("Zarghun Safi", ("Zarghoun Sapi",))),
        ("زرغون صافی / Zarghun Safi", Several("زرغون صافی", ("Zarghun Safi",))),
        ("Matin or Mateen Shirzad", Several("Matin Shirzad", ("Mateen Shirzad",))),
        ("Zarghun Safi or Sapi", Several("Zarghun Safi", ("Zarghun Sapi",))),
        ("Samandar Noori Samander Nuri", Several("Samandar Noori", ("Samander Nuri",))),
        ("Zarghun Safi; Toryal Hotak", Several("Zarghun Safi", (), ("Toryal Hotak",), unlike=True)),
        ("Raif Yunus (Abu Rami)", Several("Raif Yunus (Abu Rami)", (), ("Abu Rami",))),
        ("Nangyal Wardak (ننگیال وردک)", Several("Nangyal Wardak (ننگیال وردک)", ("ننگیال وردک",))),
        ("Zarghun Safi (deceased)", Several("Zarghun Safi (deceased)")),
        ("Zarmina w/o Karim", Several("Zarmina w/o Karim")),
        ("Zarghun/Safi", Several("Zarghun/Safi")),
        ("Gul Or Khan", Several("Gul Or Khan")),
        ("Gul Agha Gul Khan", Several("Gul Agha Gul Khan")),
    ],
)
def test_several_names_in_a_cell(text: str, wanted: Several) -> None:
    assert several(text) == wanted


def test_a_nickname_stands_for_its_bearer_if_it_is_a_whole_name() -> None:
    assert also_called("Lang") == also_called("") == ()
    assert also_called("Gul Agha Sherzai; Abu Rami") == ("Gul Agha Sherzai", "Abu Rami")


@pytest.mark.parametrize("text", ["عُمَر فاروق", "ﻋُﻤَﺮ فاروق", "عـمـر فاروق", "عٖمر فاروق", "عﹶمر فاروق"])
def test_marks_cut_no_words(text: str) -> None:
    assert [token.sound for token in parse(text).tokens] == [
        token.sound for token in parse("عمر فاروق").tokens
    ]
