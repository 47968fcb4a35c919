"""Names: from writing to sound, in every script the lists use."""

from parley.lists.names.script import bare, digits, is_arabic, plain

__all__ = ["bare", "digits", "is_arabic", "plain"]
