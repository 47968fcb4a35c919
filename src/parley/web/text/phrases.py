"""Sentences about the text.

Tables of the same name in every domain are one table to a page: what waits, what happened, sheets, reasons.
"""

from collections.abc import Mapping
from typing import Final

from parley.web.words.phrases import N_, P_, Phrase

WAITING: Final[Mapping[str, Phrase]] = {
    "adopt_clause": N_("<b>Adopt or answer clause %(clause)s</b>"),
}  # fmt: skip

HAPPENED: Final[Mapping[str, Phrase]] = {
    "text.clause-drafted.1": N_("Clause %(clause)s was put on the table, version %(version)s"),
    "text.clause-bracketed.1": N_("%(party)s put clause %(clause)s in brackets"),
    "text.clause-agreed.1": N_("%(party)s agreed to clause %(clause)s, <b>subject to approval</b>"),
    "text.clause-adopted.1": N_("%(party)s adopted clause %(clause)s"),
}  # fmt: skip

BOTH: Final[Mapping[str, Phrase]] = {
    "text.clause-adopted.1": N_("Both sides adopted clause %(clause)s"),
    "text.clause-agreed.1": N_("Both sides agreed to clause %(clause)s, <b>subject to approval</b>"),
}  # fmt: skip

SEVERAL: Final[Mapping[str, Phrase]] = {  # %(clause)s are several, in order
    "text.clause-adopted.1": N_("%(party)s adopted clauses %(clause)s"),
    "text.clause-agreed.1": N_("%(party)s agreed to clauses %(clause)s, <b>subject to approval</b>"),
}  # fmt: skip

SEVERAL_BOTH: Final[Mapping[str, Phrase]] = {
    "text.clause-adopted.1": N_("Both sides adopted clauses %(clause)s"),
    "text.clause-agreed.1": N_("Both sides agreed to clauses %(clause)s, <b>subject to approval</b>"),
}  # fmt: skip

RUNS: Final[Mapping[str, Phrase]] = {
    "text.clause-drafted.1": P_("A clause was put on the table", "%(n)s clauses were put on the table", "count"),
}  # fmt: skip

STANDS: Final[Mapping[str, Phrase]] = {
    "none": N_("Has not answered"),
    "bracketed": N_("In brackets"),
    "agreed_subject": N_("Agreed in the room, <b>subject to approval</b>"),
    "adopted": N_("Adopted"),
}  # fmt: skip

SHEETS: Final[Mapping[str, Phrase]] = {
    "text.clause-adopted.1": N_("You are adopting clause %(clause)s for %(party)s"),
    "text.clause-agreed.1": N_("You are agreeing to clause %(clause)s, subject to approval, for %(party)s"),
}  # fmt: skip

BUTTONS: Final[Mapping[str, Phrase]] = {
    "text.clause-adopted.1": N_("Adopt clause %(clause)s"),
    "text.clause-agreed.1": N_("Agree to clause %(clause)s, subject to approval"),
}  # fmt: skip

COMMITS: Final[Mapping[str, Phrase]] = {
    "text.clause-adopted.1": N_("to this wording, in every language shown alike. It binds when the other side has adopted the same version."),
    "text.clause-agreed.1": N_("to bring this wording home for approval. It does not bind your side until it is adopted."),
}  # fmt: skip

FACTS: Final[Mapping[str, Phrase]] = {
    "version": N_("Version"),
}  # fmt: skip

REASONS: Final[Mapping[str, Phrase]] = {
    "clause_unknown": N_("There is no clause %(clause)s on the table."),
    "clause_adopted_by_you": N_("Your side has adopted clause %(clause)s in this version already."),
    "clause_agreed_by_you": N_("Your side has agreed to clause %(clause)s in this version already."),
    "clause_adopted_by_all": N_("Both sides have adopted clause %(clause)s, so its wording stands. What is to change goes into a new clause."),
    "version_not_current": N_("Clause %(clause)s has changed: version %(current)s is on the table, you read version %(version)s. Read the new one first."),
    "version_not_next": N_("The next version of clause %(clause)s is %(expected)s, not %(version)s. Somebody may have drafted at the same time."),
    "language_missing": N_("The wording in %(language)s is missing. All languages of the text go together."),
    "language_not_of_text": N_("%(language)s is not a language of this text."),
    "digests_differ": N_("What you were shown of clause %(clause)s is not what is on the table. Open the sheet again."),
}  # fmt: skip
