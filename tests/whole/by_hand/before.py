"""Before the table by hand: what one has is tried days before, the host reads how good the lines are, and one waits in the lobby."""

from tests.whole.by_hand.hand import Hand

PARTS = "Try microphone, loudspeaker, camera and line"


def try_equipment(hand: Hand) -> None:
    """Somebody who is not let in yet answers one question a page, and has the line tested meanwhile."""
    hand.press(PARTS)
    hand.reads("Are you heard?")
    hand.press("Try the microphone")
    hand.reads("You are heard: this microphone works.")
    hand.press("Go on")
    hand.reads("Do you hear?")
    hand.press("Play the two tones")
    hand.press("I heard them")
    hand.reads("You hear: this loudspeaker works.")
    hand.press("Go on")
    hand.reads("Are you seen?")
    hand.press("Try the camera")
    hand.reads("You are seen: this camera works.")
    hand.press("Go on")
    hand.reads("Does your line carry it?")
    hand.press("Test the line")


def send_the_test(hand: Hand) -> None:
    """The test is over: each step says what came of it, and the host gets it."""
    hand.press("Send this to the host")
    with hand.within(hand.word("Sound and picture go the quick way (UDP)")):
        hand.reads("good")
    hand.reads("The host has it.")
    hand.press("Go on")


def read_lines(hand: Hand, tested: str, not_tested: str) -> None:
    """The host reads what one person has sent, and that another has sent nothing."""
    hand.press("Everybody’s line")
    with hand.within(tested):
        hand.press("All steps")
    with hand.within(tested, hand.word("Parley’s server answers")):
        hand.reads("good")
    with hand.within(not_tested):
        hand.reads("nothing sent yet")


def wait_in_lobby(hand: Hand, other: str) -> None:
    """Somebody waits: why, with whom, and what comes first."""
    hand.press("The lobby")
    hand.reads("You wait for the table")
    hand.reads("The table is closed. The facilitator opens it.")
    with hand.within(other):
        hand.reads("waits too")
    hand.reads("No hour is agreed. The facilitator opens the table.")


def called_from_lobby(hand: Hand, seated: str) -> None:
    """Who waits there reads, without a press, that the table is open and who sits at it, and goes on from there."""
    hand.reads("The table is open")
    with hand.within(seated):
        hand.reads("at the table")
    hand.press("Today")
