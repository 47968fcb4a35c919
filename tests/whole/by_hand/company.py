"""Who else is in a room off camera, by hand: nobody, somebody by name, and a change in the middle; the other side reads it."""

from tests.whole.by_hand.hand import Hand

GUEST = ("Palwasha Noor", "doctor")
ONE, MANY = "Off camera: one person", "Off camera: %(n)s people"


def nobody(hand: Hand) -> None:
    """Say over the table that nobody else is in the room."""
    hand.reads("Who else is in your room, off camera?")
    hand.press("Nobody else")
    hand.reads("Somebody has come into my room")


def name(hand: Hand) -> None:
    """Say who it is, by name and role, on the desk, without leaving the table."""
    hand.press("Name them")
    hand.reads("Who else is in your room?")
    hand.write("Name of the %(n)s. person", GUEST[0], n=1)
    hand.write("Role", GUEST[1])
    hand.press("These are in my room")
    hand.reads("Nobody else is here now")
    hand.reads("Leave")


def has_come(hand: Hand) -> None:
    """One press in the middle."""
    hand.press("Somebody has come into my room")
    hand.reads("Nobody else is here now")


def has_gone(hand: Hand) -> None:
    hand.press("Nobody else is here now")


def read(hand: Hand, n: int, *texts: str) -> None:
    """Another reads over the table how many they are, opens the line and reads who."""
    hand.reads_for(ONE, MANY, n)
    hand.press_for(ONE, MANY, n)
    for text in texts:
        hand.sees(text)
    hand.press_for(ONE, MANY, n)


def read_nobody(hand: Hand) -> None:
    hand.reads("Off camera: nobody")
