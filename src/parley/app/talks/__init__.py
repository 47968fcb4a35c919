"""Parties, places, seats, devices, sessions and meetings: the domain that every other rests on."""

from parley.app.core.model import AppDomain
from parley.app.talks.contents import CONTENTS, DUTIES, destroy_erased
from parley.app.talks.facts import FACTS
from parley.app.talks.house import COMMANDS
from parley.app.talks.kinds import KINDS
from parley.app.talks.sheets import SHEETS
from parley.app.talks.waits import waits
from parley.talks import DOMAIN as RULES

DOMAIN = AppDomain(
    RULES,
    KINDS,
    facts=FACTS,
    contents=CONTENTS,
    sheets=SHEETS,
    waits=waits,
    duties=DUTIES,
    commands=COMMANDS,
    opened=destroy_erased,
)
