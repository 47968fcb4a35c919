"""The program that browsers run: its files and their digests, and whether a host serves the same.

``program.py`` prints the digest of what this checkout builds; ``program.py https://the.host`` fetches the same files
from a host, compares them byte by byte, and exits 1 if any differs. Build first: ``make setup``.
"""

import argparse
import hashlib
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

sys.path.insert(
    0, str(Path(__file__).parents[1] / "src")
)  # whichever Python runs this: nothing of ours is needed

from parley.web.program import digest, files


def served(host: str, path: str) -> bytes | None:
    try:
        with urlopen(
            f"{host.rstrip('/')}/static/built/{path}", timeout=30
        ) as answer:  # host: the operator's own word
            return bytes(answer.read())
    except URLError:
        return None


def compare(host: str, ours: dict[str, bytes]) -> int:
    different = 0
    for path, data in ours.items():
        theirs = served(host, path)
        if theirs != data:
            different += 1
            print(f"{path}: {'not served' if theirs is None else 'another file'}")
    print(f"{host}: {len(ours) - different} of {len(ours)} files are the same; {different} differ")
    return 1 if different else 0


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("host", nargs="?", help="the address of a host, e.g. https://parley.example.org")
    options.add_argument("--list", action="store_true", help="print each file's digest, as sha256sum does")
    chosen = options.parse_args()
    ours = files()
    if not ours:
        print("Nothing has been built here yet. Run `make setup`.", file=sys.stderr)
        return 2
    if chosen.list:
        for path, data in ours.items():
            print(f"{hashlib.sha256(data).hexdigest()}  {path}")
    print(f"program {digest(ours)}")
    return compare(chosen.host, ours) if chosen.host else 0


if __name__ == "__main__":
    sys.exit(main())
