"""Promises: what a side says it will do besides the text, asked for by the host."""

from parley.promises.acts import ACTS
from parley.promises.model import Promise, Wording
from parley.promises.rules import FACTS, RULES
from parley.promises.state import FOLDS, Promises

from parley.base import Domain

DOMAIN = Domain("promises", ACTS, Promises, RULES, FOLDS, facts=FACTS)

__all__ = ["ACTS", "DOMAIN", "Promise", "Promises", "Wording"]
