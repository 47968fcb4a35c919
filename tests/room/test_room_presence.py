"""Present at the table is a rule over all spaces; who may enter one is asked of the rules."""

from datetime import UTC, datetime

from parley.base import PAGES, By, Now, States
from parley.room import SPACES, Room, at_the_table, every_side_present, may_enter
from parley.talks import DOMAIN, Party, Place, Talks
from parley.talks import acts as talks
from tests.folding import folded

NOON = datetime(2020, 3, 22, 7, 30, tzinfo=UTC)
HOST, SIDE = Party("host", "host"), "side"


def states(*more: tuple[object, str]) -> States:
    seats = [("north-head", "north"), ("south-head", "south")]
    begun = [
        (
            talks.Created(
                (Party("north", SIDE), Party("south", SIDE), HOST),
                (Place("doha", "Asia/Qatar"),),
                ("en",),
                "",
            ),
            "",
        ),
        *((talks.SeatMade(seat, party, "head", "doha", ""), "") for seat, party in seats),
    ]
    state = Talks()
    folded(DOMAIN.fold, state, [*begun, *more])  # type: ignore[list-item]  # acts of all kinds
    return States([state, Room()])


def now(**present: set[str]) -> Now:
    spaces = {name.replace("_", "-"): frozenset(seats) for name, seats in present.items()}
    return Now(NOON, ("north", "south"), ("en",), spaces)


def test_a_side_in_its_caucus_is_present_and_a_side_that_is_nowhere_is_not() -> None:
    here = now(plenary={"south-head"}, caucus_north={"north-head"})
    assert at_the_table(states(), here) == {"north", "south"}
    assert at_the_table(states(), now(plenary={"south-head"})) == {"south"}
    assert at_the_table(states(), now()) == frozenset()


def test_a_side_with_a_page_open_is_present() -> None:
    assert at_the_table(states(), Now(NOON, present={PAGES: frozenset({"north-head"})})) == {"north"}


def test_a_seat_that_nobody_laid_is_nobody() -> None:
    assert at_the_table(states(), now(plenary={"ghost"})) == frozenset()


def test_each_side_that_is_absent_is_named() -> None:
    by = By("north-head", "north", SIDE, "head", "d")
    reasons = list(every_side_present(states(), by, now(plenary={"north-head"})))
    assert [(one.code, one.numbers) for one in reasons] == [("side_absent", {"party": "south"})]


def test_who_may_enter_a_space_is_refused_with_every_reason() -> None:
    by = By("north-head", "north", SIDE, "head", "unknown-device")
    codes = [one.code for one in may_enter("plenary", states(), by, now())]
    assert codes == ["device_revoked", "no_session_open"]
    assert [one.code for one in may_enter("cellar", states(), by, now())] == ["space_unknown"]


def test_there_is_one_list_of_spaces_and_each_has_its_words() -> None:
    from parley.web.room.phrases import HEARERS
    from parley.web.room.phrases import SPACES as NAMES

    assert set(SPACES) == set(NAMES) == set(HEARERS)
