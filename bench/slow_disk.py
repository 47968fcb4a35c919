"""A slower disk, simulated: every fsync and fdatasync of a process waits longer.

A few lines of C stand before the C library's own two calls (LD_PRELOAD), so SQLite waits too, whichever Python brings it.
They are compiled when they are asked for, by ``cc``; nothing else needs a compiler.
"""

import os
import statistics
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static int later(const char *name, int file) {
    int (*real)(int) = (int (*)(int)) dlsym(RTLD_NEXT, name);
    int result = real(file);
    struct timespec wait = {0, atol(getenv("PARLEY_SYNC_NS"))};
    nanosleep(&wait, NULL);
    return result;
}

int fsync(int file) { return later("fsync", file); }
int fdatasync(int file) { return later("fdatasync", file); }
"""


def slower(milliseconds: float, folder: Path) -> Mapping[str, str]:
    """Return the environment in which a program's syncs take so much longer. Raises: CalledProcessError, OSError."""
    library = folder / "slow_disk.so"
    command = ["cc", "-shared", "-fPIC", "-O2", "-x", "c", "-", "-o", str(library), "-ldl"]
    subprocess.run(command, input=SOURCE.encode(), check=True)
    return {**os.environ, "LD_PRELOAD": str(library), "PARLEY_SYNC_NS": str(int(milliseconds * 1e6))}


def sync_seconds(folder: Path, times: int = 100) -> float:
    """Return what one fdatasync after a page's write takes there, in the middle of many."""
    found = []
    with (folder / "synced").open("wb", buffering=0) as file:
        for _ in range(times):
            file.write(bytes(4096))
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            found.append(time.perf_counter() - began)
    return statistics.median(found)
