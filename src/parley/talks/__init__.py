"""Who talks with whom: parties, places, seats, devices, sessions, the next meeting.

``model`` nouns · ``acts`` what can be recorded · ``rules`` whether it is · ``state`` what follows from it · ``conditions`` what many
acts need alike. A device is *admitted* when its party's head has vouched for it and every other side has accepted it: the host
alone can admit nobody.
"""

from parley.base import Domain
from parley.talks.acts import ACTS
from parley.talks.conditions import (
    ADMITTED,
    BEFORE_ADMISSION,
    SPEAKING,
    device_admitted,
    device_speaks,
    device_stands,
    session_open,
)
from parley.talks.laying import ROLES, against_ids, against_kinds, against_seat
from parley.talks.model import Content, Device, Meeting, Party, Place, Seat, Session
from parley.talks.rules import FACTS, FOLLOWS, REVOKED_FOR, RULES
from parley.talks.state import FOLDS, Talks

DOMAIN = Domain("talks", ACTS, Talks, RULES, FOLDS, facts=FACTS, follows=FOLLOWS)

__all__ = [
    "ACTS",
    "ADMITTED",
    "BEFORE_ADMISSION",
    "DOMAIN",
    "REVOKED_FOR",
    "ROLES",
    "SPEAKING",
    "Content",
    "Device",
    "Meeting",
    "Party",
    "Place",
    "Seat",
    "Session",
    "Talks",
    "against_ids",
    "against_kinds",
    "against_seat",
    "device_admitted",
    "device_speaks",
    "device_stands",
    "session_open",
]  # fmt: skip
