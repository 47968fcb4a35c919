"""Every kind of act: its class, which package rules on it, which compartment holds it, who may propose it.

The endpoint, the OpenAPI document, ``docs/acts.md`` and the generated tests all derive from this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.base import Act, Reason, Refused, from_body, reason
from parley.lists import acts as lists
from parley.plan import acts as plan
from parley.room import acts as room
from parley.talks import acts as talks
from parley.text import acts as text


@dataclass(frozen=True, slots=True)
class Kind:
    """``who``: names of groups in ``access``; ``compartment``: table, host, or own (the proposer's party's).

    ``open``: the session must be open and every side present. ``early``: allowed before the device is admitted.
    """

    act: Any
    package: str
    who: frozenset[str]
    binding: bool = False
    compartment: str = "table"
    open: bool = False
    early: bool = False
    machine: bool = False  # recorded at the end of a job, never straight from a client

    @property
    def kind(self) -> str:
        name: str = self.act.KIND
        return name

    @property
    def title(self) -> str:
        """What it is, in English, from the act's own docstring."""
        return str(self.act.__doc__).strip()


def _kind(act: Any, who: str, **more: Any) -> Kind:
    package = act.__module__.split(".")[1]
    return Kind(act, package, frozenset(who.split()), **more)


KINDS: tuple[Kind, ...] = (
    _kind(talks.ServerKeyed, "system", early=True),
    _kind(talks.Created, "system", early=True),
    _kind(talks.SeatMade, "facilitator", early=True),
    _kind(talks.SeatInvited, "system", compartment="host", early=True),
    _kind(talks.TalksMade, "system", compartment="host", early=True),
    _kind(talks.DeviceEnrolled, "system", early=True),
    _kind(talks.DeviceVouched, "head facilitator neutral_head", binding=True, early=True),
    _kind(talks.DevicesAccepted, "head", binding=True, early=True),
    _kind(talks.DeviceRevoked, "anyone", early=True),
    _kind(talks.SessionOpened, "facilitator"),
    _kind(talks.SessionClosed, "facilitator"),
    _kind(talks.MeetingProposed, "facilitator head"),
    _kind(talks.MeetingAccepted, "facilitator head neutral_head"),
    _kind(talks.Noted, "anyone", compartment="own"),
    _kind(talks.ContentErased, "facilitator"),
    _kind(room.SeatRemoved, "facilitator"),
    _kind(text.ClauseDrafted, "facilitator"),
    _kind(text.ClauseBracketed, "head"),
    _kind(text.ClauseAgreed, "head", binding=True, open=True),
    _kind(text.ClauseAdopted, "head", binding=True, open=True),
    _kind(lists.Deposited, "officer", binding=True),
    _kind(lists.Countersigned, "head", binding=True),
    _kind(lists.Opened, "system"),
    _kind(lists.Received, "head officer", binding=True),
    _kind(lists.Matched, "facilitator officer", machine=True),
    _kind(lists.ThresholdSigned, "head", binding=True, open=True),
    _kind(lists.BulkConfirmed, "officer", binding=True),
    _kind(lists.PairDecided, "officer"),
    _kind(plan.PlanProposed, "facilitator", machine=True),
    _kind(plan.PlanAccepted, "head", binding=True, open=True),
)
CATALOG: Mapping[str, Kind] = {kind.kind: kind for kind in KINDS}


def act_of(kind: str, fields: object) -> Act | Refused:
    """Return the act that a command proposes, or every fault in its fields."""
    if kind not in CATALOG:
        return Refused((reason("kind_unknown", kind=kind[:80]),))
    act = from_body(CATALOG[kind].act, fields)
    if isinstance(act, tuple):
        faults: tuple[Reason, ...] = act
        return Refused(faults)
    known: Act = act
    return known
