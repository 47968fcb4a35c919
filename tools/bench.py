"""Runs the benchmarks of ``bench/``, all or the ones named; ``list`` says what there is.

A benchmark is ``bench/NAME.py`` (or a folder with ``__main__.py``) that prints a table; its docstring's first line says
what it measures. Each runs in a process of its own. Exits 1 if any did not reach its end.
"""

import ast
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parents[1] / "bench"


def benchmarks() -> dict[str, str]:
    """Return what each benchmark measures, by name."""
    files = [*BENCH.glob("*.py"), *BENCH.glob("*/__main__.py")]
    found = {path.parent.name if path.stem == "__main__" else path.stem: path for path in files}
    alone = {
        name: path for name, path in found.items() if "_" not in name or path.stem == "__main__"
    }  # the others are parts of one
    return {name: _about(alone[name]) for name in sorted(alone)}


def _about(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]


def main(names: list[str]) -> int:
    known = benchmarks()
    if names == ["list"]:
        for name, about in known.items():
            print(f"{name:18} {about}")
        return 0
    if unknown := [name for name in names if name not in known]:
        print(f"No benchmark {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    fell = []
    for name in names or known:
        print(f"\n== {name}: {known[name]}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=BENCH.parent, check=False).returncode:
            fell.append(name)
    if fell:
        print(f"Did not reach their end: {', '.join(fell)}", file=sys.stderr)
    return 1 if fell else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
