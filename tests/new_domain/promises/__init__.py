"""Promises: what a side says it will do besides the text, and that it was reminded of it."""

from parley.promises import acts
from parley.promises.acts import ACTS
from parley.promises.model import Promise, Wording
from parley.promises.rules import RULES
from parley.promises.state import FOLDS, Promises

from parley.base import Domain

DOMAIN = Domain("promises", ACTS, Promises, RULES, FOLDS, facts={acts.Promised: Wording})

__all__ = ["ACTS", "DOMAIN", "Promise", "Promises", "Wording"]
