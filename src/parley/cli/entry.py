"""Where ``parley`` begins: Ctrl-C while the program is being loaded ends it without a word, for it has done nothing yet."""

import os
import signal
import sys

STOPPED = 130  # as a shell says of a command that Ctrl-C ended


def stopped_loading(*_: object) -> None:
    """End at once: a KeyboardInterrupt in the middle of an import is shown as a fault of whatever was imported."""
    os._exit(STOPPED)


def main() -> int:
    """Load the command line, then run it."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where a shell has it ignored
        signal.signal(signal.SIGINT, stopped_loading)
    from parley.cli.main import main as run

    return run()


def loaded() -> None:
    """Let Ctrl-C be a KeyboardInterrupt from here on, which each command answers in its own way."""
    if signal.getsignal(signal.SIGINT) is stopped_loading:
        signal.signal(signal.SIGINT, signal.default_int_handler)


if __name__ == "__main__":
    sys.exit(main())
