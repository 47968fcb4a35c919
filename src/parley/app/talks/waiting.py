"""What a device sees before it is admitted: itself, and whom it waits for. Nothing of the talks or of anybody else."""

from parley.app.core.model import App, Viewer
from parley.app.core.offers import offered
from parley.app.talks import views
from parley.app.talks.lacking import lacking
from parley.talks import PaperProof, Talks, acts


def waiting(app: App, viewer: Viewer) -> views.WaitingPage | None:
    """Return the page of a device that is not admitted; None if it is."""
    with app.talks.reading(viewer.talks) as state:
        if not app.registry.roster.outside(state.states, viewer.by):
            return None
        talks = state.of(Talks)
        device = talks.devices[viewer.by.device]
        paper = talks.paper(viewer.seat)
        using = acts.PaperVouched(device.id, paper.ed25519 if paper else "", viewer.party, "")
        fits = offered(app, viewer, state, using, PaperProof(holds=True))
        return views.WaitingPage(
            device=device.id,
            since=device.enrolled,
            vouched=bool(device.vouched_by),
            due=talks.missing(device) if device.vouched_by else (),
            may_vouch=offered(app, viewer, state, acts.DeviceVouched(device.id, viewer.party)),
            may_claim=offered(app, viewer, state, acts.HeadClaimed(device.id, viewer.party)),
            claimed=device.claimed,
            paper=using.key if fits else "",
            speaks=talks.speaks(device.id, viewer.party),
            taken=talks.taken(viewer.seat),
            lacking=lacking(app, viewer, state),
        )
