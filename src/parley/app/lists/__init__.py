"""The lists: sealed deposits, their match, and what the sides say of each pair."""

from parley.app.core.model import AppDomain, Work
from parley.app.lists.contents import CONTENTS
from parley.app.lists.facts import FACTS
from parley.app.lists.files import ListFiles
from parley.app.lists.kinds import KINDS
from parley.app.lists.reading import read_ahead
from parley.app.lists.sheets import SHEETS
from parley.app.lists.waits import waits
from parley.lists import DOMAIN as RULES
from parley.lists import memory


def _match() -> Work:
    from parley.app.lists.matching import match_lists

    return match_lists


DOMAIN = AppDomain(
    RULES,
    KINDS,
    facts=FACTS,
    read_ahead=read_ahead,
    contents=CONTENTS,
    sheets=SHEETS,
    waits=waits,
    duties={"erase": lambda app, talks, body: memory.forget()},
    jobs={"match": _match},
    services=(ListFiles,),  # what reads them, in a process apart
    optional=True,
)
