"""A process that binds itself to the one that started it ends when that one is killed."""

import os
import subprocess
import sys

from parley import lifeline
from tests.living import ended, until_gone

SLEEPS = "import time; print('bound', flush=True); time.sleep(300)"
STARTS = f"""
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, {lifeline.__file__!r}, str(os.getpid()), sys.executable, "-c", {SLEEPS!r}],
    stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(300)
"""


def test_a_bound_process_ends_with_a_killed_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", STARTS], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        try:
            child = int(parent.stdout.readline())
            assert not ended(child)
        finally:
            parent.kill()
    until_gone(child)


def test_a_process_whose_parent_is_another_by_now_becomes_nothing() -> None:
    command = [sys.executable, lifeline.__file__, str(os.getpid() + 1), sys.executable, "-c", "print('ran')"]
    ended = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (1, b"")
