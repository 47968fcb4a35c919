"""``parley``: one subcommand a module; each module here offers ``add(subparsers)`` and the functions it runs."""

import argparse
import importlib.util
import sys
from collections.abc import Sequence

COMMANDS = ("serve", "rehearse", "settings", "host", "backup", "restore", "record", "lists", "plan")


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="parley",
        description="A negotiating table that can stand in five places at once, and the ledger of what was agreed at it.",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        if importlib.util.find_spec(f"parley.cli.{name}"):
            importlib.import_module(f"parley.cli.{name}").add(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; exit codes are in docs and ``--help``: 0 done, 1 found wanting, 2 could not be read."""
    options = parser().parse_args(arguments)
    result: int = options.run(options)
    return result


if __name__ == "__main__":
    sys.exit(main())
