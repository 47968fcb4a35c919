"""Parley: a negotiating table that can stand in five places at once, and the ledger of what was agreed at it."""
