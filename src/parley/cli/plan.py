"""``parley plan``: solve a release problem, check any plan of it, compare it under changes."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from parley.cli import plan_words as words
from parley.cli.errors import Stopped
from parley.cli.files import fit_to_write, read, write
from parley.cli.parser import seconds, whole_number, whole_numbers
from parley.plan import compare as comparing
from parley.plan import exposure
from parley.plan import solver as planner
from parley.plan.children import Children
from parley.plan.conflict import explain
from parley.plan.read import DEAREST

PROBLEM = "a file of the format parley-plan-problem/1"


def add(subparsers: Any) -> None:
    """Add ``plan`` to the commands."""
    commands = subparsers.add_parser(
        "plan",
        help="plan a phased release, check a plan, compare plans",
        description="Plans of a phased release: who leaves in which batch and through which place, with a proven lower bound on the cost.",
    ).add_subparsers(dest="plan_command", metavar="COMMAND", required=True)
    _add_solve(commands)
    _add_compare(commands)
    check = commands.add_parser(
        "check",
        help="check a plan against its problem, rule by rule",
        description="Check a plan against its problem, rule by rule. The checker shares no code with the solver, so the "
        "plan may come from anywhere. Each fault is printed with its batch and ids.",
        epilog="Exit codes: 0 the plan keeps every rule, 1 it has faults, 2 a file cannot be read.",
    )
    check.add_argument("problem", type=Path, metavar="PROBLEM", help=PROBLEM)
    check.add_argument("plan", type=Path, metavar="PLAN", help="a file of the format parley-plan/1")
    check.add_argument(
        "--walk-away",
        action="store_true",
        help="print what each side has given after every batch, and the worst moment for one side to stop",
    )
    check.add_argument("--json", action="store_true", help="print the result as JSON")
    check.set_defaults(run=run_check)


def _add_solve(commands: Any) -> None:
    solve = commands.add_parser(
        "solve",
        help="solve a problem file",
        description="Find a plan of low cost for a problem file, with a proven lower bound and the relative gap between "
        "them. At the time limit or Ctrl-C the best plan found so far is checked and written. If somebody who may leave is "
        "left behind, the limits in conflict are printed and written to PLAN.why.json.",
        epilog="Exit codes: 0 a plan was written, 2 a file cannot be read or written, 3 there is no plan; the reasons are printed.",
    )
    solve.add_argument("problem", type=Path, metavar="PROBLEM", help=PROBLEM)
    solve.add_argument(
        "--out", type=Path, required=True, metavar="PLAN.json", help="the file to write the plan to"
    )
    solve.add_argument(
        "--previous", type=Path, metavar="PLAN.json", help="replan: start from this plan, which is in force"
    )
    solve.add_argument(
        "--stability",
        type=whole_number(0, DEAREST),
        default=0,
        metavar="W",
        help="stability weight: the cost of moving one person of --previous to another batch from K on (default: 0)",
    )
    _search_options(solve)
    solve.set_defaults(run=run_solve)


def _add_compare(commands: Any) -> None:
    compare = commands.add_parser(
        "compare",
        help="solve a problem under named changes, or replan with several stability weights",
        description="Solve the same problem under named changes, or replan it with several stability weights, and write a "
        "table with a row for each.",
        epilog="Exit codes: 0 a table was written, 2 a file cannot be read or written, 3 no row has a plan.",
    )
    compare.add_argument("problem", type=Path, metavar="PROBLEM", help=PROBLEM)
    compare.add_argument(
        "changes",
        type=Path,
        nargs="?",
        metavar="CHANGES",
        help="a JSON object of named changes, each a JSON merge patch (RFC 7396)",
    )
    compare.add_argument(
        "--out", type=Path, required=True, metavar="TABLE.json", help="the file to write the table to"
    )
    compare.add_argument(
        "--previous", type=Path, metavar="PLAN.json", help="the plan in force, from which every row replans"
    )
    compare.add_argument(
        "--stability",
        type=whole_numbers(0, DEAREST),
        metavar="W,W,W",
        help="stability weights, a row for each (default: 0,20,200)",
    )
    _search_options(compare)
    compare.set_defaults(run=run_compare)


def _search_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--freeze",
        type=whole_number(0),
        default=0,
        metavar="K",
        help="frozen batches: those of --previous before K stay as they are (default: 0)",
    )
    parser.add_argument(
        "--seconds", type=seconds, default=60.0, metavar="S", help="time limit in seconds (default: 60)"
    )
    parser.add_argument(
        "--iterations",
        type=whole_number(0),
        metavar="N",
        help="iteration limit: stop after N windows of the search; with the same seed and time to spare, the same plan",
    )
    parser.add_argument(
        "--threads",
        type=whole_number(1),
        default=2,
        metavar="N",
        help="number of solver processes (default: 2)",
    )
    parser.add_argument(
        "--seed", type=whole_number(0), default=0, metavar="I", help="random seed (default: 0)"
    )


def guarded(run: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Run; print what stopped it."""
    try:
        return run(options)
    except Stopped as stopped:
        print(f"parley plan {options.plan_command}: {stopped}", file=sys.stderr)
        return stopped.code


def _read(path: Path, reader: Callable[[bytes], Any], left: str = "written") -> Any:
    """Return what a file holds. Raises: Stopped with every fault in it, and what was ``left`` undone."""
    try:
        return reader(read(path, left))
    except planner.Unreadable as error:
        raise Stopped(
            *(f"{path}: {words.file_fault(fault)}" for fault in error.faults), f"Nothing was {left}."
        ) from error


def run_solve(options: argparse.Namespace) -> int:
    """Exit 0 with a checked plan, 2 for a file that cannot be read, 3 if there is no plan."""
    return guarded(_solve, options)


def _require_previous(options: argparse.Namespace) -> None:
    if options.previous is None and (options.freeze or options.stability):
        raise Stopped(
            "--freeze and --stability say how to keep to a plan in force: name it with --previous. Nothing was written."
        )


def _solve(options: argparse.Namespace) -> int:
    _require_previous(options)
    fit_to_write(options.out, [options.problem, *([options.previous] if options.previous else [])])
    problem = _read(options.problem, planner.read_problem)
    previous = _read(options.previous, planner.read_previous) if options.previous else None
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
            progress=_print_progress if sys.stderr.isatty() else None,
        )
    except planner.NoPlan as error:
        raise Stopped(
            *map(words.reason_words, error.reasons), "There is no plan. Nothing was written.", code=3
        ) from error
    data = planner.write_plan(problem, plan)
    faults = planner.check(problem, data)
    if faults:
        raise Stopped(
            *map(words.fault_line, faults), "The plan did not pass the check. Nothing was written.", code=3
        )
    write(options.out, data)
    _explain(options, problem, plan)
    print(words.worst_moment(problem, exposure.worst(exposure.moments(problem, plan))), file=sys.stderr)
    stays = int(planner.cannot_leave(problem).sum())
    print(
        f"cost {plan.cost:.2f}, no plan below {plan.bound:.2f}, gap {100 * planner.gap(problem, plan, stays):.4f} %, "
        f"{plan.left_behind} left behind ({stays} cannot leave), {plan.seconds:.1f} s",
        file=sys.stderr,
    )
    return 0


def _explain(options: argparse.Namespace, problem: planner.Problem, plan: planner.Plan) -> None:
    """Write PLAN.why.json and print its sentences, if somebody who may leave is left behind."""
    path = options.out.with_suffix(".why.json")
    until = time.monotonic() + 60
    with Children(options.threads) as solver:
        found = explain(problem, plan.left_behind, solver, lambda: until - time.monotonic())
    if found is None:
        path.unlink(missing_ok=True)  # of an earlier solve: it would be read as if it were of this one
        return
    why = words.why_file(problem, plan.left_behind, found)
    write(path, (json.dumps(why, ensure_ascii=False, indent=1) + "\n").encode())
    print(*why["words"], sep="\n", file=sys.stderr)  # type: ignore[misc]


def _print_progress(state: planner.Progress) -> None:
    gap = 100 * (state.cost - state.bound) / max(state.bound, 1.0) if state.bound > 0 else 100.0
    line = f"{state.seconds:6.1f} s  {state.step:<10}  cost {state.cost:.1f}  bound {state.bound:.1f}  gap {gap:.4f} %"
    print(f"\r{line}  left {state.left_behind}", end="\n", file=sys.stderr, flush=True)


def run_compare(options: argparse.Namespace) -> int:
    """Exit 0 with a table, 2 for a file that cannot be read, 3 if there is no plan to compare."""
    return guarded(_compare, options)


def _compare(options: argparse.Namespace) -> int:
    _require_previous(options)
    fit_to_write(options.out, filter(None, (options.problem, options.changes, options.previous)))
    changes = _read(options.changes, comparing.read_changes) if options.changes else {}
    problems = _read(options.problem, lambda data: comparing.changed(data, changes))
    how: dict[str, Any] = {
        "now": time.monotonic, "seconds": options.seconds, "iterations": options.iterations,
        "threads": options.threads, "seed": options.seed,
    }  # fmt: skip
    if options.previous:
        previous = _read(options.previous, planner.read_previous)
        weights = options.stability or [0, 20, 200]
        rows = []
        for name, problem in problems.items():
            found = comparing.curve(problem, previous, options.freeze, weights, **how)
            rows += [{"change": name} | row for row in found["rows"]]
        table = {"format": comparing.FORMAT, "problem_sha256": problems[""].sha256, "rows": rows}
    else:
        table = comparing.compare(problems, **how)
    for row in table["rows"]:
        if "no_plan" in row:
            row["no_plan"] = [words.reason_words(reason) for reason in row["no_plan"]]
    write(options.out, (json.dumps(table, ensure_ascii=False, indent=1) + "\n").encode())
    for row in table["rows"]:
        print("  ".join(f"{key} {value}" for key, value in row.items() if key != "seconds"), file=sys.stderr)
    return 3 if all("no_plan" in row for row in table["rows"]) else 0


def run_check(options: argparse.Namespace) -> int:
    """Exit 0 if the plan keeps every rule, 1 if not, 2 for a file that cannot be read."""
    return guarded(_check, options)


def _check(options: argparse.Namespace) -> int:
    problem = _read(options.problem, planner.read_problem, "checked")
    plan = _read(options.plan, planner.read_plan, "checked")
    faults = planner.check(problem, plan)
    comparable = options.walk_away and plan.ids == problem.ids
    moments = exposure.moments(problem, plan) if comparable else ()
    if options.json:
        print(json.dumps(_checked(plan, faults) | _exposed(moments), ensure_ascii=False, indent=1))
        return 1 if faults else 0
    for fault in faults:
        print(words.fault_line(fault))
    for moment in moments:
        print(
            f"after batch {moment.batch}: persons {moment.persons[0]} and {moment.persons[1]}, "
            f"value {moment.value[0]} and {moment.value[1]}, exposure {moment.exposure}"
        )
    if moments:
        print(words.worst_moment(problem, exposure.worst(moments)))
    if not faults:
        print(f"keeps every rule: cost {plan.cost}, {plan.left_behind} left behind")
    return 1 if faults else 0


def _checked(plan: planner.Plan, faults: Sequence[planner.Fault]) -> dict[str, object]:
    """Return the figures of the plan and every fault, as JSON values."""
    return {
        "keeps_every_rule": not faults,
        "cost": plan.cost,
        "bound": plan.bound,
        "left_behind": plan.left_behind,
        "faults": [
            {"rule": one.rule, "words": words.fault_words(one), "batch": one.batch, "ids": one.ids}
            for one in faults
        ],
    }


def _exposed(moments: Sequence[exposure.Moment]) -> dict[str, object]:
    if not moments:
        return {}
    return {"moments": [one.as_dict() for one in moments], "worst": exposure.worst(moments).as_dict()}
