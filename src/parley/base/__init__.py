"""Small things every package uses: acts as data, a domain of rules, refusals, rule errors. Under 500 lines in all."""

from parley.base.acts import PAGES, SYSTEM, Act, By, Now, Stamp, from_body, to_body
from parley.base.checks import LONGEST_ID, malformed_id, own_party, unused_id, usable_id
from parley.base.domain import Domain, Fold, Follow, Rule, States, nothing_against, nothing_follows
from parley.base.outcomes import FACT_MISSING, Reason, Refused, RuleError, reason

__all__ = [
    "FACT_MISSING", "LONGEST_ID", "PAGES", "SYSTEM", "Act", "By", "Domain", "Fold", "Follow", "Now", "Reason", "Refused", "Rule", "RuleError",
    "Stamp", "States", "from_body", "malformed_id", "nothing_against", "nothing_follows", "own_party", "reason", "to_body", "unused_id", "usable_id",
]  # fmt: skip
