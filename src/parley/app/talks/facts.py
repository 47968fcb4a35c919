"""What the rules about people and meetings ask of contents."""

from collections.abc import Mapping

from parley.app.core.model import App, FactReader
from parley.app.core.states import TalksState
from parley.talks import Content
from parley.talks.acts import ContentErased, Noted


def content(app: App, state: TalksState, act: Noted | ContentErased) -> Content:
    """Return whether the content that the act refers to is kept."""
    return Content(app.blobs.get(state.id, act.digest) is not None)


FACTS: Mapping[type, FactReader] = {Noted: content, ContentErased: content}
