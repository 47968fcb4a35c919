"""What lacks until the table can open and everybody sits there: for those who facilitate, line by line, each with where it is done."""

from collections import Counter
from collections.abc import Iterator

from parley.app.core.model import App, Viewer
from parley.app.core.offers import offered
from parley.app.core.states import TalksState
from parley.app.talks import views
from parley.app.talks.house import against_inviting
from parley.talks import Talks
from parley.talks.acts import DeviceVouched


def lacking(app: App, viewer: Viewer, state: TalksState) -> list[views.Lack]:
    """Return what lacks, in the order in which it is done; nothing for whoever may invite nobody."""
    if against_inviting(app, viewer, state):
        return []
    talks = state.of(Talks)
    found, empty = [], without_device(talks)
    if asked := uninvited(app, state):
        found.append(views.Lack("uninvited", {"count": len(asked)}, "invite", asked, "host#uninvited"))
    if len(empty) > len(asked):
        found.append(
            views.Lack("unused", {"count": len(empty) - len(asked)}, "host", page="host#invitations")
        )
    return [*found, *_devices(app, viewer, state)]


def without_device(talks: Talks) -> list[str]:
    """Return the seats where nobody has a device that stands."""
    held = {one.seat for one in talks.devices.values() if one.revoked is None}
    return [seat for seat in talks.seats if seat not in held]


def uninvited(app: App, state: TalksState) -> list[str]:
    """Return those of them for which there is no invitation that can still be used, or could until it ran out."""
    asked = {one.seat for one in app.people.invitations(state.id) if not one.used}
    return [seat for seat in without_device(state.of(Talks)) if seat not in asked]


def _devices(app: App, viewer: Viewer, state: TalksState) -> Iterator[views.Lack]:
    """Yield whose head has not vouched for how many devices, and which side has not accepted how many."""
    talks = state.of(Talks)
    standing = [one for one in talks.devices.values() if one.revoked is None]
    unvouched = Counter(one.party for one in standing if not one.vouched_by)
    for party in (one for one in talks.parties if unvouched[one]):
        waits = (one.id for one in standing if one.party == party and not one.vouched_by)
        own = [one for one in waits if offered(app, viewer, state, DeviceVouched(one, viewer.party))]
        do = "vouch" if own else "sits"
        page = f"sheet/{DeviceVouched.KIND}?device={own[0]}" if own else f"sits#p-{party}"
        yield views.Lack("unvouched", {"party": party, "count": unvouched[party]}, do, page=page)
    for side in talks.sides():
        if due := sum(bool(one.vouched_by) and side in talks.missing(one) for one in standing):
            yield views.Lack("unaccepted", {"party": side, "count": due}, "sits", page=f"sits#p-{side}")
