"""How fast and in how much memory a record is verified, beside the bare checks of the same signatures.

Half of the entries are binding acts with a device's signature, half are the server's. The folder lies on disk and is
read as `parley record verify` reads it. The bare checks run before and after the verification, in the same
process, and both are given in processor seconds, so that a busy machine does not tell in the ratio; memory is the
peak of a process of its own that verifies and does nothing else.

    python -m bench.record [--entries 100000] [--json]
"""

import argparse
import gc
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from nacl.bindings import crypto_sign_open

from parley.cli.record import reader
from parley.record import Roster, read_entry, verify
from tests.record.scene import CHAIR, GOV, TAL, Scene

AT_MOST = 2.0  # times the bare checks
EQUAL = 0.10  # memory at a tenth of the entries, and at all of them


def written(folder: Path, count: int) -> Scene:
    scene = Scene().seated()
    while len(scene.entries) < count:
        clause = str(len(scene.entries))
        body = {
            "clause": clause,
            "version": 1,
            "digests": {"en": "aa" * 32, "ps": "bb" * 32, "fa-AF": "cc" * 32},
        }
        scene.act("text.clause-adopted.1", body | {"party": "government"}, GOV)
        if len(scene.entries) < count:
            scene.minutes("text.clause-drafted.1", body, CHAIR)
    for path, data in scene.folder([GOV, TAL]).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return scene


def bare(checks: list[tuple[bytes, bytes]]) -> float:
    start = time.process_time()
    for signed, key in checks:
        crypto_sign_open(signed, key)
    return time.process_time() - start


def checks_of(entries: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
    roster, found = Roster(), []
    for raw in entries:
        entry = read_entry(raw)
        public = roster.key(entry)
        assert public is not None
        found.append((entry.signature + entry.statement, public))
        roster.apply(entry)
    return found


def verified(folder: Path) -> float:
    start = time.process_time()
    report = verify(reader(folder))
    took = time.process_time() - start
    if not report.ok:
        raise SystemExit(f"the record made for this is faulty: {report.faults[:3]}")
    return took


def peak(folder: Path) -> int:
    """Peak memory in KiB of a process that verifies ``folder`` and does nothing else."""
    program = [sys.executable, "-m", "bench.record", "--peak", str(folder)]
    return int(subprocess.run(program, capture_output=True, text=True, check=True).stdout)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        verified(options.peak)
        print(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))[1])  # type: ignore[index]
        return 0
    count = options.entries
    with tempfile.TemporaryDirectory() as name:
        small, large = Path(name, "small"), Path(name, "large")
        written(small, count // 10)
        checks = checks_of(written(large, count).entries)
        gc.collect()
        gc.freeze()  # the entries kept for the bare checks are not the verifier's to walk through
        before, took, after = bare(checks), verified(large), bare(checks)
        peaks = peak(small), peak(large)
    ratio, growth = took / ((before + after) / 2), peaks[1] / peaks[0] - 1
    rows = {
        "entries": count,
        "verify_seconds": round(took, 2),
        "bare_seconds": round((before + after) / 2, 2),
        "ratio": round(ratio, 2),
        "peak_mib_at_a_tenth": round(peaks[0] / 1024, 1),
        "peak_mib": round(peaks[1] / 1024, 1),
        "growth_percent": round(growth * 100, 1),
        "ok": ratio <= AT_MOST and abs(growth) <= EQUAL,
    }
    if options.json:
        print(json.dumps(rows))
    else:
        print(
            f"{count:,} entries      verified {took:.1f} s   bare signature checks {rows['bare_seconds']} s"
        )
        print(f"verified / bare     {ratio:.2f}   (at most {AT_MOST})")
        print(
            f"peak memory         {rows['peak_mib_at_a_tenth']} MiB at {count // 10:,}   {rows['peak_mib']} MiB at {count:,}"
        )
        print(f"growth              {growth:+.1%}   (at most ±{EQUAL:.0%})")
    return 0 if rows["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
