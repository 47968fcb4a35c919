"""The nouns: the spaces there are, a member of a space, who is in it, and who else sits around a seat."""

from dataclasses import dataclass
from datetime import datetime

from parley.room.bundle import Bundle

GRACE_SECONDS = 30.0  # a member not heard of for so long has left; until then the place is kept
AWAY_SECONDS = 12.0  # … and after this long the others read "reconnecting"
TURN_SECONDS = 1.0  # a device whose turn it is to draw has this long before it is the next one's


MOST_COMPANY = 20  # people in one room off camera: more than that is an audience, and no delegation

SPACES = ("plenary",)  # the one list of them: pages, tokens, removals and rules all ask it


@dataclass(frozen=True, slots=True)
class Member:
    """One device in a space, through one browser tab."""

    identity: str  # the tab's name in the media engine; says nothing about the person
    device: str
    seat: str
    heard: float  # seconds on the server's steady clock when this tab last spoke to us


@dataclass(frozen=True, slots=True)
class Space:
    """Who is present, and the epoch of the key they share.

    ``epoch`` never goes back, so a key slot is not taken twice for different keys within sixteen epochs and
    a bundle of yesterday cannot be taken for one of today.
    """

    epoch: int
    members: tuple[Member, ...] = ()  # longest present first; one a device
    bundle: Bundle | None = None  # this epoch's, once a device has drawn it
    began: float = 0.0  # when this epoch began, on the server's steady clock
    hall: int = 0  # which of the engine's rooms it meets in: another one each time somebody was put out

    def member(self, identity: str) -> Member | None:
        return next((one for one in self.members if one.identity == identity), None)


@dataclass(frozen=True, slots=True)
class Company:
    """What a seat last said of its room. Names and roles are content: here is how many there are."""

    at: datetime
    place: str
    people: int
    digest: str  # of the list of names and roles; "" for nobody


@dataclass(frozen=True, slots=True)
class CompanyList:
    """What the rule asks of the list that a declaration refers to."""

    there: bool  # it may be cited by this seat, and is such a list
    people: int = 0  # whom it lists
