"""Sentences about promises."""

from collections.abc import Mapping
from typing import Final

from parley.web.words.phrases import N_, Phrase

WAITING: Final[Mapping[str, Phrase]] = {"keep_promise": N_("<b>Keep promise %(promise)s</b>")}
HAPPENED: Final[Mapping[str, Phrase]] = {
    "promises.promised.1": N_("%(party)s made a promise"),
    "promises.reminded.1": N_("Promise %(promise)s was called to mind"),
}
SHEETS: Final[Mapping[str, Phrase]] = {"promises.promised.1": N_("You are making a promise for %(party)s")}
BUTTONS: Final[Mapping[str, Phrase]] = {"promises.promised.1": N_("Make this promise")}
COMMITS: Final[Mapping[str, Phrase]] = {"promises.promised.1": N_("that your side does what stands here.")}
REASONS: Final[Mapping[str, Phrase]] = {"promise_unknown": N_("There is no promise %(promise)s.")}
