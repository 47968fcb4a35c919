"""What ``parley record verify`` says in English, by the codes of a report (docs/record-format.md lists them)."""

from datetime import UTC, datetime

from parley.cli.plain import plain
from parley.record import Fault, Gap, Report

FAULTS = {
    "acceptance_void": "accepts devices for a side that it does not speak for, or that no head vouched for",
    "act_replayed": "the same act again: its device had said this command before",
    "checkpoint_origin": "the head is of another record",
    "checkpoint_root": "the entries do not hash to what the head says",
    "checkpoint_signature": "the server's key did not sign this head",
    "checkpoint_size": "the head is of another size than its place says",
    "content_changed": "not the content that was signed for",
    "content_not_erased": "content that the record calls erased is still here",
    "cosignature_false": "a device's cosignature does not hold",
    "device_again": "enrols a device a second time",
    "device_false": "enrols a device under a fingerprint that is not its keys'",
    "entries_missing": "entries are missing",
    "entries_surplus": "there is more here than the head covers",
    "entry_changed": "the entry is not the one that was hashed into the tree",
    "entry_malformed": "these bytes are no entry",
    "entry_misplaced": "entries from here on stand in another place than they were given",
    "file_malformed": "this file is not of the form it should be",
    "file_missing": "this file is missing, or cannot be read",
    "forked": "the record was shown differently: two heads that the server signed contradict each other",
    "head_untrusted": "a head vouches for itself whose key nobody wrote down",
    "key_weak": "enrols a device under a key with which anybody could sign or open",
    "not_on_roster": "a device acts in a session that is not on the roster: vouched for and accepted by all sides",
    "party_unknown": "enrols a device for a party that these talks do not have",
    "recovery_void": "names a deputy or makes a paper key without being the admitted head whose it is",
    "revocation_void": "revokes a device that is not its own to revoke",
    "rolled_back": "the record is shorter than a head that the server signed: acts were taken out of it",
    "roster_body": "an entry of the roster that is not of the form it should be",
    "roster_elsewhere": "an entry of the roster outside the table",
    "seen_elsewhere": "the kept head is of another record",
    "seen_malformed": "the kept head is no checkpoint",
    "seen_unsigned": "the kept head is not signed by this record's server",
    "server_key_again": "gives the server's key again",
    "server_key_missing": "the record does not begin with the server's key, so nothing procedural could be checked",
    "server_untrusted": "the server's key is not the one that was written down",
    "signature_false": "the signature does not hold",
    "signer_revoked": "a device acts after it was revoked",
    "signer_suspended": "a device acts while the host has suspended it",
    "side_suspended": "a device binds a side of which the host has suspended a device",
    "signer_unknown": "a device acts that nobody enrolled",
    "suspension_void": "suspends a device, or ends that, without being the host's to do",
    "talks_again": "creates the talks a second time",
    "tile_changed": "hashes that are not those of the entries",
    "vouch_void": "vouches for a device without being its party's head, its deputy or its paper key",
    "wrong_compartment": "comes from another record",
    "wrong_seat": "a device acts for another seat than its own",
}

GAPS = {
    "contents_elsewhere": "Whether {} of the contents hold that acts refer to: they are not in this folder.",
    "head_recovered": "Whether the head of a side is the same person as before: a deputy or a paper key vouches for {}.",
    "head_renewed": "Whether the head of a side is the same person as before: no earlier device vouches for {}.",
    "heads_unpinned": "Whether the devices that speak for {} are its own: give --trust with what its head wrote down.",
    "no_head_kept_after": "Whether anything was taken out, put in or shown differently after entry {}: give --seen "
    "with a head that a side kept.",
    "not_cosigned_after": "Whether anybody there saw what came later: the last entries that each cosigned: {}.",
    "order_between_compartments": "What came first, here or on the table: only the server's clock says.",
    "revoked_by_word": "Whether its own side took this device back: the server's word alone, or another party's, revoked {}.",
    "server_times": "When things happened: times are the server's.",
    "suspended": "Why the host suspended a device, and kept its side from the table: {}.",
    "times_run_back": "Why time runs back: entries that say an earlier time than one before them, and the first of these: {}.",
    "server_unpinned": "Whether the server's key is the host's own: give --trust with what was written down.",
    "server_word": "Whether {} procedural entries happened as they say: the server alone signed them.",
}

NO_ENTRY = {
    "too_long": "more bytes than an entry has",
    "not_json": "what is no JSON of texts and whole numbers",
    "not_canonical": "another spelling than the canonical one",
    "fields": "other names than an entry's",
}  # what an entry_malformed found; `field: NAME` speaks for itself

NEXT = (
    "Not verified. Ask another side for its copy and verify that: if it holds, this one was damaged on its way.",
    "If not, give the heads that sides kept with --seen: they show since when.",
)


def lines(report: Report) -> list[str]:
    """Return what to print about a report."""
    said = [
        f"{report.talks}, {report.compartment}: {many(report.size, 'entry', 'entries')}, head {report.root or 'none'}",
        f"{many(report.binding, 'act')} signed by devices, {report.procedural} by the server",
        f"{many(report.contents, 'content')} compared",
    ]
    if report.keys:
        said += ["", "It rests on these keys; compare them with what their owners wrote down:"]
    for key in report.keys:
        seat = f"{key.party} {key.seat}".strip()
        said.append(f"  {key.use:6} {seat:30} {key.fingerprint}{'  trusted' if key.trusted else ''}")
    if report.cosigned:
        said += ["", "Cosigned by:"]
    for one in report.cosigned:
        said.append(
            f"  {one.party} {one.seat}: the first {one.size} entries, {_time(one.time)} by its own clock"
        )
    if report.erased:
        said += ["", "Erased:"]
    said += [f"  {one.digest} by order of {one.order} (entry {one.seq})" for one in report.erased]
    said += ["", "What this folder alone cannot show:"]
    said += [f"  {gap_in_words(gap)}" for gap in report.gaps]
    said += ["", *_verdict(report)]
    return [plain(line) for line in said]


def _verdict(report: Report) -> list[str]:
    if report.ok:
        return ["Verified: the folder agrees with itself and with what was given beside it."]
    said = [f"{many(len(report.faults) + report.more, 'fault')}:"]
    said += [f"  {fault_in_words(fault)}" for fault in report.faults]
    said += [f"  and {report.more} more"] if report.more else []
    return [*said, "", *NEXT]


def many(count: int, one: str, more: str = "") -> str:
    """Return a count with its noun."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def fault_in_words(fault: Fault) -> str:
    """Return what, where, found and expected."""
    line = f"{fault.where}: {FAULTS[fault.code]}"
    if fault.found:
        line += f"; found {NO_ENTRY.get(fault.found, fault.found)}"
    return f"{line}; expected {fault.expected}" if fault.expected else line


def gap_in_words(gap: Gap) -> str:
    """Return what cannot be shown, and what would show it."""
    return GAPS[gap.code].format(gap.what)


def _time(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (OverflowError, ValueError, OSError):
        return f"{seconds} s after 1970"
