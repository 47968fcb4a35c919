"""A slow line as a relay between a browser and a server: bytes are really held back and really paced, both ways through one bucket.

A connection that is opened waits one step there and back before its first byte goes on, as TCP's greeting does. Headers of
packets and losses are not counted. ``Line.fast`` lets everything through, to fill a cache.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

BITS_A_SECOND = 64_000
THERE_AND_BACK = 0.3  # seconds
PIECE = 512  # bytes: how much one connection sends before the next has its turn


class Line:
    """One line to ``port`` of this machine; ``carried``: bytes that went over it, both ways."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._free = 0.0  # when the line is free again
        self.fast = False
        self.carried = 0

    async def _paced(self, size: int) -> None:
        """Wait for this piece's turn and for as long as it takes."""
        now = asyncio.get_running_loop().time()
        self.carried += size
        if self.fast:
            return
        self._free = max(now, self._free) + 8 * size / BITS_A_SECOND
        await asyncio.sleep(self._free - now)

    async def _carry(self, source: asyncio.StreamReader, to: asyncio.StreamWriter, opened: float) -> None:
        """Take pieces at the pace of the line; each arrives half a step later."""
        loop = asyncio.get_running_loop()
        on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        arriving = asyncio.create_task(self._arrive(on_the_way, to))
        try:
            while data := await source.read(PIECE):
                if not self.fast:
                    await asyncio.sleep(opened + THERE_AND_BACK - loop.time())
                await self._paced(len(data))
                on_the_way.put_nowait((loop.time() + (0 if self.fast else THERE_AND_BACK / 2), data))
            on_the_way.put_nowait((loop.time(), b""))
            await arriving
        finally:
            arriving.cancel()

    @staticmethod
    async def _arrive(on_the_way: asyncio.Queue[tuple[float, bytes]], to: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due, data = await on_the_way.get()
            await asyncio.sleep(due - loop.time())
            if not data:
                return
            to.write(data)
            await to.drain()

    async def accept(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        far, there = await asyncio.open_connection("127.0.0.1", self._port, limit=PIECE)
        opened = asyncio.get_running_loop().time()
        ways = [
            asyncio.create_task(self._carry(near, there, opened)),
            asyncio.create_task(self._carry(far, back, opened)),
        ]
        try:
            with suppress(asyncio.CancelledError):  # the line is taken up
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for writer in (back, there):
                writer.close()
                with suppress(OSError):
                    await writer.wait_closed()


@asynccontextmanager
async def _open(line: Line) -> AsyncIterator[int]:
    server = await asyncio.start_server(line.accept, "127.0.0.1", 0, limit=PIECE)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


@contextmanager
def slow_line(port: int) -> Iterator[tuple[Line, str]]:
    """Lay a line to a server on this machine; yield it and the address at its other end."""
    line, told, over = Line(port), threading.Event(), threading.Event()
    found: list[int] = []

    async def run() -> None:
        async with _open(line) as at:
            found.append(at)
            told.set()
            await asyncio.to_thread(over.wait)
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    thread = threading.Thread(target=asyncio.run, args=(run(),), daemon=True)
    thread.start()
    told.wait(10)
    try:
        yield line, f"http://localhost:{found[0]}"
    finally:
        over.set()
        thread.join(20)
