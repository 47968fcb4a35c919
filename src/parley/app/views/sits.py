"""Who sits: each seat with its devices and what each still waits for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parley.app.views.common import Local, Person


@dataclass(frozen=True, slots=True)
class Device:
    device: str  # id, lower hex
    state: str  # enrolled | vouched | admitted | revoked
    since: datetime
    vouched_by: str = ""  # seat
    accepted_by: Sequence[str] = ()  # party ids
    due: Sequence[str] = ()  # party ids that have yet to accept
    own: bool = False  # the device this page is read on
    may_vouch: bool = False
    may_revoke: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    person: Person
    state: str  # not_invited | invited | expired | enrolled | admitted
    devices: Sequence[Device] = ()
    may_invite: bool = False


@dataclass(frozen=True, slots=True)
class Sits:
    sittings: Sequence[Sitting]  # in the order of parties, then seats as the talks list them
    to_accept: Mapping[str, Sequence[str]] = field(
        default_factory=dict
    )  # party id → devices this viewer's side may accept now
    mandate: Local = field(default_factory=dict)
