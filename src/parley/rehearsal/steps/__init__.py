"""The rehearsal's steps, in order: each takes the shared context, does its part over HTTP and WebRTC, and reports its figures."""

from parley.rehearsal.steps.arrive import arrive
from parley.rehearsal.steps.carry_on import carry_on
from parley.rehearsal.steps.close import close
from parley.rehearsal.steps.lists import lists
from parley.rehearsal.steps.plan import plan
from parley.rehearsal.steps.sit import sit
from parley.rehearsal.steps.text import text

__all__ = ["arrive", "carry_on", "close", "lists", "plan", "sit", "text"]
