"""The server that people reach by hand: on an empty folder, with a name and certificate files alone."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.certificate import own_certificate
from tests.whole.by_hand.beginning import Letter

BEGINS = datetime(2026, 3, 22, 7, 30, tzinfo=UTC)


@contextmanager
def served(folder: Path) -> Iterator[Letter]:
    """Run ``parley serve`` on an empty folder, with a name and certificate files alone; yield the first facilitator's letter."""
    certificate, key = own_certificate(folder.parent)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "parley.cli.main",
        "serve",
        "--json",
        "--data",
        str(folder),
        "--port",
        str(port),
        "--address",
        "localhost",
        "--tls",
        str(certificate),
        str(key),
    ]
    environment = {**os.environ, "PARLEY_CLOCK_START": BEGINS.isoformat()}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as server:
        try:
            assert server.stdout is not None
            told = json.loads(server.stdout.readline())
            yield Letter(told["first"]["link"], told["first"]["code"])
        finally:
            server.terminate()
