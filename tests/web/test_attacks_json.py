"""Attacks by what JSON can spell and nothing else can hold: half a character, a media type that is none."""

import json

import pytest

from parley.record import b64u
from tests.sitting import TALKS
from tests.web.serving import Served


@pytest.fixture(scope="module")
def served() -> Served:
    return Served()


HALVES = (
    *("/i/{number}/open", "/i/{number}/record", "/i/{number}/redeem", "sign-in", "room/join", "content"),
    *("commands/seat.invite", "commands/talks.create", "commands/talks.noted.1"),
)


@pytest.mark.parametrize("path", HALVES)
def test_half_a_character_is_never_our_fault_in_any_field(served: Served, path: str) -> None:
    """A stranger's "\\ud800" for a code ended in a fault, and in a page of the log, eight times a second."""
    half, key = "\ud800", b64u(b"k" * 32)
    said = dict.fromkeys(("secret", "code", "proof", "device", "space", "purpose", "toml", "seat"), half)
    fields = {"id": "a-command-1", "fields": {"seat": half, "language": half, "toml": half, "digest": half}}
    said |= {"challenge": key, "signature": key, "salt": key, "media": half, "bytes": key}
    number = served.room.app.people.invitations(TALKS)[0].number
    asks = served.nobody if path.startswith("/") else served.as_seat("chair")
    answer = asks.post(
        path.format(number=number),
        content=json.dumps(said | fields),
        headers={"content-type": "application/json"},
    )
    assert (answer.status_code, answer.json()["refused"][0]["code"]) == (422, "request_not_json")


def test_whole_characters_that_are_spelled_in_two_halves_are_read(served: Served) -> None:
    body = {
        "purpose": "note",
        "salt": b64u(b"s" * 32),
        "media": "text/plain",
        "bytes": "YQ",
        "odd": "\U0001f600",
    }
    answer = served.as_seat("north-head").post(
        "content", content=json.dumps(body), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("media", ["text/plain\x00", "text/plain\n", "text/plain; a=\u00e9", "t" * 101])
def test_a_media_type_is_what_a_database_and_a_header_can_hold(served: Served, media: str) -> None:
    body = {"purpose": "note", "salt": b64u(b"s" * 32), "media": media, "bytes": "YQ"}
    assert served.as_seat("north-head").post("content", json=body).status_code == 422
