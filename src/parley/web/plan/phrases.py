"""Sentences about the plan.

Tables of the same name in every domain are one table to a page: what waits, what happened, sheets, reasons.
"""

from collections.abc import Mapping
from typing import Final

from parley.web.words.phrases import N_, P_, Phrase

WAITING: Final[Mapping[str, Phrase]] = {
    "accept_plan": N_("<b>Accept the plan</b> or say what to change"),
}  # fmt: skip

HAPPENED: Final[Mapping[str, Phrase]] = {
    "plan.proposed.1": P_("A plan was proposed for one person", "A plan was proposed for %(n)s persons", "persons"),
    "plan.accepted.1": N_("%(party)s accepted the plan"),
}  # fmt: skip

BOTH: Final[Mapping[str, Phrase]] = {
    "plan.accepted.1": N_("Both sides accepted the plan"),
}  # fmt: skip

SHEETS: Final[Mapping[str, Phrase]] = {
    "plan.accepted.1": N_("You are accepting this plan for %(party)s"),
}  # fmt: skip

BUTTONS: Final[Mapping[str, Phrase]] = {
    "plan.accepted.1": N_("Accept this plan"),
}  # fmt: skip

COMMITS: Final[Mapping[str, Phrase]] = {
    "plan.accepted.1": N_("to release by these batches. It binds when the other side has accepted the same plan."),
}  # fmt: skip

FACTS: Final[Mapping[str, Phrase]] = {
    "batches": N_("Batches"),
    "persons": N_("Persons"),
}  # fmt: skip

CONTENTS: Final[Mapping[str, Phrase]] = {
    "plan": N_("The plan"),
}  # fmt: skip

REASONS: Final[Mapping[str, Phrase]] = {
    "plan_not_current": N_("Another plan is on the table now. Read that one."),
    "plan_differs": N_("What you were shown is not the plan that was proposed. Open the sheet again."),
    "plan_not_checked": N_("The separate checker found faults in this plan. Nothing was proposed."),
    "plan_accepted_already": N_("Your side has accepted this plan already."),
    "nobody_cleared": N_("Nobody is cleared by both sides yet, so there is nobody to plan for."),
}  # fmt: skip
