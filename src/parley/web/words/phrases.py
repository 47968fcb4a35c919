"""Sentences that belong to no domain, and how sentences stand in tables: by code, for a page to pick.

Each value is a message, or (one, many, key): the form then follows the number that stands under ``key``.
"""

import re
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Final

Phrase = str | tuple[str, str, str]
Tables = Mapping[str, Mapping[str, Phrase]]


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a message translated later
    return message


def P_(one: str, many: str, key: str) -> Phrase:  # noqa: N802
    return (one, many, key)


# Tables that pages common to all domains look into: they are there, if empty, whatever domains there are.
COMMON = ("WAITING", "HAPPENED", "BOTH", "SEVERAL", "SEVERAL_BOTH", "RUNS", "SHEETS", "BUTTONS", "COMMITS", "WARNINGS", "FACTS", "CONTENTS", "NOT_SHOWN", "REASONS")  # fmt: skip


def holes(phrase: Phrase) -> set[str]:
    """Return the names of the numbers that a sentence needs."""
    messages = (phrase,) if isinstance(phrase, str) else phrase[:2]
    named = {name for message in messages for name in re.findall(r"%\((\w+)\)s", message)}
    return named if isinstance(phrase, str) else (named - {"n"}) | {phrase[2]}


def several(tables: Tables) -> dict[str, str]:
    """Return the one number by which acts of a kind may differ and still be told in one sentence, by kind: which clause."""
    return {kind: name for kind, phrase in tables["SEVERAL"].items() for name in holes(phrase) - {"party"}}


def joined(modules: Iterable[ModuleType]) -> Tables:
    """Return the tables of these modules, those of one name as one. Raises: ValueError where two say the same code."""
    tables: dict[str, dict[str, Phrase]] = {name: {} for name in COMMON}
    for module in modules:
        for name, table in vars(module).items():
            if name.isupper() and isinstance(table, Mapping):
                known = tables.setdefault(name, {})
                if doubled := known.keys() & table.keys():
                    raise ValueError(f"{module.__name__}.{name} says again: {', '.join(sorted(doubled))}")
                known.update(table)
    return tables


ROLES: Final[Mapping[str, Phrase]] = {
    "head": N_("head of delegation"),
    "list_officer": N_("list officer"),
    "member": N_("member"),
    "interpreter": N_("interpreter"),
    "facilitator": N_("facilitator"),
    "observer": N_("observer"),
    "spokesperson": N_("spokesperson"),
}  # fmt: skip

COMPARTMENTS: Final[Mapping[str, Phrase]] = {
    "table": N_("The table, for everyone accredited"),
    "host": N_("The host's own"),
    "neutral": N_("The neutral's own"),
}  # fmt: skip

REASONS: Final[Mapping[str, Phrase]] = {
    "not_for_your_seat": N_("This is not for your seat to do: you sit as %(role)s."),
    "another_origin": N_("This came from a page at another address than this server's. Open the address that you were given; if that says the same, tell the operator."),
    "not_signed_in": N_("You are not signed in on this seat any more. Load the page again: this device signs in by itself."),
    "signature_does_not_hold": N_("The signature does not fit what was shown. Open the sheet again and read it once more."),
    "not_your_party": N_("This is for %(party)s to do, not for your side."),
    "id_malformed": N_("“%(id)s” cannot be a short name. It has 1 to %(most)s small letters, digits and hyphens."),
    "fact_missing": N_("What this refers to could not be read, so it cannot be judged. Open the page again and try once more."),
    "content_missing": P_("One content did not arrive. Send it again.", "%(n)s contents did not arrive. Send them again.", "count"),
    "request_not_json": N_("What this page sent cannot be read. Load the page again."),
    "request_too_large": N_("What this page sent is larger than anything the room takes. Load the page again."),
    "too_many_requests": N_("Too much was asked from this address in a short time. Wait a minute, then try again."),
    "purpose_not_yours": N_("Your seat brings nothing for this purpose (%(purpose)s). Nothing was kept."),
    "content_not_text": N_("This is not plain text in UTF-8, or it is empty or far too long. Nothing was kept. Write it anew and send it again."),
    "text_direction": N_("%(language)s, line %(line)s, character %(position)s: %(character)s turns the direction of what is read, so that it shows as another text than is signed. Take it out."),
    "text_unseen": N_("%(language)s, line %(line)s, character %(position)s: %(character)s cannot be seen, so that two texts would look the same. Take it out."),
    "text_digits": N_("%(language)s, line %(line)s, character %(position)s: digits of two scripts, or letters like digits, stand in one number (%(character)s). Write it in digits of one kind."),
    "text_not_composed": N_("%(language)s, line %(line)s, character %(position)s: the text is not in Unicode's composed form (NFC), from %(character)s on. Save it in that form and send it again."),
    "text_unknown": N_("%(language)s, line %(line)s, character %(position)s: Unicode knows no character %(character)s. Take it out."),
    "command_id_malformed": N_("The request had no usable number of its own. Reload the page."),
    "command_id_reused": N_("This was sent before with other contents. Reload the page and begin again."),
    "field_missing": N_("Something is missing: %(path)s."),
    "field_unknown": N_("There is something here that nobody asked for: %(path)s."),
    "field_wrong_type": N_("“%(path)s” is not written as it has to be (%(expected)s)."),
    "kind_unknown": N_("Parley does not know how to do this: %(kind)s."),
    "too_busy": N_("Too many things were recorded at the same moment. Press again."),
    "seat_has_no_room": N_("Your seat has brought to these talks, or had the machine make, %(held)s MB, and this would be %(more)s MB more; %(limit)s MB is the most for one seat. Nothing was kept. Ask the host to erase what is no longer needed, or the operator for more room."),
    "party_has_no_room": N_("%(party)s has brought to these talks, or had the machine make, %(held)s MB, and this would be %(more)s MB more; %(limit)s MB is the most for one party. Nothing was kept. Ask the host to erase what is no longer needed, or the operator for more room."),
    "acts_have_no_room": N_("What your seat has done takes %(held)s MB of the record; %(limit)s MB is the most for one seat. Nothing was recorded. Ask the operator for more room."),
    "disk_full": N_("The disk of this machine is full. Nothing can be recorded until the operator makes room."),
    "disk_read_only": N_("The disk of this machine takes no writes. Nothing can be recorded until the operator has looked."),
    "record_contradicted": N_("A device of your side has seen another record than the one that is shown here, signed by the same machine. Sign nothing, and tell the other side by another way."),
    "behind_kept_head": N_("This record was restored from before something that a side has kept. It can be read, and nothing can be added."),
    "held_elsewhere": N_("Another server has taken over this record. Nothing can be recorded here: reach the other one."),
    "access_changed": N_("Somebody changed in the database who may come in. It can be read, and nothing can be added."),
    "entries_changed": N_("Entries of this record are not those that a side's device has signed: its database was changed. It can be read, and nothing can be added."),
    "checkpoint_not_latest": N_("The record has grown since. The device looks again by itself."),
    "cosignature_does_not_hold": N_("The device's signature under the record's head does not hold. Sign in again."),
    "module_unknown": N_("Talks cannot use or leave out “%(module)s”. They can: %(known)s."),
    "module_needs": N_("“%(module)s” needs “%(other)s”, which these talks leave out."),
    "module_unused": N_("These talks leave this out, as was said when they were made."),
    "only_by_the_machine": N_("Only Parley itself records this, when its conditions hold."),
    "work_not_finished": N_("The machine could not finish. Nothing was recorded. The operator finds the cause in the log."),
}  # fmt: skip
