"""Ctrl-C while the program is being loaded ends it silently: it has done nothing yet."""

import os
import signal

STOPPED = 130  # as a shell says of a command that Ctrl-C ended


def begins() -> None:
    """End at once at Ctrl-C: a KeyboardInterrupt during an import would be shown as a fault of the imported module."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where a shell has it ignored
        signal.signal(signal.SIGINT, _stopped)


def is_done() -> None:
    """Let Ctrl-C be a KeyboardInterrupt from here on, which each command answers in its own way."""
    if signal.getsignal(signal.SIGINT) is _stopped:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _stopped(*_: object) -> None:
    os._exit(STOPPED)
