"""An invitation is redeemed once, and by pressing again when the answer was lost."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from parley.app import house, people
from parley.app.model import Command, Recorded
from parley.base import Refused
from parley.record import b64u, device_id, enrolment_statement
from parley.talks.acts import DeviceEnrolled
from tests.sitting import TALKS, Room, accepted

Link = tuple[str, str, str]  # number, secret, code


def invited(room: Room) -> Link:
    """Invite a seat anew."""
    command = Command("seat.invite", {"seat": "south-lists", "language": "ps"}, "invited-anew")
    answer = house.invite_seat(room.app, room["chair"].viewer, command)
    assert isinstance(answer, Recorded), answer
    number, _, secret = str(answer.extra["link"]).removeprefix("/i/").partition("#")
    return number, secret, str(answer.extra["code"])


def keys(number: str) -> people.Keys:
    """Make a device's keys and its proof for this invitation."""
    key, x_key = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    ed, x = key.public_key().public_bytes_raw(), x_key.public_key().public_bytes_raw()
    proof = key.sign(enrolment_statement(device_id(ed, x), number, "south-lists", TALKS))
    return people.Keys(b64u(ed), b64u(x), b64u(proof))


def redeemed(room: Room, link: Link, device: people.Keys) -> str | list[str]:
    """Press the button; return the device enrolled, or the reasons against it."""
    answer = people.redeem(room.app, *link, device)
    return [one.code for one in answer.reasons] if isinstance(answer, Refused) else answer.device


def enrolled(room: Room) -> list[str]:
    log = room.app.tables.get(TALKS).state.log["table"]
    return [one.act.device for one in log if isinstance(one.act, DeviceEnrolled)]


def test_the_device_whose_answer_was_lost_presses_again_and_is_enrolled_once() -> None:
    room = accepted()
    link = invited(room)
    device = keys(link[0])
    first = redeemed(room, link, device)
    assert redeemed(room, link, device) == first
    assert enrolled(room).count(str(first)) == 1


def test_another_device_with_the_same_link_and_code_is_told_that_it_was_used() -> None:
    room = accepted()
    link = invited(room)
    first = redeemed(room, link, keys(link[0]))
    assert redeemed(room, link, keys(link[0])) == ["invitation_used"]
    assert enrolled(room)[-1] == first


def test_pressing_again_needs_secret_and_code_as_the_first_time_and_guessing_is_slowed() -> None:
    room = accepted()
    link = invited(room)
    number, secret, code = link
    device = keys(number)
    redeemed(room, link, device)
    wrong = str((int(code[0]) + 1) % 10) + code[1:]
    assert redeemed(room, (number, secret + "x", code), device) == ["invitation_unknown"]
    assert redeemed(room, (number, secret, wrong), device) == ["code_wrong"]
    assert redeemed(room, (number, secret, wrong), device) == ["code_wrong", "invitation_wait"]
    assert redeemed(room, link, device) == ["invitation_used"]  # the right one too, until the wait is over
