"""Step 7: a second session stays open; whoever redeems a seat's link takes it over from its bot."""

import asyncio
from contextlib import suppress

import httpx

from parley.record import Roster
from parley.rehearsal.seat import Refused, Seat
from parley.rehearsal.steps.arrive import ACCEPT, VOUCH, tell_links
from parley.rehearsal.steps.sit import show, speak_in_turn
from parley.rehearsal.table import Table
from parley.rehearsal.told import Wanting

LOOKS_EVERY = 1.0  # seconds


async def carry_on(table: Table) -> None:
    """Open the second session, print every seat's link and code, and give seats up to people, for ever."""
    await table.host.command("talks.session-opened.1", {"session": "session-2"})
    table.told.say(
        "\n  The second session is open and stays so. To take a seat over, open its link and type its code:"
    )
    tell_links(table)
    table.told.say("  Ctrl-C ends it.")
    show(table, 5)
    talking = asyncio.create_task(speak_in_turn(table))
    try:
        await _give_seats_up(table)
    finally:
        talking.cancel()


async def _give_seats_up(table: Table) -> None:
    ours = {seat.device.id for seat in table.seats.values()}
    taken: set[str] = set()
    while True:
        watch = next((table.seats[s] for s in table.seats if s not in taken), None)
        if watch is None:
            table.told.say("  Every seat has a person now.")
            await asyncio.Event().wait()
            return
        with suppress(httpx.HTTPError, Wanting, Refused):
            keeper = table.keeper(watch)
            await keeper.follow()
            for device in [
                d for d in keeper.roster.devices.values() if d.id not in ours and d.revoked is None
            ]:
                await _let_in(table, keeper.roster, device.id, taken)
                if device.seat not in taken and await _admitted(table, watch, device.id):
                    taken.add(device.seat)
                    await table.step_aside(device.seat)
                    table.told.say(f"  {device.seat}: its person has sat down, its bot has stepped aside.")
        await asyncio.sleep(LOOKS_EVERY)


async def _admitted(table: Table, watch: Seat, device: str) -> bool:
    keeper = table.keeper(watch)
    await keeper.follow()
    return keeper.admitted(device) is not None


async def _let_in(table: Table, roster: Roster, device: str, taken: set[str]) -> None:
    """Vouch for a newcomer by its head's bot, and accept it by each other side's: where bots still sit."""
    known = roster.devices[device]
    head = table.head(known.party)
    if not known.vouched and head.id not in taken:
        await head.sign(VOUCH, device=device)
        table.told.say(f"  {known.seat}: a device has come; {head.id} vouched for it ({device[:8]}…).")
    elif known.vouched:
        for side in table.scenario.sides:
            accepts = table.head(side)
            if side != known.party and side not in known.accepted and accepts.id not in taken:
                await accepts.sign(ACCEPT, devices=device)
