"""What the rule about who else is in a room asks of the list of them."""

from collections.abc import Mapping

from parley.app.core.contents import cited, own
from parley.app.core.model import App, FactReader
from parley.app.core.states import TalksState
from parley.app.room.contents import COMPANY, unpacked
from parley.base import By
from parley.room import CompanyList
from parley.room.acts import CompanyDeclared


def listed(app: App, state: TalksState, by: By, act: CompanyDeclared) -> CompanyList:
    """Return whether this seat's party has brought such a list, and how many it names: everybody reads a declared one."""
    kept = cited(app, by, state, act.digest, COMPANY) if own(app, state, act.digest, by.party) else None
    return CompanyList(there=False) if kept is None else CompanyList(True, len(unpacked(kept[2])))


FACTS: Mapping[type, FactReader] = {CompanyDeclared: listed}
