"""``parley rehearse``: the talks of 22 March 2020, held by bots over HTTP and WebRTC, reported step by step."""

import argparse
import sys
from pathlib import Path

from parley.cli.errors import Stopped, why
from parley.cli.files import read
from parley.cli.parser import whole_number
from parley.cli.tls import fit_for_tls

EXAMPLE = Path(__file__).parents[1] / "rehearsal" / "22-march-2020"  # a link to examples/ in a checkout


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "rehearse",
        help="run the rehearsal: the talks of 22 March 2020, held by bots",
        description="Start a server and hold the talks of 22 March 2020 on it: bots sit in five places and do "
        "everything over HTTP and WebRTC like anyone else. Each step is printed with its figures. Then a second "
        "session stays open, and with a seat's link and code a person can take it over. Ctrl-C ends the rehearsal.",
        epilog="Exit codes: 0 every step succeeded, 1 one did not, 2 a file cannot be read.",
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder to keep, with the verified record in DIR/record; `parley serve --data DIR` opens it again (default: a temporary folder)")  # fmt: skip
    parser.add_argument("--exit", action="store_true", help="end after the last step instead of staying open")
    parser.add_argument(
        "--pace",
        choices=("quick", "live"),
        default="quick",
        help="live: with pauses, to be watched (default: quick)",
    )
    parser.add_argument("--tls", nargs=2, type=Path, metavar=("CERT", "KEY"), help="serve HTTPS, so that other machines can join")  # fmt: skip
    parser.add_argument(
        "--port",
        type=whole_number(0, 65_535),
        default=0,
        metavar="N",
        help="port of the server (default: 0, a free one)",
    )
    parser.add_argument("--scenario", type=Path, default=EXAMPLE, metavar="DIR", help="folder with talks.toml and rehearsal.toml (default: the talks of 22 March 2020)")  # fmt: skip
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from parley.rehearsal.reporter import Reporter
    from parley.rehearsal.run import Options, rehearse

    try:
        _fit(options.scenario)
        if options.tls:
            fit_for_tls(*options.tls)
    except Stopped as stopped:
        print(f"parley rehearse: {stopped}", file=sys.stderr)
        return stopped.code
    asked = Options(
        scenario=options.scenario,
        data=options.data.absolute() if options.data else None,
        port=options.port,
        exit=options.exit,
        live=options.pace == "live",
        tls=tuple(options.tls) if options.tls else None,
    )
    return rehearse(asked, Reporter())


def _fit(folder: Path) -> None:
    """Stop before anything is started if the folder holds no scenario. Raises: Stopped."""
    from parley.rehearsal.scenario import read_scenario

    for name in ("talks.toml", "rehearsal.toml"):
        read(folder / name, "started")
    try:
        read_scenario(folder)
    except OSError as fault:
        raise Stopped(f"{fault.filename}: {why(fault)}. Nothing was started.") from fault
    except KeyError as fault:
        raise Stopped(
            f"{folder}: {fault} is missing in talks.toml or rehearsal.toml. Nothing was started."
        ) from fault
    except (ValueError, TypeError, AttributeError) as fault:
        raise Stopped(f"{folder}: no scenario of a rehearsal ({fault}). Nothing was started.") from fault
