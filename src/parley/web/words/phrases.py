"""Sentences for the codes that queries return: what waits, what happened, outcomes, roles, states.

Each value is a message, or (one, many, key): the form then follows the number that stands under ``key``.
"""

from typing import Final

Phrase = str | tuple[str, str, str]


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a message translated later
    return message


def P_(one: str, many: str, key: str) -> Phrase:  # noqa: N802
    return (one, many, key)


PAGES: Final = {
    "today": N_("Today"),
    "room": N_("The room"),
    "sits": N_("Who sits"),
    "text": N_("Text"),
    "lists": N_("Lists"),
    "plan": N_("Plan"),
    "record": N_("Record"),
    "host": N_("Host"),
}

ROLES: Final = {
    "head": N_("head of delegation"),
    "list_officer": N_("list officer"),
    "member": N_("member"),
    "interpreter": N_("interpreter"),
    "facilitator": N_("facilitator"),
    "observer": N_("observer"),
    "spokesperson": N_("spokesperson"),
}

WAITING: Final[dict[str, Phrase]] = {
    "vouch_devices": P_("<b>Vouch for one device</b> of your delegation", "<b>Vouch for %(n)s devices</b> of your delegation", "count"),
    "accept_devices": P_("<b>Accept one device</b> of the others", "<b>Accept %(n)s devices</b> of the others", "count"),
    "wait_vouched": N_("<b>Your head of delegation vouches for this device</b>; read its ten words aloud to them"),
    "wait_accepted": N_("<b>This device awaits %(parties)s</b>: they have yet to accept it"),
    "open_session": N_("<b>Open the table</b>"),
    "accept_meeting": N_("<b>Accept the next meeting</b> or say why not"),
    "deposit_list": N_("<b>Hand over your list</b>: %(list)s"),
    "countersign_deposit": N_("<b>Countersign the list</b> that your list officer handed over: %(list)s"),
    "receive_lists": N_("<b>Sign the receipt</b> for the opened lists"),
    "sign_threshold": N_("<b>Sign from where pairs count as sure</b>"),
    "confirm_bulk": P_("<b>Confirm one sure pair</b>", "<b>Confirm %(n)s sure pairs</b> with one signature", "pairs"),
    "decide_pairs": P_("<b>Look at one pair</b> that may be one person", "<b>Look at %(n)s pairs</b> that may be one person", "count"),
    "adopt_clause": N_("<b>Adopt or answer clause %(clause)s</b>"),
    "accept_plan": N_("<b>Accept the plan</b> or say what to change"),
    "invite_seats": P_("<b>Invite one person</b> to their seat", "<b>Invite %(n)s persons</b> to their seats", "count"),
}  # fmt: skip

HAPPENED: Final[dict[str, Phrase]] = {
    "roster.server-key.1": N_("The machine that keeps this record named its key"),
    "talks.created.1": N_("The talks began"),
    "talks.seat-made.1": N_("A seat was laid: %(seat)s"),
    "talks.seat-invited.1": N_("%(seat)s was invited"),
    "house.talks-made.1": N_("Talks were made: %(made)s"),
    "roster.device-enrolled.1": N_("%(seat)s brought a device"),
    "roster.device-vouched.1": N_("%(party)s vouched for a device of its own"),
    "roster.devices-accepted.1": N_("%(party)s accepted devices of the others"),
    "roster.device-revoked.1": N_("A device was revoked"),
    "talks.session-opened.1": N_("The table opened"),
    "talks.session-closed.1": N_("The table closed"),
    "talks.meeting-proposed.1": N_("The next meeting was proposed: %(at)s"),
    "talks.meeting-accepted.1": N_("%(party)s accepted the next meeting"),
    "talks.noted.1": N_("A delegation wrote itself a note"),
    "content.erased.1": N_("A content was erased, by order of %(order)s"),
    "room.seat-removed.1": N_("%(seat)s was asked to leave the room"),
    "text.clause-drafted.1": N_("Clause %(clause)s was put on the table, version %(version)s"),
    "text.clause-bracketed.1": N_("%(party)s put clause %(clause)s in brackets"),
    "text.clause-agreed.1": N_("%(party)s agreed to clause %(clause)s, <b>subject to approval</b>"),
    "text.clause-adopted.1": N_("%(party)s adopted clause %(clause)s"),
    "lists.deposited.1": P_("%(party)s handed over a sealed list of one row", "%(party)s handed over a sealed list of %(n)s rows", "rows"),
    "lists.deposit-countersigned.1": N_("The head of %(party)s countersigned its list"),
    "lists.opened.1": N_("All lists were in, and were opened"),
    "lists.received.1": N_("%(party)s signed the receipt for the lists"),
    "lists.matched.1": N_("The lists were compared"),
    "lists.threshold-signed.1": N_("%(party)s signed from where pairs count as sure: %(threshold)s"),
    "lists.bulk-confirmed.1": P_("%(party)s confirmed one sure pair", "%(party)s confirmed %(n)s sure pairs", "pairs"),
    "lists.pair-decided.1": N_("%(party)s decided a pair"),
    "plan.proposed.1": P_("A plan was proposed for one person", "A plan was proposed for %(n)s persons", "persons"),
    "plan.accepted.1": N_("%(party)s accepted the plan"),
}  # fmt: skip

BOTH: Final[dict[str, Phrase]] = {
    "text.clause-adopted.1": N_("Both sides adopted clause %(clause)s"),
    "text.clause-agreed.1": N_("Both sides agreed to clause %(clause)s, <b>subject to approval</b>"),
    "plan.accepted.1": N_("Both sides accepted the plan"),
    "lists.threshold-signed.1": N_("Both sides signed from where pairs count as sure: %(threshold)s"),
    "lists.received.1": N_("Both sides signed the receipt for the lists"),
    "roster.devices-accepted.1": N_("Both sides accepted devices of the others"),
}

RUNS: Final[dict[str, Phrase]] = {
    "lists.pair-decided.1": P_("One pair was decided", "%(n)s pairs were decided, one by one", "count"),
    "talks.seat-made.1": P_("A seat was laid", "%(n)s seats were laid", "count"),
    "talks.seat-invited.1": P_("One person was invited", "%(n)s persons were invited", "count"),
    "roster.device-enrolled.1": P_("A device was brought", "%(n)s devices were brought", "count"),
    "roster.device-vouched.1": P_("A device was vouched for", "%(n)s devices were vouched for", "count"),
    "text.clause-drafted.1": P_("A clause was put on the table", "%(n)s clauses were put on the table", "count"),
}  # fmt: skip

OUTCOMES: Final = {
    "cleared": N_("Cleared by both sides"),
    "sure": N_("Sure pair, awaits confirmation"),
    "to_decide": N_("To be looked at"),
    "one_side": N_("One side has decided"),
    "differs": N_("The sides differ"),
    "not_same": N_("Not the same person, say both"),
    "not_held": N_("Not found among the holdings"),
    "unanswered": N_("Not compared yet"),
}

WHY: Final = {
    "agree": N_("These agree: %(fields)s."),
    "differ": N_("These differ: %(fields)s."),
    "against": N_("Against %(claim)s stands %(holding)s."),
    "alone": N_("%(word)s stands in one of the two alone."),
    "rare": N_("%(word)s is a rare name, so it tells much."),
}

LISTS: Final = {"claims": N_("the people you claim"), "holdings": N_("the people you hold")}
LIST_NAMES: Final = {"claims": N_("People claimed"), "holdings": N_("People held")}

DEPOSITS: Final = {
    "awaiting_head": N_("Awaits the head of delegation's signature"),
    "sealed": N_("Sealed"),
    "opened": N_("Opened"),
    "received": N_("Received by both sides"),
}

FIELDS: Final = {
    "id": N_("Number"),
    "name": N_("Name"),
    "father": N_("Father"),
    "grandfather": N_("Grandfather"),
    "nickname": N_("Also called"),
    "born": N_("Born"),
    "birth_year": N_("Born"),
    "home": N_("Home"),
    "province": N_("Province"),
    "district": N_("District"),
    "sex": N_("Sex"),
    "taken": N_("Taken"),
    "captured_on": N_("Taken on"),
    "captured_at": N_("Taken at"),
    "register_number": N_("Register number"),
    "place_held": N_("Place held"),
    "legal_status": N_("Legal status"),
    "health": N_("Health"),
    "capacity": N_("Capacity"),
}

DEVICES: Final = {
    "enrolled": N_("Awaits its own head's word"),
    "vouched": N_("Vouched for; the other side has yet to accept it"),
    "admitted": N_("At the table"),
    "revoked": N_("Revoked"),
}

SITTINGS: Final = {
    "not_invited": N_("Not invited yet"),
    "invited": N_("Invited; the link is not used yet"),
    "expired": N_("The invitation has run out"),
    "enrolled": N_("Here with a device that is not accepted yet"),
    "admitted": N_("At the table"),
}

STANDS: Final = {
    "none": N_("Has not answered"),
    "bracketed": N_("In brackets"),
    "agreed_subject": N_("Agreed in the room, <b>subject to approval</b>"),
    "adopted": N_("Adopted"),
}

SHEETS: Final[dict[str, str]] = {
    "text.clause-adopted.1": N_("You are adopting clause %(clause)s for %(party)s"),
    "text.clause-agreed.1": N_("You are agreeing to clause %(clause)s, subject to approval, for %(party)s"),
    "lists.deposited.1": N_("You are handing over this list for %(party)s"),
    "lists.deposit-countersigned.1": N_("You are countersigning this list for %(party)s"),
    "lists.received.1": N_("You are signing the receipt for the lists"),
    "lists.threshold-signed.1": N_("You are signing from where pairs count as sure"),
    "lists.bulk-confirmed.1": N_("You are confirming the sure pairs for %(party)s"),
    "plan.accepted.1": N_("You are accepting this plan for %(party)s"),
    "roster.device-vouched.1": N_("You are vouching for a device of %(party)s"),
    "roster.devices-accepted.1": N_("You are accepting devices of the others"),
}

BUTTONS: Final[dict[str, str]] = {
    "text.clause-adopted.1": N_("Adopt clause %(clause)s"),
    "text.clause-agreed.1": N_("Agree to clause %(clause)s, subject to approval"),
    "lists.deposited.1": N_("Hand over this list"),
    "lists.deposit-countersigned.1": N_("Countersign this list"),
    "lists.received.1": N_("Sign the receipt"),
    "lists.threshold-signed.1": N_("Sign the threshold"),
    "lists.bulk-confirmed.1": N_("Confirm the sure pairs"),
    "plan.accepted.1": N_("Accept this plan"),
    "roster.device-vouched.1": N_("Vouch for this device"),
    "roster.devices-accepted.1": N_("Accept these devices"),
}

COMMITS: Final[dict[str, Phrase]] = {
    "text.clause-adopted.1": N_("to this wording, in every language shown alike. It binds when the other side has adopted the same version."),
    "text.clause-agreed.1": N_("to bring this wording home for approval. It does not bind your side until it is adopted."),
    "lists.deposited.1": N_("that this is your side's list, in this version. It cannot be changed afterwards; a new version can be handed over."),
    "lists.deposit-countersigned.1": N_("that your list officer handed over this list for your side."),
    "lists.received.1": N_("that you were handed exactly these lists, with their salts. It says nothing about what is in them."),
    "lists.threshold-signed.1": N_("that pairs at %(threshold)s or above may be confirmed together; every pair below is looked at one by one."),
    "lists.bulk-confirmed.1": P_("that in this one pair both rows are the same human being.", "that in each of these %(n)s pairs both rows are the same human being.", "pairs"),
    "plan.accepted.1": N_("to release by these batches. It binds when the other side has accepted the same plan."),
    "roster.device-vouched.1": N_("that you have compared the ten words with the device's owner, by voice or in person, and that it is theirs."),
    "roster.devices-accepted.1": N_("that you sit at the table with the people who hold these devices."),
}  # fmt: skip

FACTS: Final = {
    "version": N_("Version"),
    "rows": N_("Rows"),
    "size": N_("Size"),
    "list": N_("List"),
    "batches": N_("Batches"),
    "persons": N_("Persons"),
    "cost": N_("Cost"),
    "bound": N_("Proven least cost"),
    "threshold": N_("From"),
    "pairs": N_("Pairs"),
    "problem": N_("Problem"),
    "deposit": N_("Deposit"),
    "handed_over": N_("Handed over"),
}

CONTENTS: Final = {
    "claims": N_("People claimed"),
    "holdings": N_("People held"),
    "pairs": N_("The sure pairs"),
    "plan": N_("The plan"),
    "problem": N_("The problem it solves"),
}

CHECKS: Final = {
    "engine": N_("Media engine"),
    "database": N_("Database"),
    "disk": N_("Disk"),
    "record": N_("Record"),
    "backup": N_("Backup"),
    "clock": N_("Clock of the talks"),
}

INVITATIONS: Final = {
    "open": N_("Open"),
    "used": N_("Used"),
    "expired": N_("Run out"),
    "locked": N_("Locked after wrong codes"),
}

COMPARTMENTS: Final = {
    "table": N_("The table, for everyone accredited"),
    "host": N_("The host's own"),
    "neutral": N_("The neutral's own"),
}

NOTES: Final[dict[str, Phrase]] = {
    "no_name": P_("One row has no name and is left out.", "%(n)s rows have no name and are left out.", "count"),
    "repeated_header": P_("One row repeats the header and is left out.", "%(n)s rows repeat the header and are left out.", "count"),
    "page_header": P_("One row is a page heading and is left out.", "%(n)s rows are page headings and are left out.", "count"),
    "section": P_("One row stands over others and is no person.", "%(n)s rows stand over others and are no persons.", "count"),
    "province_carried": P_("One person's province is read from the row that stands over them.", "%(n)s people's province is read from the row that stands over them.", "count"),
    "total": P_("One row is a total and is left out.", "%(n)s rows are totals and are left out.", "count"),
    "blank": P_("One row is blank.", "%(n)s rows are blank.", "count"),
    "people_on_other_sheets": P_("One more person is on another sheet, which was not read. Save each sheet that you mean as a file of its own.", "%(n)s more people are on other sheets, which were not read. Save each sheet that you mean as a file of its own.", "count"),
}  # fmt: skip
