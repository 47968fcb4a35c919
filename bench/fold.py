"""How long it takes to fold a record into its state: ten thousand acts, a hundred thousand, and whether that is linear.

python -m bench.fold [--acts 100000]
"""

import argparse
import json
import sys
import time

from bench._unit import unit
from parley.app.state import State, fold

AT_MOST = 3.0  # seconds for a hundred thousand
LINEAR = 1.5  # how much slower an act may be among many than among a tenth


def entries(count: int) -> list[bytes]:
    """Return canonical entries of the kinds that a long negotiation is made of."""
    made = []
    for seq in range(count):
        clause, party = str(seq // 3 % 40 + 1), ("government", "taliban")[seq % 2]
        digests = dict.fromkeys(("en", "ps", "fa-AF"), f"{seq:064x}")
        body: dict[str, object] = {"clause": clause, "version": seq // 120 + 1, "digests": digests}
        kind = ("text.clause-drafted.1", "text.clause-adopted.1", "talks.meeting-proposed.1")[seq % 3]
        if kind == "text.clause-adopted.1":
            body["party"] = party
        if kind == "talks.meeting-proposed.1":
            body = {"meeting": f"m{seq}", "at": "2020-03-25T07:30:00Z", "place": "kabul"}
        entry = {
            "at": "2020-03-22T07:30:00Z",
            "body": body,
            "compartment": "table",
            "device": "",
            "kind": kind,
        }
        made.append(json.dumps(entry | {"seat": "facilitator", "seq": seq}).encode())
    return made


def folded(raw: list[bytes]) -> float:
    """Return the processor seconds from bytes to state."""
    state, start = State(), time.process_time()
    for each in raw:
        state = fold(state, json.loads(each))
    return time.process_time() - start


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--acts", type=int, default=100_000)
    count = options.parse_args().acts
    raw = entries(count)
    few, many, work = folded(raw[: count // 10]), folded(raw), unit()
    growth = many / few / 10
    print(f"{'acts':>8}  {'seconds':>8}  {'µs an act':>9}")
    for acts, seconds in ((count // 10, few), (count, many)):
        print(f"{acts:8,}  {seconds:8.2f}  {seconds / acts * 1e6:9.1f}")
    print(f"ten times the acts take {growth * 10:.1f} times as long; the unit of work took {work:.2f} s")
    return 0 if growth <= LINEAR and many * 100_000 / count <= AT_MOST else 1


if __name__ == "__main__":
    sys.exit(main())
