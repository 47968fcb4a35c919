"""Every attack that is written down, tried again: ``python -m bench.attack``.

Each attack is a test named after it. One counts as held if it was tried and got nothing; what was not tried here, for want of
Chromium or PostgreSQL, is counted apart. Ends with 1 if any got through, or if a kind has none that was tried.
"""

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
KINDS: Final = {
    "whose content a digest is": (
        "sim/test_attacks_contents",
        "sim/test_cited_everywhere",
        "web/test_attacks_addresses",
        "web/test_brought_contents",
    ),
    "who is at the table": ("sim/test_attacks", "web/test_before_admission", "web/test_signing_in"),
    "the record, forged and forked": (
        "record/test_attacks",
        "record/test_curve",
        "whole/test_pages_forked",
        "cli/test_return",
    ),
    "the room": (
        "media/test_attacks",
        "whole/test_room_attacks",
        "whole/test_room_plain",
        "whole/test_room_replay",
        "whole/test_room_secrecy",
        "whole/test_room_silence",
        "web/test_room_api",
        "rehearsal/test_epoch_keys",
        "rehearsal/test_keeper",
    ),
    "the host's machine and database": (
        "store/test_codes",
        "store/test_hold",
        "store/test_disks",
        "test_loading",
        "whole/test_one_server",
        "web/test_uploads",
    ),
    "a device's disk, and who comes to it after": (
        "whole/test_pages_locked",
        "whole/test_room_locked",
        "whole/test_pages_refused",
    ),
    "strangers and load": (
        "web/test_outsiders",
        "web/test_anything",
        "web/test_attacks_json",
        "web/test_connections",
    ),
    "what a signature shows": (
        "legible/test_legible",
        "web/test_what_a_signature_shows",
        "whole/test_pages_sign",
    ),
}


@dataclass
class Counted:
    """Counts tests as they end, for pytest."""

    held: int = 0
    through: list[str] = field(default_factory=list)
    not_tried: int = 0

    @property
    def tried(self) -> int:
        return self.held + len(self.through)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one phase of one test: a fault before or after it counts as one that got through."""
        if report.failed:
            self.through.append(report.nodeid)
        elif report.skipped:
            self.not_tried += 1
        elif report.when == "call":
            self.held += 1


def tried(files: tuple[str, ...]) -> Counted:
    found = Counted()
    paths = [str(ROOT / "tests" / f"{name}.py") for name in files]
    code = pytest.main(["-q", "--no-header", "--no-summary", "-p", "no:cacheprovider", *paths], [found])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        found.through.append(f"did not run: pytest ended with {int(code)}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kind", choices=KINDS, action="append", help="only this one (default: all)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = {kind: tried(KINDS[kind]) for kind in options.kind or KINDS}
    if options.json:
        print(json.dumps({kind: vars(one) for kind, one in found.items()}))
    else:
        print("\n| attacks on | tried | held | got through | not tried here |\n|---|---|---|---|---|")
        for kind, one in found.items():
            print(f"| {kind} | {one.tried} | {one.held} | {len(one.through)} | {one.not_tried} |")
        print("".join(f"\ngot through: {name}" for one in found.values() for name in one.through))
    return int(any(one.through or not one.tried for one in found.values()))


if __name__ == "__main__":
    sys.exit(main())
