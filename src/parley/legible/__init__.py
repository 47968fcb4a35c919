"""Text that shows what it is: what may not stand in words that people sign, and names that look alike.

``rules`` a text → every fault with its place, and the text with them made visible · ``alike`` names → those that look alike.
"""

from parley.legible.alike import alike, looks
from parley.legible.rules import Fault, bare, faults, forget, visible

__all__ = ["Fault", "alike", "bare", "faults", "forget", "looks", "visible"]
