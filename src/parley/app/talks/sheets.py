"""What the sheets about devices show before they are signed."""

from collections.abc import Mapping

from parley.app.core.model import App, BindingSheet, Prepared, Viewer
from parley.app.core.states import TalksState
from parley.talks import REVOKED_FOR, Talks, acts


def _vouch(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    device = state.of(Talks).devices.get(params.get("device", ""))
    if device is None:
        return None
    act = acts.DeviceVouched(device.id, viewer.party)
    return Prepared(act, "sits", devices=(device.id,))


def _claim(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    act = acts.HeadClaimed(viewer.by.device, viewer.party)
    return Prepared(act, "waiting", devices=(act.device,))


def _accept(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    """All devices that this side may accept now, those of party ``of``, or those named in ``devices``."""
    talks = state.of(Talks)
    named = tuple(one for one in params.get("devices", "").split(",") if one in talks.devices)
    devices = named or talks.acceptable_by(viewer.party, app.clock.acts(), params.get("of", ""))
    renewed = any(talks.devices[one].renewed for one in devices)
    act = acts.DevicesAccepted(devices, viewer.party)
    return Prepared(act, "sits", devices=devices, warned=renewed)


def _revoke(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    device, reason = state.of(Talks).devices.get(params.get("device", "")), params.get("reason", "lost")
    if device is None or reason not in REVOKED_FOR:
        return None
    act = acts.DeviceRevoked(device.id, reason, device.seat)
    return Prepared(act, "sits", about={"seat": device.seat}, devices=(device.id,))


SHEETS: Mapping[str, BindingSheet] = {
    acts.DeviceVouched.KIND: BindingSheet(_vouch, each_side=False),
    acts.HeadClaimed.KIND: BindingSheet(_claim, each_side=False),
    acts.DevicesAccepted.KIND: BindingSheet(_accept, each_side=False),
    acts.DeviceRevoked.KIND: BindingSheet(_revoke, said=("seat",), each_side=False),
}
