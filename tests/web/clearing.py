"""Lists in memory gone all the way: handed over, compared, confirmed in bulk; and talks that name other ways to plan."""

from parley.app.bulk import bulk_list
from parley.app.matching import match_lists
from parley.app.model import Recorded
from tests.sim.outside import countersigned, deposited
from tests.sitting import TALKS, Room

NORTH = (
    "Ehsanullah Safi",
    "Toryalai Zadran",
    "Gulbuddin Popal",
    "Zmaray Atmar",
    "Esmat Kakar",
    "Palwasha Noori",
)
SOUTH = ("Wali Mangal", "Sher Afgan Barak", "Nematullah Shirzad")


def _lines(names: tuple[str, ...]) -> str:
    return "".join(
        f"{n},{name},Father of {name},{1960 + n},Province {n}\n" for n, name in enumerate(names, 1)
    )


def cleared(room: Room) -> str:
    """Have both sides clear whoever is on both lists (six claimed by the north, three by the south); return the match's id."""
    digests = {}
    for claimant, holder, names in (("north", "south", NORTH), ("south", "north", SOUTH)):
        for side, kind in ((claimant, "claims"), (holder, "holdings")):
            digests[f"{side}-{kind}"] = deposited(room, side, kind, _lines(names))
    for name, digest in digests.items():
        side, _, kind = name.partition("-")
        countersigned(room, side, kind, digest)
    for side in ("north", "south"):
        room[f"{side}-lists"].must("lists.received.1", digests=digests, party=side)
    answer = match_lists(room.app, room["chair"].viewer, "job-of-the-clearing", lambda _: None)
    assert isinstance(answer, Recorded), answer
    table = room.app.tables.get(TALKS)
    match = table.state.lists.match
    assert match is not None
    for side in ("north", "south"):
        room[f"{side}-head"].must("lists.threshold-signed.1", match=match.id, basis_points=5_000, party=side)
    bulk = bulk_list(room.app, table)
    assert bulk is not None
    for side in ("north", "south"):
        room[f"{side}-lists"].must(
            "lists.bulk-confirmed.1",
            match=match.id,
            basis_points=5_000,
            digest=bulk.digest,
            pairs=bulk.pairs,
            party=side,
        )
    return match.id
