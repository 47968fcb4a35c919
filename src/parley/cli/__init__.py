"""The ``parley`` command: one module a subcommand; opens files and folders for the pure packages."""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import argparse  # loaded where it is used: what stands here is loaded before anything can be said

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
