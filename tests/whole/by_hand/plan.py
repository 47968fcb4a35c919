"""The plan by hand: worked out and proposed by the facilitator, accepted by each head, and the table closed after it."""

from tests.whole.by_hand.hand import Hand


def propose(hand: Hand) -> None:
    """The facilitator has a plan worked out for the people whom both sides have cleared."""
    hand.press("Plan")
    hand.press("Work out a plan and propose it")
    hand.reads("Which plan this is")


def accept(hand: Hand) -> None:
    """A head is told on Today, and accepts it on the sheet."""
    hand.press("Today")
    hand.press("<b>Accept the plan</b> or say what to change")
    hand.hold("Accept this plan")
    hand.reads("Who leaves when?")
