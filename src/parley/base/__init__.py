"""Small things every package uses: refusals, rule errors, ids. Under 500 lines in all."""

from parley.base.outcomes import Reason, Refused, RuleError, reason

__all__ = ["Reason", "Refused", "RuleError", "reason"]
