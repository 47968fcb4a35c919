"""The acts about people and meetings: who may propose each, under which conditions, where it stands."""

from parley.app.core.catalog import Duty, by_system, kind
from parley.talks import ADMITTED, BEFORE_ADMISSION, BINDS, SPEAKING, acts

ERASE = Duty("erase", lambda act: {"digest": act.digest})
END_DEVICE = Duty("revoked", lambda act: {"device": act.device})
PUT_OUT = Duty("suspended", lambda act: {"device": act.device})
END_MEETING = Duty("closed", lambda act: {})

INVITING = kind(
    acts.SeatInvited, "facilitator", SPEAKING
)  # of who asks the machine to invite, or to make talks

KINDS = (
    by_system(acts.ServerKeyed, roster=True),
    by_system(acts.Created, roster=True),
    kind(acts.SeatMade, "facilitator system", ADMITTED),
    by_system(acts.SeatInvited, compartment="host"),
    by_system(acts.SeatInvitedAgain),
    by_system(acts.TalksMade, compartment="host"),
    by_system(acts.HouseIntroduced),
    by_system(acts.DeviceEnrolled, roster=True),
    kind(acts.DeviceVouched, "head facilitator neutral_head", BEFORE_ADMISSION, binding=True, roster=True),
    kind(acts.HeadClaimed, "head facilitator neutral_head", BEFORE_ADMISSION, binding=True, roster=True),
    kind(
        acts.DevicesAccepted,
        "head",
        (*BEFORE_ADMISSION, *BINDS),
        binding=True,
        agreed=True,
        news=True,
        roster=True,
    ),
    by_system(acts.DeviceRevokedBefore, roster=True),
    kind(acts.DeviceRevoked, "anyone", ADMITTED, binding=True, duty=END_DEVICE, roster=True),
    kind(
        acts.DeputyNamed,
        "head facilitator neutral_head",
        ADMITTED,
        binding=True,
        agreed=True,
        news=True,
        roster=True,
    ),
    kind(
        acts.PaperKeyMade,
        "head facilitator neutral_head",
        ADMITTED,
        binding=True,
        agreed=True,
        news=True,
        roster=True,
    ),
    kind(acts.DeputyVouched, "anyone", ADMITTED, binding=True, agreed=True, news=True, roster=True),
    kind(
        acts.PaperVouched,
        "head facilitator neutral_head",
        BEFORE_ADMISSION,
        binding=True,
        agreed=True,
        news=True,
        roster=True,
    ),
    kind(acts.DeviceSuspended, "facilitator", ADMITTED, binding=True, agreed=True, duty=PUT_OUT, roster=True),
    kind(acts.SuspensionEnded, "facilitator", ADMITTED, binding=True, agreed=True, roster=True),
    kind(acts.SessionOpened, "facilitator", ADMITTED, agreed=True, news=True),
    kind(acts.SessionClosed, "facilitator", ADMITTED, agreed=True, news=True, duty=END_MEETING),
    kind(acts.MeetingProposed, "facilitator head", ADMITTED),
    kind(acts.MeetingAccepted, "facilitator head neutral_head", ADMITTED, agreed=True),
    kind(acts.MeetingDeclined, "facilitator head neutral_head", ADMITTED),
    kind(acts.Noted, "anyone", ADMITTED, compartment="own"),
    kind(acts.ContentErased, "facilitator", ADMITTED, duty=ERASE),
)
