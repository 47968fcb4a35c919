"""What needs no script, with script switched off: pages are read, searched and left, and a pair is decided."""

from tests.whole.by_hand import lists, text
from tests.whole.by_hand.hand import Hand


def decide_and_read(hand: Hand) -> None:
    """A list officer decides the pair that is left, and reads what there is."""
    hand.reads(
        "Without script you can read, search and download here. Signing in, signing and the room need it."
    )
    lists.decide(hand)
    hand.press("Text")
    hand.sees(text.SECOND[hand.language])
    hand.write("Search the text", text.SECOND[hand.language].split()[-1].strip("."))
    hand.press("Search")
    hand.sees(text.SECOND[hand.language])
    hand.press("Record")
    hand.write("Search the entries", hand.party)
    hand.press("Search")
    hand.reads("Search the entries")
    hand.press("Who sits")
    hand.reads("Who sits at this table?")
    hand.press("Today")
