"""Attacks on rows: every page, from every seat, while lists are sealed and once they are compared; and the one way to a row."""

import ast
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from parley.app.core.contents import readable
from parley.app.core.model import Recorded, Viewer
from parley.app.lists import reading
from parley.app.lists.files import people_in, table_of
from parley.app.lists.matching import match_lists
from parley.app.lists.queries import desk
from parley.app.plan.planning import plan_release
from parley.app.plan.reading import NOTHING, shown_of
from parley.base import SYSTEM, By
from parley.lists import Lists
from parley.lists.state import KINDS
from parley.plan import Plans
from parley.registry import PAGES, REGISTRY
from parley.web.site import OWN
from tests.sim.outside import countersigned
from tests.sim.test_attacks import intruder
from tests.sim.test_cited_everywhere import unpacked
from tests.sitting import TALKS, Room, Seat, opened
from tests.web.clearing import cleared
from tests.web.serving import Served

SIDES = ("north", "south")
SEATS = ("chair", "north-head", "north-lists", "south-head", "south-lists", "neutral-head")
SOURCE = Path(__file__).parents[2] / "src/parley"
HEADINGS = "number,name,father's name,year of birth,province,place of detention,health,register number\n"
ONLY = ("Zmaray Atmar", "Esmat Kakar")  # on one list alone: no candidate of anybody
BOTH = ("Toryalai Zadran", "Gulbuddin Popal")
STREAM = "/live"  # has no end; what it sends are numbers of entries


@dataclass(slots=True)
class Laid:
    """A table with four lists; ``words``: what stands in one list alone, by (side, kind), and is restricted or a name."""

    room: Room
    digests: dict[tuple[str, str], str] = field(default_factory=dict)
    restricted: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)


def handed_over(room: Room) -> Laid:
    """Hand over four lists, each with a person on no other list, and what is restricted of each person."""
    laid = Laid(room)
    for n, (side, kind) in enumerate(itertools.product(SIDES, KINDS)):
        mark = f"{side}{kind}"
        people = [*BOTH, f"Only{mark} {ONLY[n % 2]}"]
        rows = "".join(
            f"{i},{name},Father of {name},{1960 + i},Khost,Prison{mark}{i},Illness{mark}{i},Reg{mark}{i}\n"
            for i, name in enumerate(people, 1)
        )
        data = (HEADINGS + rows).encode()
        officer = room[f"{side}-lists"]
        digest = officer.content(data, kind, "text/csv")
        said = {"deposit": f"{side}-{kind}", "list": kind, "party": side, "digest": digest}
        officer.must("lists.deposited.1", size=len(data), rows=len(people), **said)
        laid.digests[side, kind] = digest
        laid.names[side, kind] = f"Only{mark}"
        laid.restricted[side, kind] = [f"{word}{mark}" for word in ("Prison", "Illness", "Reg")]
    return laid


def received(laid: Laid) -> None:
    """Open the lists."""
    room = laid.room
    for (side, kind), digest in laid.digests.items():
        countersigned(room, side, kind, digest)
    digests = {f"{side}-{kind}": digest for (side, kind), digest in laid.digests.items()}
    for side in SIDES:
        room[f"{side}-lists"].must("lists.received.1", digests=digests, party=side)


def compared(laid: Laid) -> None:
    """Open the lists and compare them."""
    received(laid)
    room = laid.room
    answer = match_lists(room.app, room["chair"].viewer, "job-of-the-rows", lambda _: None)
    assert isinstance(answer, Recorded), answer


def addresses(laid: Laid) -> Iterator[str]:
    """Yield every address under a seat that answers GET, for every value that its path can have here."""
    match = laid.room.app.talks.get(TALKS).of(Lists).match
    contents = [*laid.digests.values(), *([match.digest] if match else [])]
    values = {
        "list": KINDS,
        "digest": contents,
        "compartment": ("table", "side-north", "side-south", "host", "neutral"),
        "kind": [kind.kind for kind in REGISTRY.kinds.values() if kind.binding],
        "file": ("plan", "problem"),
        "number": ("0",),
        "job": ("job-of-the-rows",),
        "clause": ("1",),
        "question": ("title", "people", "check"),
    }
    for page in (*OWN, *(one for domain in PAGES for one in domain.pages)):
        if page.method != "GET" or page.path == STREAM:
            continue
        named = [part.strip("{}") for part in page.path.split("/") if part.startswith("{")]
        for chosen in itertools.product(*(values[name] for name in named)):
            path = page.path.strip("/").format(**dict(zip(named, chosen, strict=True)))
            yield from (path + query for query in queries_of(laid, path))


def queries_of(laid: Laid, path: str) -> Iterator[str]:
    """Yield the queries with which a page is asked, that of another's list among them."""
    yield ""
    if path.startswith("lists"):
        yield from (f"?of={side}&q={word}" for side in SIDES for word in ("", "only", "illness"))
        yield from (f"?after={side}.2.2" for side in SIDES)
    if path.startswith("sheet/lists"):
        yield from (
            f"?list={kind}&digest={digest}&deposit={side}-{kind}&basis_points=9000"
            for (side, kind), digest in laid.digests.items()
        )


def seen_by(served: Served, seat: str, laid: Laid) -> str:
    """Return all that a seat is sent, as page and as JSON."""
    browser = served.as_seat(seat)
    found = []
    for path in addresses(laid):
        for accept in ("text/html", "application/json"):
            answer = browser.get(path, headers={"accept": accept})
            assert answer.status_code < 500, (seat, path)
            found.append(unpacked(answer.content))
    return " ".join(found)


@pytest.fixture(scope="module")
def sealed() -> Laid:
    return handed_over(opened())


@pytest.fixture(scope="module")
def matched() -> Laid:
    laid = handed_over(opened())
    compared(laid)
    return laid


@pytest.mark.parametrize("seat", SEATS)
def test_no_page_shows_a_row_of_another_sides_sealed_list(sealed: Laid, seat: str) -> None:
    party, shown = sealed.room[seat].party, seen_by(Served(sealed.room), seat, sealed)
    for (side, kind), name in sealed.names.items():
        if side != party:
            assert name not in shown, (seat, kind)
            assert not [word for word in sealed.restricted[side, kind] if word in shown], (seat, kind)
        else:  # the words would be found if they were there
            assert [word for word in (name, *sealed.restricted[side, kind]) if word not in shown] == []


@pytest.mark.parametrize("seat", SEATS)
def test_no_page_shows_what_is_restricted_of_another_sides_holdings_once_lists_are_compared(
    matched: Laid, seat: str
) -> None:
    """The illness, the prison and the number of a person held; nor a person whom no claim may mean. Claims are open by then."""
    party, shown = matched.room[seat].party, seen_by(Served(matched.room), seat, matched)
    for side in SIDES:
        if side != party:
            words = [matched.names[side, "holdings"], *matched.restricted[side, "holdings"]]
            assert not [word for word in words if word in shown], (seat, side)
        if party not in SIDES:
            assert matched.names[side, "claims"] not in shown


@pytest.mark.parametrize("stage", ["sealed", "matched"])
def test_a_device_that_is_not_admitted_is_shown_no_row(stage: str) -> None:
    laid = handed_over(opened())
    if stage == "matched":
        compared(laid)
    laid.room.seats["north-head"] = intruder(laid.room)
    shown = seen_by(Served(laid.room), "north-head", laid)
    words = [*laid.names.values(), *BOTH, *itertools.chain(*laid.restricted.values())]
    assert not [word for word in words if word in shown]


def viewers(room: Room) -> dict[str, Viewer]:
    """Return every seat, a device that nobody vouched for, and a seat of other talks by the same name."""
    false: Seat = intruder(room)
    found = {seat: room[seat].viewer for seat in SEATS}
    ghost = By("ghost", "north", "side", "head", "0" * 64)
    return found | {"not admitted": false.viewer, "unknown": Viewer(TALKS, ghost)}


@pytest.mark.parametrize("stage", ["sealed", "matched"])
def test_rows_are_nothing_to_who_may_not_read_their_file(stage: str) -> None:
    laid = handed_over(opened())
    if stage == "matched":
        compared(laid)
    app, state = laid.room.app, laid.room.app.talks.get(TALKS)
    for name, viewer in viewers(laid.room).items():
        for (side, kind), digest in laid.digests.items():
            sides = SIDES if stage == "matched" and kind == "claims" else (side,)
            may = name in laid.room.seats and viewer.party in sides
            assert readable(app, viewer, state, digest) == may, (name, side, kind)
            assert bool(reading.rows_of(app, viewer.by, state, side, kind)) == may, (name, side, kind)
            assert bool(people_in(app, viewer.by, state, digest)) == may
            assert (table_of(app, viewer.by, state, digest) is not None) == may
    assert len(reading.rows_of(app, SYSTEM, state, "north", "holdings")) == 3


@pytest.fixture(scope="module")
def everybody(matched: Laid) -> dict[str, Viewer]:
    return viewers(matched.room)


def test_pairs_are_nothing_to_who_has_no_candidates_and_carry_nothing_restricted(
    matched: Laid, everybody: dict[str, Viewer]
) -> None:
    app, state = matched.room.app, matched.room.app.talks.get(TALKS)
    pair = next(iter(reading.pairs_of(app, SYSTEM, state).values()))[0]
    for name, viewer in everybody.items():
        may = name in matched.room.seats and viewer.party in SIDES
        assert bool(reading.pairs_of(app, viewer.by, state)) == may, name
        assert bool(reading.parts_of(app, viewer.by, state, pair)) == may, name
        claim, held = reading.candidate_rows(app, viewer.by, state, pair)
        assert (bool(claim), bool(held)) == (may, may), name
        assert not [word for word in ("Prison", "Illness", "Reg") if word in f"{claim}{held}"]


def test_who_has_no_candidates_is_shown_no_pair_by_the_desk_itself(
    matched: Laid, everybody: dict[str, Viewer]
) -> None:
    for name, viewer in everybody.items():
        found = desk(matched.room.app, viewer)
        assert found is not None
        if name not in matched.room.seats or viewer.party not in SIDES:
            assert found.pair is None, name


def test_a_plan_is_nothing_to_a_device_that_is_not_admitted() -> None:
    room = opened()
    cleared(room)
    assert isinstance(
        plan_release(room.app, room["chair"].viewer, "job-of-the-rows", lambda _: None), Recorded
    )
    state = room.app.talks.get(TALKS)
    proposed = state.of(Plans).current()
    assert proposed is not None
    for name, viewer in viewers(room).items():
        shown = shown_of(room.app, viewer.by, state, proposed.act.digest)
        assert (shown is not NOTHING) == (name in room.seats), name


READS = {"parsed", "table_of", "people_in", "rows_of", "pairs_of", "parts_of", "candidate_rows", "shown_of", "read", "cited"}  # fmt: skip
MACHINE = {  # what works things out of contents; what of it a seat is shown, is asked of access again
    "app/lists/reading.py": "standings, counts, sure pairs, and the rows of candidates that a seat may have",
    "app/lists/matching.py": "the comparison",
    "app/plan/problem.py": "the plan's problem, and who stands in the way of it",
    "app/plan/facts.py": "whether a plan that is being proposed keeps who is announced",
    "app/plan/contents.py": "which files a plan names, which says who may read them",
}


def read_by_the_machine(source: str) -> list[str]:
    """Return the calls that read what is made of contents in the machine's own name."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in READS
        and any("SYSTEM" in ast.unparse(one) for one in node.args)
    ]


def test_no_other_code_reads_contents_in_the_machines_name() -> None:
    reading_as = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if read_by_the_machine(path.read_text("utf-8"))
    }
    assert reading_as == MACHINE.keys()
    assert read_by_the_machine("rows_of(app, SYSTEM, state, 'north', 'claims')") != []


def test_what_was_made_of_contents_is_held_where_access_is_asked_and_nowhere_else() -> None:
    holding = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if any(
            isinstance(node, ast.Attribute) and node.attr == "parsed"
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
        )
    }
    assert holding == {"app/core/contents.py", "app/core/model.py"}  # the latter forgets what was erased
