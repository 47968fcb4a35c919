"""The slow line that pages are measured over is slow: to open, there and back, and in what it carries; for all of its connections together."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress

import pytest

from bench.slow_line import BITS_A_SECOND, THERE_AND_BACK, slow_line

SIZE = 4_000  # bytes


@pytest.fixture
def answering() -> Iterator[int]:
    """A server that answers each connection's first bytes with SIZE others."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            with ExitStack() as stack, suppress(OSError):
                while True:
                    connection = stack.enter_context(listener.accept()[0])
                    connection.recv(100)
                    connection.sendall(bytes(SIZE))

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(10)


def asked(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port))
    connection.settimeout(20)
    connection.sendall(b"x")
    return connection


def received(connection: socket.socket) -> None:
    size = 0
    while size < SIZE:
        size += len(connection.recv(SIZE))


def test_two_who_share_a_line_wait_for_each_other_s_bytes(answering: int) -> None:
    with slow_line(answering) as (line, address):
        port = int(address.rpartition(":")[2])
        began = time.monotonic()
        with closing(asked(port)) as one, closing(asked(port)) as two:
            received(one)
            received(two)
            taken = time.monotonic() - began
        assert taken > 2 * THERE_AND_BACK + 2 * SIZE * 8 / BITS_A_SECOND - 0.1
        assert line.carried == 2 * (SIZE + 1)
        line.fast = True
        began = time.monotonic()
        with closing(asked(port)) as one:
            received(one)
        assert time.monotonic() - began < taken / 2
