"""What the sheet of a promise shows before it is signed: its words in full, and how long they are."""

from collections.abc import Mapping

from parley.app.promises.contents import PROMISE
from parley.promises import acts

from parley.app.core.contents import cited
from parley.app.core.model import App, BindingSheet, Prepared, Viewer
from parley.app.core.states import TalksState


def _promised(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    digest = params.get("digest", "")
    kept = cited(app, viewer.by, state, digest, PROMISE)
    if kept is None:
        return None
    act = acts.Promised(f"promise-{digest[:12]}", viewer.party, digest)
    return Prepared(act, "promises", {"promise": digest}, {"letters": len(kept[2].decode())})


SHEETS: Mapping[str, BindingSheet] = {
    acts.Promised.KIND: BindingSheet(_promised, facts=("letters",), each_side=False)
}
