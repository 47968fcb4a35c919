"""The ``parley`` command as a program of its own, for tests of what an operator meets."""

import os
import subprocess
import sys


def parley(*arguments: object, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run it with no setting but ``variables`` in its environment."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")} | variables
    command = [sys.executable, "-m", "parley.cli.main", *(str(one) for one in arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=bare, timeout=120, check=False)
