"""What can be recorded of a talks' people and meetings."""

from dataclasses import dataclass
from typing import ClassVar

from parley.talks.model import Party, Place


@dataclass(frozen=True, slots=True)
class ServerKeyed:
    """The first entry of every compartment: the server's public signing key (base64url)."""

    KIND: ClassVar = "roster.server-key.1"
    ed25519: str


@dataclass(frozen=True, slots=True)
class Created:
    """Talks began: parties in their agreed order. ``digest`` is the definition's: title, mandate, names, limits."""

    KIND: ClassVar = "talks.created.1"
    parties: tuple[Party, ...]
    places: tuple[Place, ...]
    languages: tuple[str, ...]  # of the text, binding alike
    digest: str


@dataclass(frozen=True, slots=True)
class SeatMade:
    """A seat was laid; ``person`` is the salted digest of who is to sit in it."""

    KIND: ClassVar = "talks.seat-made.1"
    seat: str
    party: str
    role: str
    place: str
    person: str


@dataclass(frozen=True, slots=True)
class SeatInvited:
    """A one-use link for a seat was made; ``number`` is its public part."""

    KIND: ClassVar = "talks.seat-invited.1"
    seat: str
    number: str


@dataclass(frozen=True, slots=True)
class SeatInvitedAgain:
    """A link was made for a seat that has an admitted device: told to all, for somebody may want to be that seat."""

    KIND: ClassVar = "talks.seat-invited-again.1"
    seat: str


@dataclass(frozen=True, slots=True)
class TalksMade:
    """In the house's own journal: these talks were made."""

    KIND: ClassVar = "house.talks-made.1"
    made: str


@dataclass(frozen=True, slots=True)
class HouseIntroduced:
    """In the house's own journal: who its facilitator in ``seat`` is, and what the house is called. ``digest`` is its definition's."""

    KIND: ClassVar = "house.introduced.1"
    digest: str
    person: str
    seat: str


@dataclass(frozen=True, slots=True)
class DeviceEnrolled:
    """An invitation was redeemed with these public keys (base64url)."""

    KIND: ClassVar = "roster.device-enrolled.1"
    device: str
    ed25519: str
    party: str
    role: str
    seat: str
    x25519: str


@dataclass(frozen=True, slots=True)
class DeviceVouched:
    """The head of ``party`` has compared the device's fingerprint with its owner."""

    KIND: ClassVar = "roster.device-vouched.1"
    device: str
    party: str


@dataclass(frozen=True, slots=True)
class HeadClaimed:
    """A head's device says that it is the head's, and that no earlier device can vouch for it: lost, all of them."""

    KIND: ClassVar = "roster.head-claimed.1"
    device: str
    party: str


@dataclass(frozen=True, slots=True)
class DevicesAccepted:
    """The head of side ``party`` accepts these devices of others at the table."""

    KIND: ClassVar = "roster.devices-accepted.1"
    devices: tuple[str, ...]
    party: str


@dataclass(frozen=True, slots=True)
class DeviceRevokedBefore:
    """A device counts no more. As recorded before version 2, when the host could revoke any: read, and written no more."""

    KIND: ClassVar = "roster.device-revoked.1"
    device: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeviceRevoked:
    """A device of ``seat`` counts no more, says the seat or its party's head; ``reason`` is lost, left, replaced or doubted."""

    KIND: ClassVar = "roster.device-revoked.2"
    device: str
    reason: str
    seat: str


@dataclass(frozen=True, slots=True)
class DeputyNamed:
    """A head names the device of its own party that may vouch for the head's next one; the last one named counts."""

    KIND: ClassVar = "roster.deputy-named.1"
    deputy: str
    party: str


@dataclass(frozen=True, slots=True)
class PaperKeyMade:
    """A head made a key on paper that vouches once for its next device: the public part (base64url). The last one made counts."""

    KIND: ClassVar = "roster.paper-key-made.1"
    ed25519: str
    party: str


@dataclass(frozen=True, slots=True)
class DeputyVouched:
    """The deputy that a head named vouches for the head's next device."""

    KIND: ClassVar = "roster.deputy-vouched.1"
    device: str
    party: str


@dataclass(frozen=True, slots=True)
class PaperVouched:
    """A head's next device shows ``proof``, a signature (base64url) over itself by the paper key that the head made."""

    KIND: ClassVar = "roster.paper-vouched.1"
    device: str
    key: str
    party: str
    proof: str


@dataclass(frozen=True, slots=True)
class DeviceSuspended:
    """The host doubts a device of a side: it proposes and signs no act, and its side signs nothing and counts as absent, for ``hours`` at most."""

    KIND: ClassVar = "roster.device-suspended.1"
    device: str
    hours: int
    seat: str


@dataclass(frozen=True, slots=True)
class SuspensionEnded:
    """The host ended the suspension of a device before its hours were over."""

    KIND: ClassVar = "roster.suspension-ended.1"
    device: str
    seat: str


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """The facilitator opened the table."""

    KIND: ClassVar = "talks.session-opened.1"
    session: str


@dataclass(frozen=True, slots=True)
class SessionClosed:
    """The facilitator closed the table."""

    KIND: ClassVar = "talks.session-closed.1"
    session: str


@dataclass(frozen=True, slots=True)
class MeetingProposed:
    """A next meeting was proposed; ``at`` is UTC to the second, like 2020-03-24T07:30:00Z."""

    KIND: ClassVar = "talks.meeting-proposed.1"
    meeting: str
    at: str
    place: str


@dataclass(frozen=True, slots=True)
class MeetingAccepted:
    """A party accepted a proposed meeting."""

    KIND: ClassVar = "talks.meeting-accepted.1"
    meeting: str
    party: str


@dataclass(frozen=True, slots=True)
class MeetingDeclined:
    """A party does not accept a proposed meeting; ``why`` is one of ``DECLINED_FOR``. It may still accept it."""

    KIND: ClassVar = "talks.meeting-declined.1"
    meeting: str
    party: str
    why: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A delegation wrote a note for itself; only its own compartment has it."""

    KIND: ClassVar = "talks.noted.1"
    digest: str


@dataclass(frozen=True, slots=True)
class ContentErased:
    """Content was destroyed; ``order`` is the seat by whose order."""

    KIND: ClassVar = "content.erased.1"
    digest: str
    order: str


ACTS: tuple[type, ...] = (
    ServerKeyed, Created, SeatMade, SeatInvited, SeatInvitedAgain, TalksMade, HouseIntroduced, DeviceEnrolled, DeviceVouched, HeadClaimed, DevicesAccepted,
    DeviceRevokedBefore, DeviceRevoked, DeputyNamed, PaperKeyMade, DeputyVouched, PaperVouched, DeviceSuspended, SuspensionEnded,
    SessionOpened, SessionClosed, MeetingProposed, MeetingAccepted, MeetingDeclined, Noted, ContentErased,
)  # fmt: skip
