"""``parley backup FILE``: everything the store holds, at one moment, in one file; the server may run meanwhile."""

import argparse
import json
import sys
from pathlib import Path

from parley import settings as chosen
from parley.cli import Subparsers
from parley.cli.errors import message_of
from parley.cli.record_words import many
from parley.settings.secret_file import NAME
from parley.store import StoreError
from parley.store.backup import Summary, write_backup

ABOUT = """\
Writes everything that the store holds, at one moment, to FILE, which must not exist yet. The server may run
meanwhile; SQLite or PostgreSQL, the file is the same and can be restored to either. Contents in it stay encrypted:
without the secrets file (secrets.json in the data folder) nobody can read them, and it is not in the backup
unless --with-secrets is given. Keep the two apart: whoever holds both can read every list and sign as this server.
Sign-ins are left out. Exits 2, and leaves no file, if it cannot be done."""


def add(subparsers: Subparsers) -> None:
    texts = ("write everything the store holds to one file, while running", ABOUT, "the file to write")
    command = store_command(subparsers, "backup", *texts, secrets="include the secrets file in the backup")
    command.set_defaults(run=run)


def store_command(
    subparsers: Subparsers, name: str, short: str, about: str, file: str, *, secrets: str
) -> argparse.ArgumentParser:
    """Return the command NAME FILE, with the options that backup and restore share."""
    command = subparsers.add_parser(name, help=short, description=about)
    command.add_argument("file", type=Path, metavar="FILE", help=file)
    command.add_argument("--data", metavar="DIR", help="data folder (setting: data)")
    command.add_argument("--with-secrets", action="store_true", help=secrets)
    command.add_argument("--json", action="store_true", help="print the result as JSON")
    return command


def run(options: argparse.Namespace) -> int:
    """Back up. Exit codes: 0 done, 2 nothing was written (said why)."""
    try:
        settings = chosen.load({"data": options.data})
        secrets = None
        own = settings.data / NAME
        if options.with_secrets:
            if not own.exists():
                raise StoreError(
                    f"{own}: there is no such file; nothing was written. Put it back, or leave out --with-secrets."
                )
            chosen.secrets(settings)  # refuses a file that is not what Parley wrote
            secrets = own.read_bytes()
        summary = write_backup(settings.database_url, options.file, secrets, progress)
    except (chosen.SettingsRefused, StoreError, OSError) as fault:
        print(f"parley backup: {message_of(fault)}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(as_json(options.file, summary)))
        return 0
    print(f"{options.file}: {counted(summary)}, {options.file.stat().st_size:,} bytes.")
    if summary.secrets is None:
        print(f"The secrets are not in it. Keep {own} too, elsewhere: contents cannot be read without.")
    else:
        print("The secrets are in it: whoever holds this file can read every list and sign as this server.")
    return 0


def progress(table: str, rows: int) -> None:
    """Show what is being copied, on a terminal."""
    if sys.stderr.isatty():
        print(f"\r{table}: {rows:,} rows\x1b[K\r", end="", file=sys.stderr, flush=True)


def counted(summary: Summary) -> str:
    rows = summary.rows
    entries = rows.get("leaves", rows.get("entries", 0))  # entries: up to version 2
    places, contents = many(rows["compartments"], "compartment"), many(rows["blobs"], "content")
    return f"{many(entries, 'entry', 'entries')} of the record in {places}, {contents}"


def as_json(file: Path, summary: Summary) -> dict[str, object]:
    return {
        "file": str(file),
        "version": summary.version,
        "rows": summary.rows,
        "secrets": summary.secrets is not None,
    }
