"""The page of promises."""

from parley.app.promises.waits import WAITS
from parley.web.promises import pages, phrases

from parley.web.domain import Entry, Page, WebDomain
from parley.web.words.phrases import N_

WEB = WebDomain(
    "promises",
    phrases,
    pages=(Page("/promises", pages.page), Page("/promises", pages.bring, "head", "POST")),
    menu=(Entry("promises", N_("Promises"), 45, adopts=True),),
    areas={"promises.": "promises"},
    waits=WAITS,
)
