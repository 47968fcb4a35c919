"""One seat as a client of the server: invitation, device, sign-in, pages as JSON, commands, sheets that are signed.

All knowledge of addresses is here. A seat does what a browser does: it computes digests from the bytes it was
shown, signs nothing that differs from them, and sends the same command id again when an answer was lost.
"""

import asyncio
import ssl
import uuid
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx

from parley.record import (
    b64u,
    binding_statement,
    content_digest,
    enrolment_statement,
    sign_in_statement,
    unb64u,
)
from parley.rehearsal.device import Device
from parley.rehearsal.reporter import RehearsalFailed

Json = dict[str, Any]

TRIES = 4  # of a command whose answer was lost
PIECE = 500  # entries asked for at once
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Refused(Exception):
    """The server recorded nothing; ``reasons`` are its codes and sentences."""

    def __init__(self, status: int, what: str, reasons: list[Json]) -> None:
        said = "; ".join(str(one.get("sentence") or one.get("code")) for one in reasons)
        super().__init__(f"{what} was refused ({status}): {said}")
        self.status, self.reasons = status, reasons

    @property
    def codes(self) -> set[str]:
        return {str(one.get("code")) for one in self.reasons}


class Seat:
    """A signed-in seat. One client each: its cookie belongs to its path."""

    def __init__(self, url: str, talks: str, seat: str, verify: ssl.SSLContext | bool = True) -> None:
        self.url, self.talks, self.id = url, talks, seat
        self.device = Device()
        self.path = f"/talks/{talks}/{seat}"
        self.client = httpx.AsyncClient(
            base_url=url, verify=verify, timeout=httpx.Timeout(180, connect=10), headers={"Origin": url}
        )

    @property
    def base(self) -> str:
        """The seat's own address."""
        return self.url + self.path

    async def redeem(self, link: str, code: str) -> None:
        """Enrol this device by an invitation (its link ends in ``/i/NUMBER#SECRET``), then sign in."""
        path, _, secret = link.partition("#")
        number = path.rsplit("/", 1)[-1]
        proof = self.device.sign(enrolment_statement(self.device.id, number, self.id, self.talks))
        keys = {"ed25519": b64u(self.device.public.ed25519), "x25519": b64u(self.device.public.x25519)}
        said = {"secret": secret, "code": code, "proof": b64u(proof), **keys}
        await self._post(f"/i/{number}/redeem", "the invitation", json=said)
        await self.sign_in()

    async def sign_in(self) -> None:
        """Sign the server's challenge; the cookie stays in the client."""
        asked = await self._post(f"{self.path}/sign-in", "the sign-in", json={})
        challenge = unb64u(str(asked["challenge"]))
        statement = sign_in_statement(challenge, self.device.id, self.url, self.id, self.talks)
        said = {
            "challenge": asked["challenge"],
            "device": self.device.id,
            "signature": b64u(self.device.sign(statement)),
        }
        await self._post(f"{self.path}/sign-in", "the sign-in", json=said)

    async def page(self, name: str, **params: str | int) -> Json:
        """Return what a page shows this seat, as JSON. Raises: Refused."""
        return _json(await self._ask("GET", f"{self.path}/{name}", {"params": params}), f"the page {name}")

    async def command(
        self, kind: str, fields: Json, signature: bytes | None = None, command: str = ""
    ) -> Json:
        """Propose one act; a lost answer is asked for again under the same id. Raises: Refused."""
        said = {
            "id": command or str(uuid.uuid4()),
            "fields": fields,
            "signature": b64u(signature) if signature else None,
        }
        return await self._post(f"{self.path}/commands/{kind}", kind, json=said)

    async def sign(self, kind: str, texts: Mapping[str, str] | None = None, **params: str | int) -> Json:
        """Read the sheet of a binding act, check what it shows, sign that and nothing else.

        ``texts`` is what the one who signs expects to read, by language.
        Raises: RehearsalFailed if the sheet shows another text, or one thing with the digest of another; Refused.
        """
        sheet = await self.page(f"sheet/{kind}", **params)
        shown = (
            {one["label"]: unb64u(str(one["body"])).decode() for one in sheet["contents"]} if texts else {}
        )
        if texts and shown != dict(texts):
            raise RehearsalFailed(f"The sheet of {kind} does not show the text that {self.id} expects.")
        if sheet.get("refused"):
            raise Refused(409, kind, [{"code": one[0]} for one in sheet["refused"]])
        for content in sheet["contents"]:
            await self._check(kind, content, sheet["fields"])
        return await self.bind(kind, sheet["fields"], sheet["compartment"])

    async def bind(self, kind: str, fields: Json, compartment: str = "table") -> Json:
        """Sign and send a binding act whose body is exactly ``fields``."""
        command = str(uuid.uuid4())
        statement = binding_statement(self.talks, compartment, kind, fields, command, self.id)
        return await self.command(kind, fields, self.device.sign(statement), command)

    async def content(self, digest: str) -> bytes:
        """Return the bytes behind a digest, checked against it. Raises: Refused, RehearsalFailed."""
        answer = await self.page(f"content/{digest}")
        data = unb64u(str(answer["bytes"]))
        if content_digest(unb64u(str(answer["salt"])), data) != digest:
            raise RehearsalFailed(f"The server sent other bytes than those of {digest[:12]}…")
        return data

    async def may_read(self, digest: str) -> bool:
        """Return whether the server hands this seat the content behind ``digest``."""
        try:
            await self.content(digest)
        except Refused as refused:
            if refused.status not in (403, 404):
                raise
            return False
        return True

    async def bring_list(self, kind: str, name: str, data: bytes) -> Json:
        """Hand a spreadsheet to the server to be read: its digest, size and rows, and how it was read."""
        suffix = name[name.rfind(".") :]
        files = {"file": (name, data, MEDIA_TYPES.get(suffix, "application/octet-stream"))}
        return await self._post(f"{self.path}/lists/deposit/{kind}", f"the file {name}", files=files)

    async def match(self) -> Json:
        """Have the machine compare the lists."""
        return await self._form("lists/match", "the comparison", {})

    async def decide(self, pair: Json, claimant: str, party: str, *, same: bool) -> Json:
        """Record this side's answer to one pair from the names desk."""
        fields = {
            "match": pair["match"],
            "claimant": claimant,
            "claim": int(pair["claim"]["row"]),
            "holding": int(pair["holding"]["row"]),
            "same": same,
            "party": party,
        }
        return await self.command("lists.pair-decided.1", fields)

    async def propose_plan(self) -> Json:
        """Have the machine work out a plan, and put it on the table."""
        return await self._form("plan/propose", "the plan", {})

    async def download(self, name: str) -> bytes:
        """Return a file that a page offers, byte by byte. Raises: Refused."""
        answer = await self._ask("GET", f"{self.path}/{name}", {})
        if answer.status_code != 200:
            raise Refused(answer.status_code, f"the file {name}", [])
        return answer.content

    async def draft(self, clause: str, wording: Mapping[str, str]) -> Json:
        """Put the first version of a clause on the table."""
        fields = {"clause": clause, "version": "1"} | {
            f"wording-{tag}": text for tag, text in wording.items()
        }
        return await self._form("text/new/draft", f"clause {clause}", fields)

    async def bracket(self, clause: str, version: int, wording: Mapping[str, str]) -> Json:
        """Put a clause in brackets with this side's own wording."""
        fields = {"version": str(version)} | {f"wording-{tag}": text for tag, text in wording.items()}
        return await self._form(f"text/{clause}/bracket", f"the bracket on clause {clause}", fields)

    async def invite(self, seat: str, language: str) -> Json:
        """Make a one-use link for a seat; return its link and code."""
        return await self.command("seat.invite", {"seat": seat, "language": language})

    async def checkpoint(self, compartment: str) -> bytes:
        """Return the latest head of a compartment with its cosignatures, a signed note."""
        answer = await self._ask("GET", f"{self.path}/record/{compartment}/checkpoint", {})
        if answer.status_code != 200:
            raise Refused(answer.status_code, f"the head of {compartment}", [])
        return answer.content

    async def entries(self, compartment: str, start: int, stop: int) -> list[bytes]:
        """Return canonical entries from ``start`` on, before ``stop``; fetched in pieces."""
        found: list[bytes] = []
        while start + len(found) < stop:
            params = {"from": start + len(found), "to": min(stop, start + len(found) + PIECE)}
            answer = await self._ask("GET", f"{self.path}/record/{compartment}/entries", {"params": params})
            lines = answer.content.splitlines()
            if answer.status_code != 200 or not lines:
                raise Refused(answer.status_code, f"the entries of {compartment}", [])
            found += lines
        return found

    async def cosign(self, compartment: str, size: int, line: bytes) -> None:
        """Hand over this device's cosignature of a head."""
        said = {"size": size, "line": line.decode()}
        await self._post(f"{self.path}/record/{compartment}/cosign", "the cosignature", json=said)

    async def tell_contradicted(self, compartment: str, kept: bytes, shown: bytes) -> None:
        """Tell the own side, through the server, that this device was shown another record than it has seen."""
        said = {"kept": kept.decode(), "shown": shown.decode()}
        await self._post(f"{self.path}/record/{compartment}/cosign", "the contradiction", json=said)

    async def events(self) -> AsyncIterator[str]:
        """Yield the lines of the seat's live events, for as long as the connection lasts."""
        limit = httpx.Timeout(10, read=None)
        async with self.client.stream("GET", f"{self.path}/live", timeout=limit) as stream:
            async for line in stream.aiter_lines():
                yield line

    async def close(self) -> None:
        await self.client.aclose()

    async def _check(self, kind: str, content: Json, fields: Json) -> None:
        digest, body = str(content["digest"]), unb64u(str(content["body"]))
        if digest not in _texts(fields):
            raise RehearsalFailed(f"The sheet of {kind} shows {digest[:12]}…, which it does not have signed.")
        if not body and content["size"]:
            await self.content(digest)
        elif content_digest(unb64u(str(content["salt"])), body) != digest:
            raise RehearsalFailed(f"The sheet of {kind} shows other bytes than those of {digest[:12]}….")

    async def _form(self, path: str, what: str, fields: Mapping[str, str]) -> Json:
        return await self._post(f"{self.path}/{path}", what, data={"id": str(uuid.uuid4()), **fields})

    async def _post(self, path: str, what: str, **body: Any) -> Json:
        return _json(await self._ask("POST", path, body), what)

    async def _ask(self, method: str, path: str, more: Mapping[str, Any]) -> httpx.Response:
        """Send a request, again if no answer came: reading is harmless, and a command keeps its id."""
        headers = {"Accept": "application/json"}
        for again in range(TRIES):
            try:
                return await self.client.request(method, path, headers=headers, **more)
            except httpx.TransportError:
                if again == TRIES - 1:
                    raise
                await asyncio.sleep(0.2 * 2**again)
        raise AssertionError


def _json(answer: httpx.Response, what: str) -> Json:
    """Return a JSON object. Raises: Refused with the reasons that the server gave."""
    try:
        said = answer.json()
    except ValueError:
        said = {}
    if answer.status_code == 200 and isinstance(said, dict):
        return said
    reasons = said.get("refused") if isinstance(said, dict) else None
    raise Refused(answer.status_code, what, reasons or [{"code": answer.reason_phrase or "unreadable"}])


def _texts(value: object) -> set[str]:
    """Return every text in a JSON value."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, Mapping):
        return {text for one in value.values() for text in _texts(one)}
    if isinstance(value, list):
        return {text for one in value for text in _texts(one)}
    return set()
