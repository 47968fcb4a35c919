"""Attacks by citing: an act names the digest of somebody else's content, and pages show what stands behind it."""

from pathlib import Path
from typing import Any

import pytest

from parley.app.core import contents
from parley.app.core.model import Recorded
from parley.base import Refused
from parley.legible import faults, visible
from parley.lists import Lists
from parley.lists.memory import REMEMBERED
from parley.lists.names.parse import parse
from tests import queries
from tests.sim.outside import deposited
from tests.sim.test_attacks_rows import handed_over, received
from tests.sitting import LANGUAGES, TALKS, Room, drafted, opened

SECRET = "Mohammad Canary"
ROWS = f"1,{SECRET},Abdul,1985,Kandahar\n"


def codes(answer: Recorded | Refused) -> set[str]:
    return {one.code for one in answer.reasons} if isinstance(answer, Refused) else set()


def shown_to(room: Room, seat: str) -> str:
    """Return everything that this seat's pages show."""
    viewer = room[seat].viewer
    pages = (queries.text, queries.lists, queries.sits, queries.plan, queries.shell, queries.today)
    sheets = [
        queries.sheet(room.app, viewer, kind, {"clause": "1", "list": "claims", "digest": digest})
        for kind in ("text.clause-adopted.1", "lists.deposited.1")
        for digest in [one.digest for one in room.app.talks.get(TALKS).of(Lists).deposits.values()] or [""]
    ]
    return " ".join([*(repr(page(room.app, viewer)) for page in pages), repr(sheets)])


def test_a_bracket_that_cites_the_other_sides_sealed_list_shows_nobody_any_of_it() -> None:
    room = opened()
    drafted(room)
    sealed = deposited(room, "south", "holdings", ROWS)
    fields = {"clause": "1", "version": 1, "party": "north", "digests": {"en": sealed}}
    assert codes(room["north-head"].do("text.clause-bracketed.1", **fields)) == {"content_missing"}
    for seat in ("north-head", "north-lists", "chair", "neutral-head"):
        assert SECRET not in shown_to(room, seat)


def test_the_host_drafts_nothing_from_a_sides_list() -> None:
    room = opened()
    sealed = deposited(room, "south", "holdings", ROWS)
    fields = {"clause": "1", "version": 1, "digests": dict.fromkeys(LANGUAGES, sealed)}
    assert codes(room["chair"].do("text.clause-drafted.1", **fields)) == {"content_missing"}
    assert SECRET not in shown_to(room, "chair")


def test_a_list_officer_deposits_nobody_elses_list_as_their_own() -> None:
    room = opened()
    sealed = deposited(room, "south", "holdings", ROWS)
    size = room.app.talks.get(TALKS).of(Lists).deposits["south-holdings"].size
    fields = {
        "deposit": "stolen",
        "list": "claims",
        "party": "north",
        "digest": sealed,
        "size": size,
        "rows": 1,
    }
    assert codes(room["north-lists"].do("lists.deposited.1", **fields)) == {"content_missing"}
    assert SECRET not in shown_to(room, "north-lists")


def test_a_seat_is_not_named_by_somebodys_list() -> None:
    room = opened()
    sealed = deposited(room, "south", "holdings", ROWS)
    fields = {"seat": "extra", "party": "north", "role": "member", "place": "kabul", "person": sealed}
    assert codes(room["chair"].do("talks.seat-made.1", **fields)) == {"content_missing"}
    assert SECRET not in shown_to(room, "north-head")


def test_a_note_cites_no_content_of_another_party() -> None:
    room = opened()
    sealed = deposited(room, "south", "holdings", ROWS)
    assert codes(room["north-head"].do("talks.noted.1", digest=sealed)) == {"content_missing"}
    assert queries.content(room.app, room["north-head"].viewer, sealed) is None


def test_only_one_page_of_code_reads_contents() -> None:
    """Whatever shows, signs or exports a content asks ``app/core/contents``, which asks ``may_read``."""
    source = Path(__file__).parents[2] / "src/parley"
    reading = {
        str(path.relative_to(source)) for path in source.rglob("*.py") if ".blobs." in path.read_text("utf-8")
    }
    assert reading - {"app/core/contents.py"} == set()


def test_an_erased_note_is_nowhere_in_what_pages_remember_of_texts() -> None:
    room = opened()
    digest = room["south-lists"].content(SECRET.encode(), "note")
    room["south-lists"].must("talks.noted.1", digest=digest)
    assert SECRET in shown_to(room, "south-lists")
    assert visible.cache_info().currsize
    room["chair"].must("content.erased.1", digest=digest, order="chair")
    assert (visible.cache_info().currsize, faults.cache_info().currsize) == (0, 0)
    assert SECRET not in shown_to(room, "south-lists")


def test_names_of_an_erased_list_are_nowhere_in_what_is_remembered_of_names() -> None:
    room = opened()
    digest = deposited(room, "south", "holdings", ROWS)
    parse(SECRET)  # as a match does
    room["chair"].must("content.erased.1", digest=digest, order="chair")
    assert [one.cache_info().currsize for one in REMEMBERED if one.cache_info().currsize] == []


def test_a_list_is_not_guessed_from_its_digest() -> None:
    """A salt stands in it that no other seat is given before all lists are in, and that another server would not make."""
    laid = handed_over(opened())
    room, claims, holdings = laid.room, laid.digests["north", "claims"], laid.digests["north", "holdings"]
    others = ("south-head", "south-lists", "chair", "neutral-head")
    salts = {
        digest: queries.content(room.app, room["north-lists"].viewer, digest) for digest in (claims, holdings)
    }
    assert all(found is not None and len(found[0]) == 32 for found in salts.values())
    for seat in others:
        assert [queries.content(room.app, room[seat].viewer, digest) for digest in salts] == [None, None]
    received(laid)
    given = queries.content(room.app, room["south-head"].viewer, claims)
    assert given == salts[claims]
    assert queries.content(room.app, room["south-head"].viewer, holdings) is None
    made = set()
    for secret in (b"s" * 32, b"S" * 32):
        room.app.secret = secret
        kept = contents.keep_own(
            room.app, room["north-lists"].viewer, "list", "claims", "text/csv", b"name\nAhmad\n"
        )
        assert isinstance(kept, str)
        made.add(kept)
    assert len(made) == 2


def test_an_act_in_eight_hundred_languages_does_not_keep_the_table_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A member's bracket named as many of its side's wordings: each was looked through, for minutes, before it was refused."""
    room, looked_at = opened(), list[str]()
    drafted(room)
    wording = room["north-head"].content("یادښت".encode(), "wording")
    whole = contents.unfit

    def counted(*given: Any) -> Any:
        looked_at.append(given[1])
        return whole(*given)

    monkeypatch.setattr(contents, "unfit", counted)
    for kind, more in (("bracketed", {"party": "north"}), ("drafted", {}), ("agreed", {"party": "north"}), ("adopted", {"party": "north"})):  # fmt: skip
        said = dict.fromkeys((f"l{n}" for n in range(800)), wording) | dict.fromkeys(LANGUAGES, wording)
        answer = room["north-lists"].do(f"text.clause-{kind}.1", clause="1", version=1, digests=said, **more)
        assert codes(answer) & {"language_not_of_text", "digests_differ"}, codes(answer)
    assert len(looked_at) <= 4 * len(LANGUAGES)
