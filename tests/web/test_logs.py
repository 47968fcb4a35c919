"""What the server writes down for the operator: no name, no secret and nothing that anybody wrote."""

import logging

import pytest

from parley.app.core.model import Command, Recorded
from parley.app.talks import house
from parley.cli.serve import _config
from tests.sitting import opened
from tests.web.serving import Served

JSON = {"accept": "application/json"}


def test_no_name_secret_or_content_stands_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    room = opened()
    served = Served(room)
    head, officer = served.as_seat("north-head"), served.as_seat("north-lists")
    invite = Command("seat.invite", {"seat": "south-lists", "language": "en"}, "invited-and-logged")
    made = house.invite_seat(room.app, room["chair"].viewer, invite)
    assert isinstance(made, Recorded)
    number, _, secret = str(made.extra["link"]).removeprefix("/i/").partition("#")
    keys = {"ed25519": "", "x25519": "", "proof": ""}
    for tried in ("wrong", secret):
        served.nobody.post(f"/i/{number}/redeem", json={"secret": tried, "code": "9081 7263", **keys})
    rows = b"no,name,father,born,province\n1,Canary Khan,Abdul,1985,Kandahar\n"
    for data in (rows, b"PK\x03\x04Canary", b"Canary"):
        officer.post("lists/deposit/claims", files={"file": ("Canary.csv", data, "text/csv")})
    head.post("note", data={"id": "a-note-of-ours", "words": "Canary, for us alone"})
    head.post("text/1/bracket", data={"id": "a-bracket-1", "version": "7", "wording-en": "Canary"})
    head.post("commands/talks.noted.1", json={"id": "Canary", "fields": {"digest": "Canary"}}, headers=JSON)
    for path in ("lists?q=Canary", "record?q=Canary", "content/Canary", "sheet/Canary", "Canary"):
        assert head.get(path).status_code < 500
    token = head.headers["cookie"].split("=")[1]
    ours = [one for one in caplog.records if one.name not in ("httpx", "asyncio")]  # the tests' own browser
    said = " ".join(f"{one.getMessage()} {vars(one)}" for one in ours)
    for word in ("Canary", "Person of", secret, "9081", token):
        assert word not in said, word


def test_nobody_writes_down_who_asked_what() -> None:
    served = Served()
    config = _config(served.site, served.site.state.site.settings)
    assert (config.access_log, config.log_level) == (False, "warning")
