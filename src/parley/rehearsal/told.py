"""What the rehearsal tells: each step with its figures and how long it took, and the closing table."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO


class Wanting(Exception):
    """Something did not happen as it must; the message says what, in a sentence."""


@dataclass(slots=True)
class Told:
    """Prints as it goes, and keeps lines for the closing table. ``pause`` slows the telling to be watched."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    finished: bool = False  # everything that must happen has happened
    took: list[tuple[str, float, str]] = field(default_factory=list)  # step, seconds, what was done
    _figures: list[str] = field(default_factory=list)

    def say(self, text: str = "") -> None:
        print(text, file=self.out, flush=True)

    def did(self, text: str) -> None:
        """Tell one thing that was done, with its figures."""
        self.say(f"     {text}")

    def figure(self, text: str) -> None:
        """Keep a figure of this step for the closing table."""
        self._figures.append(text)

    @contextmanager
    def step(self, number: int, title: str) -> Iterator[None]:
        """Tell a step's title before it and its time after it."""
        self.say(f"\n  {number}  {title}")
        self._figures, began = [], time.monotonic()
        yield
        seconds = time.monotonic() - began
        self.took.append((title, seconds, " · ".join(self._figures)))
        self.say(f"     {seconds:.1f} s")

    def table(self) -> None:
        """Tell what was done and what it took."""
        width = max(len(title) for title, *_ in self.took)
        self.say()
        for title, seconds, figures in self.took:
            self.say(f"  {title:<{width}}  {seconds:6.1f} s   {figures}")
        self.say(f"  {'All of it':<{width}}  {sum(seconds for _, seconds, _ in self.took):6.1f} s")


def number(count: int) -> str:
    """Return a count as it is read: 4,812."""
    return f"{count:,}"
