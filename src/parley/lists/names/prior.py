"""How common parts of names are, before any list is seen; made by bench/lists/train_prior.py. Do not edit."""

VERSION = 1
REST = 0.0004
SHARES: dict[str, float] = {}
