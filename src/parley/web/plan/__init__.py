"""The pages of the plan."""

from parley.app.plan.waits import WAITS
from parley.web.domain import Entry, Page, WebDomain
from parley.web.plan import pages, phrases
from parley.web.words.phrases import N_

WEB = WebDomain(
    "plan",
    phrases,
    pages=(
        Page("/plan", pages.page),
        Page("/plan/propose", pages.propose, method="POST"),
        Page("/plan/{file}", pages.file),
    ),
    menu=(Entry("plan", N_("Plan"), 60, adopts=True, desk=3),),
    areas={"plan.": "plan"},
    waits=WAITS,
)
