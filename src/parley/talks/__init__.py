"""Who talks with whom: parties, places, seats, devices, sessions, the next meeting.

``model`` nouns · ``acts`` what can be recorded · ``rules`` whether it is · ``state`` what follows from it. A device is *admitted*
when its party's head has vouched for it and every other side has accepted it: the host alone can admit nobody.
"""

from parley.talks.acts import ACTS
from parley.talks.model import Device, Meeting, Party, Place, Seat, Session
from parley.talks.rules import decide
from parley.talks.state import Talks, fold

__all__ = ["ACTS", "Device", "Meeting", "Party", "Place", "Seat", "Session", "Talks", "decide", "fold"]
