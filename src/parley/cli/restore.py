"""``parley restore FILE``: fill an empty store from a backup."""

import argparse
import json
import os
import sys
from pathlib import Path

from parley import settings as chosen
from parley.cli import Subparsers
from parley.cli.backup import as_json, counted, progress, store_command
from parley.cli.errors import message_of
from parley.settings.secret_file import NAME
from parley.store import StoreError
from parley.store.backup import Summary, examine_backup, restore_backup, wrapped_by
from parley.store.keeping import BEFORE_RESTORE, FILE

ABOUT = """\
Fills an empty store, SQLite or PostgreSQL, from a file of `parley backup`: all of it or nothing. A damaged file is
refused by its digests. A backup with secrets puts back secrets.json if --with-secrets is given and there is none
yet; otherwise put the one that belongs to it into the data folder before you start. At the next start what the
record calls erased is destroyed again. If the data folder remembers a newer record than the restored one, or as soon
as some side's device shows a newer head, the store takes no more acts and the pages say so: what was done after the
backup is then missing here.
Exits 2, and changes nothing, if it cannot be done."""


def add(subparsers: Subparsers) -> None:
    texts = ("fill an empty store from a backup", ABOUT, "a file written by `parley backup`")
    command = store_command(subparsers, "restore", *texts, secrets="restore the secrets file too")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Restore. Exit codes: 0 done, 2 nothing was changed (said why)."""
    try:
        settings = chosen.load({"data": options.data})
        own = settings.data / NAME
        if options.with_secrets and own.exists():
            raise StoreError(
                f"{own} is there already; nothing was restored. Leave out --with-secrets, or move it away."
            )
        examine_backup(options.file, progress)
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        summary = restore_backup(options.file, settings.database_url, progress)
        if (settings.data / FILE).exists():  # the next start compares: what is missing here stops all writing
            (settings.data / FILE).replace(settings.data / BEFORE_RESTORE)
        said = put_back(summary, own) if options.with_secrets else belongs(summary, settings)
    except (chosen.SettingsRefused, StoreError, OSError) as fault:
        print(f"parley restore: {message_of(fault)}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(as_json(options.file, summary)))
        return 0
    print(f"{options.file}: {counted(summary)}, restored.\n{said}")
    print("Sign-ins were not in it: everybody signs in anew.")
    return 0


def put_back(summary: Summary, own: Path) -> str:
    """Write the secrets file from the backup; return what to say."""
    if summary.secrets is None:
        return f"There are no secrets in this backup. Put the {NAME} that belongs to it into {own.parent}."
    with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(summary.secrets)
    return f"The secrets were put back: {own}."


def belongs(summary: Summary, settings: chosen.Settings) -> str:
    """Return what to say about the secrets file that the restored store needs."""
    own = settings.data / NAME
    if not own.exists():
        return f"Put the {NAME} that belongs to this backup into {settings.data} before you start."
    if not wrapped_by(summary, chosen.secrets(settings).blob_key):
        return f"{own} does not belong to this backup: put the right one in its place before you start."
    return f"{own} belongs to it."
