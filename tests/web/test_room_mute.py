"""The host mutes: one who sits there, never unmutes, and everybody there is told."""

import pytest

from parley.media import MemoryMedia
from tests.sitting import TALKS
from tests.web.test_room_api import JSON, A, B, Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_the_host_mutes_who_sits_there_and_everybody_there_is_told(scene: Scene) -> None:
    mine, theirs = scene.join(A), scene.join("chair")
    scene.told.clear()
    assert scene.ask("chair", "mute", identity=mine["identity"])[0] == 204
    assert scene.media.muted == [(scene.rooms.room(TALKS, "plenary"), mine["identity"])]
    news = {
        "kind": "muted",
        "space": "plenary",
        "seat": A,
        "identity": mine["identity"],
        "by": "chair",
    }
    assert scene.told == [(f"table {A}", news), ("table chair", news)]
    assert theirs["identity"] != mine["identity"]


def test_nobody_else_mutes_and_the_host_neither_whom_it_does_not_sit_with(scene: Scene) -> None:
    theirs = scene.join(B)
    assert scene.ask(A, "mute", identity=theirs["identity"])[0] in (403, 404)
    assert scene.ask("chair", "mute", identity=theirs["identity"])[0] == 404  # the host is not there
    scene.join("chair")
    assert scene.ask("chair", "mute", identity="nobody.1")[0] == 404
    assert scene.media.muted == []


class Away(MemoryMedia):
    def mute(self, room: str, identity: str) -> None:
        raise OSError("away")


def test_an_engine_that_is_away_mutes_nobody_and_nobody_is_told_so() -> None:
    scene = Scene(media=Away())
    place = scene.join(A)
    scene.join("chair")
    scene.told.clear()
    answer = scene.served.as_seat("chair").post(
        "room/mute", json={"space": "plenary", "identity": place["identity"]}, headers=JSON
    )
    assert answer.status_code == 503
    assert scene.told == []
