"""Who is at the table, and which key they share: membership and epochs of a space.

A *space* is where people hear one another (so far the plenary). Its members are devices, longest present
first. Every change of membership begins a new *epoch*, whose key is drawn on a member's device and relayed
to the others as a *bundle* that the server cannot open: ``bundle`` is its shape, ``rules`` says which one
is taken. Nothing here binds anybody, so nothing here is an act: a space lives in the server's memory, and
is empty after a restart until the devices come back by themselves.

Who does what with it: ``web.rooms`` holds the spaces and tells the browsers, ``media`` carries sound and
pictures, ``rehearsal.keys`` and ``browser/src/room/keys.ts`` draw, seal and open.
"""

from parley.room.bundle import Bundle, bundle_body, bundle_statement, parse, sealing_info
from parley.room.model import AWAY_SECONDS, GRACE_SECONDS, TURN_SECONDS, Member, Space
from parley.room.rules import away, hear, join, leave, relay, remove_seat, seats, sweep, turns

__all__ = [
    "AWAY_SECONDS",
    "GRACE_SECONDS",
    "TURN_SECONDS",
    "Bundle",
    "Member",
    "Space",
    "away",
    "bundle_body",
    "bundle_statement",
    "hear",
    "join",
    "leave",
    "parse",
    "relay",
    "remove_seat",
    "sealing_info",
    "seats",
    "sweep",
    "turns",
]
