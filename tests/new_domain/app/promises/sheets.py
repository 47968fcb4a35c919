"""What the sheet of a promise shows before it is signed."""

from collections.abc import Mapping

from parley.app.promises.contents import PROMISE
from parley.promises import acts

from parley.app.core.contents import cited
from parley.app.core.model import App, Prepared, SheetMaker, Viewer
from parley.app.core.states import TalksState


def _promised(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    digest = params.get("digest", "")
    if cited(app, viewer.by, state, digest, PROMISE) is None:
        return None
    act = acts.Promised(f"promise-{digest[:12]}", viewer.party, digest)
    return Prepared(act, "promises", {viewer.language: digest})


SHEETS: Mapping[str, SheetMaker] = {acts.Promised.KIND: _promised}
