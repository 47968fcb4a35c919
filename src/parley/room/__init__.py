"""Who is in which space, which key they share, and who may enter: membership and epochs of every space.

A *space* is where people hear one another (so far the plenary). Its members are devices, longest present
first. Every change of membership begins a new *epoch*, whose key is drawn on a member's device and relayed
to the others as a *bundle* that the server cannot open: ``bundle`` is its shape, ``epochs`` says which one
is taken. None of that binds anybody, so it is no act: a space lives in the server's memory, and is empty
after a restart until the devices come back by themselves. What the facilitator decides is an act, and what a seat says
of who else is in its own room: ``acts``, ``rules``, ``state``.

Who does what with it: ``web.room`` holds the spaces and tells the browsers, ``media`` carries sound and
pictures, ``rehearsal.keys`` and ``browser/src/room/keys.ts`` draw, seal and open.
"""

from parley.base import Domain
from parley.room.acts import ACTS
from parley.room.bundle import Bundle, bundle_body, bundle_statement, parse, sealing_info
from parley.room.epochs import (
    away,
    doubt,
    hear,
    join,
    leave,
    put_out,
    relay,
    remove_seat,
    seats,
    sweep,
    turn_of,
)
from parley.room.model import (
    AWAY_SECONDS,
    GRACE_SECONDS,
    MOST_COMPANY,
    SPACES,
    TURN_SECONDS,
    Company,
    CompanyList,
    Member,
    Space,
)
from parley.room.rules import FACTS, RULES, TOGETHER, at_the_table, every_side_present, may_enter
from parley.room.state import FOLDS, Room
from parley.talks import Talks

DOMAIN = Domain("room", ACTS, Room, RULES, FOLDS, reads=(Talks,), facts=FACTS)

__all__ = [
    "ACTS", "AWAY_SECONDS", "DOMAIN", "GRACE_SECONDS", "MOST_COMPANY", "SPACES", "TOGETHER", "TURN_SECONDS", "Bundle", "Company",
    "CompanyList", "Member", "Room", "Space", "at_the_table", "away", "bundle_body", "bundle_statement", "doubt", "every_side_present",
    "hear", "join", "leave", "may_enter", "parse", "put_out", "relay", "remove_seat", "sealing_info", "seats", "sweep", "turn_of",
]  # fmt: skip
