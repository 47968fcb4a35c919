"""The one write path: may they, is it allowed, append, then tell.

What a seat proposes goes through ``perform``, what the machine does through ``by_system``: nothing else appends. A refused command writes nothing. The same id with the same
bytes gets the first answer again. What was recorded is told after commit. What must be done because of it (erase, put out of the
room) stands in an outbox until it is, so that a crash repeats it and never loses it; an open page is told from memory: one whose
stream broke is told on its next how long the record is.
"""

import hashlib
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC

from parley.app.core import access, modules
from parley.app.core.facts import act_of, facts, now_of, read_ahead
from parley.app.core.model import OWN, App, Command, Recorded, Viewer, megabytes
from parley.app.core.ports import CommandKey, Conflict, Message, Pending, Reused
from parley.app.core.states import TalksState, mark
from parley.base import SYSTEM, Act, By, Reason, Refused, Stamp, States, reason, to_body
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
    if not _usable_id(command.id):
        return Refused((reason("command_id_malformed"),))
    for domain in app.registry.domains:
        if command.kind in domain.commands:
            return domain.commands[command.kind](app, by, command)
    act = act_of(app, command.kind, command.fields)
    if isinstance(act, Refused):
        return act
    if app.registry.kinds[act.KIND].machine:
        return Refused((reason("only_by_the_machine"),))
    state = app.talks.get(by.talks)
    read_ahead(app, state, by.by, act)
    # here and not under the lock, so that nobody waits for it: keys never change
    holds = _signature_holds(app, state, by.by, act, command)
    with state.lock:
        return _record(app, state, by.by, [act], command, holds=holds)


def by_system(
    app: App, state: TalksState, acts: Sequence[Act], command: Command, *, by: By = SYSTEM, asked: str = ""
) -> Recorded | Refused:
    """Record what the machine does, all of it or nothing: new talks with their seats, an invitation, a device that redeemed one.

    Access and the rules are asked of each act as of anybody's, with those before it folded. ``by``: the seat that asked for
    work whose end this is. ``asked``: who asked, where two may give a command the same id; the command's kind and
    fields tell what was asked.
    Raises: ReadOnly if the store takes no writes; ValueError for a seat's act that is not the end of work.
    """
    if by != SYSTEM and not all(app.registry.kinds[act.KIND].machine for act in acts):
        raise ValueError(f"{[act.KIND for act in acts]} are for {by.seat} itself to propose")
    with state.lock:
        return _record(app, state, by, acts, command, asked=asked)


def _record(
    app: App,
    state: TalksState,
    by: By,
    acts: Sequence[Act],
    command: Command,
    *,
    holds: bool = False,
    asked: str = "",
) -> Recorded | Refused:
    """Decide and append under the state's lock, again if another process appended first.

    ``holds``: whether the device's signature does, for a binding act.
    """
    said = _said(command)
    if len(said) > LONGEST:
        return Refused((reason("field_wrong_type", path=".", expected=f"at most {LONGEST} bytes"),))
    key = key_of(asked or by.seat, command)
    for _ in range(TRIES):
        try:
            answered = app.journal.answered(state.id, key)
            if answered is not None:
                return Recorded.from_bytes(answered)
            decided = _decide_all(app, state, by, acts, command, holds=holds)
            if isinstance(decided, Refused):
                return decided
            if reasons := _no_room(app, state, by, acts[0], len(said)):
                return Refused(reasons)
            return _append(app, state, by, decided, key)
        except Reused:
            return Refused((reason("command_id_reused"),))
        except Conflict:
            app.talks.catch_up(state)
    return Refused((reason("too_busy"),))


def key_of(seat: str, command: Command) -> CommandKey:
    """Return what a command of this seat's is answered under when it comes again."""
    return CommandKey(seat, command.id, hashlib.sha256(_said(command)).hexdigest())


def _said(command: Command) -> bytes:
    return canonical({"kind": command.kind, "fields": dict(command.fields)})


def _no_room(app: App, state: TalksState, by: By, act: Act, more: int) -> tuple[Reason, ...]:
    """Return why this seat's acts may not take ``more`` bytes of the record. Hold the state's lock until they are appended.

    What takes something away (a content, a device, a place in the room) always has room: a stolen device that has used up its
    seat's stays revocable. So has what the machine does.
    """
    limit, held = app.limits.acts, state.acts[by.seat]
    if by == SYSTEM or app.registry.kinds[act.KIND].duty or held + more <= limit:
        return ()
    return (reason("acts_have_no_room", held=megabytes(held), limit=megabytes(limit)),)


def _decide_all(
    app: App, state: TalksState, by: By, acts: Sequence[Act], command: Command, *, holds: bool
) -> tuple[Signed, ...] | Refused:
    """Return all to record, each act judged by states in which those before it are folded; or every reason against the first that is not."""
    found: list[Signed] = []
    states = state.states if len(acts) == 1 else deepcopy(state.states)
    for act in acts:
        known = facts(app, state, by, act)
        decided = decide(app, state, by, act, command, known, holds=holds, states=states)
        if isinstance(decided, Refused):
            return decided
        found += decided
        if len(acts) > 1:
            stamp = Stamp(app.clock.acts(), decided[0].compartment, 0, by.seat, by.device)
            for one in decided:
                domain = app.registry.of_kind[one.act.KIND].rules
                domain.fold(states.of(domain.state), one.act, stamp)
    return tuple(found)


def decide(
    app: App,
    state: TalksState,
    by: By,
    act: Act,
    command: Command,
    known: object,
    *,
    holds: bool = False,
    states: States | None = None,
) -> tuple[Signed, ...] | Refused:
    """Return the acts to record, or every reason of access, of the rules and of the signature together.

    ``known``: the facts that the act's rule asks for. ``states``: others to judge by than those that are recorded.
    """
    states = state.states if states is None else states
    kind, rules = app.registry.kinds[act.KIND], app.registry.of_kind[act.KIND].rules
    now = now_of(app, state, known)
    reasons = [*modules.against_unused(app, state, act.KIND), *access.may(by, kind, states, now)]
    if reasons and access.outside(by, app, state):
        return Refused(tuple(reasons))  # what the rules would say tells of the talks
    decided = rules.decide(states, act, by, now)
    if isinstance(decided, Refused):
        reasons.extend(decided.reasons)
    if kind.binding and not holds:
        reasons.append(reason("signature_does_not_hold"))
    if kind.binding and mark(by.device, command.id) in state.said:  # its answer is gone: a restored record
        reasons.append(reason("command_id_reused"))
    if reasons or isinstance(decided, Refused):
        return Refused(tuple(reasons))
    signature = command.signature if kind.binding else None
    first, *rest = decided
    return (
        Signed(first, compartment_of(app, by, first), signature),
        *(Signed(one, app.registry.kinds[one.KIND].compartment) for one in rest),
    )


def compartment_of(app: App, by: By, act: Act) -> str:
    """Return the compartment that this seat's act stands in."""
    kind = app.registry.kinds[act.KIND]
    return access.own_compartment(by) if kind.compartment == OWN else kind.compartment


def _signature_holds(app: App, state: TalksState, by: By, act: Act, command: Command) -> bool:
    device = app.registry.roster.devices(state.states).get(by.device)
    if device is None or command.signature is None or device.seat != by.seat:
        return False
    said = act.KIND, to_body(act), command.id, by.seat
    statement = binding_statement(state.id, compartment_of(app, by, act), *said)
    return signature_holds(unb64u(device.ed25519), command.signature, statement)


def _append(app: App, state: TalksState, by: By, signed: Sequence[Signed], key: CommandKey) -> Recorded:
    """Append acts that were decided, in one transaction, fold them, and tell. Hold the state's lock.

    Raises: Conflict if another process appended first; ReadOnly; Reused.
    """
    by_compartment: dict[str, list[Signed]] = {}
    for one in signed:
        by_compartment.setdefault(one.compartment, []).append(one)
    pending = [_pending(app, state, name, acts, by, key.command) for name, acts in by_compartment.items()]
    places = tuple(
        (part.compartment, part.seq + i + len(part.entries) - len(acts), one.act.KIND)
        for part, acts in zip(pending, by_compartment.values(), strict=True)
        for i, one in enumerate(acts)
    )
    recorded = Recorded(places)
    owed = [message for one in signed if (message := _duty(app, one.act))]
    try:
        app.journal.append(state.id, pending, key, recorded.to_bytes(), owed)
    except BaseException:
        for part in pending:  # the trees were ahead of the journal
            state.regrow(part.compartment, part.seq, app.journal)
        raise
    for part in pending:
        state.take(part.compartment, list(part.entries))
    for c, s, k in places:
        _say(app, state.id, Message("live", {"compartment": c, "seq": s, "kind": k}))
    if owed or app.owing:
        app.owing = True  # until all of it is done: what fails here is done after the next act
        settle(app)
    return recorded


def _duty(app: App, act: Act) -> Message | None:
    """Return what must be done because of an act, once it is recorded."""
    duty = app.registry.kinds[act.KIND].duty
    return Message(duty.topic, duty.body(act)) if duty else None


def _pending(
    app: App, state: TalksState, compartment: str, acts: Sequence[Signed], by: By, command: str
) -> Pending:
    """Return canonical entries, their hashes in the tree already; a new compartment begins with the server's key."""
    start = state.size(compartment)
    made = [(one, by) for one in acts]
    if start == 0:
        opening = app.registry.roster.opening(b64u(app.signer.public))
        made = [(Signed(opening, compartment), SYSTEM), *made]
    at = app.clock.acts().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    entries = []
    for offset, (one, who) in enumerate(made):
        common = {"talks": state.id, "compartment": compartment, "seq": start + offset, "at": at}
        common |= {"kind": one.act.KIND, "body": to_body(one.act), "command": command}
        common |= {"seat": who.seat, "device": who.device}
        if one.signature is not None:
            entries.append(binding_entry(**common, signature=one.signature))  # type: ignore[arg-type]
        else:
            entries.append(procedural_entry(**common, sign=app.signer.sign))  # type: ignore[arg-type]
    tree = state.trees.setdefault(compartment, Tree())
    for entry in entries:
        tree.append(entry)
    return Pending(compartment, start, tuple(entries))


def settle(app: App) -> None:
    """Do what stands in the outbox, oldest first, then forget it; again, where the process dies in between."""
    unsent = app.journal.unsent()
    for _, talks, message in unsent:
        for domain in app.registry.domains:
            if message.topic in domain.duties:
                domain.duties[message.topic](app, talks, message.body)
        _say(app, talks, message)
    app.journal.sent([number for number, _, _ in unsent])
    app.owing = False


def _say(app: App, talks: str, message: Message) -> None:
    for listener in app.listeners:
        listener(talks, message)


def _usable_id(text: str) -> bool:
    return 8 <= len(text) <= 64 and text.isascii() and text.replace("-", "").isalnum()
