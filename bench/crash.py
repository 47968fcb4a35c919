"""Kill -9 a hundred times a database, and count what was lost: ``python -m bench.crash``.

Two processes of three threads append signed entries without pause; all are killed at a random instant, every
tenth time on PostgreSQL with its whole server. After each kill everything acknowledged must be there, nothing
half, the record must verify, and the next process must serve within 5 s. Ends with 1 at the first that does not.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.postgres import running
from tests.store.crashing import SERVING_SECONDS, Appenders, Outcome, kill_again_and_again

KILLS = 100
DATABASES = ("sqlite", "postgresql")


@contextmanager
def database(kind: str) -> Iterator[tuple[str, Callable[[], None] | None]]:
    """Yield a URL, and what kills the database's server and starts it again."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
            yield f"sqlite:///{folder}/parley.db", None
    else:
        with running() as server:

            def kill() -> None:
                server.kill()
                server.start()

            yield server.database(), kill


def tell(outcome: Outcome) -> None:
    if sys.stderr.isatty():
        print(
            f"\r{outcome.kills} kills, {outcome.acknowledged} acknowledged",
            end="",
            file=sys.stderr,
            flush=True,
        )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=KILLS, help="a database (default: %(default)s)")
    parser.add_argument(
        "--database", choices=DATABASES, action="append", help="only this one (default: both)"
    )
    options = parser.parse_args()
    slow = False
    print(
        f"{'database':<10} {'kills':>5} {'with server':>11} {'acknowledged':>12} {'lost':>4} {'half':>4} {'first start':>11} {'again, worst':>12}"
    )
    for kind in options.database or DATABASES:
        with database(kind) as (url, kill):
            try:
                done = kill_again_and_again(Appenders(url), options.kills, random.Random(), kill, tell)
            except AssertionError as found:
                print(f"{kind}: {found}")
                return 1
        worst = max(done.serving)
        slow = slow or worst > SERVING_SECONDS
        print(
            f"{kind:<10} {done.kills:>5} {done.group_kills:>11} {done.acknowledged:>12} {0:>4} {0:>4} {done.first:>9.1f} s {worst:>10.1f} s"
        )
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
