"""The acts about the room."""

from parley.app.core.catalog import Duty, kind
from parley.room.acts import CompanyDeclared, SeatReadmitted, SeatRemoved
from parley.talks import ADMITTED

PUT_OUT = Duty("remove", lambda act: {"seat": act.seat, "space": act.space})
KINDS = (
    kind(SeatRemoved, "facilitator", ADMITTED, duty=PUT_OUT),
    kind(SeatReadmitted, "facilitator", ADMITTED),
    kind(CompanyDeclared, "anyone", ADMITTED),
)
