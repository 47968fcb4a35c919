"""What a device asks the server about a space, and the states it gets: the interface between a bot and the network."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Protocol

import httpx

Json = Mapping[str, object]


class TableClosed(Exception):
    """The server does not let this seat take its place; ``status`` is HTTP's."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the server answered {status}")
        self.status = status


class Relay(Protocol):
    """One seat's way to the server. A *state* is {space, epoch, hall, members: [{device, identity, seat, away}], bundle}."""

    async def join(self, space: str) -> Json:
        """Take a place: {url, token, identity, state}. Raises: TableClosed, httpx.HTTPError."""

    async def move(self, space: str, identity: str) -> Json | None:
        """Ask for what joining gives, in the hall where the space now meets; None if this tab has lost its place."""

    async def alive(self, space: str, identity: str) -> Json | None:
        """Say that this tab is still here, and return the state; None if it has lost its place."""

    async def bundle(self, space: str, bundle: Json) -> Json:
        """Offer a bundle, and return the state after, whether it was taken or not."""

    async def doubt(self, space: str, epoch: int) -> Json:
        """Say that this epoch's bundle does not open here, and return the state after."""

    async def leave(self, space: str, identity: str) -> None: ...

    def states(self, space: str) -> AsyncIterator[Json]:
        """Yield states as the server sends them, without end."""


class HttpRelay:
    """The relay over HTTP, for a client that is signed in (its cookie jar has the seat's cookie).

    ``base`` is the seat's address, such as ``http://127.0.0.1:8000/talks/march/gov-head``.
    """

    def __init__(self, client: httpx.AsyncClient, base: str) -> None:
        self._client, self._base = client, base

    async def join(self, space: str) -> Json:
        answer = await self._post("join", space)
        if answer.status_code != 200:
            raise TableClosed(answer.status_code)
        return _object(answer)

    async def move(self, space: str, identity: str) -> Json | None:
        answer = await self._post("move", space, identity=identity)
        return _object(answer) if answer.status_code == 200 else None

    async def alive(self, space: str, identity: str) -> Json | None:
        answer = await self._post("alive", space, identity=identity)
        return _object(answer) if answer.status_code == 200 else None

    async def bundle(self, space: str, bundle: Json) -> Json:
        answer = await self._post("bundle", space, bundle=bundle)
        if answer.status_code not in (200, 409):
            raise TableClosed(answer.status_code)
        return _object(answer)

    async def doubt(self, space: str, epoch: int) -> Json:
        answer = await self._post("doubt", space, epoch=epoch)
        if answer.status_code != 200:
            raise TableClosed(answer.status_code)
        return _object(answer)

    async def leave(self, space: str, identity: str) -> None:
        await self._post("leave", space, identity=identity)

    async def _post(self, what: str, space: str, **more: object) -> httpx.Response:
        """Post; once more if the server had just closed the idle connection: it has read nothing then."""
        address, body = f"{self._base}/room/{what}", {"space": space, **more}
        try:
            return await self._client.post(address, json=body)
        except httpx.RemoteProtocolError:
            return await self._client.post(address, json=body)

    async def states(self, space: str) -> AsyncIterator[Json]:
        """Yield states from the seat's server-sent events, over and over when the connection ends."""
        while True:
            try:
                limit = httpx.Timeout(10, read=None)
                async with self._client.stream("GET", f"{self._base}/live", timeout=limit) as stream:
                    async for name, data in _events(stream):
                        state = json.loads(data) if name == "room" else None
                        if isinstance(state, dict) and state.get("space") == space:
                            yield state
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.5)


async def _events(stream: httpx.Response) -> AsyncIterator[tuple[str, str]]:
    name, data = "message", list[str]()
    async for line in stream.aiter_lines():
        if line == "":
            if data:
                yield name, "\n".join(data)
            name, data = "message", []
        elif line.startswith("event:"):
            name = line.removeprefix("event:").strip()
        elif line.startswith("data:"):
            data.append(line.removeprefix("data:").removeprefix(" "))


def _object(answer: httpx.Response) -> Json:
    found = answer.json()
    if not isinstance(found, dict):
        raise TableClosed(answer.status_code)
    return found
