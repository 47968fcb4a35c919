"""Attacks by name: what somebody did to a record, what finds it, and what is not found without the evidence.

An *outsider* can change the files but has no key. The *host* holds the server's key, so it can sign any procedure
and any head anew; it has no side's key. The vectors give each attack to the browser's verifier too.
"""

import json
from collections.abc import Callable, Sequence

from parley.record import Signer, Trust, server_id
from tests.record.attacked import BOUND, CHANGED, Attack, altered, honest
from tests.record.attacks_on_heads import ATTACKS as OF_HEADS
from tests.record.scene import CHAIR, GOV, GOV_LISTS, PARTIES, TAL, Person, Scene, key, person


def resigned(scene: Scene, entries: Sequence[bytes]) -> Scene:
    """The host's own version: every entry in its new place, procedure signed anew, binding acts as they were."""
    forged = Scene(server=scene.server)
    for raw in entries:
        old = json.loads(raw)
        seq = len(forged.entries)
        if old["class"] == "binding":
            forged.add(altered(raw, seq=seq))
        else:
            kept = {name: old[name] for name in ("at", "command", "seat", "device")}
            forged.minutes(old["kind"], old["body"], **kept)
    return forged


def an_outsider_changes_an_entry() -> Attack:
    scene = honest()
    entries = list(scene.entries)
    entries[CHANGED] = altered(entries[CHANGED], body={"clause": "9", "version": 1})
    faults = {"entry_changed", "signature_false", "checkpoint_root"}
    return Attack(entries, scene.head(), faults, faults, tiles=scene.entries)


def an_outsider_changes_what_a_device_signed_and_the_tiles() -> Attack:
    scene = honest()
    entries = list(scene.entries)
    body = json.loads(entries[BOUND])["body"] | {"clause": "9"}
    entries[BOUND] = altered(entries[BOUND], body=body)
    faults = {"signature_false", "checkpoint_root"}
    return Attack(entries, scene.head(), faults, faults)


def an_outsider_removes_an_entry() -> Attack:
    scene = honest()
    entries = scene.entries[:BOUND] + scene.entries[BOUND + 1 :]
    faults = {"entry_misplaced", "entry_changed", "entries_missing", "checkpoint_root"}
    return Attack(entries, scene.head(), faults, faults, tiles=scene.entries)


def an_outsider_reorders_entries() -> Attack:
    scene = honest()
    entries = list(scene.entries)
    entries[BOUND], entries[BOUND + 1] = entries[BOUND + 1], entries[BOUND]
    faults = {"entry_misplaced", "entry_changed", "checkpoint_root"}
    return Attack(entries, scene.head(), faults, faults, tiles=scene.entries)


def an_outsider_inserts_an_entry() -> Attack:
    scene = honest()
    entries = [*scene.entries[:BOUND], scene.entries[CHANGED], *scene.entries[BOUND:]]
    faults = {"entry_misplaced", "entry_changed", "checkpoint_root", "entries_surplus"}
    return Attack(entries, scene.head(), faults, faults, tiles=scene.entries)


def _by_the_host(entries: Callable[[Scene], Sequence[bytes]]) -> Attack:
    """A record that the host wrote anew agrees with itself; only a head that somebody kept shows it."""
    scene = honest()
    forged = resigned(scene, entries(scene))
    while len(forged.entries) < len(scene.entries):
        forged.minutes("text.clause-drafted.1", {"clause": "8", "version": 1}, CHAIR)
    return Attack(forged.entries, forged.head(), set(), {"forked"}, seen=[scene.head()])


def the_host_changes_an_entry() -> Attack:
    def changed(scene: Scene) -> list[bytes]:
        entries = list(scene.entries)
        entries[CHANGED] = altered(entries[CHANGED], body={"clause": "9", "version": 1})
        return entries

    return _by_the_host(changed)


def the_host_removes_an_entry() -> Attack:
    return _by_the_host(lambda scene: scene.entries[:BOUND] + scene.entries[BOUND + 1 :])


def the_host_reorders_entries() -> Attack:
    def swapped(scene: Scene) -> list[bytes]:
        entries = list(scene.entries)
        entries[BOUND], entries[BOUND + 1] = entries[BOUND + 1], entries[BOUND]
        return entries

    return _by_the_host(swapped)


def the_host_inserts_an_entry() -> Attack:
    return _by_the_host(
        lambda scene: [*scene.entries[:BOUND], scene.entries[CHANGED], *scene.entries[BOUND:]]
    )


def the_host_rolls_the_record_back() -> Attack:
    scene = honest()
    size = BOUND
    return Attack(scene.entries[:size], scene.head(size), set(), {"rolled_back"}, seen=[scene.head()])


def the_host_shows_two_sides_different_heads() -> Attack:
    scene = honest()
    government, taliban = resigned(scene, scene.entries), resigned(scene, scene.entries)
    government.minutes("text.clause-drafted.1", {"clause": "9", "version": 1}, CHAIR)
    taliban.minutes("text.clause-drafted.1", {"clause": "9", "version": 2}, CHAIR)
    return Attack(government.entries, government.head(), set(), {"forked"}, seen=[taliban.head()])


def the_host_forges_the_record_whole() -> Attack:
    """New keys for everybody, under the server's true one: only what the sides wrote down tells."""
    scene, forged = honest(), Scene().begin()
    forged.minutes("talks.created.1", json.loads(scene.entries[1])["body"])
    heads = [person(who.party, who.seat, who.role, f"forged {who.seat}") for who in (CHAIR, GOV, TAL)]
    for who in heads:
        forged.enrol(who)
    for who in heads:
        forged.vouch(who)
    chair, government, taliban = heads
    forged.accept(government, chair, taliban)
    forged.accept(taliban, chair, government)
    forged.minutes("talks.session-opened.1", {"session": 1}, chair)
    forged.adopt(government)
    found = {"head_untrusted", "acceptance_void", "not_on_roster"}
    return Attack(forged.entries, forged.head(), set(), found, trust=scene.trust(), gap="heads_unpinned")


def somebody_forges_the_record_whole_with_another_server() -> Attack:
    scene = honest()
    forged = Scene(server=Signer.of(key("another server"))).seated()
    trust = Trust(server_id(scene.server.public))
    found = {"server_untrusted"}
    return Attack(forged.entries, forged.head(), set(), found, trust=trust, gap="server_unpinned")


def the_host_forges_a_signature() -> Attack:
    scene = honest()
    scene.adopt(GOV, "5", signature=scene.server.sign(b"the server's own"))
    return Attack(scene.entries, scene.head(), {"signature_false"}, {"signature_false"})


def the_host_enrols_a_head_with_whose_key_anybody_signs() -> Attack:
    """Under the point of order 1 one signature holds for every message: a constant would adopt any clause."""
    scene = honest()
    constant = bytes([1]) + bytes(31)
    weak = Person("taliban", "tal-head", "head", Signer(constant, lambda _: constant + bytes(32)), TAL.x25519)
    scene.enrol(weak)
    scene.adopt(weak, "5")
    return Attack(scene.entries, scene.head(), {"key_weak", "signer_unknown"}, {"key_weak", "signer_unknown"})


def the_host_enrols_a_device_to_whose_key_nothing_can_be_sealed() -> Attack:
    scene = honest()
    scene.enrol(Person("taliban", "tal-lists", "list_officer", person("", "", "", "x").signer, bytes(32)))
    return Attack(scene.entries, scene.head(), {"key_weak"}, {"key_weak"})


def the_host_makes_nobody_a_side_and_seats_a_ghost() -> Attack:
    """With no side nobody else has to accept a device: a self-vouched one would have held the room's key."""
    scene, forged = honest(), Scene().begin()
    ghost = person("taliban", "ghost", "facilitator")
    forged.minutes("talks.created.1", {"parties": [one | {"kind": "host"} for one in PARTIES]})
    for who in (CHAIR, ghost):
        forged.enrol(who)
        forged.vouch(who)
    forged.minutes("talks.session-opened.1", {"session": 1}, CHAIR)
    forged.adopt(ghost)
    while len(forged.entries) < len(scene.entries):
        forged.minutes("text.clause-drafted.1", {"clause": "8", "version": 1}, CHAIR)
    alone = {"not_on_roster"}
    return Attack(forged.entries, forged.head(), alone, alone | {"forked"}, seen=[scene.head()])


def the_host_replays_an_act() -> Attack:
    scene = honest()
    scene.add(altered(scene.entries[BOUND], seq=len(scene.entries)))
    return Attack(scene.entries, scene.head(), {"act_replayed"}, {"act_replayed"})


def a_device_acts_that_nobody_enrolled() -> Attack:
    scene = honest()
    scene.adopt(person("government", "gov-head", "head", "unknown"))
    return Attack(scene.entries, scene.head(), {"signer_unknown"}, {"signer_unknown"})


def a_device_acts_that_no_head_vouched_for() -> Attack:
    scene = honest()
    smuggled = person("government", "gov-two", "member")
    scene.enrol(smuggled)
    scene.adopt(smuggled)
    return Attack(scene.entries, scene.head(), {"not_on_roster"}, {"not_on_roster"})


def the_host_vouches_for_a_device_of_a_side() -> Attack:
    scene = honest()
    smuggled = person("government", "gov-two", "member")
    scene.enrol(smuggled)
    scene.act("roster.device-vouched.1", {"device": smuggled.device, "party": "government"}, CHAIR)
    scene.accept(TAL, smuggled)
    scene.adopt(smuggled)
    faults = {"vouch_void", "acceptance_void", "not_on_roster"}
    return Attack(scene.entries, scene.head(), faults, faults)


def a_second_head_vouches_for_itself() -> Attack:
    scene = honest()
    second = person("government", "gov-second", "head")
    scene.enrol(second)
    scene.vouch(second)
    return Attack(scene.entries, scene.head(), {"vouch_void"}, {"vouch_void"})


def a_revoked_device_acts() -> Attack:
    scene = honest()
    scene.revoke(GOV_LISTS)
    scene.adopt(GOV_LISTS)
    return Attack(scene.entries, scene.head(), {"signer_revoked"}, {"signer_revoked"})


def the_host_revokes_the_head_of_a_side() -> Attack:
    scene = honest()
    body = {"device": GOV.device, "reason": "doubted", "seat": GOV.seat}
    scene.act("roster.device-revoked.2", body, CHAIR)
    scene.minutes("roster.device-revoked.2", body, GOV)  # in the head's own name, by the server's word
    second = person("government", "gov-head", "head", "the host's own")
    scene.enrol(second)
    scene.vouch(second)
    faults = {"revocation_void", "vouch_void"}
    return Attack(scene.entries, scene.head(), faults, faults)


def a_device_that_nobody_accepted_revokes_the_head_of_its_seat() -> Attack:
    scene = honest()
    second = person("government", "gov-head", "head", "the host's own")
    scene.enrol(second)
    scene.act("roster.device-revoked.2", {"device": GOV.device, "reason": "lost", "seat": GOV.seat}, second)
    faults = {"revocation_void"}
    return Attack(scene.entries, scene.head(), faults, faults)


def a_seat_is_claimed_and_accepted_before_its_head_can_object() -> Attack:
    scene = honest()
    second = person("government", "gov-head", "head", "the host's own")
    scene.enrol(second)
    scene.act("roster.head-claimed.1", {"device": second.device, "party": "government"}, second)
    scene.accept(TAL, second)  # within the hour
    scene.vouch(second, person("government", "gov-lists", "list_officer"))  # it speaks for nobody
    scene.act(
        "roster.head-claimed.1", {"device": GOV_LISTS.device, "party": "government"}, GOV_LISTS
    )  # no head
    faults = {"acceptance_void", "vouch_void"}
    return Attack(scene.entries, scene.head(), faults, faults)


def an_act_comes_from_another_compartment() -> Attack:
    scene, other = honest(), Scene("side-government")
    other.adopt(GOV)
    scene.add(altered(other.entries[0], seq=len(scene.entries)))
    return Attack(scene.entries, scene.head(), {"wrong_compartment"}, {"wrong_compartment"})


def an_act_of_another_compartment_is_said_to_be_of_this_one() -> Attack:
    scene, other = honest(), Scene("side-government")
    other.adopt(GOV)
    scene.add(altered(other.entries[0], seq=len(scene.entries), compartment="table"))
    return Attack(scene.entries, scene.head(), {"signature_false"}, {"signature_false"})


def an_export_is_cut_short() -> Attack:
    scene = honest()
    faults = {"entries_missing"}
    return Attack(scene.entries[:BOUND], scene.head(), faults, faults, tiles=scene.entries)


def an_export_is_cut_short_at_an_older_head() -> Attack:
    scene = honest()
    return Attack(
        scene.entries[:BOUND], scene.head(BOUND), set(), {"rolled_back"}, seen=[scene.head(BOUND + 3)]
    )


def a_head_is_kept_of_another_compartment() -> Attack:
    scene, other = honest(), Scene("side-government").begin()
    return Attack(scene.entries, scene.head(), set(), {"seen_elsewhere"}, seen=[other.head()])


ATTACKS: list[Callable[[], Attack]] = [
    an_outsider_changes_an_entry,
    an_outsider_changes_what_a_device_signed_and_the_tiles,
    an_outsider_removes_an_entry,
    an_outsider_reorders_entries,
    an_outsider_inserts_an_entry,
    the_host_changes_an_entry,
    the_host_removes_an_entry,
    the_host_reorders_entries,
    the_host_inserts_an_entry,
    the_host_rolls_the_record_back,
    the_host_shows_two_sides_different_heads,
    the_host_forges_the_record_whole,
    somebody_forges_the_record_whole_with_another_server,
    the_host_forges_a_signature,
    the_host_enrols_a_head_with_whose_key_anybody_signs,
    the_host_enrols_a_device_to_whose_key_nothing_can_be_sealed,
    the_host_makes_nobody_a_side_and_seats_a_ghost,
    the_host_replays_an_act,
    a_device_acts_that_nobody_enrolled,
    a_device_acts_that_no_head_vouched_for,
    the_host_vouches_for_a_device_of_a_side,
    a_second_head_vouches_for_itself,
    a_revoked_device_acts,
    the_host_revokes_the_head_of_a_side,
    a_device_that_nobody_accepted_revokes_the_head_of_its_seat,
    a_seat_is_claimed_and_accepted_before_its_head_can_object,
    *OF_HEADS,
    an_act_comes_from_another_compartment,
    an_act_of_another_compartment_is_said_to_be_of_this_one,
    an_export_is_cut_short,
    an_export_is_cut_short_at_an_older_head,
    a_head_is_kept_of_another_compartment,
]
