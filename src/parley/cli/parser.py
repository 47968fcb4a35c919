"""The parser of the command line. Its messages say what was found, what is expected and where to read more."""

import argparse
import math
import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, NoReturn

# argparse's own English, by pattern, and ours. What matches none is said as argparse says it.
ARGPARSE_MESSAGES = (
    (r"the following arguments are required: (.*)", r"\1: missing."),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1 \2: there is no such one. There are: \3."),
    (r"argument (.*?): invalid int value: (.*)", r"\1 \2: not a whole number."),
    (r"argument (.*?): expected one argument", r"\1: needs a value after it."),
    (r"argument (.*?): expected (\d+) arguments", r"\1: needs \2 values after it."),
    (r"argument (.*?): not allowed with argument (.*)", r"\1: does not go together with \2."),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1: takes no value, but \2 was given."),
    (r"argument (.*?): (.*)", r"\1 \2"),
    (r"unrecognized arguments: (.*)", r"\1: not known here."),
    (r"ambiguous option: (.*?) could match (.*)", r"\1: could be \2. Write it in full."),
)  # fmt: skip


class Parser(argparse.ArgumentParser):
    """Its sub-commands' parsers are of the same kind. What it cannot take ends with 2."""

    def print_help(self, file: Any = None) -> None:
        """Print; unlike argparse, raise if that cannot be done."""
        print(self.format_help(), end="", file=file)

    def error(self, message: str) -> NoReturn:
        """Say what cannot be taken, and end."""
        said = f"{translated(message)}{self._choices(message)}"
        self.exit(2, f"{self.prog}: {said} Nothing was done. See `{self.prog} --help`.\n")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse; what is not known is said by the command that it was given to, which has the help about it."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def _choices(self, message: str) -> str:
        """Return the commands, where one is missing, or the one most like what was given."""
        for action in self._actions:
            names = list(action.choices or ()) if isinstance(action, argparse._SubParsersAction) else []
            if names and f"required: {action.metavar}" in message:
                return f" There are: {', '.join(names)}."
            if names and (
                found := re.match(rf"argument {action.metavar}: invalid choice: '(.*?)' ", message)
            ):
                near = get_close_matches(found[1], names, 1)
                return f" Did you mean {near[0]}?" if near else ""
        return ""


def translated(message: str) -> str:
    """Return argparse's message in the words of this program."""
    for pattern, ours in ARGPARSE_MESSAGES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return found.expand(ours)
    return f"{message}."


def whole_number(least: int, most: int | None = None) -> Callable[[str], int]:
    """Return how to read a whole number not below ``least`` and not above ``most``."""
    expected = f"{least} or more" if most is None else f"{least} to {most}"

    def read(text: str) -> int:
        number = int(text) if re.fullmatch(r"-?\d{1,18}", text) else None
        if number is None or number < least or (most is not None and number > most):
            raise argparse.ArgumentTypeError(f"{text!r}: a whole number is expected, {expected}.")
        return number

    return read


def whole_numbers(least: int, most: int | None = None) -> Callable[[str], list[int]]:
    """Return how to read whole numbers with commas between them."""
    one = whole_number(least, most)
    return lambda text: [one(part) for part in text.split(",")]


def seconds(text: str) -> float:
    """Read a number of seconds above 0."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < 1e9:
        raise argparse.ArgumentTypeError(f"{text!r}: a number of seconds above 0 is expected.")
    return number
