"""Contents of a version that kept no origins: the acts that cite them, and who brought them, tell whose they are."""

from parley.app.core import access
from parley.app.core.contents import BROUGHT, bring, cited, content, origin_of
from parley.app.core.ports import NOBODYS, Origin
from parley.lists import Lists
from parley.lists.model import Deposit
from parley.talks import Talks
from parley.talks.model import Seat as Laid
from parley.text import Text
from parley.text.acts import ClauseBracketed
from tests import queries
from tests.sim.outside import deposited
from tests.sitting import NOON, TALKS, Room, drafted, opened


def as_before(room: Room, *brought: tuple[str, str]) -> Room:
    """Return the same table as a version before left it: no origins, and a value of each party that brought something."""
    room.app.blobs._origins.clear()  # type: ignore[attr-defined]
    room.app.origins.clear()
    for party, digest in brought:
        room.app.people.put_value(TALKS, party, BROUGHT + digest, b"1")
    return room


def origin(room: Room, digest: str) -> Origin:
    return origin_of(room.app, room.app.talks.get(TALKS), digest)


def readers(room: Room, digest: str) -> set[str]:
    return {seat for seat in room.seats if content(room.app, room[seat].viewer, digest) is not None}


def test_what_was_cited_is_what_it_was_cited_for_and_its_partys() -> None:
    room = opened()
    wording = drafted(room)["en"]
    note = room["north-head"].content(b"what we think", "note")
    room["north-head"].must("talks.noted.1", digest=note)
    sealed = deposited(room, "south", "holdings", "1,Nazir,Karim,1985,Kabul\n")
    talks = room.app.talks.get(TALKS).of(Talks)
    as_before(room, ("north", note), ("south", sealed), ("host", wording))
    assert (origin(room, note).party, origin(room, note).purpose) == ("north", "note")
    assert (origin(room, sealed).party, origin(room, sealed).purpose) == ("south", "holdings")
    assert origin(room, wording).purpose == "wording"
    assert readers(room, note) == {"north-head", "north-lists"}
    assert readers(room, sealed) == {"south-head", "south-lists"}
    assert readers(room, wording) == readers(room, talks.definition) == set(room.seats)
    assert readers(room, talks.seats["north-head"].person) == set(room.seats)
    assert "Person of north-head" in repr(queries.sits(room.app, room["south-head"].viewer))


def test_a_wording_that_a_form_kept_was_nobodys_and_is_whose_act_put_it_on_the_table() -> None:
    room = opened()
    wording = drafted(room)["en"]
    as_before(room)
    assert origin(room, wording) == Origin("host", "wording", "")
    assert readers(room, wording) == set(room.seats)


def test_what_an_attack_of_before_made_a_list_out_to_be_it_is_not() -> None:
    """A bracket, a note, a seat and a deposit of the other side that cite a sealed list are on an old record."""
    room = opened()
    drafted(room)
    for kind in ("holdings", "claims"):
        sealed = deposited(room, "south", kind, "1,Mohammad Canary,Karim,1985,Kabul\n")
        state = room.app.talks.get(TALKS)
        state.of(Text).shown.add(sealed)
        state.of(Text).clauses["1"].digests["en"] = sealed
        state.of(Talks).notes["side-north"] = [(NOON, "north-head", sealed)]
        state.of(Talks).seats["extra"] = Laid("extra", "north", "member", "kabul", sealed)
        stolen = Deposit("stolen", "north", "claims", sealed, 1, 1, NOON, "north-lists")
        state.of(Lists).deposits["stolen"] = stolen
        as_before(room, ("south", sealed))
        assert (origin(room, sealed).party, origin(room, sealed).purpose) == ("south", kind)
        assert readers(room, sealed) == {"south-head", "south-lists"}
        for seat in ("north-head", "north-lists", "chair"):
            viewer = room[seat].viewer
            for page in (queries.text, queries.lists, queries.sits, queries.shell):
                assert "Canary" not in repr(page(room.app, viewer)), (seat, page)


def test_what_was_brought_and_not_cited_is_its_partys_and_is_cited_once_it_is_brought_again() -> None:
    room = opened()
    digest = room["north-head"].content(b"a draft", "wording")
    salt, media, data = room.app.blobs.get(TALKS, digest) or (b"", "", b"")
    as_before(room, ("north", digest))
    assert origin(room, digest) == Origin("north", "", "")
    assert readers(room, digest) == {"north-head", "north-lists"}
    state, head = room.app.talks.get(TALKS), room["north-head"].viewer
    assert cited(room.app, head.by, state, digest, "wording") is None
    south = room["south-head"].viewer
    assert bring(room.app, south, "wording", salt, media, data) == digest
    assert origin(room, digest).party == "north"  # not whose it becomes by knowing it
    assert bring(room.app, head, "wording", salt, media, data) == digest
    assert cited(room.app, head.by, state, digest, "wording") is not None


def test_a_draft_that_the_other_side_cited_is_not_on_the_table_by_that() -> None:
    room = opened()
    drafted(room)
    draft = room["south-head"].content(b"what we might give", "wording")
    room["north-head"].must("text.clause-bracketed.1", clause="1", version=1, party="north", digests={})
    state = room.app.talks.get(TALKS)
    bracket = next(one.act for one in state.log["table"] if isinstance(one.act, ClauseBracketed))
    bracket.digests["en"] = draft
    state.of(Text).shown.add(draft)
    as_before(room, ("south", draft))
    assert origin(room, draft) == Origin("south", "", "")
    assert readers(room, draft) == {"south-head", "south-lists"}


def test_what_is_of_no_sort_is_nobodys() -> None:
    room = opened()
    app, state = room.app, room.app.talks.get(TALKS)
    assert origin(room, "0" * 64) == NOBODYS
    for seat in room.seats:
        assert not access.may_read(room[seat].viewer.by, app, state, "0" * 64, NOBODYS)
        for purpose in ("", "wording", "claims"):
            assert cited(app, room[seat].viewer.by, state, "0" * 64, purpose) is None
