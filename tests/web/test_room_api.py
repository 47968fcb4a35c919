"""What devices ask of the server about a space: places, signs of life, bundles; with an engine in memory."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from parley.base.outcomes import Reason
from parley.media import MemoryMedia
from parley.rehearsal.device import Device
from parley.rehearsal.keys import draw
from parley.web.room_api import Doors, Sitting, api
from parley.web.rooms import Rooms, State

BASE = "/talks/march"
A, B = Device(bytes([1]) * 32, bytes([2]) * 32), Device(bytes([3]) * 32, bytes([4]) * 32)
ROSTER = {A.id: A.public, B.id: B.public}


@dataclass
class Scene:
    """The table with a clock that only moves when told to, and everything it told."""

    now: float = 0.0
    told: list[tuple[str, State]] = field(default_factory=list)
    reasons: tuple[Reason, ...] = ()
    media: MemoryMedia = field(default_factory=MemoryMedia)

    def __post_init__(self) -> None:
        self.rooms = Rooms(self.media, self._publish, lambda: self.now, first_epoch=100)
        doors = Doors(self._sitting, lambda _: self.rooms, _refusal)
        self.app = Starlette(routes=api(doors))

    def ask(self, seat: str, what: str, **body: Any) -> tuple[int, dict[str, Any]]:
        answer = self.post(f"{BASE}/{seat}/room/{what}", json.dumps({"space": "plenary", **body}).encode())
        return answer.status_code, answer.json() if answer.content else {}

    def post(self, address: str, content: bytes) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://parley.test") as client:
                return await client.post(address, content=content)

        return asyncio.run(ask())

    def join(self, seat: str) -> dict[str, Any]:
        status, place = self.ask(seat, "join")
        assert status == 200
        return place

    def _publish(self, talks: str, wanted: Any, event: str, data: State) -> None:
        self.told += [(f"{event} {seat}", data) for seat in ("a", "b", "c") if wanted(seat)]

    def _sitting(self, request: Request) -> Sitting | Response:
        seat = request.path_params["seat"]
        if seat == "nobody":
            return JSONResponse({}, 401)
        return Sitting("march", seat, A.id if seat == "a" else B.id, self.reasons)


def _refusal(_: Request, reasons: tuple[Reason, ...], status: int) -> Response:
    return JSONResponse({"refused": [one.code for one in reasons]}, status)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def bundle(scene: Scene, by: Device = A, epoch: int | None = None) -> dict[str, Any]:
    state = scene.rooms.state("march", "plenary")
    members = state["members"]
    assert isinstance(members, list)
    present = [one["device"] for one in members]
    return dict(draw(by, ROSTER.get, "march", "plenary", epoch or int(str(state["epoch"])), present))


def test_joining_gives_an_address_a_token_and_the_space_and_an_identity_that_names_nobody(
    scene: Scene,
) -> None:
    place = scene.join("a")
    assert place["identity"].startswith(A.id[:16] + ".")
    assert place["token"].startswith(f"memory:march.plenary:{place['identity']}")
    assert place["state"] == {
        "space": "plenary",
        "epoch": 101,
        "members": [{"device": A.id, "identity": place["identity"], "seat": "a", "away": False}],
        "bundle": None,
    }


def test_only_members_hear_of_the_key_and_everybody_of_who_is_there(scene: Scene) -> None:
    scene.join("a")
    assert [name for name, _ in scene.told] == ["room a", "presence a", "presence b", "presence c"]
    assert scene.told[-1][1] == {"space": "plenary", "present": ["a"]}


def test_a_bundle_is_relayed_unchanged_and_the_second_is_not_taken(scene: Scene) -> None:
    scene.join("a")
    drawn = bundle(scene)
    status, state = scene.ask("a", "bundle", bundle=drawn)
    assert (status, state["bundle"]) == (200, drawn)
    assert scene.told[-1] == ("room a", state)
    status, state = scene.ask("a", "bundle", bundle=bundle(scene))
    assert (status, state["bundle"]) == (409, drawn)


def test_a_bundle_from_outside_or_for_before_is_not_taken(scene: Scene) -> None:
    scene.join("a")
    old = bundle(scene)
    scene.join("b")
    assert scene.ask("a", "bundle", bundle=old)[0] == 409
    assert scene.ask("b", "bundle", bundle=bundle(scene, A))[0] == 409  # another's name on it
    assert scene.ask("b", "bundle", bundle={"by": "x"})[0] == 409
    assert scene.rooms.state("march", "plenary")["bundle"] is None


def test_who_is_not_heard_of_reads_as_away_and_then_has_left(scene: Scene) -> None:
    first, second = scene.join("a"), scene.join("b")
    scene.now = 13
    status, state = scene.ask("b", "alive", identity=second["identity"])
    assert status == 200
    assert [one["away"] for one in state["members"]] == [True, False]
    assert scene.rooms.present("march") == {"a", "b"}
    scene.now = 30
    scene.ask("b", "alive", identity=second["identity"])
    assert scene.rooms.present("march") == {"b"}
    assert scene.ask("a", "alive", identity=first["identity"])[0] == 404


def test_leaving_is_for_ones_own_tab_only(scene: Scene) -> None:
    first, second = scene.join("a"), scene.join("b")
    assert scene.ask("a", "leave", identity=second["identity"])[0] == 204
    assert scene.ask("a", "alive", identity=second["identity"])[0] == 404
    assert scene.rooms.present("march") == {"a", "b"}
    scene.ask("a", "leave", identity=first["identity"])
    assert scene.rooms.present("march") == {"b"}


def test_a_device_that_is_admitted_no_more_is_put_out_and_the_key_changes(scene: Scene) -> None:
    scene.join("a")
    scene.join("b")
    scene.rooms.keep_only("march", {A.id}.__contains__)
    state = scene.rooms.state("march", "plenary")
    assert state["epoch"] == 103
    assert scene.rooms.present("march") == {"a"}


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
    gone, stays = scene.join("a")["identity"], scene.join("b")["identity"]
    scene.rooms.keep_only("march", {B.id}.__contains__)
    until(lambda: media.asked == 1)
    scene.ask("b", "alive", identity=stays)
    until(lambda: media.removed == [("march.plenary", gone)])
    assert media.inside("march.plenary") == {stays}


class Away(MemoryMedia):
    def token(self, room: str, identity: str, *, publish: bool) -> str:
        raise OSError("away")


def test_an_engine_that_is_away_gives_no_place_and_nothing_changes() -> None:
    scene = Scene(media=Away())
    assert scene.ask("a", "join") == (503, {"refused": ["engine_away"]})
    assert scene.rooms.state("march", "plenary")["members"] == []


def test_who_may_not_sit_hears_every_reason(scene: Scene) -> None:
    scene.reasons = (Reason("device_not_admitted"), Reason("no_session_open"))
    assert scene.ask("a", "join") == (403, {"refused": ["device_not_admitted", "no_session_open"]})
    assert scene.media.admitted == {}
    assert scene.ask("nobody", "join")[0] == 401


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
    for what in ("join", "alive", "leave", "bundle"):
        answer = scene.post(f"{BASE}/a/room/{what}", body)
        assert (answer.status_code, answer.json()) == (422, {"refused": [code]})
