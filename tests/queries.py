"""What pages ask, by the page's name."""

from parley.app.core.contents import content
from parley.app.core.model import App, Viewer
from parley.app.core.record import record, record_entries, record_head
from parley.app.core.sheet import sheet
from parley.app.core.views import Shell
from parley.app.lists.queries import desk, lists, not_handed_over
from parley.app.plan.queries import plan, plan_file
from parley.app.talks.host import host, invite
from parley.app.talks.sits import sits
from parley.app.talks.today import today
from parley.app.text.queries import text

__all__ = [
    "content", "desk", "host", "invite", "lists", "not_handed_over", "plan", "plan_file", "record", "record_entries",
    "record_head", "sheet", "shell", "sits", "text", "today",
]  # fmt: skip


def shell(app: App, viewer: Viewer) -> Shell:
    return app.registry.roster.shell(app, viewer)
