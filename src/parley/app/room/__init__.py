"""The room: who may enter a space, who is put out of it, and who else is in each seat's own room."""

from parley.app.core.model import AppDomain
from parley.app.room.contents import CONTENTS
from parley.app.room.facts import FACTS
from parley.app.room.kinds import KINDS
from parley.room import DOMAIN as RULES

DOMAIN = AppDomain(RULES, KINDS, facts=FACTS, contents=CONTENTS)
