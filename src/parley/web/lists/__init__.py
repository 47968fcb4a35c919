"""The pages of the lists."""

from parley.app.lists.waits import WAITS
from parley.web.domain import Entry, Page, WebDomain
from parley.web.lists import pages, phrases
from parley.web.words.phrases import N_

WEB = WebDomain(
    "lists",
    phrases,
    pages=(
        Page("/lists", pages.page),
        Page("/lists/download", pages.download),
        Page("/lists/desk", pages.desk, "side"),
        Page("/lists/desk", pages.decide, method="POST"),
        Page("/lists/match", pages.match, method="POST"),
        Page("/lists/deposit/{list}", pages.deposit, "officer"),
        Page("/lists/deposit/{list}", pages.read_file, "officer", "POST", pages.LARGEST + 100_000),
    ),
    menu=(Entry("lists", N_("Lists"), 50, adopts=True, desk=2),),
    areas={"lists.": "lists"},
    waits=WAITS,
)
