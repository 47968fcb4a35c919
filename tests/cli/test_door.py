"""The running server's door for commands on its machine: whoever has the secret gets an answer, nobody else does."""

import socket
import threading
from collections.abc import Mapping
from typing import Any

import pytest

from parley.cli.door import NobodyThere, ask, open_door

pytestmark = pytest.mark.enable_socket
SECRET = b"s" * 32


def test_who_has_the_secret_is_answered_again_and_again() -> None:
    asked: list[object] = []

    def answer(question: Mapping[str, Any]) -> Mapping[str, Any]:
        asked.append(dict(question))
        return {"code": "1234 5678", "name": question["name"]}

    with open_door(SECRET, answer) as port:
        for name in ("Somebody", "نور"):
            assert ask(port, SECRET, {"name": name}) == {"code": "1234 5678", "name": name}
    assert asked == [{"name": "Somebody"}, {"name": "نور"}]
    with pytest.raises(NobodyThere):
        ask(port, SECRET, {})


def test_without_the_secret_nothing_is_done_and_nothing_answered() -> None:
    asked: list[object] = []

    def answer(question: Mapping[str, Any]) -> Mapping[str, Any]:
        asked.append(question)
        return {}

    with open_door(SECRET, answer) as port:
        with pytest.raises(NobodyThere):
            ask(port, b"x" * 32, {"name": "An intruder"})
        for said in (b"\n", b"no seal\n", b"0" * 64 + b" {}\n", b"\xff\n"):
            with socket.create_connection(("127.0.0.1", port)) as line, line.makefile("rwb") as file:
                file.readline()
                file.write(said)
                file.flush()
                assert file.readline() == b""
        assert ask(port, SECRET, {}) == {}
    assert asked == [{}]


def test_a_question_that_was_overheard_is_not_answered_again() -> None:
    """Its seal is over the number that the server gave then."""
    with (
        open_door(SECRET, lambda _: {"code": "secret"}) as port,
        socket.create_server(("127.0.0.1", 0)) as between,
    ):
        heard: list[bytes] = []

        def pass_on() -> None:
            line, _ = between.accept()
            with (
                line,
                line.makefile("rwb") as theirs,
                socket.create_connection(("127.0.0.1", port)) as on,
                on.makefile("rwb") as ours,
            ):
                theirs.write(ours.readline())
                theirs.flush()
                heard.append(theirs.readline())

        thread = threading.Thread(target=pass_on)
        thread.start()
        with pytest.raises(NobodyThere):
            ask(between.getsockname()[1], SECRET, {"name": "x"})
        thread.join()
        with socket.create_connection(("127.0.0.1", port)) as line, line.makefile("rwb") as file:
            file.readline()
            file.write(heard[0])
            file.flush()
            assert file.readline() == b""
