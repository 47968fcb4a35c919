"""The room: who may enter a space, and who is put out of it."""

from parley.app.core.model import AppDomain
from parley.app.room.kinds import KINDS
from parley.room import DOMAIN as RULES

DOMAIN = AppDomain(RULES, KINDS)
