"""Step 7: a second session stays open; a person who redeems the link of a seat takes it over from its bot."""

import asyncio
from contextlib import suppress

import httpx

from parley.record import Roster
from parley.rehearsal.context import RehearsalContext
from parley.rehearsal.reporter import RehearsalFailed
from parley.rehearsal.seat import Refused, Seat
from parley.rehearsal.steps.arrive import ACCEPT, VOUCH, print_links
from parley.rehearsal.steps.sit import show, speak_in_turn

LOOKS_EVERY = 1.0  # seconds


async def carry_on(context: RehearsalContext) -> None:
    """Open the second session, print the link and code of every seat, and give seats to people, without end."""
    await context.host.command("talks.session-opened.1", {"session": "session-2"})
    context.reporter.say(
        "\n  The second session is open and stays so. To take a seat over, open its link and type its code:"
    )
    print_links(context)
    context.reporter.say("  Ctrl-C ends it.")
    show(context, 5)
    talking = asyncio.create_task(speak_in_turn(context))
    try:
        await _give_seats_up(context)
    finally:
        talking.cancel()


async def _give_seats_up(context: RehearsalContext) -> None:
    ours = {seat.device.id for seat in context.seats.values()}
    taken: set[str] = set()
    while True:
        watch = next((context.seats[s] for s in context.seats if s not in taken), None)
        if watch is None:
            context.reporter.say("  Every seat has a person now.")
            await asyncio.Event().wait()
            return
        with suppress(httpx.HTTPError, RehearsalFailed, Refused):
            keeper = context.keeper(watch)
            await keeper.follow()
            for device in [
                d for d in keeper.roster.devices.values() if d.id not in ours and d.revoked is None
            ]:
                await _let_in(context, keeper.roster, device.id, taken)
                if device.seat not in taken and await _admitted(context, watch, device.id):
                    taken.add(device.seat)
                    await context.release_seat(device.seat)
                    context.reporter.say(
                        f"  {device.seat}: its person has sat down, its bot has stepped aside."
                    )
        await asyncio.sleep(LOOKS_EVERY)


async def _admitted(context: RehearsalContext, watch: Seat, device: str) -> bool:
    keeper = context.keeper(watch)
    await keeper.follow()
    return keeper.admitted(device) is not None


async def _let_in(context: RehearsalContext, roster: Roster, device: str, taken: set[str]) -> None:
    """Vouch for a newcomer by its head's bot, and accept it by each other side's: where bots still sit."""
    known = roster.devices[device]
    head = context.head(known.party)
    if not known.vouched and head.id not in taken:
        await head.sign(VOUCH, device=device)
        context.reporter.say(f"  {known.seat}: a device has come; {head.id} vouched for it ({device[:8]}…).")
    elif known.vouched:
        for side in context.scenario.sides:
            accepts = context.head(side)
            if side != known.party and side not in known.accepted and accepts.id not in taken:
                await accepts.sign(ACCEPT, devices=device)
