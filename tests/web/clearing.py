"""Lists in memory gone all the way: handed over, compared, confirmed in bulk; and talks that name other ways to plan."""

import secrets
from collections.abc import Callable

from parley.app.core.model import Recorded
from parley.app.lists.matching import match_lists
from parley.app.lists.reading import bulk_list
from parley.app.plan.announcing import to_announce
from parley.app.plan.planning import plan_release
from parley.base import to_body
from parley.lists import Lists
from parley.plan import Plans
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
REASON = "the road is closed"
SOUTH = ("Wali Mangal", "Sher Afgan Barak", "Nematullah Shirzad")


def _lines(names: tuple[str, ...]) -> str:
    return "".join(
        f"{n},{name},Father of {name},{1960 + n},Province {n}\n" for n, name in enumerate(names, 1)
    )


def nothing(room: Room) -> object:
    return None


def matched(room: Room, after: Callable[[Room], object] = nothing) -> str:
    """Have both sides hand over their lists (six claimed by the north, three by the south) and compare them; return the match's id.

    ``after`` is called after each step.
    """
    digests = {}
    for claimant, holder, names in (("north", "south", NORTH), ("south", "north", SOUTH)):
        for side, kind in ((claimant, "claims"), (holder, "holdings")):
            digests[f"{side}-{kind}"] = deposited(room, side, kind, _lines(names))
            after(room)
    for name, digest in digests.items():
        side, _, kind = name.partition("-")
        countersigned(room, side, kind, digest)
        after(room)
    for side in ("north", "south"):
        room[f"{side}-lists"].must("lists.received.1", digests=digests, party=side)
        after(room)
    answer = match_lists(room.app, room["chair"].viewer, "job-of-the-clearing", lambda _: None)
    assert isinstance(answer, Recorded), answer
    table = room.app.talks.get(TALKS)
    match = table.of(Lists).match
    assert match is not None
    after(room)
    return match.id


def cleared(room: Room, after: Callable[[Room], object] = nothing) -> str:
    """Have both sides clear whoever is on both lists; return the match's id. ``after`` is called after each step."""
    match = matched(room, after)
    table = room.app.talks.get(TALKS)
    for side in ("north", "south"):
        room[f"{side}-head"].must("lists.threshold-signed.1", match=match, basis_points=5_000, party=side)
        after(room)
    bulk = bulk_list(room.app, table)
    assert bulk.digest
    for side in ("north", "south"):
        room[f"{side}-lists"].must(
            "lists.bulk-confirmed.1",
            match=match,
            basis_points=5_000,
            digest=bulk.digest,
            pairs=bulk.pairs,
            party=side,
        )
        after(room)
    return match


def planned(room: Room) -> None:
    """Have a plan worked out, and both heads accept it."""
    answer = plan_release(room.app, room["chair"].viewer, f"job-{secrets.token_hex(4)}", lambda _: None)
    assert isinstance(answer, Recorded), answer
    in_force(room)


def in_force(room: Room) -> None:
    """Have both heads accept the plan on the table."""
    current = room.app.talks.get(TALKS).of(Plans).current()
    assert current is not None
    said = {"plan": current.act.plan, "problem": current.act.problem, "digest": current.act.digest}
    for side in ("north", "south"):
        room[f"{side}-head"].must("plan.accepted.1", party=side, **said)


def announced(room: Room) -> None:
    """Have the next batch announced of the plan in force; of a first one, if there is none."""
    chair, state = room["chair"], room.app.talks.get(TALKS)
    if state.of(Plans).in_force(("north", "south")) is None:
        planned(room)
    act = to_announce(room.app, chair.viewer, state)
    assert act is not None
    chair.must(act.KIND, **to_body(act))


def out(
    room: Room, claimant: str, claim: int, *, later: bool = True, batch: int = 0, by: str = "chair"
) -> str:
    """Have somebody taken out of an announced batch; return the digest of the reason."""
    seat = room[by]
    reason = seat.content(f"Row {claim} cannot go: {REASON}".encode(), "taken-out")
    said = {"batch": batch, "claimant": claimant, "claim": claim, "later": later, "reason": reason}
    seat.must("plan.person-taken-out.1", party=seat.party, **said)
    return reason
