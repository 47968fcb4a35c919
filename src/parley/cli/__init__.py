"""The ``parley`` command: one module a subcommand; opens files and folders for the pure packages."""

import argparse
from typing import TypeAlias

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
