"""What people do at the table by hand: muted and held, written, shown, made large, hidden; and what the others see of it."""

from tests.whole.by_hand.hand import Hand
from tests.whole.by_hand.room import hears, sees_screen, sizes

SAID = "Shall we begin with the sick?"
ABOUT = "About {name}: loudness, large, more"


def mute_and_hold(one: Hand, name: str, other: Hand) -> None:
    """Muted, one is heard for as long as one holds the button, and not after."""
    one.press("Mic on")
    one.reads("Mic off")
    with other.within(name):
        other.reads("muted")
    with one.holding("Mic off"):
        one.reads("Talking while held")
        hears(other, name)
    one.reads("Mic off")
    with other.within(name):
        other.reads("muted")


def write(one: Hand, name: str, *others: Hand) -> None:
    """What one writes is read by each of the others, who are told that something was."""
    one.press("Write")
    one.write("Read now by: {names}", SAID)
    one.press("Send to them")
    one.sees(SAID)
    one.press("Close")
    for other in others:
        other.reads("{name} wrote something.", name=name)
        other.press("Write")
        other.sees(SAID)
        other.press("Close")


def share(one: Hand, name: str, other: Hand) -> None:
    """A screen is shown to whoever presses to look, and to nobody once it has ended."""
    one.press("Share")
    one.reads("Stop sharing")
    other.reads("{name} shares a screen. Look at it if you like: the button is below.", name=name)
    other.press("Look at the screen")
    other.reads("Screen of {name}", name=name)
    sees_screen(other)
    one.press("Stop sharing")
    other.reads("Share")


def arrange(one: Hand, own: str, other: str) -> None:
    """Somebody is made large, oneself is hidden from oneself, and both are undone."""
    before = sizes(one)
    one.press(ABOUT, name=other)
    one.press("Show large")
    one.press("Close")
    assert sizes(one)[other] > max(before[other], sizes(one)[own]), (before, sizes(one))
    one.press(ABOUT, name=own)
    one.press("Hide yourself from yourself")
    assert own not in sizes(one)
    one.press("Devices")
    one.tick("Show myself to me")
    one.press("Close")
    one.press(ABOUT, name=other)
    one.press("No longer large")
    one.press("Close")
    assert sizes(one) == before
