"""The one write path: may they, is it allowed, append, then tell.

Everything binding and everything procedural goes through ``perform``. A refused command writes nothing. The same id with the same
bytes gets the first answer again. What was recorded is told after commit. What must be done because of it (erase, put out of the
room) stands in an outbox until it is, so that a crash repeats it and never loses it; an open page is told from memory: one whose
stream broke is told on its next how long the record is.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from parley.app import access
from parley.app.catalog import CATALOG, act_of
from parley.app.facts import Facts, facts, read_ahead
from parley.app.model import App, Command, Recorded, Viewer
from parley.app.ports import CommandKey, Conflict, Message, Pending, Reused
from parley.app.rules import ruled
from parley.app.tables import Table
from parley.base import Act, By, Now, Refused, reason, to_body
from parley.record import (
    Tree,
    b64u,
    binding_entry,
    binding_statement,
    canonical,
    procedural_entry,
    signature_holds,
    unb64u,
)
from parley.room.acts import SeatRemoved
from parley.talks.acts import ContentErased, DeviceRevoked, ServerKeyed

LONGEST = 64_000  # bytes of a command: an entry is under 64 KiB, and what it says besides takes less than a thousand
TRIES = 8  # conflicts with other writers before giving up


@dataclass(frozen=True, slots=True)
class Signed:
    """An act with what makes it an entry: its compartment, and the device's signature if it binds."""

    act: Act
    compartment: str
    signature: bytes | None = None


def perform(app: App, by: Viewer, command: Command) -> Recorded | Refused:
    """Record what ``command`` proposes, or return every reason why not.

    Raises: ReadOnly if the store takes no writes; nothing was recorded then.
    """
    act = act_of(command.kind, command.fields)
    if isinstance(act, Refused):
        return act
    if CATALOG[act.KIND].machine:
        return Refused((reason("only_by_the_machine"),))
    if not _usable_id(command.id):
        return Refused((reason("command_id_malformed"),))
    table = app.tables.get(by.talks)
    read_ahead(app, table, act)
    holds = _signature_holds(
        table, by.by, act, command
    )  # here, so that nobody waits for it: keys never change
    with table.lock:
        return record(app, table, by.by, act, command, holds=holds)


def record(
    app: App,
    table: Table,
    by: By,
    act: Act,
    command: Command,
    known: Facts | None = None,
    *,
    holds: bool = False,
) -> Recorded | Refused:
    """Decide and append under the table's lock, again if another process appended first.

    ``known``: facts that the caller has established itself; read from the contents if None. ``holds``: whether the
    device's signature does, for a binding act.
    """
    said = canonical({"kind": command.kind, "fields": dict(command.fields)})
    if len(said) > LONGEST:
        return Refused((reason("field_wrong_type", path=".", expected=f"at most {LONGEST} bytes"),))
    key = CommandKey(by.seat, command.id, hashlib.sha256(said).hexdigest())
    known = facts(app, table, act) if known is None else known  # read once: files do not change
    for _ in range(TRIES):
        try:
            answered = app.journal.answered(table.id, key)
            if answered is not None:
                return Recorded.from_bytes(answered)
            decided = decide(app, table, by, act, command, known, holds=holds)
            if isinstance(decided, Refused):
                return decided
            return append(app, table, by, decided, key)
        except Reused:
            return Refused((reason("command_id_reused"),))
        except Conflict:
            app.tables.catch_up(table)
    return Refused((reason("too_busy"),))


def decide(
    app: App, table: Table, by: By, act: Act, command: Command, known: Facts, *, holds: bool = False
) -> tuple[Signed, ...] | Refused:
    """Return the acts to record, or every reason of access, of the rules and of the signature together."""
    kind = CATALOG[act.KIND]
    state = table.state
    seats = app.present(table.id)
    present = frozenset(state.talks.seats[seat].party for seat in seats if seat in state.talks.seats)
    reasons = list(access.may(by, kind, state, present))
    now = Now(app.clock.acts(), present, known)
    decided = ruled(state, act, by, now)
    if isinstance(decided, Refused):
        reasons.extend(decided.reasons)
    if kind.binding and not holds:
        reasons.append(reason("signature_does_not_hold"))
    if reasons or isinstance(decided, Refused):
        return Refused(tuple(reasons))
    signature = command.signature if kind.binding else None
    first, *rest = decided
    return (
        Signed(first, _compartment(by, first), signature),
        *(Signed(one, CATALOG[one.KIND].compartment) for one in rest),
    )


def _compartment(by: By, act: Act) -> str:
    kind = CATALOG[act.KIND]
    return access.own_compartment(by) if kind.compartment == "own" else kind.compartment


def _signature_holds(table: Table, by: By, act: Act, command: Command) -> bool:
    device = table.state.talks.devices.get(by.device)
    if device is None or command.signature is None or device.seat != by.seat:
        return False
    said = act.KIND, to_body(act), command.id, by.seat
    statement = binding_statement(table.id, _compartment(by, act), *said)
    return signature_holds(unb64u(device.ed25519), command.signature, statement)


def append(
    app: App,
    table: Table,
    by: By,
    signed: Sequence[Signed],
    key: CommandKey | None,
) -> Recorded:
    """Append acts that were decided, in one transaction, fold them, and tell. Hold the table's lock.

    Raises: Conflict if another process appended first; ReadOnly; Reused.
    """
    by_compartment: dict[str, list[Signed]] = {}
    for one in signed:
        by_compartment.setdefault(one.compartment, []).append(one)
    command = key.command if key else ""
    pending = [_pending(app, table, name, acts, by, command) for name, acts in by_compartment.items()]
    places = tuple(
        (part.compartment, part.seq + i + len(part.entries) - len(acts), one.act.KIND)
        for part, acts in zip(pending, by_compartment.values(), strict=True)
        for i, one in enumerate(acts)
    )
    recorded = Recorded(places)
    owed = [message for one in signed if (message := _owed(one.act))]
    try:
        app.journal.append(table.id, pending, key, recorded.to_bytes(), owed)
    except BaseException:
        for part in pending:  # the trees were ahead of the journal
            table.regrow(part.compartment, part.seq, app.journal)
        raise
    for part in pending:
        table.take(part.compartment, list(part.entries))
    for c, s, k in places:
        _say(app, table.id, Message("live", {"compartment": c, "seq": s, "kind": k}))
    if owed or app.owing:
        app.owing = True  # until all of it is done: what fails here is done after the next act
        settle(app)
    return recorded


def _owed(act: Act) -> Message | None:
    """Return what must be done because of an act, once it is recorded."""
    match act:
        case ContentErased():
            return Message("erase", {"digest": act.digest})
        case SeatRemoved():
            return Message("remove", {"seat": act.seat})
        case DeviceRevoked():
            return Message("revoked", {"device": act.device})
    return None


def _pending(
    app: App, table: Table, compartment: str, acts: Sequence[Signed], by: By, command: str
) -> Pending:
    """Return canonical entries, their hashes in the tree already; a new compartment begins with the server's key."""
    start = table.size(compartment)
    if start == 0:
        acts = [Signed(ServerKeyed(b64u(app.signer.public)), compartment), *acts]
    at = app.clock.acts().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    entries = []
    for offset, one in enumerate(acts):
        common = {"talks": table.id, "compartment": compartment, "seq": start + offset, "at": at}
        common |= {"kind": one.act.KIND, "body": to_body(one.act), "command": command}
        who = ("", "") if isinstance(one.act, ServerKeyed) else (by.seat, by.device)
        common |= {"seat": who[0], "device": who[1]}
        if one.signature is not None:
            entries.append(binding_entry(**common, signature=one.signature))  # type: ignore[arg-type]
        else:
            entries.append(procedural_entry(**common, sign=app.signer.sign))  # type: ignore[arg-type]
    tree = table.trees.setdefault(compartment, Tree())
    for entry in entries:
        tree.append(entry)
    return Pending(compartment, start, tuple(entries))


def settle(app: App) -> None:
    """Do what stands in the outbox, oldest first, then forget it; again, where the process dies in between."""
    unsent = app.journal.unsent()
    for _, talks, message in unsent:
        if message.topic == "erase":
            app.blobs.erase(talks, str(message.body["digest"]))
            app.forget(talks, str(message.body["digest"]))
        _say(app, talks, message)
    app.journal.sent([number for number, _, _ in unsent])
    app.owing = False


def _say(app: App, talks: str, message: Message) -> None:
    for listener in app.listeners:
        listener(talks, message)


def _usable_id(text: str) -> bool:
    return 8 <= len(text) <= 64 and text.isascii() and text.replace("-", "").isalnum()
