"""A process that binds itself to the one that started it ends when that one is killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

from parley import lifeline

SLEEPS = "import time; print('bound', flush=True); time.sleep(300)"
STARTS = f"""
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, {lifeline.__file__!r}, str(os.getpid()), sys.executable, "-c", {SLEEPS!r}],
    stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(300)
"""


def gone(process: int) -> bool:
    """Whether a process is no more, or waits only to be buried."""
    stat = Path("/proc", str(process), "stat")
    try:
        return stat.read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def until_gone(process: int, seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while not gone(process):
        assert time.monotonic() < until, "it outlives who started it"
        time.sleep(0.05)


def test_a_bound_process_ends_with_a_killed_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", STARTS], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert not gone(child)
        parent.kill()
    until_gone(child)


def test_a_process_whose_parent_is_another_by_now_becomes_nothing() -> None:
    command = [sys.executable, lifeline.__file__, str(os.getpid() + 1), sys.executable, "-c", "print('ran')"]
    ended = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (1, b"")
