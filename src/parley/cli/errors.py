"""What went wrong, as sentences for the operator at the terminal."""

import errno
import os
import sys

from parley.app.core.model import App
from parley.app.core.ports import ReadOnly
from parley.settings import Settings
from parley.settings.secret_file import NAME
from parley.web.words.phrases import REASONS

FAULTS = {
    errno.ENOENT: "there is no such file",
    errno.EISDIR: "is a folder, not a file",
    errno.ENOTDIR: "lies in something that is no folder",
    errno.EACCES: "this account may not use it",
    errno.EPERM: "this account may not use it",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "this account's share of the disk is used up",
    errno.EROFS: "the disk can only be read",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EMFILE: "too many files are open",
}
LISTENING = {
    errno.EADDRINUSE: "is taken by another program. Nothing was started. Choose another with --port, or 0 for a free one.",
    errno.EADDRNOTAVAIL: "is no address of this machine. Nothing was started. See the setting `host`.",
    errno.EACCES: "is not for this account to listen at. Nothing was started. Choose a port above 1023 with --port.",
}


class Stopped(Exception):
    """Ends a command: ``args`` are the lines to say, ``code`` is its exit code."""

    def __init__(self, *lines: str, code: int = 2) -> None:
        super().__init__(*lines)
        self.code = code

    def __str__(self) -> str:
        return "\n".join(self.args)


def not_listening(host: str, port: int, fault: OSError) -> Stopped:
    """Return what to say of an address that cannot be listened at."""
    known = LISTENING.get(fault.errno or 0, f"cannot be listened at ({why(fault)}). Nothing was started.")
    return Stopped(f"Port {port} at {host} {known}")


def why(fault: OSError) -> str:
    """Return why the operating system refused a file, in our words where we have them."""
    known = FAULTS.get(fault.errno or 0)
    return known or fault.strerror or type(fault).__name__


def message_of(fault: BaseException) -> str:
    """Return the sentence for a fault that ended a command: what happened, what was not done, what to do next."""
    if isinstance(fault, ReadOnly):
        return str(REASONS[fault.code])
    if not isinstance(fault, OSError):
        return str(fault)
    if fault.filename is None:
        return f"The machine said no: {why(fault)}. It was not finished."
    return f"{os.fsdecode(fault.filename)}: {why(fault)}. Nothing was done."


def warn_if_read_only(app: App) -> None:
    """Print why nothing can be recorded here, if nothing can."""
    if code := app.journal.read_only():
        print(f"Nothing can be recorded here. {message_of(ReadOnly(code))}", file=sys.stderr, flush=True)


def warn_if_root() -> None:
    """Print what serving as root takes away."""
    if os.geteuid() == 0:
        print(
            "Parley serves as root. It needs no right of root's, and what bounds the readers of lists can be lifted by root. Let "
            "it run as a user of its own (docs/operate/service.md).",
            file=sys.stderr,
            flush=True,
        )


def require_installation(settings: Settings) -> None:
    """Stop if nothing was ever served from this data folder: a mistyped name would create another installation.

    Raises: Stopped.
    """
    if not any((settings.data / one).exists() for one in (NAME, "parley.sqlite")):
        raise Stopped(
            f"{settings.data}: there is nothing of Parley's here. Name its folder with --data; `parley serve --data` begins one."
        )
