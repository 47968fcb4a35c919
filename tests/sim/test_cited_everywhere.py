"""Every act that cites, from every seat, of every digest of every owner: no byte of it leaves whose it is."""

import base64
import itertools
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest

from parley.app.core import access, contents
from parley.app.core.model import Recorded
from parley.base import Refused
from parley.cli.record_export import files
from parley.lists import Lists
from parley.text import Text
from tests.sim.outside import deposited
from tests.sitting import LANGUAGES, TALKS, Room, drafted, opened
from tests.web.serving import Served

NOWHERE = ("chair", "north-head", "north-lists", "south-head", "south-lists", "neutral-head")


@dataclass(slots=True)
class Secret:
    """A content with a word of its own in it; ``party`` is whose, "" the machine's; ``told``: its own side told everybody."""

    word: str
    digest: str
    party: str
    purpose: str
    told: bool = False


@dataclass(slots=True)
class Table:
    room: Room
    secrets: list[Secret] = field(default_factory=list)
    count: Iterator[int] = field(default_factory=itertools.count)

    def bring(self, seat: str, purpose: str) -> None:
        word = f"Canary{len(self.secrets)}x{purpose}"
        media = "text/csv" if purpose in ("claims", "holdings") else "text/plain; charset=utf-8"
        data = f"name\n{word}\n" if media == "text/csv" else word
        digest = self.room[seat].content(data.encode(), purpose, media)
        self.secrets.append(Secret(word, digest, self.room[seat].party, purpose))


def laid() -> Table:
    """Return a table with a content of every owner and purpose: handed over, noted, only brought, and the machine's own."""
    table = Table(opened())
    room = table.room
    drafted(room)
    for side in ("north", "south"):
        for kind in ("claims", "holdings"):
            word = f"Sealed{side}{kind}"
            digest = deposited(room, side, kind, f"1,{word},Abdul,1985,Kandahar\n")
            table.secrets.append(Secret(word, digest, side, kind))
            table.bring(f"{side}-lists", kind)
        table.bring(f"{side}-head", "wording")
    table.bring("chair", "wording")
    table.bring("chair", "person")
    for seat in ("north-head", "south-lists", "chair", "neutral-head"):
        table.bring(seat, "note")
    for purpose in ("match", "plan", "problem", "pairs"):
        word = f"Machine{purpose}"
        digest = contents.keep(room.app, TALKS, word, purpose, json.dumps({"is": word}).encode())
        table.secrets.append(Secret(word, digest, "", purpose))
    return table


def citing(table: Table, seat: str, secret: Secret) -> Iterator[tuple[str, dict[str, Any], set[str]]]:
    """Yield every act that cites a content, right in all else, with the purposes for which it is one."""
    party, clause = table.room[seat].party, table.room.app.talks.get(TALKS).of(Text).clauses["1"]
    new, digest = f"new-{next(table.count)}", secret.digest
    version = {"clause": "1", "version": clause.version, "party": party}
    yield "talks.noted.1", {"digest": digest}, {"note"}
    yield "text.clause-bracketed.1", {**version, "digests": {"en": digest}}, {"wording"}
    draft = {"clause": new[-6:], "version": 1, "digests": dict.fromkeys(LANGUAGES, digest)}
    yield "text.clause-drafted.1", draft, {"wording"}
    for kind in ("text.clause-adopted.1", "text.clause-agreed.1"):
        yield kind, {**version, "digests": {"en": digest}}, set()
    made = {"seat": new, "party": "north", "role": "member", "place": "kabul", "person": digest}
    yield "talks.seat-made.1", made, {"person"}
    for kind in ("claims", "holdings"):
        size = len((table.room.app.blobs.get(TALKS, digest) or (b"", "", b""))[2])
        listed = {"deposit": new, "list": kind, "party": party, "digest": digest, "size": size, "rows": 1}
        yield "lists.deposited.1", listed, {kind}
    for deposit in ("north-claims", "south-holdings"):
        said = {"deposit": deposit, "party": party, "digest": digest}
        yield "lists.deposit-countersigned.1", said, set()


@pytest.fixture(scope="module")
def cited() -> Table:
    """Return the table after every act has cited every digest from every seat; what was recorded is as it should be."""
    table = laid()
    for seat, secret in itertools.product(NOWHERE, list(table.secrets)):
        for kind, fields, purposes in citing(table, seat, secret):
            mine = secret.party == table.room[seat].party or secret.told
            answer = table.room[seat].do(kind, **fields)
            if isinstance(answer, Recorded):
                assert mine, (seat, kind, secret)
                assert secret.purpose in purposes or is_its_deposit(secret, fields), (seat, kind, secret)
                secret.told |= kind.startswith(("text.", "talks.seat-made"))
            elif purposes and not (mine and secret.purpose in purposes):
                assert "content_missing" in {one.code for one in answer.reasons}, (seat, kind, secret)
    return table


def is_its_deposit(secret: Secret, fields: Mapping[str, Any]) -> bool:
    """A head countersigns the very deposit that its side's officer made."""
    return fields.get("deposit") == f"{secret.party}-{secret.purpose}"


def test_own_contents_are_cited_for_what_they_were_brought_for(cited: Table) -> None:
    assert {one.purpose for one in cited.secrets if one.told} == {"wording", "person"}
    deposits = cited.room.app.talks.get(TALKS).of(Lists).deposits.values()
    assert {(one.party, one.list) for one in deposits} == set(
        itertools.product(("north", "south"), ("claims", "holdings"))
    )
    assert len(deposits) > 4  # each side's files that were only brought before


PAGES = ("today", "sits", "text", "text/download", "lists", "lists?of=north", "lists?of=south", "lists/download?of=north",
         "lists/download?of=south", "lists/desk", "plan", "plan/plan", "plan/problem", "record", "host", "room",
         "record/table/download", "record/table/entries")  # fmt: skip


def seen(served: Served, seat: str, secrets: list[Secret]) -> str:
    """Return all that this seat is sent by any page, as page and as JSON, archives unpacked and contents decoded."""
    found = []
    sheets = [f"sheet/lists.deposited.1?list={s.purpose}&digest={s.digest}" for s in secrets]
    sheets += [f"sheet/text.clause-{verb}.1?clause=1" for verb in ("adopted", "agreed")]
    for path in (*PAGES, *sheets, *(f"content/{one.digest}" for one in secrets)):
        for accept in ("text/html", "application/json"):
            browser = served.as_seat(seat)
            answer = browser.get(path, headers={"accept": accept})
            assert answer.status_code < 500, (seat, path)
            found.append(unpacked(answer.content))
    return " ".join(found)


def unpacked(body: bytes) -> str:
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as folder:
            return " ".join(folder.read(name).decode("utf-8", "replace") for name in folder.namelist())
    text = body.decode("utf-8", "replace")
    try:
        said = json.loads(text)
    except ValueError:
        return text
    encoded = [one for one in (said.get("bytes"), *(c.get("body") for c in said.get("contents", ()))) if one] if isinstance(said, dict) else []  # fmt: skip
    return " ".join(
        [text, *(base64.urlsafe_b64decode(one + "==").decode("utf-8", "replace") for one in encoded)]
    )


@pytest.mark.parametrize("seat", NOWHERE)
def test_no_byte_of_a_content_leaves_by_any_page_sheet_or_download(cited: Table, seat: str) -> None:
    party, served = cited.room[seat].party, Served(cited.room)
    shown = seen(served, seat, cited.secrets)
    for secret in cited.secrets:
        may = secret.told or secret.party == party or (secret.purpose == "problem" and party == "host")
        assert (secret.word in shown) <= may, secret
    assert any(
        secret.word in shown for secret in cited.secrets
    )  # the words would be found if they were there


@pytest.mark.parametrize("compartment", ["table", "side-north", "host"])
def test_no_byte_of_a_content_leaves_by_an_export(cited: Table, compartment: str) -> None:
    exported = b" ".join(
        data for _, data in files(cited.room.app, TALKS, compartment, ("text", "plan", "talks", "lists"))
    )
    for secret in cited.secrets:
        assert (secret.word.encode() in exported) <= (secret.told and compartment == "table"), secret


def test_who_brings_again_what_another_has_brought_does_not_become_its_owner(cited: Table) -> None:
    """As a side may that was given the other's claims with their salts, once all lists are in."""
    app, state = cited.room.app, cited.room.app.talks.get(TALKS)
    theirs = next(one for one in cited.secrets if (one.party, one.purpose) == ("south", "holdings"))
    kept = app.blobs.get(TALKS, theirs.digest)
    assert kept is not None
    head = cited.room["north-head"].viewer
    again = contents.bring(app, head, "wording", kept[0], "text/plain", kept[2])
    assert again == theirs.digest
    assert contents.origin_of(app, state, theirs.digest).party == "south"
    assert not access.may_read(head.by, app, state, again, contents.origin_of(app, state, again))
    assert isinstance(contents.bring(app, head, "claims", kept[0], "text/csv", kept[2]), Refused)
