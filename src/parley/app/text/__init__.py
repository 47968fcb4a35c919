"""The text: clauses, brackets, agreement and adoption, a sheet for each signature."""

from parley.app.core.model import AppDomain
from parley.app.text.contents import CONTENTS
from parley.app.text.facts import FACTS
from parley.app.text.kinds import KINDS
from parley.app.text.sheets import SHEETS
from parley.app.text.waits import waits
from parley.text import DOMAIN as RULES

DOMAIN = AppDomain(RULES, KINDS, facts=FACTS, contents=CONTENTS, sheets=SHEETS, waits=waits)
