"""What comes by POST /content: for a purpose, fit for it, by who may bring it; and pages that stand whatever a record cites."""

import os

import pytest

from parley.record import b64u
from parley.text import Text
from tests.sitting import TALKS, Room, drafted, opened
from tests.web.serving import Browser, Served

TEXT = "text/plain; charset=utf-8"
LATIN = "Clause in a code page: é".encode("latin-1")


def posted(browser: Browser, data: bytes, **said: str) -> tuple[int, list[str]]:
    body = {"salt": b64u(os.urandom(32)), "bytes": b64u(data), "media": TEXT} | said
    answer = browser.post("content", json=body, headers={"accept": "application/json"})
    refused = answer.json().get("refused", ())
    return answer.status_code, [one["code"] for one in refused]


@pytest.mark.parametrize(
    ("seat", "purpose", "code"),
    [
        ("north-head", "", "purpose_not_yours"),
        ("north-head", "anything", "purpose_not_yours"),
        ("north-head", "match", "purpose_not_yours"),  # the machine's
        ("north-head", "claims", "purpose_not_yours"),  # its officer's
        ("north-lists", "wording", "purpose_not_yours"),
        ("south-head", "person", "purpose_not_yours"),
    ],
)
def test_a_content_is_brought_for_a_purpose_that_its_seat_has(seat: str, purpose: str, code: str) -> None:
    assert posted(Served().as_seat(seat), b"words", purpose=purpose) == (409, [code])


@pytest.mark.parametrize(
    ("seat", "purpose", "data", "media", "code"),
    [
        ("north-head", "wording", LATIN, TEXT, "content_not_text"),
        ("north-head", "wording", b"  \n", TEXT, "content_not_text"),
        ("north-head", "wording", b"{}", "application/json", "content_not_text"),
        ("north-head", "wording", b"a" * 60_001, TEXT, "content_not_text"),
        ("north-head", "note", LATIN, TEXT, "content_not_text"),
        ("chair", "person", LATIN, TEXT, "content_not_name"),
        ("chair", "person", b"{", "application/json", "content_not_name"),
        ("chair", "person", b'{"en": 1}', "application/json", "content_not_name"),
        ("chair", "person", b'["a"]', "application/json", "content_not_name"),
        ("chair", "person", b"name", "text/csv", "content_not_name"),
    ],
)  # fmt: skip
def test_what_is_not_what_its_purpose_needs_is_refused_when_it_is_brought(
    seat: str, purpose: str, data: bytes, media: str, code: str
) -> None:
    assert posted(Served().as_seat(seat), data, purpose=purpose, media=media) == (409, [code])


def test_what_is_fit_is_kept() -> None:
    served = Served()
    assert posted(served.as_seat("north-head"), b"words", purpose="wording")[0] == 200
    assert (
        posted(served.as_seat("chair"), b'{"en": "A Name"}', purpose="person", media="application/json")[0]
        == 200
    )


def test_a_list_that_cannot_be_read_is_not_handed_over_by_saying_so() -> None:
    """A head count of -1 agreed with what the machine had read: nothing."""
    room = opened()
    data = b"\x00\x01 no table"
    digest = room["north-lists"].content(data, "claims", "text/csv")
    fields = {
        "deposit": "odd",
        "list": "claims",
        "party": "north",
        "digest": digest,
        "size": len(data),
        "rows": -1,
    }
    answer = room["north-lists"].do("lists.deposited.1", **fields)
    assert [one.code for one in getattr(answer, "reasons", ())] == ["file_unreadable"]


def with_old_wording(room: Room, data: bytes) -> str:
    """Put a wording on the table that no check has seen, as a version before did, and return its digest."""
    digests = drafted(room)
    room.app.blobs._blobs[TALKS, digests["en"]] = (b"s" * 32, TEXT, data)  # type: ignore[attr-defined]
    return digests["en"]


def test_a_wording_in_another_encoding_shuts_nobody_out_of_the_text() -> None:
    room = opened()
    digest = with_old_wording(room, LATIN)
    served = Served(room)
    for seat in ("north-head", "south-head", "chair"):
        browser = served.as_seat(seat)
        for page in ("text", "text/download", "sheet/text.clause-adopted.1?clause=1"):
            assert browser.get(page).status_code == 200
    clause = room.app.talks.get(TALKS).of(Text).clauses["1"]
    fields = {"clause": "1", "version": 1, "party": "north", "digests": clause.digests}
    answer = room["north-head"].do("text.clause-adopted.1", **fields)
    assert [one.code for one in getattr(answer, "reasons", ())] == ["content_not_text"]
    again = {"clause": "1", "version": 2, "digests": dict.fromkeys(clause.digests, digest)}
    answer = room["chair"].do("text.clause-drafted.1", **again)
    assert {one.code for one in getattr(answer, "reasons", ())} == {"content_not_text"}
