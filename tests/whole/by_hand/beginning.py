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
    """Somebody who is to sit at the table."""

    name: str
    seat: str
    party: str
    role: str
    place: str
    language: str


NORTH = {"en": "North", "ps": "شمال", "fa-AF": "شمال", "ar": "الشمال"}
SOUTH = {"en": "South", "ps": "سوېل", "fa-AF": "جنوب", "ar": "الجنوب"}
TELEPHONE = "+974 44 55 01 99"
HOUSE = {"en": "House of Talks", "ps": "د خبرو کور", "fa-AF": "خانهٔ مذاکرات", "ar": "بيت المحادثات"}
PEOPLE = (
    Person("Gul Mir", "north-head", "North", "head of delegation", "Hill", "ps"),
    Person("Nur Rahim", "north-lists", "North", "list officer", "Hill", "en"),
    Person("Sharif Dost", "south-head", "South", "head of delegation", "Harbour", "fa-AF"),
    Person("Baran Wali", "south-lists", "South", "list officer", "Harbour", "ar"),
    Person("Ana Brandt", "chair", "House of Talks", "facilitator", "Harbour", "en"),
)


def printed(hand: Hand, name: str) -> Letter:
    """Return somebody's letter as the page has it to print, and the code from the sheet beside the letters."""
    with hand.within(name, "/i/"):
        link = re.search(r"https?://\S+/i/\S+", hand.text())
        assert link is not None
        assert not re.search(r"\b\d{4} \d{4}\b", hand.text())
    with hand.within(name):
        code = re.search(r"\b\d{4} \d{4}\b", hand.text())
    assert code is not None
    return Letter(link[0], code[0])


def introduce(hand: Hand, letter: Letter) -> None:
    """Open the first facilitator's link, say who hosts here, and make the key."""
    hand.open_letter(letter.link)
    hand.pick_language()
    hand.write("Your name", "Ana Brandt")
    hand.write("Your institution", HOUSE[hand.language])
    hand.write("Telephone number for those you invite", TELEPHONE)
    hand.write("The code that was printed with the link", letter.code)
    hand.press("Make my key on this device")
    hand.reads("Which talks do you make?")


def redeem(hand: Hand, letter: Letter, digits: str = "0123456789") -> None:
    """Open a letter and go through its pages to the table, typing the code in these digits."""
    hand.open_letter(letter.link)
    hand.pick_language()
    hand.press("Yes, this is me")
    hand.reads("What is your code?")
    hand.type(letter.code.translate(str.maketrans("0123456789", digits)))
    hand.press("Go on")
    hand.press("Make my key on this device")
    hand.reads("The ten words of this device")
    hand.press("To the table")


def vouch_for_oneself(hand: Hand) -> None:
    """A head's first device, on the page that waits for it."""
    hand.press("Vouch for this device")
    hand.hold("Vouch for this device")


def make_talks(hand: Hand) -> None:
    """Answer one question a page, read all of it in sentences, make the talks and sit down as their facilitator."""
    hand.press("Two sides release people")
    for group, names, city, place in (
        ("First side", NORTH, "Kabul", "Hill"),
        ("Second side", SOUTH, "Qatar", "Harbour"),
    ):
        with hand.group(group):
            hand.write("Name", names["en"])
            hand.choose("Where it sits", city)
            hand.press("Its name in other languages, and what its place is called")
            for language in (one for one in names if one != hand.language):
                hand.write_own(TONGUE[language], names[language])
            hand.write("What the place is called, if not as its city", place)
    with hand.group("You, the host"):
        hand.choose("Where you sit", "Qatar")
    hand.press("Go on")
    for person in PEOPLE:
        with hand.group(f"{person.party} · {person.role}"):
            if person.seat != "chair":  # whose name is known already
                hand.write("Name", person.name)
            hand.press("Side, role, place and language")
            hand.choose("Language of the letter", TONGUE[person.language])
    hand.press("Go on")
    hand.reads("Is this right?")
    hand.sees("North and South: release of prisoners")
    with hand.within(hand.word("%(party)s hosts them.", party=HOUSE["en"])):
        hand.press("Change")
    hand.press("Its name in other languages, and what its place is called")
    for language in (one for one in HOUSE if one != hand.language):
        hand.write_own(TONGUE[language], HOUSE[language])
    hand.press("Go on")
    hand.press("Make these talks")
    hand.hold("Vouch for this device")
    hand.reads("Until the table can open")


def invite_all(hand: Hand) -> dict[str, Letter]:
    """Invite everybody at once; return each one's letter by seat."""
    others = [one for one in PEOPLE if one.seat != "chair"]
    hand.press_for("Invite this person", "Invite all %(n)s", len(others))
    hand.sees(TELEPHONE)
    letters = {one.seat: printed(hand, one.name) for one in others}
    hand.press("Print letters and codes")
    hand.press("Done")
    return letters


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
