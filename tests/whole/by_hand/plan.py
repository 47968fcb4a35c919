"""The plan by hand: proposed by the facilitator, accepted by each head, its first batch announced, and somebody taken out of it."""

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


WHY = "His release is put off until a court has spoken."
OUT = ("one was taken out", "%(n)s were taken out")


def announce(hand: Hand) -> None:
    """The facilitator announces the first batch; who is in it stands behind a link."""
    hand.press("Plan")
    hand.press("Announce batch %(batch)s", batch=1)
    hand.hold("Announce this batch")
    hand.reads("Who leaves when?")


def take_out(hand: Hand) -> None:
    """A head reads who was announced, and takes one of them out, with a reason, on the sheet."""
    hand.press("Plan")
    hand.press("Batch %(batch)s", batch=1)
    hand.reads("Who is in batch %(batch)s", batch=1)
    hand.press("Take out, with a reason")
    hand.write("The reason", WHY)
    hand.press("Show the sheet")
    hand.sees(WHY)
    hand.hold("Take this person out")
    hand.reads("taken out %(when)s by %(party)s", party=hand.party)


def read_who_is_out(hand: Hand, party: str) -> None:
    """The other side reads that one was taken out, by whom and why."""
    hand.press("Plan")
    hand.reads_for(*OUT, 1)
    hand.press("Batch %(batch)s", batch=1)
    hand.reads("taken out %(when)s by %(party)s", party=party)
    hand.sees(WHY)
