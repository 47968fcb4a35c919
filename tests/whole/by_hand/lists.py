"""The lists by hand: four files handed over, read, sealed, received and matched; then each pair is decided."""

import csv
from pathlib import Path

from tests.whole.by_hand.hand import Hand

HEADINGS = ("id", "name", "father", "province", "birth year")
LISTS = {
    ("north", "claims"): (
        ("N1", "Zalmai Hotak", "Karim Hotak", "Ghazni", "1985"),
        ("N2", "Mirwais Safi", "Daud Safi", "Kunar", "1990"),
        ("N3", "Yusuf Barak", "Salim Barak", "Logar", "1979"),
    ),
    ("south", "holdings"): (
        ("S-7", "زلمی هوتک", "کریم هوتک", "غزنی", "1985"),
        ("S-8", "میرویس صافی", "داود صافی", "کنر", "1990"),
        ("S-9", "یوسف بارکزی", "سلیم", "لوگر", "1975"),
    ),
    ("south", "claims"): (
        ("1", "Habib Tarin", "Nazar Tarin", "Kandahar", "1992"),
        ("2", "Lutfullah Kakar", "Amin Kakar", "Zabul", "1988"),
    ),
    ("north", "holdings"): (
        ("A", "حبیب ترین", "نظر ترین", "قندهار", "1992"),
        ("B", "لطف الله کاکړ", "امین کاکړ", "زابل", "1988"),
    ),
}
SURE = 4  # pairs of both directions at 95 in a hundred or above
CALLED = {"claims": "People claimed", "holdings": "People held"}


def written(folder: Path, party: str, which: str) -> Path:
    """Write one of the lists as a CSV and return its path."""
    path = folder / f"{party}-{which}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((HEADINGS, *LISTS[party, which]))
    return path


def hand_over(hand: Hand, which: str, file: Path) -> None:
    """A list officer brings a file, looks how it was read, and signs that it is handed over."""
    hand.press("Today")
    hand.press("<b>Hand over your list</b>: %(list)s", list=hand.word(CALLED[which]))
    hand.bring("File", file)
    hand.press("Read this file")
    hand.reads("Was your file read rightly?")
    if which == "holdings":  # as recognised, but said by the officer
        hand.press("Say otherwise which column is which")
        hand.press("Read it again so")
        hand.reads("Its columns are as you said.")
    hand.press("Read rightly: to the sheet")
    hand.hold("Hand over this list")
    hand.reads("Where is each person on the lists?")


def countersign(hand: Hand) -> None:
    """A head countersigns both lists of their side."""
    for which in CALLED.values():
        hand.press("Today")
        countersigning = "<b>Countersign the list</b> that your list officer handed over: %(list)s"
        hand.press(countersigning, list=hand.word(which))
        hand.hold("Countersign this list")
        hand.reads("Where is each person on the lists?")


def receive(hand: Hand) -> None:
    """Sign the receipt for the opened lists."""
    hand.press("Today")
    hand.press("<b>Sign the receipt</b> for the opened lists")
    hand.hold("Sign the receipt")
    hand.reads("Where is each person on the lists?")


def compare(hand: Hand) -> None:
    """The facilitator has the machine propose pairs."""
    hand.press("Lists")
    hand.press("Compare the lists")
    hand.reads("How they were compared")


def sign_threshold(hand: Hand, percent: str) -> None:
    """Sign from where pairs count as sure."""
    hand.press("Today")
    hand.press("<b>Sign from where pairs count as sure</b>")
    hand.write("Sure from, in a hundred", percent)
    hand.press("To the sheet")
    hand.hold("Sign the threshold")
    hand.reads("Where is each person on the lists?")


def confirm(hand: Hand, n: int) -> None:
    """A list officer confirms so many sure pairs at once."""
    hand.press("Today")
    hand.press_for("<b>Confirm one sure pair</b>", "<b>Confirm %(n)s sure pairs</b> with one signature", n)
    hand.hold("Confirm the sure pairs")
    hand.reads("Where is each person on the lists?")


def decide(hand: Hand) -> None:
    """A list officer looks at the one pair that is not sure, face to face, and answers."""
    hand.press("Today")
    hand.press_for(
        "<b>Look at one pair</b> that may be one person",
        "<b>Look at %(n)s pairs</b> that may be one person",
        1,
    )
    hand.reads("Is this one person?")
    hand.press("The same person")
    hand.reads("Nothing is left to look at. Thank you.")
