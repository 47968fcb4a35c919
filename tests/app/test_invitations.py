"""An invitation is redeemed once, and by pressing again when the answer was lost."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from parley.app.core.model import HOUSE, Command, Recorded, Viewer
from parley.app.core.perform import perform
from parley.app.core.ports import Invitation
from parley.app.talks import house, people
from parley.base import By, Refused
from parley.record import b64u, device_id, enrolment_statement, unb64u
from parley.talks import Talks
from parley.talks.acts import DeviceEnrolled
from tests import queries
from tests.sitting import DEFINITION, TALKS, Room, accepted, created

WEAK: dict[str, Any] = json.loads((Path(__file__).parents[1] / "record/vectors/keys.json").read_text("utf-8"))
Link = tuple[str, str, str]  # number, secret, code


def invited(room: Room, command_id: str = "invited-anew") -> Link:
    """Invite a seat anew."""
    command = Command("seat.invite", {"seat": "south-lists", "language": "ps"}, command_id)
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
    log = room.app.talks.get(TALKS).log["table"]
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


def test_a_link_that_was_used_opens_nothing_for_good() -> None:
    def read(at: timedelta) -> str:
        room.clock.at = begun + at
        held = people.opened(room.app, number, secret, again=True)
        return held.reasons[0].code if isinstance(held, Refused) else "open"

    room = accepted()
    number, secret, _ = link = invited(room)
    begun = room.clock.at
    device = keys(number)
    first = redeemed(room, link, device)
    assert read(timedelta(days=house.DAYS, hours=23)) == "open"
    assert redeemed(room, link, device) == first  # its answer was lost until then
    assert read(timedelta(days=house.DAYS + 1)) == "invitation_used"
    assert read(timedelta(days=400)) == "invitation_used"


def test_the_link_of_a_device_that_was_revoked_opens_nothing() -> None:
    room = accepted()
    number, secret, _ = link = invited(room)
    device = redeemed(room, link, keys(number))
    fields = {"device": device, "seat": "south-lists", "reason": "lost"}
    room["south-head"].must("roster.device-revoked.2", **fields)
    held = people.opened(room.app, number, secret, again=True)
    assert [one.code for one in getattr(held, "reasons", ())] == ["invitation_used"]


def test_a_link_that_was_used_and_replaced_opens_nothing() -> None:
    room = accepted()
    number, secret, _ = link = invited(room)
    redeemed(room, link, keys(number))
    invited(room, "invited-once-more")
    assert isinstance(people.opened(room.app, number, secret, again=True), Refused)


def test_pressing_again_needs_secret_and_code_as_the_first_time_and_guessing_is_slowed() -> None:
    room = accepted()
    link = invited(room)
    number, secret, code = link
    device = keys(number)
    redeemed(room, link, device)
    wrong = str((int(code[0]) + 1) % 10) + code[1:]
    assert redeemed(room, (number, secret + "x", code), device) == ["invitation_unknown"]
    for _ in range(people.FREE_GUESSES - 1):
        assert redeemed(room, (number, secret, wrong), device) == ["code_wrong"]
    assert redeemed(room, (number, secret, wrong), device) == ["code_wrong", "invitation_wait"]
    assert redeemed(room, link, device) == ["invitation_used"]  # the right one too, until the wait is over


def test_a_code_is_tried_before_a_key_is_made_and_a_wrong_one_counts_all_the_same() -> None:
    room = accepted()
    number, secret, code = invited(room)
    before = enrolled(room)
    for digits in ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"):
        typed = code.translate(str.maketrans("0123456789", digits))
        assert isinstance(people.coded(room.app, number, secret, typed), Invitation)
    wrong = "0000 0001" if code == "0000 0000" else "0000 0000"
    assert not isinstance(people.coded(room.app, number, "another secret", code), Invitation)
    for _ in range(2):
        refused = people.coded(room.app, number, secret, wrong)
        assert isinstance(refused, Refused)
        assert [one.code for one in refused.reasons] == ["code_wrong"]
    assert redeemed(room, (number, secret, wrong), keys(number)) == ["code_wrong", "invitation_wait"]
    assert not isinstance(
        people.coded(room.app, number, secret, code), Invitation
    )  # it waits, also for the right one
    assert enrolled(room) == before


@pytest.mark.parametrize("digits", ["۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"])
def test_a_code_typed_in_the_readers_own_digits_redeems(digits: str) -> None:
    room = accepted()
    number, secret, code = invited(room)
    typed = code.translate(str.maketrans("0123456789", digits))
    assert redeemed(room, (number, secret, typed), keys(number)) in enrolled(room)


def test_after_three_wrong_codes_each_wait_is_twice_the_one_before() -> None:
    room = accepted()
    number, secret, code = link = invited(room)
    wrong = str((int(code[0]) + 1) % 10) + code[1:]
    for _ in range(2):
        assert redeemed(room, (number, secret, wrong), keys(number)) == ["code_wrong"]
    for minutes in (1, 2, 4, 8, 16):
        assert redeemed(room, (number, secret, wrong), keys(number)) == ["code_wrong", "invitation_wait"]
        room.clock.at += timedelta(minutes=minutes, seconds=-1)
        assert redeemed(room, link, keys(number)) == ["invitation_locked"]
        room.clock.at += timedelta(seconds=1)
    assert redeemed(room, link, keys(number)) == enrolled(room)[-1]


def test_a_device_is_not_enrolled_with_a_key_by_which_anybody_could_sign() -> None:
    room = accepted()
    link, before = invited(room), enrolled(room)
    constant = bytes([1]) + bytes(31)  # the point of order 1: this signature of it holds for every message
    x = X25519PrivateKey.generate().public_key().public_bytes_raw()
    weak = people.Keys(b64u(constant), b64u(x), b64u(constant + bytes(32)))
    assert redeemed(room, link, weak) == ["key_weak"]
    assert enrolled(room) == before


@pytest.mark.parametrize("case", WEAK["opening"], ids=lambda case: str(case["name"]))
def test_a_device_is_not_enrolled_with_a_key_to_which_nothing_can_be_sealed(case: dict[str, Any]) -> None:
    room = accepted()
    link, before = invited(room), enrolled(room)
    key, x = Ed25519PrivateKey.generate(), unb64u(case["key"])
    ed = key.public_key().public_bytes_raw()
    device = device_id(ed, x.ljust(32, b"\0"))
    proof = key.sign(enrolment_statement(device, link[0], "south-lists", TALKS))
    found = redeemed(room, link, people.Keys(b64u(ed), case["key"], b64u(proof)))
    assert found == (device if case["sound"] else ["key_weak" if len(x) == 32 else "keys_malformed"])
    assert (len(enrolled(room)) > len(before)) is case["sound"]


def test_an_invitation_that_has_run_out_opens_nothing() -> None:
    room = accepted()
    link = invited(room)
    room.clock.at += timedelta(days=house.DAYS)
    assert redeemed(room, link, keys(link[0])) == ["invitation_expired"]
    assert enrolled(room) == [seat.device for seat in room.seats.values()]


def test_another_invitation_to_the_seat_ends_one_that_may_be_in_other_hands() -> None:
    room = accepted()
    lost, link = invited(room), invited(room, "invited-once-more")
    assert redeemed(room, lost, keys(lost[0])) == ["invitation_expired"]
    assert redeemed(room, link, keys(link[0])) == enrolled(room)[-1]
    assert invited(room, "invited-once-more") == link  # asked for again it is the same, and ends nothing


def test_wrong_guesses_are_told_to_the_host() -> None:
    room = accepted()
    number, secret, _ = invited(room)
    for _ in range(2):
        assert redeemed(room, (number, secret, "0000 0000"), keys(number)) == ["code_wrong"]
    assert redeemed(room, (number, secret, "0000 0000"), keys(number)) == ["code_wrong", "invitation_wait"]
    page = queries.host(room.app, room["chair"].viewer)
    row = next(one for one in page.invitations if one.number == number)
    assert (row.person.seat, row.state, row.failures) == ("south-lists", "locked", 3)


class Dies(Exception):
    """The process ends here."""


class DiesBefore:
    """A store of people at which the process dies when an invitation is to be kept."""

    def __init__(self, people: Any) -> None:
        self._people = people

    def __getattr__(self, name: str) -> Any:
        if name == "add_invitation":
            raise Dies
        return getattr(self._people, name)


def test_no_invitation_is_good_that_does_not_stand_on_the_record() -> None:
    room = accepted()
    command = Command("seat.invite", {"seat": "south-lists", "language": "ps"}, "invited-anew")
    kept, room.app.people = room.app.people, DiesBefore(room.app.people)
    with pytest.raises(Dies):
        house.invite_seat(room.app, room["chair"].viewer, command)
    room.app.people = kept
    number = room.app.talks.get(TALKS).of(Talks).invited["south-lists"][-1]
    assert kept.invitation(number) is None  # on the record, and of no use
    again = house.invite_seat(room.app, room["chair"].viewer, command)
    assert isinstance(again, Recorded)
    assert again.extra["number"] == number
    assert kept.invitation(number) is not None
    assert room.app.talks.get(TALKS).of(Talks).invited["south-lists"].count(number) == 1


HASHING = """
import threading
from pathlib import Path
from parley.app.talks.house import hash_code

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

before, hashed = resident(), threading.Barrier(9)
def guess(number):
    hash_code(bytes(16), str(number))
    hashed.wait()  # nobody ends before all have hashed
    hashed.wait()
for number in range(8):
    threading.Thread(target=guess, args=(number,)).start()
hashed.wait()
print((resident() - before) >> 20)
hashed.wait()
"""


def test_guesses_on_eight_threads_at_once_keep_the_memory_of_two_at_most() -> None:
    grown = int(subprocess.run([sys.executable, "-c", HASHING], check=True, capture_output=True).stdout)
    assert grown < 2 * 16 + 4, f"{grown} MiB are kept: each hash fills 16"


def test_an_invitation_s_command_says_one_thing_and_its_answer_names_the_entry() -> None:
    room = accepted()

    def ask(seat: str, language: str, command_id: str) -> Recorded | list[str]:
        command = Command("seat.invite", {"seat": seat, "language": language}, command_id)
        answer = perform(room.app, room["chair"].viewer, command)
        return [one.code for one in answer.reasons] if isinstance(answer, Refused) else answer

    first = ask("south-lists", "ps", "the-first-command")
    assert isinstance(first, Recorded)
    assert isinstance(ask("north-lists", "ps", "the-second-command"), Recorded)
    assert ask("south-lists", "ps", "the-first-command") == first
    assert ask("north-lists", "ps", "the-first-command") == ["command_id_reused"]
    assert ask("south-lists", "ar", "the-first-command") == ["command_id_reused"]
    assert ask("south-lists", "klingon", "the-third-command") == ["language_unknown"]
    assert ask("south-lists", "ps", "") == ["command_id_malformed"]


def test_a_command_that_made_talks_makes_no_others_and_all_that_are_made_stand_in_the_house() -> None:
    """The id of one facilitator's command, or of another's, was answered for talks of any name: they stood in no list."""
    room = created()
    device = next(iter(room.app.talks.get(HOUSE).of(Talks).devices.values()))
    viewer = Viewer(HOUSE, By(device.seat, "host", "host", "facilitator", device.id))

    def make(name: str, command: str) -> Recorded | Refused:
        toml = DEFINITION.replace("prisoners-2020", name)
        return house.create_talks(room.app, viewer, Command("talks.create", {"toml": toml}, command))

    first = make("talks-a", "create-talks-a")
    assert make("talks-a", "create-talks-a") == first
    again = make("talks-b", "create-talks-a")
    assert isinstance(again, Refused)
    assert [one.code for one in again.reasons] == ["command_id_reused"]
    assert "talks-b" not in room.app.talks.ids()
    assert isinstance(make("talks-b", "create-talks-b"), Recorded)
    assert room.app.talks.get(HOUSE).of(Talks).made == [TALKS, "talks-a", "talks-b"]
