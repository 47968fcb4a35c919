"""The solver processes: a crash or an overrun of HiGHS ends a child, never the parent.

The one module of ``plan`` that starts processes. It is here and not at the edge so that no caller can solve without it (docs/adr/0008).
"""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from parley.plan.child import receive, send
from parley.plan.highs import Answer, Task
from parley.plan.port import NOTHING, SolverTask, verified

TURN = 0.1  # seconds between polls in a race; by hand
GRACE = 1.5  # seconds past its time limit, and a tenth of it (3 s at most), before a child is ended: HiGHS may overrun; by hand


class Child:
    """One process; started when first needed, and again after it was ended."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.answers: queue.Queue[object] = queue.Queue()
        self.start()  # at once: it imports while the parent still reads

    def start(self) -> None:
        command = [sys.executable, "-m", "parley.plan.child", str(os.getpid())]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, start_new_session=True
        )
        self.answers = queue.Queue()
        threading.Thread(target=_listen, args=(self.process, self.answers), daemon=True).start()

    def ask(self, task: SolverTask) -> None:
        if self.process is None or self.process.poll() is not None:
            self.end()
            self.start()
        assert self.process is not None
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):
            send(self.process.stdin, task)  # type: ignore[arg-type]

    def answer(self, task: SolverTask) -> Answer:
        most = max(0.0, task.seconds)
        found = self.waited(task, most + min(3.0, 0.1 * most) + GRACE)
        if (
            found is None
        ):  # overdue: a later answer could not be told from the next one, so the child is ended
            self.end()
            return NOTHING
        return found

    def waited(self, task: SolverTask, seconds: float) -> Answer | None:
        """The answer if it comes within ``seconds``, else None; a truncated one ends the child."""
        try:
            found = self.answers.get(timeout=seconds)
        except queue.Empty:
            return None
        if found is None:
            self.end()
            return NOTHING
        return verified(task, found)

    def end(self) -> None:
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self.process = None


def _listen(process: "subprocess.Popen[bytes]", answers: "queue.Queue[object]") -> None:
    try:
        while True:
            answers.put(receive(process.stdout))  # type: ignore[arg-type]
    except Exception:  # noqa: BLE001 - a torn answer is no answer
        answers.put(None)


class Children:
    """A Solver: tasks are given to the children in order, and answers come back in that order."""

    def __init__(self, threads: int) -> None:
        self.children = [Child() for _ in range(max(1, threads))]

    def solve(self, tasks: Sequence[SolverTask]) -> list[Answer]:
        out: list[Answer] = []
        step = len(self.children)
        try:
            for first in range(0, len(tasks), step):
                pairs = list(zip(self.children, tasks[first : first + step], strict=False))
                for child, task in pairs:
                    child.ask(task)
                out += [child.answer(task) for child, task in pairs]
        except BaseException:
            self.close()  # a Ctrl-C between: answers still on their way would be taken for later ones
            raise
        return out

    def race(self, tasks: Sequence[Task]) -> list[Answer]:
        """Solve as many tasks as there are children side by side; when one is optimal the others are ended."""
        running = dict(enumerate(zip(self.children, tasks, strict=False)))
        out = [NOTHING] * len(tasks)
        turns = max(2, round((1.1 * max((task.seconds for task in tasks), default=0.0) + GRACE) / TURN))
        try:
            for child, task in running.values():
                child.ask(task)
            while running and turns > 0:
                turns -= 1
                for i, (child, task) in list(running.items()):
                    found = child.waited(task, TURN / len(running))
                    if found is not None:
                        out[i] = found
                        del running[i]
                if any(answer.status == "optimal" for answer in out):
                    break
        except BaseException:
            self.close()
            raise
        for child, _ in running.values():
            child.end()
        return out

    def close(self) -> None:
        for child in self.children:
            child.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
