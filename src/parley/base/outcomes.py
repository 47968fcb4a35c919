"""How a rule says no: with every reason, as codes and numbers; words are made at the edge."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why something was not done; ``web/words`` has a sentence for each ``code``.

    ``numbers`` never hold personal data: ids, counts, dates and codes only.
    """

    code: str
    numbers: dict[str, str | int] = field(default_factory=dict)


def reason(code: str, **numbers: str | int) -> Reason:
    return Reason(code, numbers)


FACT_MISSING = Reason("fact_missing")  # a rule was asked without what it has to know: never taken for a yes


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was recorded, and these are all the reasons."""

    reasons: tuple[Reason, ...]


class RuleError(Exception):
    """What was asked makes no sense to the rules (a fault of ours or of a client's, not a refusal)."""

    def __init__(self, code: str, **numbers: str | int) -> None:
        super().__init__(code, numbers)
        self.code = code
        self.numbers = numbers
