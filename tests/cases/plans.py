"""Small plan problems that gave trouble, each with what is right: ``python -m tests.cases.plans`` prints a table.

``plan/outcomes.json``: a case is a file, with a JSON merge patch if it is a sibling of it, what is asked (``freeze``: against the
plan ``p22_old_plan``; ``check``: a plan to check instead), and the right exit code, cost and words.
"""

import contextlib
import io
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from parley.cli.main import main
from parley.plan.compare import patched

HERE = Path(__file__).parent / "plan"
REFUSED = (2, 3)
Case = dict[str, Any]


def cases() -> list[Case]:
    found: list[Case] = json.loads((HERE / "outcomes.json").read_text("utf-8"))
    return found


def called(case: Case) -> str:
    """The case by its file, what differs in it, and the batches frozen."""
    parts = [case["case"], case.get("name", ""), f"frozen {case['freeze']}" if "freeze" in case else ""]
    return ", ".join(filter(None, parts))


def wrong(case: Case, folder: Path) -> list[str]:
    """Return what differs from what is right; the files go to ``folder``."""
    problem, out = HERE / f"{case['case']}.json", folder / "plan.json"
    if "patch" in case:
        changed = patched(json.loads(problem.read_text("utf-8")), case["patch"])
        problem = folder / "problem.json"
        problem.write_text(json.dumps(changed), "utf-8")
    asked = [
        "solve",
        str(problem),
        "--out",
        str(out),
        "--seconds",
        "10",
        "--iterations",
        "4",
        "--threads",
        "1",
    ]
    if "freeze" in case:
        asked += ["--previous", str(HERE / "p22_old_plan.json"), "--freeze", str(case["freeze"])]
    if "check" in case:
        asked = ["check", str(problem), str(HERE / f"{case['check']}.json")]
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        code = main(["plan", *asked])
    found = [f"exit {code}, not {case['exit']}"] if code != case["exit"] else []
    found += [f"does not say {words!r}" for words in case.get("says", []) if words not in said.getvalue()]
    if code in REFUSED and out.exists():
        found.append("a plan was written")
    if code == 0 and "check" not in case:
        found += _of_plan(case, problem, out)
    return found


def _of_plan(case: Case, problem: Path, out: Path) -> list[str]:
    plan = json.loads(out.read_text("utf-8"))
    with contextlib.redirect_stdout(io.StringIO()) as told:
        sound = main(["plan", "check", str(problem), str(out)]) == 0
    found = [] if sound else [told.getvalue()]
    best = case.get("cost")
    if best is not None and (abs(plan["cost"] - best) > 0.01 or plan["bound"] > best + 0.01):
        found.append(f"cost {plan['cost']}, bound {plan['bound']}, the best is {best}")
    return found


def table() -> int:
    """Print each case as right, refused (rightly) or wrong; return how many are wrong."""
    count: Counter[str] = Counter()
    for case in cases():
        with tempfile.TemporaryDirectory() as folder:
            faults = wrong(case, Path(folder))
        verdict = "wrong" if faults else "refused" if case["exit"] in REFUSED else "right"
        count[verdict] += 1
        sys.stdout.write(f"| {called(case)} | {verdict} | {'; '.join(faults)} |\n")
    sys.stdout.write(", ".join(f"{verdict} {many}" for verdict, many in sorted(count.items())) + "\n")
    return count["wrong"]


if __name__ == "__main__":
    sys.exit(min(1, table()))
