"""How long the state takes to fold: 10⁴ and 10⁵ entries of a record, linear, beside decoding and hashing the same entries alone.

python -m bench.fold [--json]
"""

import argparse
import json
import sys
import time

from parley.app.core.states import TalksState
from parley.record import Tree, leaf_hash
from parley.registry import REGISTRY

MOST = 3.0  # seconds for 10⁵
SIZES = (10_000, 100_000)
ROUNDS = 4  # the sizes take turns, and the best of each counts
PARTIES = [{"id": "north", "kind": "side"}, {"id": "south", "kind": "side"}, {"id": "host", "kind": "host"}]


def entry(seq: int, kind: str, body: dict[str, object], seat: str = "") -> bytes:
    said = {
        "at": "2020-03-22T07:30:00Z",
        "compartment": "table",
        "seq": seq,
        "kind": kind,
        "seat": seat,
        "device": "",
    }
    return json.dumps(
        said | {"body": body, "class": "procedural", "command": "c" * 36, "signature": "s" * 86}
    ).encode()


def entries(count: int) -> list[bytes]:
    """Return a record of ``count`` entries: talks, seats, a match, then pairs decided and clauses drafted in turn."""
    made = [
        entry(
            0, "talks.created.1", {"parties": PARTIES, "places": [], "languages": ["en"], "digest": "d" * 64}
        )
    ]
    made += [
        entry(
            1 + i,
            "talks.seat-made.1",
            {"seat": seat, "party": seat.split("-")[0], "role": "head", "place": "p", "person": "d"},
        )
        for i, seat in enumerate(("north-head", "south-head"))
    ]
    made.append(entry(3, "lists.matched.1", {"match": "m", "digest": "d" * 64, "pairs": {"north": "1"}}))
    for seq in range(len(made), count):
        pair = {
            "match": "m",
            "claimant": "north",
            "claim": seq,
            "holding": seq,
            "same": True,
            "party": "north",
        }
        draft = {
            "clause": str(seq % 40),
            "version": seq // 40 + 1,
            "digests": {"en": "d" * 64, "ps": "e" * 64},
        }
        if seq % 2:
            made.append(entry(seq, "lists.pair-decided.1", pair, "north-head"))
        else:
            made.append(entry(seq, "text.clause-drafted.1", draft))
    return made


def folded(made: list[bytes]) -> float:
    """Return the seconds that a server takes for it at its start: decoded, hashed into the tree, folded."""
    state = TalksState("bench", REGISTRY.folds)
    began = time.perf_counter()
    state.take("table", made)
    return time.perf_counter() - began


def decoded(made: list[bytes]) -> float:
    """Return the seconds for what no fold can do without: decoding, and hashing into the tree."""
    tree = Tree()
    began = time.perf_counter()
    for raw in made:
        json.loads(raw)
        tree.append_hash(leaf_hash(raw))
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print the figures for a program")
    options = parser.parse_args()
    made = {size: entries(size) for size in SIZES}
    taken = [{size: (decoded(raw), folded(raw)) for size, raw in made.items()} for _ in range(ROUNDS)]
    rows = []
    for size in SIZES:
        decoding, folding = (min(one[size][which] for one in taken) for which in (0, 1))
        rows.append(
            {"entries": size, "decoded": decoding, "folded": folding, "per_entry_us": 1e6 * folding / size}
        )
    kept = rows[-1]["folded"] <= MOST
    if options.json:
        print(json.dumps(rows))
        return 0 if kept else 1
    print(f"{'entries':>8} {'decoded':>9} {'folded':>9} {'an entry':>10}")
    for row in rows:
        print(
            f"{row['entries']:>8} {row['decoded']:>7.2f} s {row['folded']:>7.2f} s {row['per_entry_us']:>7.1f} µs"
        )
    print(f"asked for: 10⁵ in {MOST:g} s at the most, and as long for each entry as at 10⁴")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
