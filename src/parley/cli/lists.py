"""``parley lists match``: matches the persons of two files."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from parley.apart import Bounds, ReaderApart
from parley.app.lists.threads import threads
from parley.cli import lists_aside
from parley.cli.errors import Stopped
from parley.cli.files import fit_to_write, is_device, read, write
from parley.cli.lists_words import as_json, left_out, notes, refusal, sentence
from parley.cli.lists_write import Line
from parley.cli.lists_write import write as written
from parley.cli.match_words import reasons
from parley.cli.parser import whole_number
from parley.languages import LANGUAGES
from parley.lists import spreadsheet
from parley.lists.match import Candidate, Matches, Rows, match
from parley.lists.read import FIELDS, UNREAD, ParsedList, ReadError, letter
from parley.lists.read.text import MOST_ROWS

NOTHING = "nothing"  # of letters that one list writes and the other does not
BOUNDS = Bounds(
    memory=4 << 30, processor=600, clock=3600.0, answer=1 << 30, rows=MOST_ROWS
)  # the operator's own machine and file


def add(subparsers: Any) -> None:
    """Add ``lists`` to the commands."""
    lists = subparsers.add_parser(
        "lists",
        help="match two lists of persons",
        description="Lists of persons, in any format and spelling.",
    )
    commands = lists.add_subparsers(dest="lists_command", metavar="COMMAND", required=True)
    one = commands.add_parser(
        "match",
        help="match the persons of two lists",
        description="Match the persons of the left list with those of the right one (record linkage). Lists are CSV, XLSX, "
        "XLS, ODS or HTML, in Pashto, Dari, Arabic or Latin script; columns are recognised by their headings and contents. "
        "The result has a line for each candidate pair, best first, with the probability that the two are one person, a "
        "decision and the reasons.",
        epilog=f"Fields of --map: {', '.join(FIELDS)}. Exit codes: 0 done, 2 a file cannot be read or written.",
    )
    _add_options(one)
    one.set_defaults(run=run_match)


def _add_options(one: argparse.ArgumentParser) -> None:
    one.add_argument("left", type=Path, metavar="LEFT", help="the list whose persons are looked up")
    one.add_argument("right", type=Path, metavar="RIGHT", help="the list in which they are looked up")
    one.add_argument(
        "--out",
        type=Path,
        metavar="MATCHES",
        help="the file to write the result to: .csv, .xlsx or .ods; rows of either list that have no line in it stand in "
        "MATCHES.aside.csv, with the reason; required, except to show or save a column map",
    )
    one.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="name=COLUMN,…",
        help="column map: which column holds which field; given once it is for both lists, given twice for each",
    )
    one.add_argument(
        "--candidates",
        type=whole_number(1),
        default=5,
        metavar="N",
        help="candidates per left row, at most (default: 5)",
    )
    one.add_argument("--top-only", action="store_true", help="write only the best candidate of each row")
    one.add_argument(
        "--show-map", action="store_true", help="print the field recognised in each column, and why"
    )
    one.add_argument("--save-map", type=Path, metavar="FILE", help="save the column map of both lists")
    one.add_argument("--use-map", type=Path, metavar="FILE", help="use a column map that --save-map wrote")
    one.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the reasons (default: en)")
    one.add_argument(
        "--threads",
        type=whole_number(1),
        default=1,
        metavar="N",
        help="number of threads (default: 1); the result is the same",
    )
    one.add_argument(
        "--json",
        action="store_true",
        help="print as JSON how the lists were read and how many rows were decided how",
    )


def _refusal(said: str) -> Stopped:
    return Stopped(f"{said} Nothing was written.")


def run_match(options: argparse.Namespace) -> int:
    """Exit 0 done, 2 if something cannot be read (nothing is written then)."""
    try:
        return _run(options)
    except Stopped as stopped:
        print(f"parley lists match: {stopped}", file=sys.stderr)
        return stopped.code


def _run(options: argparse.Namespace) -> int:
    if options.out is None and not options.show_map and options.save_map is None:
        raise _refusal("--out is missing: say where the answer goes, for instance --out MATCHES.csv.")
    if options.out is not None and options.out.suffix.lower() not in (".csv", ".xlsx", ".ods"):
        raise _refusal(f"--out {options.out.name}: the answer is written as .csv, .xlsx or .ods.")
    _check_out(options)
    maps = _maps(options)
    left, right = _table(options.left, maps[0]), _table(options.right, maps[1])
    if options.show_map and not options.json:
        _print_map(options.left, left)
        _print_map(options.right, right)
    if options.save_map is not None:
        saved = {"format": "parley-lists-map/1", "left": left.mapping(), "right": right.mapping()}
        write(
            options.save_map,
            (json.dumps(saved, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode(),
        )
    if options.out is None:
        if options.json:
            _print_json(options, left, right, None)
        return 0
    _check_people(options.left, left)
    _check_people(options.right, right)
    found = match(
        Rows.of(left.people()), Rows.of(right.people()), candidates=_ranks(options),
        spread=threads(options.threads), progress=_meter(),
    )  # fmt: skip
    lines = _lines(found, left, options)
    write(options.out, written(lines, options.out.suffix.lower(), options.lang))
    aside = _write_aside(options, left, right, found)
    if options.json:
        _print_json(options, left, right, lines)
    else:
        _report_rows(options, left, right)
        _report_answer(options, left, right, lines)
        if aside:
            print(f"{lists_aside.beside(options.out)}: {sentence('aside', {'rows': aside})}", file=sys.stderr)
        if found.learned:
            shown = ", ".join(f"{one or NOTHING}~{other or NOTHING}" for one, other in found.learned)
            print(sentence("learned", {"names": found.learned_from, "letters": shown}), file=sys.stderr)
        print(f"{options.out}: {sentence('answered', _decisions(lines))}", file=sys.stderr)
    return 0


def _write_aside(options: argparse.Namespace, left: ParsedList, right: ParsedList, found: Matches) -> int:
    """Write the rows of both lists that have no line in the answer; return how many they are."""
    answered = {
        one.right for one in found.candidates if one.right is not None and one.rank <= _ranks(options)
    }
    rows = [
        *lists_aside.lines("left", left, options.lang),
        *lists_aside.lines("right", right, options.lang, answered),
    ]
    if not is_device(options.out):
        write(lists_aside.beside(options.out), lists_aside.written(rows))
    return len(rows)


def _ranks(options: argparse.Namespace) -> int:
    """Return how many candidates of each row the answer has, at most."""
    return 1 if options.top_only else int(options.candidates)


def _decisions(lines: Sequence[Line]) -> dict[str, int]:
    """Return the number of persons of the left list by decision, and in all."""
    first = Counter(decision for _, _, rank, _, decision, _ in lines if rank == 1)
    return {decision: first[decision] for decision in ("match", "review", "none")} | {"people": first.total()}


def _print_json(
    options: argparse.Namespace, left: ParsedList, right: ParsedList, lines: Sequence[Line] | None
) -> None:
    """Print as JSON how the lists were read, and how many rows of the left one were decided how."""
    said: dict[str, object] = {
        "left": as_json(options.left.name, left),
        "right": as_json(options.right.name, right),
        "out": None if lines is None else str(options.out),
    }
    if lines is not None:
        said["decisions"] = {word: count for word, count in _decisions(lines).items() if word != "people"}
    print(json.dumps(said, ensure_ascii=False, indent=1))


def _check_out(options: argparse.Namespace) -> None:
    """Stop before the work if the result could not be written, or would overwrite an input."""
    never = [path for path in (options.left, options.right, options.use_map) if path is not None]
    aside = None if options.out is None or is_device(options.out) else lists_aside.beside(options.out)
    for path in (options.out, options.save_map, aside):
        if path is not None:
            fit_to_write(path, never)
            never.append(path)


def _maps(options: argparse.Namespace) -> tuple[Mapping[str, str] | None, Mapping[str, str] | None]:
    if options.use_map is not None:
        try:
            saved = json.loads(read(options.use_map))
            if set(saved) != {"format", "left", "right"} or saved["format"] != "parley-lists-map/1":
                raise ValueError
            maps = saved["left"], saved["right"]
            if not all(isinstance(m, dict) and all(isinstance(v, str) for v in m.values()) for m in maps):
                raise ValueError
        except (ValueError, TypeError):
            raise _refusal(
                f"{options.use_map.name}: not a map that --save-map wrote (parley-lists-map/1)."
            ) from None
        return maps
    given = [_map(text) for text in options.map]
    if len(given) > 2:
        raise _refusal("--map: at most two, for the left list and the right one.")
    return (None, None) if not given else (given[0], given[-1])


def _map(text: str) -> dict[str, str]:
    out = {}
    for part in text.split(","):
        field, equals, column = part.partition("=")
        if not equals or not column.strip():
            raise _refusal(f"--map {text}: expected name=COLUMN,father=COLUMN,…")
        if field.strip() in out:
            raise _refusal(f"--map {text}: {field.strip()} stands there twice.")
        out[field.strip()] = column.strip()
    return out


def _table(path: Path, mapping: Mapping[str, str] | None) -> ParsedList:
    watched = sys.stderr.isatty()  # a large list takes seconds
    if watched:
        print(f"\rreading {path.name} …\x1b[K", end="", file=sys.stderr, flush=True)
    try:
        return ReaderApart(BOUNDS)(read(path), path.name, mapping)
    except ReadError as error:
        raise _refusal(f"{path.name}: {refusal(error)}") from None
    finally:
        if watched:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _check_people(path: Path, table: ParsedList) -> None:
    """Stop if nobody stands in a list: everybody on the other would be "not held"."""
    if not any(row.problem is None or row.problem in UNREAD for row in table.rows):
        raise _refusal(f"{path.name}: {sentence('nobody', {'rows': len(table.rows)})}")


def _meter() -> Any:
    if not sys.stderr.isatty():
        return None

    def show(share: float) -> None:
        print(f"\r{share:4.0%} ", end="" if share < 1 else "\n", file=sys.stderr, flush=True)

    return show


def _lines(found: Matches, left: ParsedList, options: argparse.Namespace) -> list[Line]:
    """Return the lines of the result; a row without a name is among them, for review."""
    rows: dict[int, list[Candidate]] = {}
    for one in found.candidates:
        rows.setdefault(one.left, []).append(one)
    lines, person = [], 0
    for row, mark in zip(left.rows, left.marks(), strict=True):
        if row.problem is None:
            for one in rows.get(person, []):
                if one.rank == 1 or not options.top_only:
                    lines.append(
                        (
                            one.left_id,
                            one.right_id,
                            one.rank,
                            one.probability,
                            one.decision,
                            reasons(one, options.lang),
                        )
                    )
            person += 1
        elif row.problem in UNREAD:
            why = lists_aside.reason(row.problem, options.lang)
            lines.append((mark, "", 1, 0.0, "review", why))
    return lines


def _print_map(path: Path, table: ParsedList) -> None:
    where = f"{path.name}: {table.kind}" + (f", sheet {table.sheet}" if table.sheet else "")
    head = (
        ", header in row " + " and ".join(map(str, table.header_rows)) if table.header_rows else ", no header"
    )
    print(where + head)
    for column in table.columns:
        why = (
            sentence(f"why_{column.why}", {"percent": round(100 * max(column.share, 0))})
            if column.why
            else ""
        )
        print(
            f"  {column.header or '(no heading)'} = {column.field or '(not used)'}{'  ' + why if why else ''}"
        )
    for code, count in table.notes:
        if code == "province_carried":
            print(f"  {sentence('note_province_carried', {'count': count})}")


def _report_answer(
    options: argparse.Namespace, left: ParsedList, right: ParsedList, lines: Sequence[Line]
) -> None:
    """Print on standard error what is to be known of the answer: lists that are one, ids that look like formulas."""
    if left.rows == right.rows and left.columns == right.columns:
        print(f"{options.right.name}: {sentence('same_file', {})}", file=sys.stderr)
    marks = {mark for line in lines for mark in line[:2]}
    formulas = sum(map(spreadsheet.is_formula, marks))
    if formulas and options.out.suffix.lower() == ".csv":
        print(f"{options.out}: {sentence('ids_formulas', {'count': formulas})}", file=sys.stderr)


def _report_rows(options: argparse.Namespace, left: ParsedList, right: ParsedList) -> None:
    """Print on standard error which rows hold nobody, by kind: none is dropped silently."""
    for path, table in ((options.left, left), (options.right, right)):
        named = next((column for column in table.columns if column.field == "name"), None)
        if not table.header_rows and named is not None and named.why == "content":
            said = sentence("taken_by_contents", {"column": f"column {letter(named.index)}"})
            print(f"{path.name}: {said}", file=sys.stderr)
        for said in notes(table):
            print(f"{path.name}: {said}", file=sys.stderr)
        for kind, numbers in left_out(table).items():
            shown = ", ".join(map(str, numbers[:5])) + (", …" if len(numbers) > 5 else "")
            print(
                f"{path.name}: {sentence('rows_' + kind, {'count': len(numbers), 'rows': shown})}",
                file=sys.stderr,
            )
