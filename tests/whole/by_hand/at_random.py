"""People who press at random among what their pages offer: no dead end, no error, no refusal of what was offered untouched."""

import random
from collections.abc import Callable, Mapping

from playwright.sync_api import Error

from tests.whole.by_hand.hand import Hand, Offer

# What ends the play of whoever presses it, by its words: it is played elsewhere.
ENDS = ("Sign out on this device", "Revoke this device", "Suspend this device", "Print")


def play(
    people: Mapping[str, Hand], steps: int, seed: int, on_page: Callable[[str, Hand], None]
) -> list[str]:
    """Press ``steps`` times, each time somebody else; return what was pressed, for whoever has to play it again.

    ``on_page``: holds what somebody's page says against something else.
    """
    chance = random.Random(seed)
    pressed: list[str] = []
    for one in people.values():
        one.begins_to_watch()
    for _ in range(steps):
        seat = chance.choice(sorted(people))
        pressed.append(step(people[seat], seat, chance, pressed))
        try:
            on_page(seat, people[seat])
        except (AssertionError, Error) as fault:
            told = "\n".join([*pressed[-15:], people[seat].where(), people[seat].text()])
            raise AssertionError(f"{fault}:\n{told}") from fault
    return pressed


def step(hand: Hand, seat: str, chance: random.Random, before: list[str]) -> str:
    """Press one of the things that the page offers; assert that the page which follows is one to go on from."""
    ends = {hand.word(one) for one in ENDS}
    offers = [one for one in hand.offers() if not any(one.name.startswith(end) for end in ends)]
    told = "\n".join([*before[-15:], f"{seat} at {hand.where()}"])
    assert offers, f"a dead end:\n{told}\n{hand.text()}"
    offer = chance.choice(offers)
    told += f" presses “{offer.name}”"
    typed = press(hand, offer, chance)
    for status, address in hand.answers():
        assert status not in (404, 405, 422, 500, 502, 503), f"{status} of {address}:\n{told}\n{hand.text()}"
        assert typed or status < 400, f"{status} of {address}, which was offered:\n{told}\n{hand.text()}"
    return told.rsplit("\n", 1)[-1]


def press(hand: Hand, offer: Offer, chance: random.Random) -> bool:
    """Fill in what the offer's form asks, and press; return whether anything was written."""
    typed = hand.fill_in(offer, chance)
    hand.press_offer(offer)
    return typed
