"""Prints how each case comes out: ``python -m tests.cases [KIND | NAME]…``."""

import sys
from collections import Counter

from tests.cases import matching, reading
from tests.cases.model import cases


def main(wanted: list[str]) -> int:
    """Print a line a case and a count a kind; return how many are wrong and not known to be."""
    counts: Counter[tuple[str, str]] = Counter()
    surprises = 0
    for folder, judge in (("read", reading.judge), ("match", matching.judge)):
        for case in cases(folder):
            if wanted and not {case.kind, case.name} & set(wanted):
                continue
            found = judge(case)
            counts[case.kind, found.word] += 1
            surprises += (found.word == "wrong") != bool(case.open)
            print(f"{case.kind:2} {folder:6}{case.name:34}{found.word:8} {found.why[:200]}")
    print()
    for kind in sorted({kind for kind, _ in counts}):
        said = ", ".join(f"{counts[kind, word]} {word}" for word in ("right", "refused", "wrong"))
        print(f"{kind}  {said}")
    return 1 if surprises else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
