"""The pages of the text."""

from parley.app.text.waits import WAITS
from parley.web.domain import Entry, Page, WebDomain
from parley.web.text import pages, phrases
from parley.web.text.numbers import clauses
from parley.web.words.phrases import N_

WEB = WebDomain(
    "text",
    phrases,
    pages=(
        Page("/text", pages.page),
        Page("/text/download", pages.download),
        Page("/text/{clause}/draft", pages.draft, method="POST"),
        Page("/text/{clause}/bracket", pages.bracket, method="POST"),
    ),
    menu=(Entry("text", N_("Text"), 40, adopts=True, desk=1),),
    areas={"text.": "text"},
    waits=WAITS,
    spelled={"clause": lambda reader, said: clauses(reader, str(said))},
)
