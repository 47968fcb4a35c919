"""Who may read wordings: everyone accredited, once they are on the table."""

from parley.app.core.model import App, Content
from parley.app.core.states import TalksState
from parley.text import Text


def _wording(app: App, state: TalksState, digest: str) -> str | None:
    return "" if digest in state.of(Text).shown else None


CONTENTS = (Content("wording on the table", frozenset({"anyone"}), _wording, cited=True),)
