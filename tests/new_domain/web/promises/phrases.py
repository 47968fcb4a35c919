"""Sentences about promises."""

from collections.abc import Mapping
from typing import Final

from parley.web.words.phrases import N_, Phrase

WAITING: Final[Mapping[str, Phrase]] = {"make_promise": N_("<b>Make the promise</b> that you were asked for")}
HAPPENED: Final[Mapping[str, Phrase]] = {
    "promises.asked.1": N_("%(party)s was asked for a promise"),
    "promises.promised.1": N_("%(party)s made a promise"),
}
SHEETS: Final[Mapping[str, Phrase]] = {"promises.promised.1": N_("You are making a promise for %(party)s")}
BUTTONS: Final[Mapping[str, Phrase]] = {"promises.promised.1": N_("Make this promise")}
COMMITS: Final[Mapping[str, Phrase]] = {"promises.promised.1": N_("that your side does what stands here.")}
FACTS: Final[Mapping[str, Phrase]] = {"letters": N_("Letters")}
CONTENTS: Final[Mapping[str, Phrase]] = {"promise": N_("The promise")}
REASONS: Final[Mapping[str, Phrase]] = {
    "promise_of_no_side": N_("%(side)s is no side of these talks."),
    "promise_asked_already": N_("%(party)s was asked already and has not answered yet."),
}
