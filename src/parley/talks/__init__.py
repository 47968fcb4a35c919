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
    BINDS,
    SPEAKING,
    against_suspended,
    device_admitted,
    device_speaks,
    device_stands,
    session_open,
)
from parley.talks.laying import ROLES, against_ids, against_kinds, against_seat
from parley.talks.model import (
    Agreed,
    Content,
    Device,
    Meeting,
    PaperProof,
    Party,
    Place,
    Seat,
    Session,
    Suspension,
)
from parley.talks.rules import DECLINED_FOR, FACTS, FOLLOWS, REVOKED_FOR, RULES
from parley.talks.state import FOLDS, Talks

DOMAIN = Domain("talks", ACTS, Talks, RULES, FOLDS, facts=FACTS, follows=FOLLOWS)

__all__ = [
    "ACTS", "ADMITTED", "BEFORE_ADMISSION", "BINDS", "DECLINED_FOR", "DOMAIN", "REVOKED_FOR", "ROLES", "SPEAKING", "Agreed", "Content", "Device", "Meeting",
    "PaperProof", "Party", "Place", "Seat", "Session", "Suspension", "Talks", "against_ids", "against_kinds", "against_seat", "against_suspended",
    "device_admitted", "device_speaks", "device_stands", "session_open",
]  # fmt: skip
