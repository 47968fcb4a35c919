"""The only place that looks at a clock."""

from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class SystemClock:
    """Real time for tokens and cookies; the time of the talks runs from ``start`` if one is given."""

    start: datetime | None = None  # aware; the talks' time when this process began
    began: datetime = field(default_factory=lambda: datetime.now(UTC))

    def real(self) -> datetime:
        return datetime.now(UTC)

    def acts(self) -> datetime:
        now = self.real()
        return now if self.start is None else self.start + (now - self.began)
