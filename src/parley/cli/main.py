"""``parley``: one subcommand a module; each offers ``add(subparsers)`` and the functions it runs.

Only the module that is asked for is loaded, so that ``parley record verify`` needs nothing of the server.
"""

import argparse
import importlib
import importlib.metadata
import io
import os
import sys
from collections.abc import Sequence

from parley.cli import loading
from parley.cli.errors import message_of
from parley.cli.parser import Parser

COMMANDS = {
    "serve": "run the server",
    "rehearse": "run the rehearsal: the talks of 22 March 2020, held by bots",
    "settings": "list every setting with its value and where it comes from",
    "host": "invite another facilitator of this installation",
    "backup": "back up the store to one file, also while the server runs",
    "restore": "restore a backup into an empty store",
    "record": "verify or export a record, or take back what is missing here",
    "lists": "match two lists of persons",
    "plan": "solve, check and compare release plans",
}
UNREAD = 141  # as a shell says of a command that a closed pipe ended


class Version(argparse.Action):
    """Prints and ends, as ``--help`` does."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:  # noqa: A002 - argparse's own name
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from parley.web.program import served_digest

        print(f"parley {importlib.metadata.version('parley')}")
        print(f"program {served_digest()}")
        parser.exit()


def parser(wanted: Sequence[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """Return the parser with the ``wanted`` commands in full and the others by name."""
    top = Parser(
        prog="parley",
        description="Self-hosted negotiations: encrypted video, lists matched, texts and releases agreed, on a signed record.",
        epilog="Run `parley COMMAND --help` for the options of a command.",
    )
    top.add_argument(
        "--version",
        action=Version,
        help="print which version this is, and of which program that browsers run",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, about in COMMANDS.items():
        if name in wanted:
            importlib.import_module(f"parley.cli.{name}").add(commands)
        else:
            commands.add_parser(name, help=about)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; exit codes are in docs and ``--help``: 0 done, 1 faults found, 2 could not be read."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    wanted = [word for word in arguments[:1] if word in COMMANDS]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names are in scripts that a terminal may lack
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            options = parser(wanted).parse_args(arguments)
            loading.is_done()
            result: int = options.run(options)
        finally:  # --help ends here too
            sys.stdout.flush()
    except KeyboardInterrupt:
        print(f"parley {' '.join(wanted)}: stopped.", file=sys.stderr)
        return loading.STOPPED
    except BrokenPipeError:
        _discard_output()
        return UNREAD
    except OSError as fault:
        print(f"parley {' '.join(wanted)}: {message_of(fault)}", file=sys.stderr)
        _discard_output()
        return 2
    return result


def _discard_output() -> None:
    """Redirect standard output to the null device, or Python reports the closed pipe again when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


if __name__ == "__main__":
    sys.exit(main())
