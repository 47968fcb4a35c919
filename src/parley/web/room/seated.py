"""Sentences that only those at the table need: they are fetched while one stands at the door."""

from typing import Final

from parley.web.words.phrases import N_

SEATED: Final = {
    "desk_open": N_("Open the desk"),
    "desk_shut": N_("Shut the desk"),
}
