"""The pages of the plan."""

from datetime import datetime

from parley.app.plan.waits import WAITS
from parley.web.domain import Entry, Page, WebDomain
from parley.web.plan import announced, pages, phrases, staying
from parley.web.words.phrases import N_

WEB = WebDomain(
    "plan",
    phrases,
    pages=(
        Page("/plan", pages.page),
        Page("/plan/propose", pages.propose, method="POST"),
        Page("/plan/take-out", announced.ask),
        Page("/plan/take-out", announced.keep, method="POST"),
        Page("/plan/announced/{number}", announced.page),
        Page("/plan/{file}", pages.file),
    ),
    menu=(Entry("plan", N_("Plan"), 60, adopts=True, desk=3),),
    areas={"plan.": "plan"},
    waits=WAITS,
    spelled={
        "batch": lambda reader, number: reader.number(int(number) + 1),  # people count them from one
        "leaves": lambda reader, day: reader.day(datetime.fromisoformat(str(day))),
        "claimant": lambda reader, party: reader.value("party", party),
        "person": lambda reader, name: name or reader.phrase(phrases.PERSON, "unread"),
        "site": staying.sites,
        "which": staying.limits,
        "limits_of": staying.limits,
        "afterwards": lambda reader, later: reader.phrase(phrases.AFTERWARDS, str(later)),
    },
)
