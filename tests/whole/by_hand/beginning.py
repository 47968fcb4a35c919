"""From an empty folder to an accepted roster: the house, the talks, the letters, the keys, vouching and accepting."""

import re
from dataclasses import dataclass

from tests.whole.by_hand.hand import TONGUE, Hand


@dataclass(frozen=True, slots=True)
class Letter:
    """What is printed for a person, and the code that comes to them by another way."""

    link: str
    code: str


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the form that makes talks."""

    name: str
    seat: str
    party: str
    role: str
    place: str
    language: str


TITLE = {
    "en": "Talks on prisoners",
    "ps": "د بندیانو خبرې",
    "fa-AF": "مذاکرات زندانیان",
    "ar": "محادثات الأسرى",
}
NORTH = {"en": "North", "ps": "شمال", "fa-AF": "شمال", "ar": "الشمال"}
SOUTH = {"en": "South", "ps": "سوېل", "fa-AF": "جنوب", "ar": "الجنوب"}
HOUSE = {"en": "House of Talks", "ps": "د خبرو کور", "fa-AF": "خانهٔ مذاکرات", "ar": "بيت المحادثات"}
PEOPLE = (
    Person("Gul Mir", "north-head", "North", "head of delegation", "Hill", "ps"),
    Person("Nur Rahim", "north-lists", "North", "list officer", "Hill", "en"),
    Person("Sharif Dost", "south-head", "South", "head of delegation", "Harbour", "fa-AF"),
    Person("Baran Wali", "south-lists", "South", "list officer", "Harbour", "ar"),
    Person("Ana Brandt", "chair", "House of Talks", "facilitator", "Harbour", "en"),
)


def printed(hand: Hand) -> Letter:
    """Return the letter that the page shows, and its code."""
    hand.reads("An invitation to print")
    text = hand.text()
    link = re.search(r"https?://\S+/i/\S+", text)
    codes = re.findall(r"\b\d{4} \d{4}\b", text)
    assert link is not None, text
    return Letter(link[0], codes[-1])


def redeem(hand: Hand, letter: Letter, digits: str = "0123456789") -> None:
    """Open a letter and go through its pages to the table, typing the code in these digits."""
    hand.open_letter(letter.link)
    hand.pick_language()
    hand.press("Yes, this is me")
    hand.reads("What is your code?")
    hand.type(letter.code.translate(str.maketrans("0123456789", digits)))
    hand.press("Go on")
    hand.press("Make my key on this device")
    hand.reads("Can you be heard and seen?")
    hand.press("Go on")
    hand.reads("The ten words of this device")
    hand.press("To the table")


def vouch_for_oneself(hand: Hand) -> None:
    """A head's first device, or the host's own, on the page that waits for it."""
    hand.press("Vouch for this device")
    hand.hold("Vouch for this device")


def make_talks(hand: Hand) -> Letter:
    """Fill the form; return the letter for its facilitator."""
    hand.press("Host")
    hand.press("Make new talks")
    for group, names in (
        ("Title", TITLE),
        ("Mandate, in one sentence", {"en": "The release of prisoners, and nothing else."}),
        ("First side", NORTH),
        ("Second side", SOUTH),
        ("The host", HOUSE),
    ):
        with hand.group(group):
            for language, name in names.items():
                hand.write_own(TONGUE[language], name)
    hand.write("Short name", "spring")
    for number, (place, zone) in enumerate((("Hill", "Asia/Kabul"), ("Harbour", "Asia/Qatar")), 1):
        with hand.group("Place %(n)s", n=number):
            hand.write_own(TONGUE["en"], place)
            hand.write("Time zone", zone)
    hand.press("Go on to the seats")
    for number, person in enumerate(PEOPLE, 1):
        with hand.group("Seat %(n)s", n=number):
            hand.write("Name", person.name)
            hand.choose("For", person.party)
            hand.choose("As", person.role)
            hand.choose("At", person.place)
            hand.choose("Language of the invitation", TONGUE[person.language])
    hand.press("Read it all before it is made")
    hand.press("Make these talks")
    letter = printed(hand)
    hand.press("Done")
    return letter


def invite(hand: Hand, person: Person) -> Letter:
    """Invite one person to their seat; return their letter."""
    hand.press("Who sits")
    with hand.within(person.name):
        hand.choose("Language of the invitation", TONGUE[person.language])
        hand.press("Invite to this seat")
    letter = printed(hand)
    hand.press("Done")
    return letter


def vouch_for(hand: Hand, name: str) -> None:
    """A head vouches for a device of their delegation: the words were compared by voice."""
    hand.press("Who sits")
    with hand.within(name, hand.word("Vouch for this device")):
        hand.press("Vouch for this device")
    hand.hold("Vouch for this device")
    hand.reads("Who sits at this table?")


def accept(hand: Hand, n: int) -> None:
    """Accept so many devices of the others."""
    hand.press("Who sits")
    hand.press_for("Accept one device", "Accept %(n)s devices", n)
    hand.hold("Accept these devices")
    hand.reads("Who sits at this table?")
