"""A process that does not outlive the one that started it, however that one ends (Linux; elsewhere nothing is done).

The kernel watches the *thread* that started the process: one that ends takes its children with it.
As a program it binds itself, then becomes another: ``lifeline.py PARENT PROGRAM ARGUMENTS…``.
"""

import ctypes
import os
import signal
import sys
from contextlib import suppress

_PR_SET_PDEATHSIG = 1  # Source: prctl(2)


def end_with_parent(by: int = signal.SIGKILL, parent: int | None = None) -> None:
    """Have the kernel send ``by`` to this process when its parent ends.

    ``parent``: its process id, where this process must not live on if the parent died a moment ago.
    Raises: SystemExit then.
    """
    with suppress(OSError, AttributeError):  # another system
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(by), 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        sys.exit(1)


if __name__ == "__main__":
    end_with_parent(parent=int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 - what our own caller names
