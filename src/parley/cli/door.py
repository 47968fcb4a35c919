"""The door of a running server for commands on its own machine: `parley host invite` asks here, since one process holds a store.

On a free port of 127.0.0.1, one question at a time. Whoever asks proves that they have the secrets file over a number of the
server's choosing, and so does the answer: another account of this machine can reach the port, and gets nothing.
"""

import hmac
import json
import secrets
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import Any

Answering = Callable[[Mapping[str, Any]], Mapping[str, Any]]

LONGEST = 65_536  # bytes of a question or an answer
PATIENCE = 30.0  # seconds, for both sides
_ASKS, _ANSWERS = b"parley-door/1 asks", b"parley-door/1 answers"


class NobodyThere(Exception):
    """Nothing of ours answers at that port: the server has ended, or it has other secrets."""


@contextmanager
def open_door(secret: bytes, answer: Answering) -> Iterator[int]:
    """Answer until the end of the block; yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_answer_all, args=(listener, secret, answer), daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)  # wakes the thread
        thread.join(PATIENCE)


def ask(port: int, secret: bytes, question: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the server at this port answers. Raises: NobodyThere."""
    try:
        with (
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line,
            line.makefile("rwb") as file,
        ):
            nonce = file.readline(LONGEST)
            said = json.dumps(question).encode()
            file.write(_seal(secret, _ASKS, nonce, said) + b" " + said + b"\n")
            file.flush()
            seal, _, answer = file.readline(LONGEST).rstrip(b"\n").partition(b" ")
            if not nonce or not hmac.compare_digest(seal, _seal(secret, _ANSWERS, nonce, answer)):
                raise NobodyThere
            return dict(json.loads(answer))
    except OSError as fault:
        raise NobodyThere from fault


def _answer_all(listener: socket.socket, secret: bytes, answer: Answering) -> None:
    while True:
        try:
            line, _ = listener.accept()
        except OSError:  # shut
            return
        with line, suppress(OSError, ValueError):
            line.settimeout(PATIENCE / 10)  # whoever says nothing keeps the next waiting
            _answer_one(line, secret, answer)


def _answer_one(line: socket.socket, secret: bytes, answer: Answering) -> None:
    nonce = secrets.token_hex(16).encode() + b"\n"
    with line.makefile("rwb") as file:
        file.write(nonce)
        file.flush()
        seal, _, said = file.readline(LONGEST).rstrip(b"\n").partition(b" ")
        if hmac.compare_digest(seal, _seal(secret, _ASKS, nonce, said)):
            answered = json.dumps(answer(json.loads(said))).encode()
            file.write(_seal(secret, _ANSWERS, nonce, answered) + b" " + answered + b"\n")


def _seal(secret: bytes, purpose: bytes, nonce: bytes, said: bytes) -> bytes:
    return hmac.digest(secret, b"\0".join((purpose, nonce, said)), sha256).hex().encode()
