"""Write parley.json, the vectors that both verifiers must pass: python -m tests.record.vectors.make.

The keys are seeded, so the same bytes come out each time; a test compares them with the committed file.
"""

import json
from pathlib import Path
from typing import Any

from parley.record import (
    Json,
    b64u,
    binding_statement,
    content_digest,
    device_id,
    enrolment_statement,
    epoch_key_statement,
    procedural_statement,
    read_checkpoint,
    roster,
    server_id,
    sign_in_statement,
    words,
)
from parley.record.notes import COSIGNED, NoteSignature, cosignature_statement, note_key_id, origin
from tests.record.attacked import Attack, altered, honest
from tests.record.attacks import ATTACKS
from tests.record.scene import CHAIR, GOV, GOV_LISTS, PARTIES, TAL, TALKS, Scene, person

FILE = Path(__file__).with_name("parley.json")
ELSEWHERE = {
    "entry_changed",
    "entries_missing",
    "entries_surplus",
}  # told of files, which the browser has none of

NO_TIMES = (  # of the shape of a time, and none, or too early or late to reckon with
    "2020-13-22T07:30:00Z",
    "2020-00-22T07:30:00Z",
    "2020-02-30T00:00:00Z",
    "2021-02-29T00:00:00Z",
    "2020-03-00T00:00:00Z",
    "2020-04-31T00:00:00Z",
    "2020-03-39T00:00:00Z",
    "2020-03-22T24:00:00Z",
    "2020-03-22T29:30:00Z",
    "2020-03-22T07:30:60Z",
    "0000-12-31T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "3000-01-01T00:00:00Z",
    "9999-12-31T00:00:00Z",
)
# In the name of a signature line: each makes the note none, or is a letter like any other.
NO_NAMES = (
    "+\t\v\f\r\x1c\x1f \x85\xa0\u1680"
    + "".join(map(chr, range(0x2000, 0x200B)))
    + "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
SIZES = (  # of a checkpoint; the first three are sizes
    "0",
    "1",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "9223372036854775807",
    "01",
    "-1",
    "+1",
    "1.0",
    "1e3",
    "۱",
    " 1",
)
TIMES = (0, 2**53 - 1, 2**53, 2**53 + 1, 2**63 - 1, 2**64 - 1)  # of a cosignature; the first two are times
NAMES = "-~\x7f\x86\u180e\u200b\u200c\u200d\u2060ارض𝄞"


def nested(levels: int, *, lists: bool = False) -> dict[str, object]:
    """A body of so many levels."""
    value: object = [] if lists else {}
    for _ in range(levels - 2):
        value = [value] if lists else {"a": value}
    return {"a": value}


PARTY_NAMES = ("constructor", "__proto__", "toString", "hasOwnProperty")  # what every JavaScript object has


def text(data: bytes) -> str:
    return data.decode("utf-8")


def contents() -> list[dict[str, str]]:
    cases = [(bytes(range(32)), "ماده ۱: ارزښت".encode()), (bytes(32), b"")]
    return [
        {"salt": b64u(salt), "bytes": b64u(data), "digest": content_digest(salt, data)}
        for salt, data in cases
    ]


def keys(scene: Scene) -> dict[str, Any]:
    people = (CHAIR, GOV, GOV_LISTS, TAL)
    return {
        "server": {"ed25519": b64u(scene.server.public), "id": server_id(scene.server.public)},
        "origin": origin(TALKS, "table", scene.server.public),
        "devices": [
            {
                "ed25519": b64u(who.signer.public),
                "x25519": b64u(who.x25519),
                "id": device_id(who.signer.public, who.x25519),
                "party": who.party,
                "seat": who.seat,
                "role": who.role,
            }
            for who in people
        ],
    }


def statements() -> dict[str, Any]:
    body: dict[str, Json] = {
        "clause": "3",
        "digests": {"en": "aa" * 32, "fa-AF": "bb" * 32},
        "party": "government",
        "version": 2,
    }
    command = "00000000-0000-4000-8000-000000000001"
    said = {
        "talks": TALKS,
        "compartment": "table",
        "kind": "text.clause-adopted.1",
        "body": body,
        "command": command,
        "seat": "gov-head",
    }
    binding = binding_statement(TALKS, "table", "text.clause-adopted.1", body, command, "gov-head")
    sign_in = sign_in_statement(bytes(32), GOV.device, "https://table.example", "gov-head", TALKS)
    unsigned: dict[str, Json] = {"body": {}, "seq": 0}
    bundle = {"epoch": 3, "space": "plenary"}
    return {
        "said": said,
        "binding": text(binding),
        "binding_signature": b64u(GOV.signer.sign(binding)),
        "unsigned": unsigned,
        "procedural": text(procedural_statement(unsigned)),
        "sign_in": text(sign_in),
        "enrolment": text(enrolment_statement(GOV.device, "n-1", "gov-head", TALKS)),
        "bundle": bundle,
        "epoch_key": text(epoch_key_statement(bundle)),
    }


def refused() -> list[str]:
    """Entries that no reader may take."""
    scene = honest()
    good = scene.entries[-1]
    fields: list[dict[str, object]] = [
        {"seq": -1},
        {"at": "2020-03-22 07:30:00"},
        {"at": "٢٠٢٠-03-22T07:30:00Z"},
        *[dict[str, object](at=at) for at in NO_TIMES],
        {"kind": "Text.Clause.1"},
        {"kind": "text.clause-adopted.01"},
        {"seat": ""},
        {"seat": "gov_head"},
        {"device": ""},
        {"command": ""},
        {"class": "both"},
        {"format": "parley-entry/2"},
        {"body": []},
        *[dict[str, object](body=nested(33, lists=lists)) for lists in (False, True)],
        {"signature": "A" * 85},
        {"signature": "A" * 85 + "B"},
        {"talks": "a" * 65},
        {"extra": 1},
        {"seq": "1"},
        {"seq": True},
    ]
    lacking = json.loads(good)
    del lacking["seat"]
    spelled = [
        *[
            text(altered(good, body={})).replace('"body":{', '"body":{' + '"a":{' * n + "}" * n)
            for n in (989, 1499)
        ],
        " " + text(good),
        text(good) + "\n",
        text(good).replace('"seq":', '"seq": '),
        text(good).replace('"version":1', '"version":1.0'),
        text(good).replace('"version":1', '"version":1e0'),
        text(good).replace('"version":1', '"version":9007199254740992'),
        text(good).replace('"clause":"4"', '"clause":"\\ud800"'),
        text(good).replace('"clause":"4"', '"clause":"\\u0034"'),
        text(good).replace('"clause":"4"', '"clause":"4","clause":"4"'),
        json.dumps(lacking, sort_keys=True, separators=(",", ":")),
        text(good).replace('"seq":', '"seq":9007199254740992'),
        "null",
        "[]",
        "{}",
        "",
    ]
    return [text(altered(good, **each)) for each in fields] + spelled


def checkpoint(scene: Scene) -> dict[str, Any]:
    note = scene.head(cosigners=[GOV, TAL])
    lines = text(note).split("\n\n")[1].splitlines(keepends=True)
    read = read_checkpoint(note)
    return {
        "note": text(note),
        "size": read.size,
        "root": read.root.hex(),
        "time": 1_584_862_200,
        "cosigner": GOV.cosigner,
        "cosignature": lines[1],
        "older": text(scene.head(9)),
        "in_no_name": list(NO_NAMES),
        "in_names": list(NAMES),
        "sizes": [text(sized(note, size)) for size in SIZES],
        "times": [cosigned(read.text, time) for time in TIMES],
    }


def sized(note: bytes, size: str) -> bytes:
    """The note with another size, in whatever letters; nobody signed it."""
    start, _, rest = note.split(b"\n", 2)
    return b"\n".join((start, size.encode(), rest))


def cosigned(head: bytes, time: int) -> str:
    """The line of a head's device that did sign it at this time, whether or not there is such a time."""
    signature = GOV.signer.sign(cosignature_statement(head, time))
    key_id = note_key_id(GOV.cosigner, COSIGNED, GOV.signer.public)
    return text(NoteSignature(GOV.cosigner, key_id, time.to_bytes(8, "big") + signature).line())


def in_browser(codes: set[str], attack: Attack) -> list[str]:
    """The codes that the browser finds with entries and heads alone, without tiles."""
    size = read_checkpoint(attack.checkpoint).size
    found = codes - ELSEWHERE
    if len(attack.entries) != size:
        found = found | {"checkpoint_size"}
    if len(attack.entries) < size:
        found = found - {"checkpoint_root"}
    return sorted(found)


def attacks() -> list[dict[str, Any]]:
    made = []
    for each in ATTACKS:
        attack = each()
        made.append(
            {
                "name": each.__name__,
                "entries": [text(raw) for raw in attack.entries],
                "checkpoint": text(attack.checkpoint),
                "kept": [text(note) for note in attack.seen],
                "anchors": {party: sorted(heads) for party, heads in attack.trust.heads.items()},
                "server": attack.trust.server,
                "alone": in_browser(attack.alone, attack),
                "found": in_browser(attack.found, attack),
            }
        )
    return made


def called(party: str) -> Scene:
    """A table of which one side has this name, and a second device claims its head's seat."""
    head, second = person(party, "gov-head", "head"), person(party, "gov-two", "head")
    scene = Scene().begin()
    scene.minutes("talks.created.1", {"parties": [{"id": party, "kind": "side"}, *PARTIES[1:]]})
    for who in (CHAIR, head, TAL, second):
        scene.enrol(who)
    for who in (CHAIR, head, TAL):
        scene.vouch(who)
    scene.accept(head, CHAIR, TAL)
    scene.accept(TAL, CHAIR, head)
    scene.act("roster.head-claimed.1", {"device": second.device, "party": party}, second)
    return scene


def table_of(party: str) -> dict[str, Any]:
    scene = called(party)
    fold = roster(scene.entries)
    return {
        "party": party,
        "entries": [text(raw) for raw in scene.entries],
        "checkpoint": text(scene.head()),
        "admitted": sorted(device for device in fold.devices if fold.admitted(device)),
    }


def vectors() -> dict[str, Any]:
    scene = honest()
    fold = roster(scene.entries)
    return {
        "about": "made by python -m tests.record.vectors.make; docs/record-format.md explains each",
        "talks": TALKS,
        "contents": contents(),
        "keys": keys(scene),
        "statements": statements(),
        "entries": [text(raw) for raw in scene.entries],
        "refused": refused(),
        "checkpoint": checkpoint(scene),
        "admitted": sorted(device for device in fold.devices if fold.admitted(device)),
        "words": {lang: words("00017f80feff" + "0" * 52, lang) for lang in ("en", "ps", "fa-AF", "ar")},
        "parties": [table_of(party) for party in PARTY_NAMES],
        "attacks": attacks(),
    }


def spelled() -> str:
    return json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(spelled(), "utf-8")
