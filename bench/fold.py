"""How long a record takes when it is read at a start: 10⁴ and 10⁵ entries decoded and hashed, folded, verified and folded.

Folding must be linear. Verifying stands beside the bare checks of the same signatures, in the same run; it happens for entries newer
than the head that the server kept last, which is a minute's, and for all of them after a restore.

python -m bench.fold [--json]
"""

import argparse
import json
import sys
import time
import uuid
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.bindings import crypto_sign_open

from parley.app.core.loading import Checking
from parley.app.core.states import TalksState
from parley.record import Signer, Tree, leaf_hash, procedural_entry, read_entry
from parley.registry import REGISTRY
from parley.store.memory import memory_store

MOST = 3.0  # seconds for 10⁵, folded
MOST_VERIFIED = 10.0  # seconds for 10⁵, verified and folded
SIZES = (10_000, 100_000)
ROUNDS = 3  # the sizes take turns, and the best of each counts
PARTIES = [{"id": "north", "kind": "side"}, {"id": "south", "kind": "side"}, {"id": "host", "kind": "host"}]


KEY = Ed25519PrivateKey.generate()
SERVER = Signer.of(KEY)


def entry(seq: int, kind: str, body: dict[str, Any], seat: str = "") -> bytes:
    return procedural_entry(
        talks="bench", compartment="table", seq=seq, at="2020-03-22T07:30:00Z", kind=kind, body=body,
        command=str(uuid.UUID(int=seq)) if seat else "", seat=seat, device="d" * 64 if seat else "", sign=SERVER.sign,
    )  # fmt: skip


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


def verified(made: list[bytes]) -> float:
    """Return the seconds that it takes with every entry verified before it is folded."""
    state, check = (
        TalksState("bench", REGISTRY.folds),
        Checking(SERVER.public, REGISTRY, memory_store().journal),
    )
    began = time.perf_counter()
    state.take("table", made, check)
    return time.perf_counter() - began


def checked(made: list[bytes]) -> float:
    """Return the seconds that the bare checks of the signatures take."""
    public = KEY.public_key().public_bytes_raw()
    signed = [one.signature + one.statement for one in map(read_entry, made)]
    began = time.perf_counter()
    for one in signed:
        crypto_sign_open(one, public)
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
    work = {"decoded": decoded, "folded": folded, "checked": checked, "verified": verified}
    taken = [
        {size: {name: do(raw) for name, do in work.items()} for size, raw in made.items()}
        for _ in range(ROUNDS)
    ]
    rows = []
    for size in SIZES:
        best: dict[str, float] = {name: min(one[size][name] for one in taken) for name in work}
        rows.append({"entries": size, **best, "per_entry_us": 1e6 * best["folded"] / size})
    kept = rows[-1]["folded"] <= MOST and rows[-1]["verified"] <= MOST_VERIFIED
    if options.json:
        print(json.dumps(rows))
        return 0 if kept else 1
    print("".join(f"{name:>14}" for name in ("entries", *work, "fold, each")))
    for row in rows:
        seconds = "".join(f"{row[name]:>12.2f} s" for name in work)
        print(f"{row['entries']:>14}{seconds}{row['per_entry_us']:>11.1f} µs")
    print(
        f"asked for: 10⁵ folded in {MOST:g} s and verified in {MOST_VERIFIED:g} s at the most; as long to fold each as at 10⁴"
    )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
