"""The text, clause by clause, and who stands behind each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parley.app.core.views import Happened, Local


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one side stands on one version of a clause."""

    party: str
    state: str  # none | bracketed | agreed_subject | adopted
    since: datetime | None = None
    seat: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    clause: str
    version: int
    texts: Local  # language → the exact text
    digests: Local  # language → content digest
    stands: Sequence[Stand]  # the sides, in agreed order
    since: datetime
    history: Sequence[Happened] = ()
    brackets: Mapping[str, Local] = field(default_factory=dict)  # party id → language → wording it proposes
    may: Sequence[str] = ()  # kinds this viewer may do now: text.clause-adopted.1 …

    @property
    def touched(self) -> datetime:
        """When somebody last drafted it, or took a stand on it."""
        return max([self.since, *(stand.since for stand in self.stands if stand.since)])


@dataclass(frozen=True, slots=True)
class Text:
    clauses: Sequence[Clause]
    may_draft: bool = False

    @property
    def on_table(self) -> str:
        """The clause of which something was said last, of those that not all have adopted; "" if there is none."""
        open_ = [one for one in self.clauses if any(stand.state != "adopted" for stand in one.stands)]
        return max(open_, key=lambda one: one.touched).clause if open_ else ""
