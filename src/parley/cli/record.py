"""``parley record verify`` and ``parley record export``: the record as a folder that needs nothing of Parley."""

import argparse
import json
import os
import stat
import sys
from pathlib import Path

from parley.cli.errors import Stopped
from parley.cli.files import read
from parley.cli.record_progress import shown
from parley.cli.record_words import lines
from parley.record import Read, Trust, read_trust, verify

MAX_FILE_BYTES = 256 * 1024 * 1024  # no file of a record is larger; a hostile folder's may be endless
MAX_EVIDENCE_BYTES = 1_000_001  # one more than a note may have


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``parley record``."""
    parser = commands.add_parser(
        "record",
        help="verify or export a record, or take back what is missing here",
        description="The record as a folder of files that can be verified without Parley.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_verify(actions)
    _add_export(actions)
    _add_return(actions)


def _add_verify(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = actions.add_parser(
        "verify",
        help="verify a record, with trusted keys and kept checkpoints",
        description="Verify that a folder is consistent, and print the keys that it relies on and what it cannot prove "
        "alone. Nothing is written, and no network is used.",
        epilog="A trust file has a line `server FINGERPRINT` and lines `head PARTY FINGERPRINT`, as people wrote "
        "them down when they met; # begins a comment. The Record page saves checkpoint files. "
        "Exit codes: 0 verified, 1 faults, 2 cannot be read.",
    )
    parser.add_argument(
        "folder",
        type=Path,
        metavar="DIR",
        help="a folder written by `record export` or saved from the Record page",
    )
    parser.add_argument(
        "--trust", type=Path, metavar="FILE", help="trusted keys: detects a record that was forged as a whole"
    )
    parser.add_argument(
        "--seen",
        type=Path,
        metavar="CHECKPOINT",
        action="append",
        default=[],
        help="a checkpoint kept earlier: detects rollback, fork and truncation (repeatable)",
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.set_defaults(run=run_verify)


def _add_export(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = actions.add_parser(
        "export",
        help="write one compartment as a folder",
        description="Write one compartment of the record as a folder that `record verify` and other programs can "
        "read. The server may be running. Exit codes: 0 written, 2 nothing was written.",
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder (setting: data)")
    parser.add_argument("--talks", metavar="ID", help="the talks to export (default: the only ones)")
    parser.add_argument(
        "--compartment", default="table", metavar="X", help="compartment to export (default: table)"
    )
    parser.add_argument(
        "--with-content",
        default="",
        metavar="text,plan",
        help="kinds of content to include; lists are never included",
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(run=run_export)


def _add_return(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = actions.add_parser(
        "return",
        help="take entries back that are missing here, from what a side kept",
        description="After a restore: append the entries that are missing here, exactly as they stand in a folder that a "
        "side saved from the Record page. The folder is verified, must be signed by this server's key and begin with all "
        "that is here. Once no head is missing that a device has shown, acts are recorded again; nothing else lifts that. "
        "Stop the server first. Exit codes: 0 done, 2 nothing was changed.",
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder saved from the Record page")
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder (setting: data)")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(run=run_return)


def run_verify(options: argparse.Namespace) -> int:
    """Verify. Exit codes: 0 verified, 1 faults, 2 cannot be read."""
    try:
        _is_folder(options.folder)
        trust = _trust(options.trust) if options.trust else Trust()
        seen = [read(path, "checked", MAX_EVIDENCE_BYTES) for path in options.seen]
    except Stopped as stopped:
        print(f"parley record verify: {stopped}", file=sys.stderr)
        return stopped.code
    with shown(reader(options.folder), sys.stderr) as read_file:
        report = verify(read_file, trust, seen)
    if options.json:
        print(json.dumps(report.as_json(), indent=1))
    elif report.readable:
        print("\n".join(lines(report)))
    if not report.readable:
        print(
            f"parley record verify: {options.folder} is no record: it has neither talks.json nor checkpoint. Nothing was checked.",
            file=sys.stderr,
        )
        return 2
    return 0 if report.ok else 1


def _is_folder(folder: Path) -> None:
    if not folder.is_dir():
        lacking = "is no folder" if folder.exists() else "there is no such folder"
        raise Stopped(
            f"{folder}: {lacking}. Nothing was checked. Name the folder that `record export` wrote, or unpack the archive."
        )
    if not os.access(folder, os.R_OK | os.X_OK):
        raise Stopped(f"{folder}: this account may not read it. Nothing was checked.")


def _trust(path: Path) -> Trust:
    try:
        return read_trust(read(path, "checked", MAX_EVIDENCE_BYTES))
    except UnicodeDecodeError:
        raise Stopped(
            f"{path}: not UTF-8 text. Nothing was checked. Save it as UTF-8, one key a line."
        ) from None
    except ValueError as fault:
        raise Stopped(f"{path}: {fault}. Nothing was checked.") from fault


def reader(folder: Path) -> Read:
    """Return how to read a folder's files: None for what is not there, no plain file, or too large."""

    def read_file(path: str) -> bytes | None:
        file = folder / path
        try:
            found = file.stat()
            plain = stat.S_ISREG(found.st_mode) and found.st_size <= MAX_FILE_BYTES
            return file.read_bytes() if plain else None
        except OSError:
            return None

    return read_file


def run_export(options: argparse.Namespace) -> int:
    """Export. Exit codes: 0 written, 2 nothing was written (said why)."""
    from parley.cli.record_export import export

    return export(options)


def run_return(options: argparse.Namespace) -> int:
    """Take back. Exit codes: 0 done, 2 nothing was changed (said why)."""
    from parley.cli.record_return import run

    return run(options, reader(options.folder))
