"""Step 1: talks from the file, invitations redeemed, devices vouched for, rosters accepted by both sides."""

from collections.abc import Mapping
from typing import Any

from parley.rehearsal.seat import Seat
from parley.rehearsal.table import Table, together
from parley.rehearsal.told import Wanting

VOUCH, ACCEPT = "roster.device-vouched.1", "roster.devices-accepted.1"


async def arrive(table: Table, first: Mapping[str, Any]) -> None:
    """Go from one link and code to ten seats whose devices both sides have accepted."""
    scenario, told = table.scenario, table.told
    house = table.seat("house", str(first["seat"]))
    try:
        await house.redeem(str(first["link"]), str(first["code"]))
        made = await house.command("talks.create", {"toml": scenario.toml})
    finally:
        await house.close()
    told.did(f"talks “{scenario.talks}” made from the file by the house's facilitator")
    chair = table.seat(scenario.talks, scenario.host.id)
    table.seats[chair.id] = chair
    invitation = next(one for one in made["invitations"] if one["seat"] == chair.id)
    await chair.redeem(invitation["link"], invitation["code"])
    for sitter in scenario.seats:
        table.seats.setdefault(sitter.id, table.seat(scenario.talks, sitter.id))
    await together(
        _invited(chair, table.seats[one.id], one.language) for one in scenario.seats if one.id != chair.id
    )
    told.did(f"{len(table.seats)} invitations redeemed, {len(table.seats)} devices with keys of their own")
    await _vouch(table)
    await _accept(table)
    await _check(table)
    if not table.ends:
        await _invite_people(table)
    told.figure(f"{len(table.seats)} seats, {len(scenario.places)} places")


async def _invited(chair: Seat, seat: Seat, language: str) -> None:
    invitation = await chair.invite(seat.id, language)
    await seat.redeem(invitation["link"], invitation["code"])


async def _vouch(table: Table) -> None:
    """Let each party's head compare fingerprints with its people, its own first, and vouch."""
    parties = {sitter.party for sitter in table.scenario.seats}

    async def vouch(party: str) -> None:
        head = table.head(party)
        own = [s.id for s in table.scenario.seats if s.party == party and s.id != head.id]
        for seat in (head.id, *own):  # the fingerprint comes from the device itself, not from the server
            await head.sign(VOUCH, device=table.seats[seat].device.id)

    await together(vouch(party) for party in sorted(parties))
    table.told.did(f"{len(table.seats)} devices vouched for by the heads of {len(parties)} parties")


async def _accept(table: Table) -> None:
    """Let each side accept everybody else's devices: exactly those that their heads named."""

    async def accept(side: str) -> int:
        others = [s for s in table.scenario.seats if s.party != side]
        devices = [table.seats[s.id].device.id for s in others]
        await table.head(side).sign(ACCEPT, devices=",".join(devices))
        return len(devices)

    counts = await together(accept(side) for side in table.scenario.sides)
    said = ", ".join(f"{count} by {side}" for side, count in zip(table.scenario.sides, counts, strict=True))
    table.told.did(f"rosters accepted: {said}")


async def _invite_people(table: Table) -> None:
    """Make a second link for every seat, for a person; the bots hold the seats until the second session opens."""
    for sitter in table.scenario.seats:
        table.links[sitter.id] = await table.host.invite(sitter.id, sitter.language)
    table.told.did("and a link for a person to every seat, who can sit down when the second session opens:")
    tell_links(table)


def tell_links(table: Table) -> None:
    """Print each seat's link and code."""
    table.told.say()
    for sitter in table.scenario.seats:
        link = table.links[sitter.id]
        table.told.say(
            f"     {sitter.person}, {sitter.role.replace('_', ' ')}, {sitter.party}, {table.where(sitter)}"
        )
        table.told.say(f"         {table.url}{link['link']}   code {link['code']}")
    table.told.say()


async def _check(table: Table) -> None:
    """Hold the roster that each head verified for itself against the devices that really sit here."""
    for side in table.scenario.sides:
        keeper = table.keeper(table.head(side))
        await keeper.follow()
        lacking = [seat.id for seat in table.seats.values() if keeper.admitted(seat.device.id) is None]
        if lacking:
            raise Wanting(
                f"In the record that {side} verified, these are not admitted: {', '.join(lacking)}."
            )
    table.told.did("both heads verified the roster from the signed record: all are admitted")
