"""What the sheets about devices show before they are signed."""

from collections.abc import Mapping

from parley.app.core.model import App, BindingSheet, Prepared, Viewer
from parley.app.core.states import TalksState
from parley.app.talks.facts import agreed
from parley.app.talks.roster import looking_alike, people
from parley.talks import REVOKED_FOR, Talks, acts


def _vouch(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    device = state.of(Talks).devices.get(params.get("device", ""))
    if device is None:
        return None
    act = acts.DeviceVouched(device.id, viewer.party)
    talks = state.of(Talks)
    invites = talks.facilitates(viewer.seat) and not talks.admitted(device.id) and bool(talks.sides())
    own = (
        device.id == viewer.by.device
    )  # next come the others: whom one has to invite is on the page that waits
    warned = frozenset[str]() if own else _alike(app, state, {device.seat})
    return Prepared(act, "waiting" if own and invites else "sits", devices=(device.id,), warned=warned)


def _alike(app: App, state: TalksState, seats: set[str]) -> frozenset[str]:
    """Return the warning that somebody in these seats has a name that looks like another's here, if so."""
    return frozenset({ALIKE} if any(seats & set(pair) for pair in looking_alike(people(app, state))) else ())


def _claim(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    act = acts.HeadClaimed(viewer.by.device, viewer.party)
    return Prepared(act, "waiting", devices=(act.device,))


def _accept(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    """All devices that this side may accept now, those of party ``of``, or those named in ``devices``."""
    talks = state.of(Talks)
    named = tuple(one for one in params.get("devices", "").split(",") if one in talks.devices)
    devices = named or talks.acceptable_by(viewer.party, app.clock.acts(), params.get("of", ""))
    came = [talks.devices[one] for one in devices]
    warned = {"renewed"} if any(one.renewed for one in came) else set()
    warned |= {one.recovered for one in came} & set(RECOVERED)
    warned |= _alike(app, state, {one.seat for one in came})
    act = acts.DevicesAccepted(devices, viewer.party)
    return Prepared(act, "sits", about={"count": len(devices)}, devices=devices, warned=frozenset(warned))


def _revoke(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    device, reason = state.of(Talks).devices.get(params.get("device", "")), params.get("reason", "lost")
    if device is None or reason not in REVOKED_FOR:
        return None
    act = acts.DeviceRevoked(device.id, reason, device.seat)
    return Prepared(act, "sits", about={"seat": device.seat}, devices=(device.id,))


def _name_deputy(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    device = state.of(Talks).devices.get(params.get("device", ""))
    if device is None:
        return None
    act = acts.DeputyNamed(device.id, viewer.party)
    return Prepared(act, "sits", about={"seat": device.seat}, devices=(device.id,))


def _make_paper(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    act = acts.PaperKeyMade(params.get("ed25519", ""), viewer.party)
    return Prepared(act, "sits", about={"seat": viewer.seat})


def _vouch_as_deputy(
    app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]
) -> Prepared | None:
    device = state.of(Talks).devices.get(params.get("device", ""))
    if device is None:
        return None
    act = acts.DeputyVouched(device.id, viewer.party)
    warned = _alike(app, state, {device.seat})
    return Prepared(act, "sits", about={"seat": device.seat}, devices=(device.id,), warned=warned)


def _vouch_by_paper(
    app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]
) -> Prepared | None:
    act = acts.PaperVouched(viewer.by.device, params.get("key", ""), viewer.party, params.get("proof", ""))
    return Prepared(act, "waiting", about={"seat": viewer.seat}, devices=(act.device,))


def _suspend(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    device, said = state.of(Talks).devices.get(params.get("device", "")), params.get("hours", "")
    limit = agreed(app, state)
    if device is None or limit is None:
        return None
    hours = int(said) if said.isdecimal() and len(said) < 4 else 0  # refused by the rules, in words
    act = acts.DeviceSuspended(device.id, hours if said else limit.suspension_hours, device.seat)
    about: dict[str, str | int] = {"seat": device.seat, "side": device.party, "hours": act.hours}
    return Prepared(act, "sits", about=about, devices=(device.id,))


def _end_suspension(
    app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]
) -> Prepared | None:
    device = state.of(Talks).devices.get(params.get("device", ""))
    if device is None:
        return None
    act = acts.SuspensionEnded(device.id, device.seat)
    return Prepared(act, "sits", about={"seat": device.seat, "side": device.party}, devices=(device.id,))


RECOVERED = ("deputy", "paper")  # what vouched for a head's next device, if no earlier one did
ALIKE = "alike"
CAME = ("renewed", *RECOVERED, ALIKE)

SHEETS: Mapping[str, BindingSheet] = {
    acts.DeviceVouched.KIND: BindingSheet(_vouch, each_side=False, warnings=(ALIKE,)),
    acts.HeadClaimed.KIND: BindingSheet(_claim, each_side=False),
    acts.DevicesAccepted.KIND: BindingSheet(_accept, said=("count",), each_side=False, warnings=CAME),
    acts.DeviceRevoked.KIND: BindingSheet(_revoke, said=("seat",), each_side=False),
    acts.DeputyNamed.KIND: BindingSheet(_name_deputy, said=("seat",), each_side=False),
    acts.PaperKeyMade.KIND: BindingSheet(_make_paper, said=("seat",), each_side=False),
    acts.DeputyVouched.KIND: BindingSheet(
        _vouch_as_deputy, said=("seat",), each_side=False, warnings=(ALIKE,)
    ),
    acts.PaperVouched.KIND: BindingSheet(_vouch_by_paper, said=("seat",), each_side=False),
    acts.DeviceSuspended.KIND: BindingSheet(_suspend, said=("seat", "side", "hours"), each_side=False),
    acts.SuspensionEnded.KIND: BindingSheet(_end_suspension, said=("seat", "side"), each_side=False),
}
