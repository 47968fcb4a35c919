"""``parley``: one subcommand a module; each offers ``add(subparsers)`` and the functions it runs.

Only the module that is asked for is loaded, so that ``parley record verify`` needs nothing of the server.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

COMMANDS = {
    "serve": "run the server",
    "rehearse": "hold the talks of 22 March 2020 with bots, from invitation to verified record",
    "settings": "list every setting with its value and where it comes from",
    "host": "invite another facilitator of this installation",
    "backup": "write everything that is kept into one file, while the server runs",
    "restore": "put a backup into an empty database",
    "record": "verify a record's folder, or export one",
    "lists": "match two lists of names, whatever their spelling",
    "plan": "plan a phased release, check a plan, compare plans",
}


def parser(wanted: Sequence[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """Return the parser with the ``wanted`` commands in full and the others by name."""
    top = argparse.ArgumentParser(
        prog="parley",
        description="A negotiating table that can stand in five places at once, and the ledger of what was agreed at it.",
        epilog="`parley COMMAND --help` says more of each.",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, about in COMMANDS.items():
        if name in wanted:
            importlib.import_module(f"parley.cli.{name}").add(commands)
        else:
            commands.add_parser(name, help=about)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; exit codes are in docs and ``--help``: 0 done, 1 found wanting, 2 could not be read."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    wanted = [word for word in arguments[:1] if word in COMMANDS]
    options = parser(wanted).parse_args(arguments)
    result: int = options.run(options)
    return result


if __name__ == "__main__":
    sys.exit(main())
