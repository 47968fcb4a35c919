"""What a cell says: nothing, a name with kinsmen, several names."""

import pytest

from parley.lists.names.kin import Apart, apart
from parley.lists.names.parse import parse
from parley.lists.names.several import Several, also_called, several


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Zarmina wife of Karim Jan", Apart("Zarmina", others="Karim Jan", sex="f")),
        ("Bibi Zarmina w/o Karim Jan", Apart("Bibi Zarmina", others="Karim Jan", sex="f")),
        ("زرمینه زوجه کریم جان", Apart("زرمینه", others="کریم جان", sex="f")),
        ("زرمینه خانم کریم جان", Apart("زرمینه خانم کریم جان")),
        ("ملا عبدالغنی برادر آخند", Apart("ملا عبدالغنی برادر آخند")),
        ("شکریه خانم", Apart("شکریه خانم")),
        ("خانم کریم", Apart("خانم کریم")),
        ("Fatma bt. Yusuf Omar", Apart("Fatma", "Yusuf Omar", sex="f")),
        ("فاطمة بِنْت يوسف عمر", Apart("فاطمة", "يوسف عمر", sex="f")),
        ("زرمینه د کریم جان مېرمن", Apart("زرمینه", others="کریم جان", sex="f")),
        ("وفادار د نور گل زوی", Apart("وفادار", "نور گل", sex="m")),
        ("شکریه بنت گل خان زوجه کریم جان", Apart("شکریه", "گل خان", others="کریم جان", sex="f")),
        ("Toryal s/o Sher Agha s/o Musa", Apart("Toryal", "Sher Agha", "Musa", sex="m")),
        ("wife of Karim Jan", Apart("", others="wife of Karim Jan")),
        ("Botir Karim o'g'li", Apart("Botir", "Karim", sex="m")),
        ("Zarmina (wife of Karim)", Apart("Zarmina", others="Karim", sex="f")),
        ("Karim ولد Rahim", Apart("Karim", "Rahim")),
        ("Baby of Zarmina Safi", Apart("", others="Baby of Zarmina Safi")),
        ("Zarghun s/o Mir Alam ; Toryal s/o Sher Agha", Apart("Zarghun ; Toryal")),
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
