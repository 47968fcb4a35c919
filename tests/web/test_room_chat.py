"""What is written at the table passes the server sealed: under its writer's name alone, not too often, and is kept nowhere."""

from typing import Any

import pytest

from tests.web.test_room_api import JSON, A, B, Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


def message(scene: Scene, seat: str, identity: str, **more: Any) -> dict[str, Any]:
    return {
        "by": scene.devices[seat].id,
        "epoch": 1,
        "format": "parley-chat/1",
        "identity": identity,
        "number": 0,
        "sealed": "AAAA",
        "signature": "AAAA",
        "space": "plenary",
        "talks": "prisoners-2020",
        **more,
    }


def test_it_is_passed_on_to_those_who_sit_there_and_to_nobody_else(scene: Scene) -> None:
    mine = scene.join(A)["identity"]
    scene.join("chair")
    scene.told.clear()
    said = message(scene, A, mine)
    assert scene.ask(A, "chat", identity=mine, message=said)[0] == 204
    news = {"kind": "chat", "message": said, "space": "plenary"}
    assert scene.told == [(f"table {A}", news), ("table chair", news)]


def test_nobody_writes_in_anothers_name_or_from_outside(scene: Scene) -> None:
    mine, theirs = scene.join(A)["identity"], scene.join(B)["identity"]
    scene.told.clear()
    for said in (message(scene, B, theirs), message(scene, A, theirs), {"text": "plain"}, None, "x"):
        assert scene.ask(A, "chat", identity=mine, message=said)[0] == 422
    assert scene.ask(A, "chat", identity=theirs, message=message(scene, A, theirs))[0] == 404
    scene.ask(A, "leave", identity=mine)
    assert scene.ask(A, "chat", identity=mine, message=message(scene, A, mine))[0] == 404
    assert not [where for where, _ in scene.told if where.startswith("table")]


def test_a_flood_is_not_passed_on_nor_what_is_too_large(scene: Scene) -> None:
    mine = scene.join(B)["identity"]
    said = message(scene, B, mine)
    statuses = [scene.ask(B, "chat", identity=mine, message=said)[0] for _ in range(40)]
    assert statuses.count(204) < 20
    assert 429 in statuses
    large = {**said, "sealed": "A" * 30_000}
    answer = scene.served.as_seat(B).post(
        "room/chat", json={"space": "plenary", "identity": mine, "message": large}, headers=JSON
    )
    assert answer.status_code == 413
