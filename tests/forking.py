"""A host that writes its record anew: entries changed in the store, procedure signed again by the server's own key."""

import json
from collections.abc import Callable
from typing import Any

from parley.app.core.states import AllTalks
from parley.record import procedural_entry
from parley.registry import REGISTRY
from parley.store.memory import MemoryJournal
from tests.sitting import TALKS, Room

Entry = dict[str, Any]


def rewritten(room: Room, change: Callable[[list[Entry]], list[Entry]]) -> None:
    """Put another record of the table in the place of this one, and start anew from it; binding acts stay as they were."""
    journal = room.store.journal
    assert isinstance(journal, MemoryJournal)
    entries = journal._entries[TALKS, "table"]
    made = [_signed(room, seq, one) for seq, one in enumerate(change([json.loads(raw) for raw in entries]))]
    entries[:] = made
    restarted(room)


def restarted(room: Room) -> None:
    """Fold everything anew, as a server does that was started again."""
    room.app.talks = AllTalks(room.store.journal, REGISTRY.folds)


def without_sides(entries: list[Entry]) -> list[Entry]:
    """Make nobody a side: then nobody has to accept a device."""
    for one in entries:
        if one["kind"] == "talks.created.1":
            for party in one["body"]["parties"]:
                party["kind"] = "neutral" if party["kind"] == "side" else party["kind"]
    return entries


def _signed(room: Room, seq: int, entry: Entry) -> bytes:
    if entry["class"] == "binding":
        return json.dumps(
            entry | {"seq": seq}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()
    fields = {
        name: entry[name]
        for name in ("at", "body", "command", "compartment", "device", "kind", "seat", "talks")
    }
    return procedural_entry(seq=seq, sign=room.app.signer.sign, **fields)
