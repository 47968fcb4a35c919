"""Step 1: talks from the file, invitations redeemed, devices vouched for, rosters accepted by both sides."""

from collections.abc import Mapping
from typing import Any

from parley.rehearsal.context import RehearsalContext, together
from parley.rehearsal.reporter import RehearsalFailed
from parley.rehearsal.seat import Seat

VOUCH, ACCEPT = "roster.device-vouched.1", "roster.devices-accepted.1"


async def arrive(context: RehearsalContext, first: Mapping[str, Any]) -> None:
    """Go from one link and code to ten seats whose devices both sides have accepted."""
    scenario, reporter = context.scenario, context.reporter
    house = context.seat("house", str(first["seat"]))
    try:
        await house.redeem(str(first["link"]), str(first["code"]))
        made = await house.command("talks.create", {"toml": scenario.toml})
    finally:
        await house.close()
    reporter.report(f"talks “{scenario.talks}” made from the file by the house's facilitator")
    facilitator = context.seat(scenario.talks, scenario.host.id)
    context.seats[facilitator.id] = facilitator
    invitation = next(one for one in made["invitations"] if one["seat"] == facilitator.id)
    await facilitator.redeem(invitation["link"], invitation["code"])
    await facilitator.sign(
        VOUCH, device=facilitator.device.id
    )  # who has not spoken for themselves lays no seats
    for sitter in scenario.seats:
        context.seats.setdefault(sitter.id, context.seat(scenario.talks, sitter.id))
    await together(
        _invited(facilitator, context.seats[one.id], one.language)
        for one in scenario.seats
        if one.id != facilitator.id
    )
    reporter.report(
        f"{len(context.seats)} invitations redeemed, {len(context.seats)} devices with keys of their own"
    )
    await _vouch(context)
    await _accept(context)
    await _check(context)
    if not context.ends:
        await _invite_people(context)
    reporter.figure(f"{len(context.seats)} seats, {len(scenario.places)} places")


async def _invited(facilitator: Seat, seat: Seat, language: str) -> None:
    invitation = await facilitator.invite(seat.id, language)
    await seat.redeem(invitation["link"], invitation["code"])


async def _vouch(context: RehearsalContext) -> None:
    """Let each party's head compare fingerprints with its people, its own first, and vouch."""
    parties = {sitter.party for sitter in context.scenario.seats}

    async def vouch(party: str) -> None:
        head = context.head(party)
        own = [s.id for s in context.scenario.seats if s.party == party and s.id != head.id]
        first = () if head is context.host else (head.id,)
        for seat in (*first, *own):  # the fingerprint comes from the device itself, not from the server
            await head.sign(VOUCH, device=context.seats[seat].device.id)

    await together(vouch(party) for party in sorted(parties))
    context.reporter.report(
        f"{len(context.seats)} devices vouched for by the heads of {len(parties)} parties"
    )


async def _accept(context: RehearsalContext) -> None:
    """Let each side accept everybody else's devices: exactly those that their heads named."""

    async def accept(side: str) -> int:
        others = [s for s in context.scenario.seats if s.party != side]
        devices = [context.seats[s.id].device.id for s in others]
        await context.head(side).sign(ACCEPT, devices=",".join(devices))
        return len(devices)

    counts = await together(accept(side) for side in context.scenario.sides)
    said = ", ".join(f"{count} by {side}" for side, count in zip(context.scenario.sides, counts, strict=True))
    context.reporter.report(f"rosters accepted: {said}")


async def _invite_people(context: RehearsalContext) -> None:
    """Make a second link for every seat, for a person; the bots hold the seats until the second session opens."""
    for sitter in context.scenario.seats:
        context.links[sitter.id] = await context.host.invite(sitter.id, sitter.language)
    context.reporter.report(
        "and a link for a person to every seat, who can sit down when the second session opens:"
    )
    print_links(context)


def print_links(context: RehearsalContext) -> None:
    """Print each seat's link and code."""
    context.reporter.say()
    for sitter in context.scenario.seats:
        link = context.links[sitter.id]
        context.reporter.say(
            f"     {sitter.person}, {sitter.role.replace('_', ' ')}, {sitter.party}, {context.where(sitter)}"
        )
        context.reporter.say(f"         {context.url}{link['link']}   code {link['code']}")
    context.reporter.say()


async def _check(context: RehearsalContext) -> None:
    """Check the roster that each head verified against the devices of the bots."""
    for side in context.scenario.sides:
        keeper = context.keeper(context.head(side))
        await keeper.follow()
        lacking = [seat.id for seat in context.seats.values() if keeper.admitted(seat.device.id) is None]
        if lacking:
            raise RehearsalFailed(
                f"In the record that {side} verified, these are not admitted: {', '.join(lacking)}."
            )
    context.reporter.report("both heads verified the roster from the signed record: all are admitted")
