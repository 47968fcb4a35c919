"""Sentences about people, devices, sessions and meetings.

Tables of the same name in every domain are one table to a page: what waits, what happened, sheets, reasons.
"""

from collections.abc import Mapping
from typing import Final

from parley.web.words.phrases import N_, P_, Phrase

WAITING: Final[Mapping[str, Phrase]] = {
    "vouch_device": N_("<b>Vouch for the device of %(seat)s</b>, once you have compared its ten words"),
    "accept_devices": P_("<b>Accept one device</b> of the others", "<b>Accept %(n)s devices</b> of the others", "count"),
    "head_claimed": N_("<b>A device claims to be %(seat)s</b>, and no earlier device vouches for it. If it is not theirs, revoke it before a day has passed"),
    "head_recovered": N_("<b>Another device is to take the place of %(seat)s</b>: a deputy or a paper key vouches for it. If it is not theirs, revoke it"),
    "vouch_as_deputy": N_("<b>Vouch as deputy for the next device of %(seat)s</b>, once you have compared its ten words"),
    "device_suspended": N_("<b>The host has suspended a device of %(seat)s</b>. If it is lost, revoke it; if it is not, speak with the host"),
    "further_link": N_("<b>A further link was made to %(seat)s</b>, where a device of yours sits already. If nobody of yours asked for it, vouch for nothing that comes by it"),
    "further_links": P_("<b>A further link was made</b> to a seat of yours with a device at the table. If nobody of yours asked for it, vouch for nothing that comes by it", "<b>%(n)s further links were made</b> to seats of yours, each with a device at the table. If nobody of yours asked for them, vouch for nothing that comes by them", "count"),
    "further_device": N_("<b>Another device wants to be %(seat)s</b>, where one of yours sits already"),
    "accept_meeting": N_("<b>Accept the next meeting</b> or say why not"),
}  # fmt: skip

LACKING: Final[Mapping[str, Phrase]] = {
    "uninvited": P_("One person is not invited", "%(n)s persons are not invited", "count"),
    "unused": P_("One person was invited and has not come yet", "%(n)s persons were invited and have not come yet", "count"),
    "unvouched": P_("The head of %(party)s has not vouched for one device", "The head of %(party)s has not vouched for %(n)s devices", "count"),
    "unaccepted": P_("%(party)s has not accepted one device of the others", "%(party)s has not accepted %(n)s devices of the others", "count"),
}  # fmt: skip

TEMPLATES: Final[Mapping[str, Phrase]] = {
    "release": N_("Two sides release people"),
    "neutral": N_("Two sides release people, and a neutral takes part"),
    "facilitation": N_("Two sides agree a text"),
}  # fmt: skip

TEMPLATES_ABOUT: Final[Mapping[str, Phrase]] = {
    "release": N_("A head and a list officer for each side; text, lists and release plan."),
    "neutral": N_("The same, and a seat for a neutral intermediary."),
    "facilitation": N_("A head and one more for each side; room and text alone."),
}  # fmt: skip

MODULES: Final[Mapping[str, Phrase]] = {
    "lists": N_("lists of people that both sides bring and compare"),
    "plan": N_("a plan of release, which needs the lists"),
}  # fmt: skip

LINES: Final[Mapping[str, Phrase]] = {  # of parties that have no name yet
    "side": N_("A side"),
    "host": N_("The host"),
    "neutral": N_("The neutral"),
}  # fmt: skip

LIMITS: Final[Mapping[str, Phrase]] = {
    "start": N_("first day"),
    "batches": N_("batches at most"),
    "every_days": N_("days between batches"),
    "teams": N_("teams that bring people"),
    "exposure_bound": N_("bound on what either side is owed"),
    "left_behind": N_("weight of whoever is left behind"),
    "batch_limit": N_("people in one batch at most"),
    "special_limit": N_("people in need of care in one batch at most"),
    "vehicles": N_("vehicles"),
    "seats": N_("seats in a vehicle"),
    "value": N_("what one person counts towards the bound"),
}  # fmt: skip

HAPPENED: Final[Mapping[str, Phrase]] = {
    "roster.server-key.1": N_("The machine that keeps this record named its key"),
    "talks.created.1": N_("The talks began"),
    "talks.seat-made.1": N_("A seat was laid: %(seat)s"),
    "talks.seat-invited.1": N_("%(seat)s was invited"),
    "talks.seat-invited-again.1": N_("A further link was made to a seat that has a device at the table: %(seat)s"),
    "house.talks-made.1": N_("Talks were made: %(made)s"),
    "house.introduced.1": N_("The house and its facilitator said their names"),
    "roster.device-enrolled.1": N_("%(seat)s brought a device"),
    "roster.device-vouched.1": N_("%(party)s vouched for a device of its own"),
    "roster.head-claimed.1": N_("A device claimed to be the head of %(party)s; no earlier device vouches for it"),
    "roster.devices-accepted.1": N_("%(party)s accepted devices of the others"),
    "roster.device-revoked.1": N_("A device was revoked"),
    "roster.device-revoked.2": N_("A device of %(seat)s was revoked by its own side"),
    "roster.deputy-named.1": N_("The head of %(party)s named a deputy, whose device may vouch for the head's next one"),
    "roster.paper-key-made.1": N_("The head of %(party)s made a paper key, which may vouch once for the head's next device"),
    "roster.deputy-vouched.1": N_("The head of %(party)s comes with another device; its deputy vouches for it"),
    "roster.paper-vouched.1": N_("The head of %(party)s comes with another device; its paper key vouches for it and is spent"),
    "roster.device-suspended.1": N_("The host suspended a device of %(seat)s for at most %(hours)s h; its side counts as absent meanwhile"),
    "roster.suspension-ended.1": N_("The host ended the suspension of a device of %(seat)s"),
    "talks.session-opened.1": N_("The table opened"),
    "talks.session-closed.1": N_("The table closed"),
    "talks.meeting-proposed.1": N_("The next meeting was proposed: %(at)s"),
    "talks.meeting-accepted.1": N_("%(party)s accepted the next meeting"),
    "talks.meeting-declined.1": N_("%(party)s did not accept the next meeting: %(why)s"),
    "talks.noted.1": N_("A delegation wrote itself a note"),
    "content.erased.1": N_("A content was erased, by order of %(order)s"),
}  # fmt: skip

BOTH: Final[Mapping[str, Phrase]] = {
    "roster.devices-accepted.1": N_("Both sides accepted devices of the others"),
}  # fmt: skip

RUNS: Final[Mapping[str, Phrase]] = {
    "talks.seat-made.1": P_("A seat was laid", "%(n)s seats were laid", "count"),
    "talks.seat-invited.1": P_("One person was invited", "%(n)s persons were invited", "count"),
    "roster.device-enrolled.1": P_("A device was brought", "%(n)s devices were brought", "count"),
    "roster.device-vouched.1": P_("A device was vouched for", "%(n)s devices were vouched for", "count"),
}  # fmt: skip

DECLINED: Final[Mapping[str, Phrase]] = {
    "day": N_("The day does not suit us"),
    "hour": N_("The hour does not suit us"),
    "place": N_("The place does not suit us"),
    "asking": N_("We have to ask at home first"),
}  # fmt: skip

DEVICES: Final[Mapping[str, Phrase]] = {
    "enrolled": N_("Awaits its own head's word"),
    "vouched": N_("Vouched for; the other side has yet to accept it"),
    "admitted": N_("At the table"),
    "revoked": N_("Revoked"),
}  # fmt: skip

SITTINGS: Final[Mapping[str, Phrase]] = {
    "not_invited": N_("Not invited yet"),
    "invited": N_("Invited; the link is not used yet"),
    "expired": N_("The invitation has run out"),
    "enrolled": N_("Here with a device that is not accepted yet"),
    "admitted": N_("At the table"),
}  # fmt: skip

SHEETS: Final[Mapping[str, Phrase]] = {
    "roster.device-vouched.1": N_("You are vouching for a device of %(party)s"),
    "roster.head-claimed.1": N_("You are claiming your seat without an earlier device"),
    "roster.device-revoked.2": N_("You are revoking a device of %(seat)s"),
    "roster.deputy-named.1": N_("You are naming %(seat)s as your deputy"),
    "roster.paper-key-made.1": N_("You are making a paper key for your seat"),
    "roster.deputy-vouched.1": N_("You are vouching as deputy for the next device of %(seat)s"),
    "roster.paper-vouched.1": N_("Your paper key vouches for this device"),
    "roster.device-suspended.1": N_("You are suspending a device of %(seat)s"),
    "roster.suspension-ended.1": N_("You are ending the suspension of a device of %(seat)s"),
    "roster.devices-accepted.1": N_("You are accepting devices of the others"),
}  # fmt: skip

BUTTONS: Final[Mapping[str, Phrase]] = {
    "roster.device-vouched.1": N_("Vouch for this device"),
    "roster.head-claimed.1": N_("Claim this seat"),
    "roster.device-revoked.2": N_("Revoke this device for good"),
    "roster.deputy-named.1": N_("Name as deputy"),
    "roster.paper-key-made.1": N_("Let the paper key count"),
    "roster.deputy-vouched.1": N_("Vouch as deputy"),
    "roster.paper-vouched.1": N_("Take this seat by the paper key"),
    "roster.device-suspended.1": N_("Suspend this device"),
    "roster.suspension-ended.1": N_("End the suspension"),
    "roster.devices-accepted.1": N_("Accept these devices"),
}  # fmt: skip

COMMITS: Final[Mapping[str, Phrase]] = {
    "roster.device-vouched.1": N_("that you have compared the ten words with the device's owner, by voice or in person, and that it is theirs."),
    "roster.head-claimed.1": N_("that this seat is yours and that no earlier device of it can vouch for this one. Your side is told at once and can revoke it; every other side is told so before it accepts."),
    "roster.device-revoked.2": N_("that this device counts no more, from now on and for good. What it has signed stands."),
    "roster.deputy-named.1": N_("that this device may vouch for your next one, should yours be lost. Every other side is told so before it accepts that one. Whom you named before counts no more."),
    "roster.paper-key-made.1": N_("that whoever has the words on your paper can bring your next device, once. Every other side is told so before it accepts that one. A paper key that you made before counts no more."),
    "roster.deputy-vouched.1": N_("that your head's device is lost, that you have compared the ten words with your head, by voice or in person, and that this device is theirs. Every other side is told that a deputy vouches for it."),
    "roster.paper-vouched.1": N_("that this seat is yours. The paper key is spent with it; your side is told at once, and every other side before it accepts this device."),
    "roster.device-suspended.1": N_("that you doubt whose this device is. For at most %(hours)s h it proposes and signs no act, and %(side)s counts as absent: it signs nothing, and nothing can be adopted. Everybody is told."),
    "roster.suspension-ended.1": N_("that you doubt this device no more: it and %(side)s act again from now on."),
    "roster.devices-accepted.1": N_("that you sit at the table with the people who hold these devices."),
}  # fmt: skip

WARNINGS: Final[Mapping[str, Phrase]] = {
    "alike": N_("The name of one of these people looks like another's at this table. “Who sits” has both. Look twice who it is."),
    "renewed": N_("No earlier device vouches for one of these: a head of delegation sits with another device than before. Ask them, by voice or in person, before you accept it."),
    "deputy": N_("A head of delegation sits with another device than before; the deputy that the head named beforehand vouches for it. Ask them, by voice or in person, before you accept it."),
    "paper": N_("A head of delegation sits with another device than before; a paper key that the head made beforehand vouches for it. Ask them, by voice or in person, before you accept it."),
}  # fmt: skip

CHECKS: Final[Mapping[str, Phrase]] = {
    "engine": N_("Media engine"),
    "database": N_("Database"),
    "record": N_("Record"),
}  # fmt: skip

INVITATIONS: Final[Mapping[str, Phrase]] = {
    "open": N_("Open"),
    "used": N_("Used"),
    "expired": N_("Run out"),
    "locked": N_("Locked after wrong codes"),
}  # fmt: skip

REASONS: Final[Mapping[str, Phrase]] = {
    "device_revoked": N_("This device was revoked. Ask the host for a new invitation."),
    "device_not_admitted": N_("This device is not at the table yet. Its own head vouches for it, then the other side accepts it. Still missing: %(lacking)s."),
    "no_session_open": N_("The table is closed. The facilitator opens it."),
    "ids_doubled": N_("A name stands twice among: %(list)s."),
    "not_your_device": N_("This device belongs to somebody else. You can revoke your own; a head revokes those of their own party. The host revokes nobody else's."),
    "content_not_name": N_("This is not a person's name: text, or a name for each language. Nothing was kept."),
    "order_not_yours": N_("You can order this only in the name of your own seat."),
    "device_unknown": N_("There is no device %(device)s. Reload the page: the list has changed."),
    "device_known": N_("This device is enrolled already."),
    "device_not_vouched": N_("Device %(device)s is not vouched for yet. Its own head does that first."),
    "device_of_another_party": N_("Device %(device)s is not of your delegation. A head vouches only for their own people."),
    "claims_for_itself_alone": N_("A device claims only its own seat."),
    "claim_waits": N_("Device %(device)s claimed its seat without an earlier one. It can be accepted from %(at)s on: until then the earlier device can revoke it."),
    "device_of_another_seat": N_("Device %(device)s is of another seat than this says. Load the page again."),
    "device_of_your_own": N_("Device %(device)s is of your own side. You accept those of the others."),
    "device_vouched_already": N_("Device %(device)s is vouched for already."),
    "device_accepted_already": N_("Your side has accepted device %(device)s already."),
    "devices_missing": N_("No device is named. Choose at least one."),
    "vouch_for_yourself_first": N_("Vouch for your own device first; then for the others of your delegation."),
    "head_not_vouched": N_("The head of %(party)s has not vouched for their own device yet."),
    "head_not_accepted": N_("The device of the head of %(party)s is not accepted by the other side yet."),
    "host_not_accepted": N_("The facilitator's device is not accepted by both sides yet."),
    "revoked_for_unknown": N_("“%(reason)s” is not a reason for revoking. It is one of: lost, left, replaced, doubted."),
    "deputy_of_the_same_seat": N_("A deputy sits in another seat than yours. A second device of your own you vouch for yourself."),
    "deputy_already": N_("This device is your deputy already."),
    "not_the_deputy": N_("The head of this seat has not named your device as deputy, or has named another since."),
    "device_of_no_head": N_("Device %(device)s is not of a head's seat. Its head vouches for it."),
    "paper_key_known": N_("This paper key was made already. Make a fresh one."),
    "paper_key_of_another_seat": N_("This paper key was not made for this seat."),
    "paper_key_spent": N_("This paper key was used already, %(at)s. It vouches once."),
    "paper_key_replaced": N_("A later paper key was made for this seat. Only the last one counts."),
    "paper_key_does_not_fit": N_("These are not the words of this seat's paper key. Compare them with your paper, one by one."),
    "device_suspended": N_("The host has suspended this device until %(at)s. Until then it proposes and signs no act; you can go on reading."),
    "side_suspended": N_("The host has suspended a device of %(party)s until %(at)s. Until then %(party)s counts as absent: it signs nothing, and nothing can be adopted."),
    "suspension_too_long": N_("A suspension of %(hours)s h was not agreed. It lasts at least one hour and at most %(most)s."),
    "suspends_sides_alone": N_("Only a device of one of the sides can be suspended."),
    "device_suspended_already": N_("Device %(device)s is suspended already."),
    "device_not_suspended": N_("Device %(device)s is not suspended, or not any more."),
    "suspended_lately": N_("%(party)s was suspended lately. It can be again from %(at)s on: it has to be at the table for as long as it was kept from it."),
    "note_too_long": N_("A note has at most %(most)s characters. Nothing was kept. Write it in parts."),
    "party_unnamed": N_("A name is missing. Say what each is called."),
    "city_missing": N_("A city is missing. Choose one in whose time zone they sit."),
    "head_unnamed": N_("Each side needs its head of delegation. Say their names."),
    "mail_address": N_("“%(to)s” is no mail address."),
    "mail_refused": N_("The mail server did not take it for %(to)s. It said: %(said)s"),
    "mail_sign_in": N_("The mail server does not know the name and password in the settings. It said: %(said)s"),
    "mail_not_encrypted": N_("The mail server offers no encryption that holds, so nothing was handed to it. It said: %(said)s"),
    "mail_unreachable": N_("The mail server does not answer. It said: %(said)s"),
    "mail_too_slow": N_("The mail server took too long for all letters together. This one was not handed to it."),
    "mail_not_set": N_("No mail server stands in the settings any more. Nothing was handed over."),
    "mail_not_known": N_("The line broke, or this server stopped, while it was handed over. Ask the person. If you send it again, it may come twice, as the same letter."),
    "talks_exist": N_("Talks with this name exist already. Choose another short name."),
    "party_unknown": N_("There is no party “%(party)s” in these talks."),
    "party_kind_unknown": N_("“%(kind)s” is not a kind of party. It is one of: side, host, neutral."),
    "one_host_needed": N_("Talks have exactly one host; found: %(found)s."),
    "one_neutral_at_most": N_("Talks have one neutral party at most; found: %(found)s."),
    "place_unknown": N_("There is no place “%(place)s” in these talks."),
    "role_unknown": N_("There is no role “%(role)s”."),
    "seat_exists": N_("There is a seat “%(seat)s” already."),
    "seat_unknown": N_("There is no seat “%(seat)s” in these talks."),
    "session_open_already": N_("The table is open already."),
    "session_not_open": N_("This session is closed already. Load the page again."),
    "meeting_unknown": N_("This meeting was not proposed, or another has taken its place."),
    "meeting_too_far": N_("That hour lies more than %(years)s years ahead: %(at)s. Look at the year, then propose it again."),
    "meeting_not_ahead": N_("The next meeting has to lie ahead."),
    "declined_for_unknown": N_("“%(why)s” is not a reason for declining. It is one of: day, hour, place, asking."),
    "meeting_accepted_already": N_("Your party has accepted this meeting already."),
    "content_erased_already": N_("This content was erased already."),
    "too_many_named": N_("“%(path)s” names %(found)s; at most %(most)s may be named."),
    "text_too_long": N_("“%(path)s” has %(found)s letters; it may have %(most)s."),
    "code_wrong": N_("This code does not fit the link. It came to you by another way than the link."),
    "invitation_wait": P_("Wait one minute before the next try. The host sees how many did not fit.", "Wait %(n)s minutes before the next try. The host sees how many did not fit.", "minutes"),
    "key_weak": N_("These keys are of a form that anybody could sign or open with. Nothing was enrolled. Reload the page and make new ones."),
    "keys_malformed": N_("This device could not show that the keys are its own. Reload the page and begin again."),
    "sign_in_not_proved": N_("The signature does not fit the challenge. Reload the page and sign in again."),
    "language_unknown": N_("%(path)s: “%(language)s” is not a language that Parley speaks."),
    "zone_unknown": N_("%(path)s: there is no time zone “%(zone)s”. They read like Asia/Kabul."),
    "toml_unreadable": N_("The file is not TOML as it has to be: %(detail)s"),
    "two_sides_needed": N_("Talks have exactly two sides; found: %(found)s."),
    "facilitator_needed": N_("Somebody has to facilitate: give the host a seat with the role “facilitator”."),
    "only_in_the_house": N_("Talks are made in the house of the host, not from within other talks."),
    "invitation_unknown": N_("The link is not whole: it leads to no invitation."),
    "invitation_used": N_("This invitation was used already. Ask the host for a new one if that was not you."),
    "invitation_expired": N_("This invitation has run out. Ask the host for a new one."),
    "invitation_locked": P_("Several codes did not fit, so this invitation rests for one minute. It is still good: nothing is lost.", "Several codes did not fit, so this invitation rests for %(n)s minutes. It is still good: nothing is lost.", "minutes"),
}  # fmt: skip
