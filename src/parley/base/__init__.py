"""Small things every package uses: acts as data, refusals, rule errors. Under 500 lines in all."""

from parley.base.acts import SYSTEM, Act, By, Now, Stamp, from_body, to_body
from parley.base.outcomes import Reason, Refused, RuleError, reason

__all__ = [
    "SYSTEM", "Act", "By", "Now", "Reason", "Refused", "RuleError", "Stamp", "from_body", "reason", "to_body",
]  # fmt: skip
