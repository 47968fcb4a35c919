"""The solver process, ``child PARENT``: it reads tasks from standard input and writes answers, until the input ends."""

import pickle
import struct
import sys
from time import perf_counter
from typing import BinaryIO

from parley.lifeline import end_with_parent
from parley.plan import cuts, dive
from parley.plan.highs import Answer, solve


def send(stream: BinaryIO, value: object) -> None:
    """Write one value, its length before it."""
    data = pickle.dumps(value, protocol=5)
    stream.write(struct.pack(">Q", len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> object:
    """Read one value. Raises: EOFError at the end of the stream."""
    head = stream.read(8)
    if len(head) < 8:
        raise EOFError
    return pickle.loads(stream.read(struct.unpack(">Q", head)[0]))  # noqa: S301 - from our own parent or child only


def execute(task: object) -> Answer:
    """Solve a task, dive or look for cuts, in this process."""
    if isinstance(task, dive.Dive):
        return dive.run(task, perf_counter)
    if isinstance(task, cuts.Tighten):
        return cuts.run(task, perf_counter)
    return solve(task)  # type: ignore[arg-type]


def main() -> None:
    end_with_parent(parent=int(sys.argv[1]))  # nobody waits for the answer of a killed planner's child
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            task = receive(source)
        except EOFError:
            return
        try:
            answer = execute(task)
        except Exception:  # noqa: BLE001 - the parent only needs to know that there is no answer
            answer = Answer("nothing")
        send(sink, answer)


if __name__ == "__main__":
    main()
