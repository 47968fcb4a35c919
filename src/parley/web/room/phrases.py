"""Sentences about the room. The island gets those of TABLE ready; ``{party}`` in them is filled in by the browser."""

from collections.abc import Mapping
from typing import Final

from parley.web.words.phrases import N_, P_, Phrase

HAPPENED: Final[Mapping[str, Phrase]] = {
    "room.seat-removed.1": N_("%(seat)s was asked to leave the room"),
    "room.seat-readmitted.1": N_("%(seat)s may come back to the room"),
    "room.company-declared.1": P_(
        "%(seat)s said that one more person is in their room", "%(seat)s said that %(n)s others are in their room", "people"
    ),
}  # fmt: skip

REASONS: Final[Mapping[str, Phrase]] = {
    "side_absent": N_("Nobody of %(party)s is present. While a side is away nothing can be adopted."),
    "space_unknown": N_("There is no such room."),
    "seat_put_out": N_("The facilitator put this seat out of the room. Only the facilitator can let it back in."),
    "seat_not_put_out": N_("“%(seat)s” was not put out of this room, so there is nothing to undo."),
    "joined_too_often": N_("This device takes its seat too often. It is let in again in a few seconds."),
    "engine_away": N_("The media engine is starting anew. Nothing was sent; take your seat again in a moment."),
    "message_shape": N_("This is no message of this seat. Nothing was passed on."),
    "said_too_often": N_("So many messages at once are not passed on. Send it again in a few seconds."),
    "share_taken": N_("Somebody shares a screen already; one does at a time."),
    "removed_for_unknown": N_("“%(reason)s” is not a reason for asking somebody to leave."),
    "company_not_yours": N_("Each seat says for its own room alone who is in it."),
    "company_elsewhere": N_("This seat has another place."),
    "company_too_many": N_("At most %(most)s people can be declared in one room."),
    "company_miscounted": N_("The list names %(listed)s people, and %(people)s were declared."),
    "company_no_list": N_("This is not a list of people with names and roles."),
    "company_name_too_long": N_("A name or a role has at most %(most)s letters."),
    "company_nobody_named": N_("No name and no role was written. If nobody else is in the room, press that instead."),
    "tested_too_often": N_("This device tests its line too often. It can again in a few seconds."),
    "report_malformed": N_("This is no report of a line. Nothing was kept."),
    "bundle_for_other_members": N_("Who is in the room has changed; the keys are drawn anew."),
    "bundle_not_from_a_member": N_("Only those in the room can hand out its keys."),
    "bundle_of_another_epoch": N_("The room's keys have changed since."),
    "bundle_taken": N_("Another device has handed out these keys already."),
    "bundle_signature": N_("The room's keys were not signed by the device that handed them out. They are drawn anew."),
    "bundle_out_of_turn": N_("It is another device's turn to draw the room's keys."),
    "bundle_shape": N_("The room's keys arrived damaged. They are drawn anew."),
}  # fmt: skip


REMOVED_BECAUSE: Final[Mapping[str, Phrase]] = {
    "asked": N_("They asked for it"),
    "left": N_("They have left"),
    "disturbs": N_("They disturb the talks"),
    "not_accredited": N_("Somebody else sits there"),
}

SPACES: Final = {"plenary": N_("Plenary")}
HEARERS: Final = {"plenary": N_("everyone accredited can hear you")}

TABLE: Final = {
    "encrypted_here": N_("Encrypted on your device"),
    "encrypted": N_("Encrypted"),
    "securing": N_("Agreeing on a key with the others…"),
    "held_back": N_("Somebody has left. Nothing of yours is sent before the new key is here."),
    "strange": N_("Something came that is not encrypted, or that is of nobody at this table. It is not played."),
    "unopened": N_(
        "What comes under the name of {name} does not open with their key, or came once before. It is not played: it may have been exchanged or kept on the way."
    ),
    "who": N_("who can hear?"),
    "not_recorded": N_("Not recorded"),
    "threshold": N_("Take your seat at the table?"),
    "threshold_note": N_("You come in with your microphone and your camera as chosen here. You can change both at any time."),
    "join": N_("Take your seat"),
    "joining": N_("Taking your seat…"),
    "join_note": N_("Nothing is sent before the key that only those at the table hold is here."),
    "you": N_("you"),
    "muted": N_("muted"),
    "speaking": N_("speaking"),
    "reconnecting": N_("Reconnecting. The table waits for {party}."),
    "returning": N_("The line is down. You are being brought back to your seat; nothing needs to be done."),
    "line_good": N_("good line"),
    "line_fair": N_("fair line"),
    "line_poor": N_("weak line"),
    "line_lost": N_("no line"),
    "controls": N_("Your microphone, camera and seat"),
    "microphone": N_("Microphone"),
    "microphone_on": N_("Mic on"),
    "microphone_off": N_("Mic off"),
    "camera": N_("Camera"),
    "camera_on": N_("Camera on"),
    "camera_off": N_("Camera off"),
    "devices": N_("Devices"),
    "speaker": N_("Loudspeaker"),
    "desk": N_("The desk"),
    "leave": N_("Leave"),
    "leave_note": N_("not the end"),
    "close": N_("Close"),
    "who_title": N_("Who hears you, and who could"),
    "person": N_("Person"),
    "yes": N_("yes"),
    "not_yet_so": N_("not now"),
    "not_known": N_("not known"),
    "hear_title": N_("Can hear you now"),
    "decrypt_title": N_("Can decrypt"),
    "decrypt_note": N_(
        "Your device checked each of these against the signed roster. This machine passes on sound and pictures that "
        "it cannot open. It can see who speaks when, and how loudly."
    ),
    "kept_title": N_("What is kept"),
    "program_title": N_("What could deceive you"),
    "program_note": N_(
        "The program in your browser comes from this machine. With another one it could listen. Somebody you trust can "
        "compare it, from another place, with its published source."
    ),
    "program_how": N_("How an expert compares it"),
    "program_digest": N_("This machine says that its digest begins with {digest}."),
    "unnamed_device": N_("A device that has no name here: {device}. Ask whose it is before you speak."),
    "forked": N_("The record here is not the one that this device has seen. You are not at the table, and nothing was sent. Tell your own side and the other side by another way."),
    "nobody_yet": N_("Nobody yet."),
    "device_refused": N_(
        "Your browser gives no camera or no microphone. Allow them beside the address, then switch them on here."
    ),
    "device_gone": N_("The microphone or the camera that you chose on this device is not there. No other was taken in its place: choose one under Devices."),
    "engine_away": N_("The media engine is starting anew. Nothing was sent; take your seat again in a moment."),
    "not_yet": N_("You cannot sit yet: the table is closed, or the others have not accepted this device. Who sits shows it."),
    "joined_too_often": N_("This device takes its seat too often. It is let in again in a few seconds."),
    "suspended": N_("The host has suspended this device. It has no place in the room until that ends; who sits shows until when."),
    "closed": N_("The table is closed. Nothing of yours is sent."),
    "put_out": N_("The facilitator put this seat out of the room. You can come back once the facilitator lets you."),
    "taken_over": N_("Your seat was taken in another tab or window of this browser. Here nothing is sent any more."),
    "key_locked": N_("The key for your seat is locked on this device. Unlock it on this page, then come in."),
    "no_keys_here": N_("This browser does not hold the keys of this seat. Open the seat with the device that was invited."),
    "unreachable": N_("The table cannot be reached. Nothing was sent. Look at your line, then take your seat again."),
}  # fmt: skip

LINE_STEPS: Final[Mapping[str, Phrase]] = {
    "server": N_("Parley’s server answers"),
    "sign_in": N_("This device is signed in"),
    "signals": N_("The media engine answers"),
    "udp": N_("Sound and picture go the quick way (UDP)"),
    "tcp": N_("… and where a network stops that, the slow way (TCP)"),
    "turn": N_("… and where only web pages pass, by a relay (TURN over TLS)"),
    "trip": N_("There and back"),
    "loss": N_("Lost on the way"),
    "up": N_("From you to the others"),
    "down": N_("From the others to you"),
}

LINE_VALUES: Final[Mapping[str, Phrase]] = {  # with the number of the step
    "server": N_("%(value)s ms"),
    "trip": N_("%(value)s ms"),
    "loss": N_("%(value)s %%"),
    "up": N_("%(value)s kbit/s or more"),
    "down": N_("%(value)s kbit/s or more"),
}

LINE_STATES: Final[Mapping[str, Phrase]] = {
    "good": N_("good"),
    "weak": N_("weak"),
    "failed": N_("not reached"),
    "not_offered": N_("not offered here"),
    "not_tried": N_("not known yet"),
}

KEPT: Final = (
    N_("No sound and no picture: there is no recording"),
    N_("Not who spoke, nor what was said"),
    N_("What is agreed stands on the record, signed"),
)
