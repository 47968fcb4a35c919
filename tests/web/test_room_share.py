"""Who may show a screen: one at a time, who sits there, until they leave."""

import pytest

from parley.media import MemoryMedia
from tests.sitting import TALKS
from tests.web.test_room_api import A, B, Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_one_shares_at_a_time_all_are_told_and_the_engine_takes_it_of_nobody_else(scene: Scene) -> None:
    mine, theirs = scene.join(A)["identity"], scene.join(B)["identity"]
    scene.told.clear()
    status, state = scene.ask(A, "share", identity=mine, on=True)
    assert (status, state["share"]) == (200, mine)
    assert [(where, told["share"]) for where, told in scene.told] == [
        (f"room {A}", mine),
        (f"room {B}", mine),
    ]
    assert scene.ask(B, "share", identity=theirs, on=True)[0] == 409
    assert scene.ask(B, "share", identity=mine, on=False)[0] == 404  # another's tab
    assert scene.ask(B, "share", identity=theirs, on=False)[1]["share"] == mine  # not theirs to end
    assert scene.ask(A, "share", identity=mine, on=False)[1]["share"] is None
    assert scene.ask(B, "share", identity=theirs, on=True)[1]["share"] == theirs
    assert scene.media.shares == [(mine, True), (mine, False), (theirs, True)]


def test_who_leaves_shares_no_more(scene: Scene) -> None:
    mine, theirs = scene.join(A)["identity"], scene.join(B)["identity"]
    scene.ask(A, "share", identity=mine, on=True)
    scene.ask(A, "leave", identity=mine)
    assert scene.rooms.state(TALKS, "plenary")["share"] is None
    assert scene.ask(B, "share", identity=theirs, on=True)[0] == 200
    assert scene.ask(A, "share", identity=mine, on=True)[0] == 404


class Away(MemoryMedia):
    def permit(self, room: str, identity: str, *, share: bool) -> None:
        raise OSError("away")


def test_an_engine_that_is_away_lets_nobody_share_and_the_next_is_not_kept_out() -> None:
    scene = Scene(media=Away())
    mine = scene.join(A)["identity"]
    assert scene.ask(A, "share", identity=mine, on=True)[0] == 503
    assert scene.rooms.state(TALKS, "plenary")["share"] is None
