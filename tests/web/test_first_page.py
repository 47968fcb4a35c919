"""The first page after the host's link: who hosts, the code and the key at once; whoever comes later is asked as everybody is."""

import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from parley.app.core.model import HOUSE
from parley.app.talks import house
from parley.record import b64u, device_id, enrolment_statement
from parley.store.memory import memory_store
from parley.talks import Talks
from tests.sitting import Room, SetClock, app_over
from tests.web.serving import Served

NAMES = {"name": "Ana Brandt", "institution": "House of Talks", "telephone": "+974 5550 0199"}


@pytest.fixture
def first() -> tuple[Served, house.Link]:
    """An installation at its first start, and its link."""
    store, clock = memory_store(), SetClock()
    room = Room(app_over(store, clock), store, clock)
    link = house.begin(room.app)
    assert link is not None
    return Served(room), link


def keys(link: house.Link) -> dict[str, str]:
    """Return what a browser sends of the keys that it made."""
    key, x_key = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    ed, x = key.public_key().public_bytes_raw(), x_key.public_key().public_bytes_raw()
    proof = key.sign(enrolment_statement(device_id(ed, x), link.number, link.seat, link.talks))
    return {
        "secret": link.secret,
        "code": link.code,
        "ed25519": b64u(ed),
        "x25519": b64u(x),
        "proof": b64u(proof),
    }


def kinds(served: Served) -> list[str]:
    return [one.kind for one in served.room.app.talks.get(HOUSE).log["table"]]


def test_the_first_page_asks_who_hosts_and_what_follows_are_the_templates(
    first: tuple[Served, house.Link],
) -> None:
    served, link = first
    page = served.nobody.get(f"/i/{link.number}?lang=ps").text
    assert re.search(r"<parley-invite[^>]* data-introduces", page)
    assert 'data-lobby="/talks/house/facilitator-1/host/new"' in page
    for name in ("name", "institution", "telephone", "code"):
        assert f'name="{name}"' in page


def test_what_the_first_facilitator_says_stands_on_the_record_before_their_device(
    first: tuple[Served, house.Link],
) -> None:
    served, link = first
    answer = served.nobody.post(f"/i/{link.number}/redeem?lang=ps", json=keys(link) | NAMES)
    assert answer.status_code == 200, answer.text
    assert kinds(served)[-2:] == ["house.introduced.1", "roster.device-enrolled.1"]
    assert house.telephone(served.room.app) == NAMES["telephone"]
    entries = served.room.app.journal.entries(HOUSE, "table")
    assert not any(b"Ana Brandt" in one or b"House of Talks" in one for one in entries)  # digests alone


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"name": " "}, "field_missing"), ({"institution": "A\u202eb"}, "text_direction"), ({"telephone": "1" * 201}, "text_too_long"), ({"code": "0000 0000"}, "code_wrong")],
)  # fmt: skip
def test_names_that_are_none_and_a_wrong_code_record_nothing(
    first: tuple[Served, house.Link], wrong: dict[str, str], code: str
) -> None:
    served, link = first
    before = kinds(served)
    answer = served.nobody.post(
        f"/i/{link.number}/redeem", json=keys(link) | NAMES | wrong, headers={"accept": "application/json"}
    )
    assert code in [one["code"] for one in answer.json()["refused"]]
    assert kinds(served) == before


def test_whoever_comes_later_is_not_asked_and_changes_nothing_by_their_link(
    first: tuple[Served, house.Link],
) -> None:
    served, link = first
    served.nobody.post(f"/i/{link.number}/redeem", json=keys(link) | NAMES)
    second = house.further(served.room.app, "Second", "en", "further-by-a-test")
    page = served.nobody.get(f"/i/{second.number}?lang=en").text
    assert "data-introduces" not in page
    assert 'data-lobby="/talks/house/facilitator-2/host"' in page
    before = kinds(served)
    said = keys(second) | NAMES | {"institution": "Somebody else's"}
    assert served.nobody.post(f"/i/{second.number}/redeem", json=said).status_code == 200
    assert kinds(served)[len(before) :] == ["roster.device-enrolled.1"]


def test_a_press_again_after_a_lost_answer_introduces_once(first: tuple[Served, house.Link]) -> None:
    served, link = first
    said = keys(link) | NAMES
    for _ in range(2):
        assert served.nobody.post(f"/i/{link.number}/redeem", json=said).status_code == 200
    assert kinds(served).count("house.introduced.1") == 1
    assert len(served.room.app.talks.get(HOUSE).of(Talks).devices) == 1
