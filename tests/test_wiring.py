"""An installation opened anew: what its record says is so again."""

from pathlib import Path
from typing import Any

import pytest

from parley import settings as chosen
from parley import wiring
from parley.app.core.contents import keep
from parley.app.core.model import HOUSE, Limits, Viewer
from parley.app.core.ports import ReadOnly
from parley.app.talks import house
from parley.base import By
from parley.cli.host import invite
from parley.settings import Settings
from parley.talks import Talks
from parley.talks.acts import ContentErased, SeatInvited, SeatMade
from tests import queries
from tests.sitting import sit

FACILITATOR = Viewer(HOUSE, By("facilitator-1", "host", "host", "facilitator", "device"))


class Killed(BaseException):
    """The process ends here."""


class KilledBefore:
    """Contents at which the process is killed when one is to be erased."""

    def __init__(self, blobs: Any) -> None:
        self._blobs = blobs

    def __getattr__(self, name: str) -> Any:
        if name == "erase":
            raise Killed
        return getattr(self._blobs, name)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return chosen.load({"data": str(tmp_path / "data")})


def test_what_the_record_calls_erased_is_destroyed_at_the_next_start(settings: Settings) -> None:
    """The process dies between the entry and the erasing: what a copy brought back would stand there the same way."""
    with wiring.opened(settings) as parley:
        link = house.begin(parley.app)
        assert link is not None
        facilitator = sit(parley.app, link)
        facilitator.must("roster.device-vouched.1", device=facilitator.device, party="host")
        digest = keep(parley.app, HOUSE, "secret", "person", b"a name that is to go", "text/plain")
        parley.app.blobs = KilledBefore(parley.app.blobs)
        with pytest.raises(Killed):
            facilitator.must(ContentErased.KIND, digest=digest, order="facilitator-1")
    with wiring.opened(settings) as parley:
        assert parley.app.blobs.get(HOUSE, digest) is None
        assert parley.app.talks.get(HOUSE).of(Talks).erased == {digest: "facilitator-1"}


def test_what_a_seat_may_bring_is_as_the_operator_chose_or_generous(settings: Settings) -> None:
    chosen_less = chosen.load(
        {"data": str(settings.data)},
        environment={
            "PARLEY_SEAT_MEGABYTES": "30",
            "PARLEY_PARTY_MEGABYTES": "90",
            "PARLEY_ACTS_MEGABYTES": "2",
        },
    )
    for each, limits in (
        (settings, Limits()),
        (chosen_less, Limits(seat=30_000_000, party=90_000_000, acts=2_000_000)),
    ):
        with wiring.opened(each) as parley:
            assert parley.app.limits == limits


def test_another_facilitator_is_invited_on_the_record(settings: Settings) -> None:
    with wiring.opened(settings) as parley:
        house.begin(parley.app)
        link = invite(parley, "Somebody else", "ps")
        log = parley.app.talks.get(HOUSE).log
        assert [one.act.seat for one in log["table"] if isinstance(one.act, SeatMade)] == [
            "facilitator-1",
            "facilitator-2",
        ]
        assert (link.seat, link.number) in [
            (one.act.seat, one.act.number) for one in log["host"] if isinstance(one.act, SeatInvited)
        ]
        page = queries.host(parley.app, FACILITATOR)
        assert link.number in {row.number for row in page.invitations}


def test_while_a_server_runs_another_process_is_refused_and_may_only_read(settings: Settings) -> None:
    with wiring.opened(settings) as server:
        house.begin(server.app)
        with pytest.raises(wiring.StoreError, match="it is held by process"), wiring.opened(settings):
            pass
        with wiring.reading(settings) as other:
            assert other.app.talks.get(HOUSE).size("table") == server.app.talks.get(HOUSE).size("table")
            with pytest.raises(ReadOnly):
                invite(other, "Somebody else", "en")
