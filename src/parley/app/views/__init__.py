"""What each page needs, as values: queries make these from the folded state, pages draw them.

No sentence and no HTML: codes, numbers, ids, times in UTC (aware). ``Local`` is text in several languages
that the talks themselves brought (a party's name, a place); a page picks the reader's, or English, or any.
Everything here is already filtered for one viewer.
"""

from parley.app.views.common import Local, Numbers, Party, Person, Place, Shell
from parley.app.views.host import Check, Host, InvitationRow, Invite, NewInvitation, TalksRow
from parley.app.views.lists import (
    Deposit,
    Desk,
    Evidence,
    Lists,
    Matching,
    Pair,
    Reading,
    Rows,
    RowView,
    Tally,
)
from parley.app.views.plan import Batch, Plan, PlanView, Rather
from parley.app.views.record import Compartment, Cosigned, Record
from parley.app.views.sheet import Sheet, SheetContent, Signer
from parley.app.views.sits import Device, Sits, Sitting
from parley.app.views.text import Clause, Stand, Text
from parley.app.views.today import Happened, Meeting, Session, Today, Waiting

__all__ = [
    "Batch",
    "Check",
    "Clause",
    "Compartment",
    "Cosigned",
    "Deposit",
    "Desk",
    "Device",
    "Evidence",
    "Happened",
    "Host",
    "InvitationRow",
    "Invite",
    "Lists",
    "Local",
    "Matching",
    "Meeting",
    "NewInvitation",
    "Numbers",
    "Pair",
    "Party",
    "Person",
    "Place",
    "Plan",
    "PlanView",
    "Rather",
    "Reading",
    "Record",
    "RowView",
    "Rows",
    "Session",
    "Sheet",
    "SheetContent",
    "Shell",
    "Signer",
    "Sits",
    "Sitting",
    "Stand",
    "TalksRow",
    "Tally",
    "Text",
    "Today",
    "Waiting",
]
