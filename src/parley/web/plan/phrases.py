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
    "plan.batch-announced.1": P_("Batch %(batch)s was announced: one person leaves in it", "Batch %(batch)s was announced: %(n)s persons leave in it", "persons"),
    "plan.person-taken-out.1": N_("%(party)s took one person out of batch %(batch)s, which is announced: row %(claim)s of the claims of %(claimant)s"),
}  # fmt: skip

BOTH: Final[Mapping[str, Phrase]] = {
    "plan.accepted.1": N_("Both sides accepted the plan"),
}  # fmt: skip

SHEETS: Final[Mapping[str, Phrase]] = {
    "plan.accepted.1": N_("You are accepting this plan for %(party)s"),
    "plan.batch-announced.1": N_("You are announcing batch %(batch)s"),
    "plan.person-taken-out.1": N_("You are taking one person out of batch %(batch)s"),
}  # fmt: skip

BUTTONS: Final[Mapping[str, Phrase]] = {
    "plan.accepted.1": N_("Accept this plan"),
    "plan.batch-announced.1": N_("Announce this batch"),
    "plan.person-taken-out.1": N_("Take this person out"),
}  # fmt: skip

COMMITS: Final[Mapping[str, Phrase]] = {
    "plan.accepted.1": N_("to release by these batches. It binds when the other side has accepted the same plan."),
    "plan.batch-announced.1": N_("that these people leave in this batch, on this day. Every later plan keeps them there. Who cannot go is taken out by a signature, with a reason."),
    "plan.person-taken-out.1": N_("that this person does not leave in the batch that was announced. It is told as an irregularity, and everyone accredited reads the reason. All others in the batch stay in it."),
}  # fmt: skip

FACTS: Final[Mapping[str, Phrase]] = {
    "batches": N_("Batches"),
    "persons": N_("Persons"),
    "batch": N_("Batch"),
    "leaves": N_("Day"),
    "person": N_("Name, as claimed"),
    "claimant": N_("Claimed by"),
    "claim": N_("Row of the claims"),
    "afterwards": N_("After that"),
}  # fmt: skip

CONTENTS: Final[Mapping[str, Phrase]] = {
    "plan": N_("The plan"),
    "taken-out": N_("The reason"),
}  # fmt: skip

PERSON: Final[Mapping[str, Phrase]] = {
    "unread": N_("not for your seat to read"),
}  # fmt: skip

STAYS: Final[Mapping[str, Phrase]] = {
    "stays_family": N_("The family %(family)s, %(persons)s persons, cannot leave whole from %(site)s even if nobody else does: in batch %(batch)s it needs %(rise)s more of %(which)s."),
    "stays_family_also": N_("The family %(family)s, %(persons)s persons, from %(site)s: in the same batch %(batch)s it needs %(rise)s more of %(which)s too."),
    "stays_person": P_("One person from %(site)s cannot leave even if nobody else does: in batch %(batch)s it takes %(rise)s more of %(which)s.", "%(n)s persons from %(site)s cannot leave even if nobody else does: in batch %(batch)s it takes %(rise)s more of %(which)s for each.", "persons"),
    "stays_person_also": P_("One person from %(site)s: in the same batch %(batch)s it takes %(rise)s more of %(which)s too.", "%(n)s persons from %(site)s: in the same batch %(batch)s it takes %(rise)s more of %(which)s too.", "persons"),
    "stays_no_place": P_("One person is held in %(site)s, which has no handover place.", "%(n)s persons are held in %(site)s, which has no handover place.", "persons"),
    "stays_too_many": P_("One person may leave from batch %(batch)s on, and %(total)s can from then: in every batch it takes %(rise)s more of %(which)s.", "%(n)s persons may leave from batch %(batch)s on, and %(total)s can from then: in every batch it takes %(rise)s more of %(which)s.", "persons"),
    "stays_end": N_("When all have left, one side has given beyond the other by more than the bound, %(bound)s: it would have to rise by %(rise)s."),
    "stays_together": N_("Together these cannot all hold: %(limits_of)s."),
    "stays_enough": N_("It is enough to have %(rise)s more in every batch of %(which)s."),
    "stays_cheap": P_("By the price of staying it may cost less to leave one person behind than to release them late.", "By the price of staying it may cost less to leave %(n)s persons behind than to release them late.", "persons"),
    "stays_not_found": N_("Which limits are in the way was not found: whole families, vehicles and teams, or the time to look, may be."),
}  # fmt: skip

SHORTAGES: Final[Mapping[str, Phrase]] = {
    "batch_limit": N_("the persons held by %(party)s who may leave in one batch"),
    "special_limit": N_("the sick, old or young held by %(party)s who may leave in one batch"),
    "vehicles": N_("the vehicles of %(party)s"),
    "site_capacity": N_("the persons whom %(site)s can let go in one batch"),
    "site": N_("the handover places of %(site)s"),
    "place_capacity": N_("the persons whom the handover place %(place)s takes in one batch"),
    "teams": N_("the neutral teams"),
    "exposure_bound": N_("the bound on what one side has given beyond the other"),
}  # fmt: skip

HELD_IN: Final[Mapping[str, Phrase]] = {
    "numbered": N_("place of detention %(number)s of %(party)s"),
    "some": N_("one place of detention of %(party)s"),
}  # fmt: skip

AFTERWARDS: Final[Mapping[str, Phrase]] = {
    "1": N_("a later batch may hold this person"),
    "0": N_("no later plan holds this person"),
}  # fmt: skip

REASONS: Final[Mapping[str, Phrase]] = {
    "plan_not_current": N_("Another plan is on the table now. Read that one."),
    "plan_differs": N_("What you were shown is not the plan that was proposed. Open the sheet again."),
    "plan_not_checked": N_("The separate checker found faults in this plan. Nothing was proposed."),
    "plan_accepted_already": N_("Your side has accepted this plan already."),
    "nobody_cleared": N_("Nobody is cleared by both sides yet, so there is nobody to plan for."),
    "plan_not_in_force": N_("This is not the newest plan that both sides have accepted. Open the page of the plan again."),
    "batch_announced_already": N_("Batch %(batch)s is announced already."),
    "batch_not_next": N_("Batch %(batch)s is not the next of the plan that is not announced. Batches are announced in their order."),
    "batch_differs": N_("The plan has %(found)s persons in this batch, and %(said)s were said. Open the sheet again."),
    "announced_moved": P_("This plan does not keep one person where announced batches have them, or puts one more there: a batch was announced, or somebody taken out, after it was worked out. Work out another.", "This plan does not keep %(n)s persons where announced batches have them, or puts others there: a batch was announced, or somebody taken out, after it was worked out. Work out another.", "count"),
    "announced_not_readable": N_("A plan from which a batch was announced is erased: who is announced cannot be told, so no other plan is worked out."),
    "person_not_announced": N_("Row %(claim)s is nobody who was last announced in batch %(batch)s."),
    "taken_out_already": N_("Row %(claim)s is taken out already, with the same word on what comes after."),
    "reason_missing": N_("A reason is needed, in words. Everyone accredited reads it."),
    "reason_too_long": N_("The reason is longer than %(most)s letters."),
    "announced_gone": N_("Row %(claim)s of the claims of %(party)s is announced in batch %(batch)s and is not cleared any more."),
    "announced_shut": N_("Row %(claim)s of the claims of %(party)s is announced in batch %(batch)s and may not leave under any plan now."),
    "announced_place_gone": N_("Row %(claim)s of the claims of %(party)s is announced in batch %(batch)s, and the place where they were to be handed over is not there any more."),
    "announced_batch_gone": N_("Row %(claim)s of the claims of %(party)s is announced in batch %(batch)s, and there are not so many batches any more."),
    "announced_exposure_beyond_bound": N_("After batch %(batch)s, as announced, one side would have given %(exposure)s beyond the other; the bound is %(bound)s."),
    "announced_too_few_teams": N_("Batch %(batch)s, as announced, needs %(found)s handover places; there are %(teams)s teams."),
    "announced_too_many_from_site": N_("Batch %(batch)s, as announced, has %(found)s persons from one place of detention, which can let %(limit)s go."),
    "announced_too_many_persons": N_("Batch %(batch)s, as announced, has %(found)s persons held by %(party)s; %(limit)s can leave."),
    "announced_too_many_through_place": N_("Batch %(batch)s, as announced, has %(found)s persons at the handover place %(place)s, which can take %(limit)s."),
    "announced_too_many_vehicles": N_("Batch %(batch)s, as announced, needs %(found)s vehicles of %(party)s; there are %(limit)s."),
    "announced_breaks_rule": N_("Batch %(batch)s, as announced, breaks a rule of the plan as things stand now."),
}  # fmt: skip
