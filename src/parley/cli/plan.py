"""``parley plan``: solve a release problem, check any plan of it, compare it under changes."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from parley import plan as planner
from parley.plan import compare as comparing
from parley.plan import walk
from parley.plan.children import Children
from parley.plan.why import explain


def add(subparsers: Any) -> None:
    """Add ``plan`` to the commands."""
    commands = subparsers.add_parser("plan", help="who leaves when, proven close to the best").add_subparsers(
        dest="plan_command", metavar="COMMAND", required=True
    )
    solve = commands.add_parser("solve", help="make a plan of a problem file")
    solve.add_argument("problem", type=Path)
    solve.add_argument("--out", type=Path, required=True, metavar="PLAN.json")
    solve.add_argument("--previous", type=Path, metavar="PLAN.json", help="replan: the plan in force")
    solve.add_argument("--freeze", type=_count, default=0, metavar="K", help="batches before K stay exactly")
    solve.add_argument("--stability", type=_count, default=0, metavar="W", help="cost of moving one person")
    _search_options(solve)
    solve.set_defaults(run=run_solve)
    compare = commands.add_parser(
        "compare", help="the same problem under named changes, or a replan at several prices"
    )
    compare.add_argument("problem", type=Path)
    compare.add_argument(
        "changes", type=Path, nargs="?", help="an object: name → JSON merge patch (RFC 7396)"
    )
    compare.add_argument("--out", type=Path, required=True, metavar="TABLE.json")
    compare.add_argument(
        "--previous", type=Path, metavar="PLAN.json", help="the plan in force; every row replans it"
    )
    compare.add_argument("--freeze", type=_count, default=0, metavar="K")
    compare.add_argument(
        "--stability", type=_weights, default=None, metavar="W,W,W", help="a curve: a row for each price"
    )
    _search_options(compare)
    compare.set_defaults(run=run_compare)
    check = commands.add_parser("check", help="hold any plan against its problem, rule by rule")
    check.add_argument("problem", type=Path)
    check.add_argument("plan", type=Path)
    check.add_argument("--walk-away", action="store_true", help="what each side has given after every batch")
    check.set_defaults(run=run_check)


def _search_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=_seconds, default=60.0, metavar="S")
    parser.add_argument("--iterations", type=_count, default=None, metavar="N", help="windows to solve anew")
    parser.add_argument("--threads", type=_count, default=2, metavar="N")
    parser.add_argument("--seed", type=_count, default=0, metavar="I")


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must be 0 or more")
    return number


def _weights(text: str) -> list[int]:
    return [_count(one) for one in text.split(",")]


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number < 1e9:
        raise argparse.ArgumentTypeError("must be more than 0")
    return number


class _Stopped(Exception):
    """Ends the command with an exit code, said on standard error; nothing was written."""

    def __init__(self, code: int, *lines: str) -> None:
        super().__init__(*lines)
        self.code, self.lines = code, lines


def guarded(run: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    try:
        return run(options)
    except _Stopped as stopped:
        print(*stopped.lines, sep="\n", file=sys.stderr)
        return stopped.code


def _read(path: Path, reader: Callable[[bytes], Any]) -> Any:
    try:
        return reader(path.read_bytes())
    except OSError as error:
        raise _Stopped(2, f"{path}: cannot be read: {error.strerror}. Nothing was written.") from error
    except planner.Unreadable as error:
        raise _Stopped(2, *(f"{path}: {fault}" for fault in error.faults), "Nothing was written.") from error


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all."""
    half = path.with_name(path.name + ".part")
    try:
        half.write_bytes(data)
        half.replace(path)
    except OSError as error:
        raise _Stopped(2, f"{path}: cannot be written: {error.strerror}.") from error


def run_solve(options: argparse.Namespace) -> int:
    """Exit 0 with a checked plan, 2 for a file that cannot be read, 3 if there is no plan."""
    return guarded(_solve, options)


def _solve(options: argparse.Namespace) -> int:
    problem = _read(options.problem, planner.read_problem)
    previous = _read(options.previous, planner.read_plan) if options.previous else None
    try:
        plan = planner.solve(
            problem,
            now=time.monotonic,
            seconds=options.seconds,
            iterations=options.iterations,
            threads=options.threads,
            seed=options.seed,
            previous=previous,
            freeze=options.freeze,
            stability=options.stability,
            progress=_show if sys.stderr.isatty() else None,
        )
    except planner.NoPlan as error:
        raise _Stopped(3, *error.reasons, "There is no plan. Nothing was written.") from error
    data = planner.write_plan(problem, plan)
    faults = planner.check(problem, data)
    if faults:
        raise _Stopped(3, *map(str, faults), "The plan did not pass the check. Nothing was written.")
    _write(options.out, data)
    _say_why(options, problem, plan)
    print(walk.in_words(problem, walk.worst(walk.moments(problem, plan))), file=sys.stderr)
    stays = int(planner.cannot_leave(problem).sum())
    print(
        f"cost {plan.cost:.2f}, no plan below {plan.bound:.2f}, gap {100 * planner.gap(problem, plan, stays):.4f} %, "
        f"{plan.left_behind} left behind ({stays} cannot leave), {plan.seconds:.1f} s",
        file=sys.stderr,
    )
    return 0


def _say_why(options: argparse.Namespace, problem: planner.Problem, plan: planner.Plan) -> None:
    """PLAN.why.json and the same in words, where somebody who may leave is left behind."""
    path = options.out.with_suffix(".why.json")
    until = time.monotonic() + 60
    with Children(options.threads) as solver:
        reasons = explain(problem, plan.left_behind, solver, lambda: until - time.monotonic())
    if reasons is None:
        path.unlink(missing_ok=True)  # of an earlier solve: it would be read as if it were of this one
        return
    _write(path, (json.dumps(reasons, ensure_ascii=False, indent=1) + "\n").encode())
    print(*reasons["words"], sep="\n", file=sys.stderr)  # type: ignore[misc]


def _show(state: planner.Progress) -> None:
    gap = 100 * (state.cost - state.bound) / max(state.bound, 1.0) if state.bound > 0 else 100.0
    line = f"{state.seconds:6.1f} s  {state.step:<10}  cost {state.cost:.1f}  bound {state.bound:.1f}  gap {gap:.4f} %"
    print(f"\r{line}  left {state.left_behind}", end="\n", file=sys.stderr, flush=True)


def run_compare(options: argparse.Namespace) -> int:
    """Exit 0 with a table, 2 for a file that cannot be read, 3 if there is no plan to compare."""
    return guarded(_compare, options)


def _compare(options: argparse.Namespace) -> int:
    changes = _read(options.changes, comparing.read_changes) if options.changes else {}
    problems = _read(options.problem, lambda data: comparing.changed(data, changes))
    how: dict[str, Any] = {
        "now": time.monotonic, "seconds": options.seconds, "iterations": options.iterations,
        "threads": options.threads, "seed": options.seed,
    }  # fmt: skip
    if options.previous:
        previous = _read(options.previous, planner.read_plan)
        weights = options.stability or [0, 20, 200]
        rows = []
        for name, problem in problems.items():
            found = comparing.curve(problem, previous, options.freeze, weights, **how)
            rows += [{"change": name} | row for row in found["rows"]]
        table = {"format": comparing.FORMAT, "problem_sha256": problems[""].sha256, "rows": rows}
    else:
        table = comparing.compare(problems, **how)
    _write(options.out, (json.dumps(table, ensure_ascii=False, indent=1) + "\n").encode())
    for row in table["rows"]:
        print("  ".join(f"{key} {value}" for key, value in row.items() if key != "seconds"), file=sys.stderr)
    return 3 if all("no_plan" in row for row in table["rows"]) else 0


def run_check(options: argparse.Namespace) -> int:
    """Exit 0 if the plan keeps every rule, 1 if not, 2 for a file that cannot be read."""
    return guarded(_check, options)


def _check(options: argparse.Namespace) -> int:
    problem = _read(options.problem, planner.read_problem)
    plan = _read(options.plan, planner.read_plan)
    faults = planner.check(problem, plan)
    for fault in faults:
        print(fault)
    if options.walk_away and plan.ids == problem.ids:
        for moment in walk.moments(problem, plan):
            print(
                f"after batch {moment.batch}: persons {moment.persons[0]} and {moment.persons[1]}, "
                f"value {moment.value[0]} and {moment.value[1]}, exposure {moment.exposure}"
            )
        print(walk.in_words(problem, walk.worst(walk.moments(problem, plan))))
    if not faults:
        print(f"keeps every rule: cost {plan.cost}, {plan.left_behind} left behind")
    return 1 if faults else 0
