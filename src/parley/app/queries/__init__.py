"""What each page shows, for one viewer: every function takes the app and the viewer first and returns a view.

Nothing here changes anything, and nothing here makes a sentence. ``app.access`` decides what a viewer may see.
"""

from parley.app.queries.common import content, shell
from parley.app.queries.host import host, invite
from parley.app.queries.lists import desk, lists, not_handed_over
from parley.app.queries.plan import plan, plan_file
from parley.app.queries.record import record, record_entries, record_head
from parley.app.queries.sheet import sheet
from parley.app.queries.sits import sits
from parley.app.queries.text import text
from parley.app.queries.today import today

__all__ = [
    "content", "desk", "host", "invite", "lists", "not_handed_over", "plan", "plan_file", "record", "record_entries", "record_head", "sheet", "shell", "sits",
    "text", "today",
]  # fmt: skip
