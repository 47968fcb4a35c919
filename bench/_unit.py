"""A fixed unit of work, timed beside what is measured: it tells how fast the machine was just then."""

import hashlib
import time

STEPS = 200_000


def unit() -> float:
    """Return the processor seconds that 200,000 chained SHA-256 take in this process."""
    digest, start = b"", time.process_time()
    for _ in range(STEPS):
        digest = hashlib.sha256(digest).digest()
    return time.process_time() - start
