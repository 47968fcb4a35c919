"""Sentences that only those at the table need: they are fetched while one stands at the door."""

from typing import Final

from parley.web.words.phrases import N_

SEATED: Final = {
    "lobby": N_("Wait in the lobby"),
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
    "about": N_("About {name}: loudness, large, more"),
    "pin": N_("Show large"),
    "unpin": N_("No longer large"),
    "full": N_("The whole screen, or not"),
    "hide_self": N_("Hide yourself from yourself"),
    "show_self": N_("Show myself to me"),
    "for_you_alone": N_(
        "What you choose here is for you alone; nobody is told, and it stays when a line breaks."
    ),
    "volume_of": N_("How loud {name} is"),
    "mute_them": N_("Mute {name}"),
    "mute_note": N_("Everybody is told. Only they themselves can switch their microphone on again."),
    "muted_by_host": N_("The host muted you. Only you can switch your microphone on again."),
    "host_muted": N_("The host muted {name}."),
    "not_muted": N_("Nobody was muted: the server did not answer. Press again."),
    "screen_sleeps": N_(
        "This browser does not let a page keep the screen on: it may go dark while you listen."
    ),
    "share": N_("Share"),
    "unshare": N_("Stop sharing"),
    "shares": N_("{name} shares a screen. Look at it if you like: the button is below."),
    "look": N_("Look at the screen"),
    "put_away": N_("Put it away"),
    "screen_of": N_("Screen of {name}"),
    "volume_of_share": N_("How loud what {name} shares is"),
    "share_taken": N_("Somebody shares a screen already; one does at a time."),
    "share_failed": N_("Nothing is shared: the engine did not take it. Press again."),
    "write": N_("Write"),
    "chat": N_("Written at the table"),
    "read_by": N_("Read now by: {names}"),
    "nobody_else": N_("nobody but you"),
    "chat_note": N_(
        "Sealed on your device for exactly these. This machine passes it on, cannot read it and keeps nothing; here it is gone when you leave. It binds nobody."
    ),
    "send": N_("Send to them"),
    "wrote": N_("{name} wrote something."),
    "not_sent": N_("It was not sent. What you wrote still stands there; send it again."),
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
