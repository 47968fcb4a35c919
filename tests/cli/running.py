"""The ``parley`` command as a program of its own, for tests of what an operator meets."""

import os
import subprocess
import sys
from typing import Any


def parley(*arguments: object, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run it with no setting but ``variables`` in its environment."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")} | variables
    command = [sys.executable, "-m", "parley.cli.main", *(str(one) for one in arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=bare, timeout=120, check=False)


def one_person(batches: int = 1, value: int = 1) -> dict[str, Any]:
    """The least release problem there is, as its file says it."""
    side = {"batch_limit": 9, "special_limit": 9, "vehicles": 9, "seats": 9}
    return {
        "format": "parley-plan-problem/1",
        "batches": batches,
        "sides": {"A": side, "B": side},
        "exposure": {"bound": 99, "start": 0},
        "teams": 1,
        "places": [{"id": "H", "capacity": 9}],
        "sites": [{"id": "D", "side": "A", "capacity": 9, "places": ["H"]}],
        "persons": {
            "id": ["p"], "site": ["D"], "region": [None], "weight": [1], "value": [value], "earliest": [0],
            "special": [False], "family": [None],
        },
        "left_behind": 9,
    }  # fmt: skip
