"""Promises, as the application knows them."""

from parley.app.promises.contents import CONTENTS
from parley.app.promises.facts import FACTS
from parley.app.promises.kinds import KINDS
from parley.app.promises.sheets import SHEETS
from parley.app.promises.waits import waits
from parley.promises import DOMAIN as RULES

from parley.app.core.model import AppDomain

DOMAIN = AppDomain(RULES, KINDS, facts=FACTS, contents=CONTENTS, sheets=SHEETS, waits=waits)
