"""Sentences that only those at the table need: they are fetched while one stands at the door."""

from typing import Final

from parley.web.words.phrases import N_

SEATED: Final = {
    "desk_open": N_("Open the desk"),
    "desk_shut": N_("Shut the desk"),
    "microphone_held": N_("Talking while held"),
    "microphone_silent": N_("Mic gives nothing"),
    "heard_by_all": N_("all hear you"),
    "heard_by_nobody": N_("nobody hears you"),
    "talking_muted": N_("You are talking, and your microphone is off: nobody hears you."),
    "microphone_gone": N_(
        "Your microphone is gone. Nothing is sent, and no other is taken by itself: choose one under Devices, then switch it on."
    ),
    "camera_gone": N_(
        "Your camera is gone. No other is taken by itself: choose one under Devices, then switch it on."
    ),
    "keys": N_("Keys"),
    "keys_note": N_(
        "A key is meant by its place on the keyboard, whatever letter is on it there. While you write none of them does anything, nor on the desk."
    ),
    "keys_on": N_("These keys are on"),
    "key_space": N_("Space"),
    "key_talk": N_("Muted: talk for as long as it is held"),
    "key_microphone": N_("Microphone on or off"),
    "key_camera": N_("Camera on or off"),
    "key_chat": N_("Write to the table"),
    "key_desk": N_("Open or shut the desk"),
    "key_self": N_("Hide or show yourself, for you alone"),
    "key_full": N_("The whole screen, or not"),
    "key_sheet": N_("This list"),
}
