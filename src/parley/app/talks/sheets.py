"""What the sheets about devices show before they are signed."""

from collections.abc import Mapping

from parley.app.core.model import App, Prepared, SheetMaker, Viewer
from parley.app.core.states import TalksState
from parley.app.talks.facts import agreed
from parley.talks import REVOKED_FOR, Talks, acts


def _vouch(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    device = state.of(Talks).devices.get(params.get("device", ""))
    if device is None:
        return None
    act = acts.DeviceVouched(device.id, viewer.party)
    return Prepared(act, "sits", about={"seat": device.seat}, devices=(device.id,))


def _claim(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    act = acts.HeadClaimed(viewer.by.device, viewer.party)
    return Prepared(act, "waiting", about={"seat": viewer.seat}, devices=(act.device,))


def _accept(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    """All devices that this side may accept now, those of party ``of``, or those named in ``devices``."""
    talks = state.of(Talks)
    named = tuple(one for one in params.get("devices", "").split(",") if one in talks.devices)
    devices = named or talks.acceptable_by(viewer.party, app.clock.acts(), params.get("of", ""))
    about: dict[str, str | int] = {"count": len(devices), "of": params.get("of", "")}
    if any(talks.devices[one].renewed for one in devices):
        about["warned"] = "head_renewed"
    for how in {talks.devices[one].recovered for one in devices} & {"deputy", "paper"}:
        about[f"by_{how}"] = "head_recovered"
    return Prepared(acts.DevicesAccepted(devices, viewer.party), "sits", about=about, devices=devices)


def _revoke(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    device, reason = state.of(Talks).devices.get(params.get("device", "")), params.get("reason", "lost")
    if device is None or reason not in REVOKED_FOR:
        return None
    act = acts.DeviceRevoked(device.id, reason, device.seat)
    return Prepared(act, "sits", about={"seat": device.seat, "revoked_for": reason}, devices=(device.id,))


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
    return Prepared(act, "sits", about={"seat": device.seat}, devices=(device.id,))


def _vouch_by_paper(
    app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]
) -> Prepared | None:
    act = acts.PaperVouched(viewer.by.device, params.get("key", ""), viewer.party, params.get("proof", ""))
    return Prepared(act, "waiting", about={"seat": viewer.seat}, devices=(act.device,))


def _suspend(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    device, said = state.of(Talks).devices.get(params.get("device", "")), params.get("hours", "")
    if device is None:
        return None
    numbered = said.isascii() and said.isdecimal() and len(said) < 4
    act = acts.DeviceSuspended(
        device.id, int(said) if numbered else agreed(app, state).suspension_hours, device.seat
    )
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


SHEETS: Mapping[str, SheetMaker] = {
    acts.DeviceVouched.KIND: _vouch,
    acts.HeadClaimed.KIND: _claim,
    acts.DevicesAccepted.KIND: _accept,
    acts.DeviceRevoked.KIND: _revoke,
    acts.DeputyNamed.KIND: _name_deputy,
    acts.PaperKeyMade.KIND: _make_paper,
    acts.DeputyVouched.KIND: _vouch_as_deputy,
    acts.PaperVouched.KIND: _vouch_by_paper,
    acts.DeviceSuspended.KIND: _suspend,
    acts.SuspensionEnded.KIND: _end_suspension,
}
