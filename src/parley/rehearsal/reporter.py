"""What the rehearsal prints: each step with its figures and how long it took, and a table of all steps at the end."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO


class RehearsalFailed(Exception):
    """Something did not happen as it must; the message says what, in a sentence."""


@dataclass(slots=True)
class Reporter:
    """Prints each step as it happens, and keeps its line for the table at the end."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    finished: bool = False  # everything that must happen has happened
    timings: list[tuple[str, float, str]] = field(default_factory=list)  # step, seconds, what was done
    _figures: list[str] = field(default_factory=list)

    def say(self, text: str = "") -> None:
        print(text, file=self.out, flush=True)

    def report(self, text: str) -> None:
        """Print one thing that was done, with its figures."""
        self.say(f"     {text}")

    def figure(self, text: str) -> None:
        """Keep a figure of this step for the table at the end."""
        self._figures.append(text)

    @contextmanager
    def step(self, number: int, title: str) -> Iterator[None]:
        """Print the title of a step before it and its time after it."""
        self.say(f"\n  {number}  {title}")
        self._figures, began = [], time.monotonic()
        yield
        seconds = time.monotonic() - began
        self.timings.append((title, seconds, " · ".join(self._figures)))
        self.say(f"     {seconds:.1f} s")

    def summary(self) -> None:
        """Print what was done and how long it took."""
        width = max(len(title) for title, *_ in self.timings)
        self.say()
        for title, seconds, figures in self.timings:
            self.say(f"  {title:<{width}}  {seconds:6.1f} s   {figures}")
        self.say(f"  {'All of it':<{width}}  {sum(seconds for _, seconds, _ in self.timings):6.1f} s")


def number(count: int) -> str:
    """Return a count as it is read: 4,812."""
    return f"{count:,}"
