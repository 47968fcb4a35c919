"""What devices ask of the server about a space: places, signs of life, bundles; with an engine in memory."""

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from parley.app.core.ports import ReadOnly
from parley.app.room.upkeep import EpochMarks
from parley.media import MemoryMedia
from parley.record import b64u
from parley.rehearsal.device import Device, PublicKeys
from parley.rehearsal.keys import draw
from parley.room import bundle_statement
from parley.web.room.rooms import Rooms, State
from tests.sitting import TALKS, Room, accepted, created, opened
from tests.web.serving import Served

JSON = {"accept": "application/json"}
A, B = "north-head", "south-head"
LISTENING = (A, B, "chair")


class Scene:
    """The table behind its own doors, with a clock that only moves when told to, and everything it told."""

    def __init__(self, media: MemoryMedia | None = None, room: Room | None = None) -> None:
        self.now = 0.0
        self.told: list[tuple[str, State]] = []
        self.media = media or MemoryMedia()
        self.served = Served(room or opened())
        self.rooms = self.started(100)
        self.served.site.state.site.services[Rooms] = self.rooms
        seats = (self.served.room[seat] for seat in (A, B))
        made = [Device(seat.key.private_bytes_raw(), seat.x_key.private_bytes_raw()) for seat in seats]
        self.devices = dict(zip((A, B), made, strict=True))

    def started(self, first_epoch: int) -> Rooms:
        """Return the rooms of a server that was just started."""
        marks = EpochMarks(self.served.room.app)
        return Rooms(self.media, self._publish, lambda: self.now, marks, first_epoch)

    @property
    def roster(self) -> dict[str, PublicKeys]:
        return {one.id: one.public for one in self.devices.values()}

    def ask(self, seat: str, what: str, **body: Any) -> tuple[int, dict[str, Any]]:
        asked = {"space": "plenary", **body}
        answer = self.served.as_seat(seat).post(f"room/{what}", json=asked, headers=JSON)
        return answer.status_code, answer.json() if answer.content else {}

    def join(self, seat: str) -> dict[str, Any]:
        status, place = self.ask(seat, "join")
        assert status == 200
        return place

    def _publish(self, talks: str, wanted: Callable[[str], bool], event: str, data: State) -> None:
        assert talks == TALKS
        self.told += [(f"{event} {seat}", data) for seat in LISTENING if wanted(seat)]


def refused(answer: httpx.Response) -> list[str]:
    return [one["code"] for one in answer.json()["refused"]]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def bundle(scene: Scene, by: str = A, epoch: int | None = None) -> dict[str, Any]:
    state = scene.rooms.state(TALKS, "plenary")
    members = state["members"]
    assert isinstance(members, list)
    present = [one["device"] for one in members]
    return dict(
        draw(
            scene.devices[by], scene.roster.get, TALKS, "plenary", epoch or int(str(state["epoch"])), present
        )
    )


def test_joining_gives_an_address_a_token_and_the_space_and_an_identity_that_names_nobody(
    scene: Scene,
) -> None:
    place = scene.join(A)
    assert place["identity"].startswith(scene.devices[A].id[:16] + ".")
    assert place["token"] == f"memory:{scene.rooms.room(TALKS, 'plenary')}:{place['identity']}:publish"
    assert place["state"] == {
        "space": "plenary",
        "epoch": 101,
        "hall": scene.rooms.room(TALKS, "plenary").removeprefix(f"{TALKS}.plenary."),
        "members": [{"device": scene.devices[A].id, "identity": place["identity"], "seat": A, "away": False}],
        "share": None,
        "bundle": None,
    }


def test_only_members_hear_of_the_key_and_everybody_of_who_is_there(scene: Scene) -> None:
    scene.join(A)
    assert [name for name, _ in scene.told] == [f"room {A}", *(f"presence {seat}" for seat in LISTENING)]
    assert scene.told[-1][1] == {"space": "plenary", "present": [A]}


def test_a_bundle_is_relayed_unchanged_and_the_second_is_not_taken(scene: Scene) -> None:
    scene.join(A)
    drawn = bundle(scene)
    status, state = scene.ask(A, "bundle", bundle=drawn)
    assert (status, state["bundle"]) == (200, drawn)
    assert scene.told[-1] == (f"room {A}", state)
    status, state = scene.ask(A, "bundle", bundle=bundle(scene))
    assert (status, state["bundle"]) == (409, drawn)


def test_a_bundle_from_outside_or_for_before_is_not_taken(scene: Scene) -> None:
    scene.join(A)
    old = bundle(scene)
    scene.join(B)
    assert scene.ask(A, "bundle", bundle=old)[0] == 409
    assert scene.ask(B, "bundle", bundle=bundle(scene, A))[0] == 409  # another's name on it
    assert scene.ask(B, "bundle", bundle={"by": "x"})[0] == 409
    assert scene.rooms.state(TALKS, "plenary")["bundle"] is None


def test_who_is_not_heard_of_reads_as_away_and_then_has_left(scene: Scene) -> None:
    first, second = scene.join(A), scene.join(B)
    scene.now = 13
    status, state = scene.ask(B, "alive", identity=second["identity"])
    assert status == 200
    assert [one["away"] for one in state["members"]] == [True, False]
    assert scene.rooms.present(TALKS) == {"plenary": {A, B}}
    assert scene.rooms.placed(str(first["identity"]))  # so long a line to the engine stands
    scene.now = 30
    assert not scene.rooms.placed(str(first["identity"]))  # though nobody has swept yet
    scene.ask(B, "alive", identity=second["identity"])
    assert scene.rooms.present(TALKS) == {"plenary": {B}}
    assert scene.ask(A, "alive", identity=first["identity"])[0] == 404


def test_leaving_is_for_ones_own_tab_only(scene: Scene) -> None:
    first, second = scene.join(A), scene.join(B)
    assert scene.ask(A, "leave", identity=second["identity"])[0] == 204
    assert scene.ask(A, "alive", identity=second["identity"])[0] == 404
    assert scene.rooms.present(TALKS) == {"plenary": {A, B}}
    scene.ask(A, "leave", identity=first["identity"])
    assert scene.rooms.present(TALKS) == {"plenary": {B}}


def test_a_device_that_is_admitted_no_more_is_put_out_and_the_key_changes(scene: Scene) -> None:
    scene.join(A)
    scene.join(B)
    scene.rooms.keep_only(TALKS, {scene.devices[A].id}.__contains__)
    state = scene.rooms.state(TALKS, "plenary")
    assert state["epoch"] == 103
    assert scene.rooms.present(TALKS) == {"plenary": {A}}


def until(holds: Callable[[], bool]) -> None:
    """Wait for what a thread does."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


class Deaf(MemoryMedia):
    """Does not answer the first time it is asked to put somebody out."""

    asked = 0

    def remove(self, room: str, identity: str) -> None:
        self.asked += 1
        if self.asked == 1:
            raise OSError("away")
        super().remove(room, identity)


def test_whom_the_engine_did_not_put_out_is_put_out_at_the_next_look() -> None:
    media = Deaf()
    scene = Scene(media=media)
    gone, stays = scene.join(A)["identity"], scene.join(B)["identity"]
    scene.ask(A, "leave", identity=gone)
    until(lambda: media.asked == 1)
    scene.ask(B, "alive", identity=stays)
    room = scene.rooms.room(TALKS, "plenary")
    until(lambda: media.removed == [(room, gone)])
    assert media.inside(room) == {stays}


def put_out(scene: Scene, seat: str) -> None:
    scene.served.room["chair"].must("room.seat-removed.1", seat=seat, space="plenary", reason="asked")


def test_who_was_put_out_is_not_back_by_asking_again_until_the_chair_undoes_it() -> None:
    scene = Scene()
    scene.join(A)
    scene.join(B)
    put_out(scene, A)
    assert scene.rooms.present(TALKS) == {"plenary": {B}}
    answer = scene.served.as_seat(A).post("room/join", json={"space": "plenary"}, headers=JSON)
    assert (answer.status_code, refused(answer)) == (403, ["seat_put_out"])
    assert scene.rooms.present(TALKS) == {"plenary": {B}}
    scene.served.room["chair"].must("room.seat-readmitted.1", seat=A, space="plenary")
    scene.join(A)
    assert scene.rooms.present(TALKS) == {"plenary": {A, B}}


def test_closing_the_table_puts_everybody_out_and_nobody_comes_back_before_it_opens() -> None:
    media = MemoryMedia()
    scene = Scene(media=media)
    inside = {scene.join(A)["identity"], scene.join(B)["identity"]}
    scene.served.room["chair"].must("talks.session-closed.1", session="session-1")
    assert scene.rooms.present(TALKS) == {"plenary": frozenset()}
    until(lambda: {one for _, one in media.removed} == inside)
    answer = scene.served.as_seat(A).post("room/join", json={"space": "plenary"}, headers=JSON)
    assert (answer.status_code, refused(answer)) == (403, ["no_session_open"])


class Meanwhile(MemoryMedia):
    """Something happens while the engine is asked for a token: between the first look at who may enter and the place."""

    then: Callable[[], None] | None = None

    def token(self, room: str, identity: str, *, publish: bool, share: bool = False) -> str:
        if (then := self.then) is not None:
            self.then = None
            then()
        return super().token(room, identity, publish=publish)


def test_who_is_put_out_while_their_place_is_being_made_gets_none() -> None:
    media = Meanwhile()
    scene = Scene(media=media)
    scene.join(B)
    media.then = lambda: put_out(scene, A)
    answer = scene.served.as_seat(A).post("room/join", json={"space": "plenary"}, headers=JSON)
    assert (answer.status_code, refused(answer)) == (403, ["seat_put_out"])
    assert scene.rooms.present(TALKS) == {"plenary": {B}}


def test_a_place_that_was_being_made_while_somebody_was_put_out_is_in_the_new_hall() -> None:
    media = Meanwhile()
    scene = Scene(media=media)
    scene.join(A)
    media.then = lambda: put_out(scene, A)
    room = scene.join(B)["token"].split(":")[1]
    assert room == scene.rooms.room(TALKS, "plenary")


def test_a_removal_moves_the_table_to_another_hall_and_the_one_it_left_is_ended() -> None:
    scene = Scene()
    gone, stays = scene.join(A), scene.join(B)
    left = scene.rooms.room(TALKS, "plenary")
    put_out(scene, A)
    now = scene.rooms.room(TALKS, "plenary")
    assert now != left
    told = [data for name, data in scene.told if name == f"room {B}"]
    assert told[-1]["hall"] == now.removeprefix(f"{TALKS}.plenary.")
    assert scene.ask(A, "move", identity=gone["identity"]) == (404, {})
    assert scene.ask(A, "move", identity=stays["identity"]) == (404, {})  # another's place
    status, place = scene.ask(B, "move", identity=stays["identity"])
    assert status == 200
    assert place["token"] == f"memory:{now}:{stays['identity']}:publish"
    assert place["state"]["epoch"] == 103  # moving begins no epoch
    scene.now = 20.0
    scene.ask(B, "alive", identity=stays["identity"])
    until(lambda: scene.media.closed == [left])


def test_no_hall_of_an_earlier_run_is_met_in_again() -> None:
    runs = [Scene().rooms for _ in range(2)]
    assert len({run.room(TALKS, "plenary") for run in runs}) == 2


def test_what_its_device_did_not_sign_is_not_passed_on(scene: Scene) -> None:
    """A member who posts garbage: of the right shape, for the right epoch and members, and no key in it."""
    scene.join(A)
    good = bundle(scene)
    for bad in (
        good | {"signature": b64u(bytes(64))},
        good | {"sealed": {one: {"enc": b64u(bytes(32)), "key": b64u(bytes(48))} for one in good["sealed"]}},
    ):
        assert scene.ask(A, "bundle", bundle=bad)[0] == 409
        assert scene.rooms.state(TALKS, "plenary")["bundle"] is None
    assert scene.ask(A, "bundle", bundle=good)[0] == 200


def signed_garbage(scene: Scene, by: str) -> dict[str, Any]:
    """Return what the server cannot tell from a bundle, and nobody can open."""
    body = {key: value for key, value in bundle(scene, by).items() if key != "signature"}
    body["sealed"] = {one: {"enc": b64u(bytes(32)), "key": b64u(bytes(48))} for one in body["sealed"]}
    return body | {"signature": b64u(scene.devices[by].sign(bundle_statement(body)))}


def test_who_hands_out_what_nobody_can_open_does_it_once(scene: Scene) -> None:
    scene.join(A)
    scene.join(B)
    assert scene.ask(A, "bundle", bundle=signed_garbage(scene, A))[0] == 200
    status, state = scene.ask(B, "doubt", epoch=102)
    assert (status, state["epoch"], state["bundle"]) == (200, 103, None)
    assert [one["seat"] for one in state["members"]] == [B, A]
    assert scene.ask(A, "bundle", bundle=signed_garbage(scene, A))[0] == 409  # it is not its turn any more
    assert scene.ask(B, "bundle", bundle=bundle(scene, B))[0] == 200


def test_doubting_without_end_begins_three_epochs_and_no_more(scene: Scene) -> None:
    scene.join(A)
    scene.join(B)
    for _ in range(10):
        state = scene.rooms.state(TALKS, "plenary")
        members = state["members"]
        assert isinstance(members, list)
        first = members[0]["seat"]
        scene.ask(first, "bundle", bundle=bundle(scene, first))
        scene.ask(B, "doubt", epoch=state["epoch"])
    assert scene.rooms.state(TALKS, "plenary")["epoch"] == 105
    assert scene.ask(B, "doubt", epoch="102")[1]["epoch"] == 105  # not a number: nothing


def test_who_joins_over_and_over_is_refused_for_a_few_seconds_and_the_others_have_a_key(scene: Scene) -> None:
    scene.join(A)
    statuses = [scene.ask(B, "join")[0] for _ in range(70)]
    assert (statuses.count(200), statuses.count(429)) == (8, 62)
    answer = scene.served.as_seat(B).post("room/join", json={"space": "plenary"}, headers=JSON)
    assert refused(answer) == ["joined_too_often"]
    assert scene.ask(A, "bundle", bundle=bundle(scene))[0] == 200
    scene.now = 4.0
    scene.join(B)


def test_a_page_on_a_bad_line_that_is_brought_back_all_day_is_never_refused(scene: Scene) -> None:
    for pause in (0.0, 0.5, 1.0, 2.0, *[4.0] * 200):
        scene.now += pause
        scene.join(A)


def test_epochs_do_not_go_back_when_the_clock_does(scene: Scene) -> None:
    scene.join(A)
    scene.join(B)
    before = int(str(scene.rooms.state(TALKS, "plenary")["epoch"]))
    scene.served.site.state.site.services[Rooms] = scene.rooms = scene.started(
        1
    )  # hours earlier, by the clock
    assert scene.join(A)["state"]["epoch"] > before


def test_a_store_that_takes_no_mark_keeps_nobody_from_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise ReadOnly("disk_full")

    monkeypatch.setattr(EpochMarks, "keep", full)
    assert Scene().join(A)["state"]["epoch"] == 101


class Away(MemoryMedia):
    def token(self, room: str, identity: str, *, publish: bool, share: bool = False) -> str:
        raise OSError("away")


def test_an_engine_that_is_away_gives_no_place_and_nothing_changes() -> None:
    scene = Scene(media=Away())
    answer = scene.served.as_seat(A).post("room/join", json={"space": "plenary"}, headers=JSON)
    assert (answer.status_code, refused(answer)) == (503, ["engine_away"])
    assert scene.rooms.state(TALKS, "plenary")["members"] == []


def test_who_may_not_sit_hears_every_reason_and_who_is_nobody_is_asked_to_sign_in() -> None:
    scene = Scene(room=accepted())  # the table is closed
    answer = scene.served.as_seat(A).post("room/join", json={"space": "plenary"}, headers=JSON)
    assert (answer.status_code, refused(answer)) == (403, ["no_session_open"])
    scene = Scene(room=created())  # nobody is vouched for, and the table is closed
    answer = scene.served.as_seat(A).post("room/join", json={"space": "plenary"}, headers=JSON)
    assert (answer.status_code, refused(answer)) == (403, ["device_not_admitted"])
    assert scene.media.admitted == {}
    assert scene.rooms.state(TALKS, "plenary")["members"] == []
    for what in ("join", "move", "alive", "leave", "bundle", "doubt"):
        unknown = scene.served.nobody.post(f"/talks/{TALKS}/{A}/room/{what}", json={"space": "plenary"})
        assert (unknown.status_code, refused(unknown)) == (401, ["not_signed_in"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "request_not_json"),
        (b"[]", "request_not_json"),
        (b'{"space": "cellar"}', "space_unknown"),
        (b'{"space": 5}', "space_unknown"),
        (b'"' + b"x" * 200_000 + b'"', "request_too_large"),
    ],
)
def test_what_is_not_a_request_is_refused(scene: Scene, body: bytes, code: str) -> None:
    for what in ("join", "move", "alive", "leave", "bundle", "doubt"):
        answer = scene.served.as_seat(A).post(f"room/{what}", content=body, headers=JSON)
        status = 413 if code == "request_too_large" else 422
        assert (answer.status_code, refused(answer)) == (status, [code])
