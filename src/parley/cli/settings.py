"""``parley settings``: every setting with its value, its source and what is allowed."""

import argparse
import json
import sys
import textwrap
from dataclasses import asdict

from parley.cli import Subparsers
from parley.languages import LANGUAGES
from parley.settings import SettingsRefused, load, rows

ABOUT = f"""\
Lists every setting with its value and where it came from. Settings are read from the environment (PARLEY_PORT)
and from one TOML file (port = 8080): parley.toml in the current folder, or the file that PARLEY_CONFIG names.
The command line wins over the environment, the environment over the file. Secrets are not shown; those that
Parley makes itself are in secrets.json in the data folder. Languages: {", ".join(LANGUAGES)}.
Exits 2 if a setting is wrong, with its name, its value and what is allowed."""


def add(subparsers: Subparsers) -> None:
    command = subparsers.add_parser(
        "settings",
        help="list every setting with its value and source",
        description=ABOUT,
    )
    command.add_argument("--json", action="store_true", help="print the settings as a JSON list of objects")
    command.add_argument("--data", metavar="DIR", help="data folder (setting: data)")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    try:
        listed = rows(load({"data": options.data}))
    except SettingsRefused as refused:
        print(refused, file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps([asdict(row) for row in listed], ensure_ascii=False, indent=1))
        return 0
    for row in listed:
        value = "(not set)" if row.value is None else row.value
        print(f"{row.name} = {value}\n    from {row.source} · {row.variable}")
        for said in (row.about, f"allowed: {row.allowed}"):
            print(textwrap.fill(said, 78, initial_indent="    ", subsequent_indent="      "))
    return 0
