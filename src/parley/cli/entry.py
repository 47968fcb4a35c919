"""The entry point of ``parley``. It sets the answer to Ctrl-C before it loads anything else."""

import sys

from parley.cli import loading


def main() -> int:
    """Load the command line, then run it."""
    loading.begins()
    from parley.cli.main import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
