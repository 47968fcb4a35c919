"""An attack by a letter that SQLite holds and PostgreSQL does not: NUL, in an address or in a field."""

from parley.app.talks import house
from parley.record import b64u
from parley.store import open_store
from tests.sitting import Room, SetClock, app_over, sit
from tests.web.serving import Served
from tests.web.test_house import browser

BY_STRANGERS = ("/i/%00", "/i/a%00b?lang=en", "/i/%00/open", "/i/%00/redeem", "/i/%00/record")
SIGNED = {"challenge": b64u(b"c" * 32), "signature": b64u(b"s" * 64), "device": "x\x00"}
COMMANDS = {
    "talks.noted.1": {"digest": "\x00"},
    "seat.invite": {"seat": "\x00", "language": "en"},
    "talks.create": {"toml": "\x00"},
    "house.invite": {"name": "a\x00b"},
}


def test_no_letter_that_a_database_cannot_hold_is_a_fault_of_ours(postgres_url: str) -> None:
    """A stranger's "/i/%00" ended in a fault on PostgreSQL, and in a page of the log, eight times a second."""
    clock, store = SetClock(), open_store(postgres_url, b"w" * 32)
    room = Room(app_over(store, clock), store, clock)
    first = house.begin(room.app)
    assert first is not None
    mine = browser(served := Served(room), sit(room.app, first))
    found = {path: served.nobody.get(path).status_code for path in BY_STRANGERS[:2]}
    found |= {path: served.nobody.post(path, json={"secret": "a"}).status_code for path in BY_STRANGERS[2:]}
    for path in ("/talks/a%00b/x/sign-in", "/talks/house/x%00/sign-in"):
        found[path] = served.nobody.post(path, json=SIGNED).status_code
    found["content"] = mine.get("content/%00").status_code
    for kind, fields in COMMANDS.items():
        answer = mine.post(
            f"commands/{kind}", json={"id": f"a-nul-{kind.replace('.', '-')}", "fields": fields}
        )
        found[kind] = answer.status_code
    after = {"id": "goes-on-after", "fields": {"name": "Second Host", "language": "en"}}
    found["goes on"] = mine.post("commands/house.invite", json=after).status_code
    store.close()
    assert found.pop("goes on") == 200
    assert not {path: status for path, status in found.items() if status >= 500}
