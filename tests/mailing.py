"""A mail server on the loopback: what it was handed, and with what it answers; it can hang, refuse and die."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.certificate import own_certificate


@dataclass(slots=True)
class Mailbox:
    """A small SMTP server. ``encrypts``: it offers STARTTLS; ``refuses``: addresses that it takes nothing for.

    ``hangs``: at this it says nothing any more (CONNECT, a verb, or TAKEN: it has the letter and does not say so); ``drips``: it
    goes on with an answer for ever; ``dies``: the letter, counted from 1, with which it breaks the line instead of saying that
    it has it.
    """

    encrypts: bool = True
    refuses: tuple[str, ...] = ()
    hangs: str = ""
    drips: bool = False
    dies: int = 0
    port: int = 0
    connections: int = 0
    letters: list[tuple[str, str]] = field(default_factory=list)  # to, the letter as it came
    lines: list[str] = field(default_factory=list)  # said before the line was encrypted
    reached: threading.Event = field(default_factory=threading.Event)  # where it hangs
    _ended: asyncio.Event | None = None
    _talking: set[asyncio.Task[None]] = field(default_factory=set)

    async def serve(self, tls: ssl.SSLContext, ready: threading.Event, ended: asyncio.Event) -> None:
        self._ended = ended
        server = await asyncio.start_server(lambda r, w: self.meet(r, w, tls), "localhost", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await ended.wait()
            await asyncio.gather(*self._talking)

    async def meet(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, tls: ssl.SSLContext
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talking.add(task)
        self.connections += 1
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self.speak(reader, writer, tls)
        finally:
            writer.transport.abort()
            with suppress(OSError):
                await writer.wait_closed()
            self._talking.discard(task)

    async def speak(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, tls: ssl.SSLContext
    ) -> None:
        to, secure = "", False
        await self._hang("CONNECT")
        writer.write(b"220 ready\r\n")
        while line := (await reader.readline()).decode().strip():
            if not secure:
                self.lines.append(line)
            verb = line.split()[0].upper()
            await self._hang(verb)
            if verb == "EHLO":
                offered = "250-here\r\n250 STARTTLS\r\n" if self.encrypts and not secure else "250 here\r\n"
                writer.write(offered.encode())
            elif verb == "STARTTLS":
                writer.write(b"220 go on\r\n")
                await writer.drain()
                await writer.start_tls(tls)
                secure = True
            elif verb == "MAIL" and self.drips:
                await self._drip(writer)
            elif verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                writer.write(b"550 nobody here\r\n" if to in self.refuses else b"250 ok\r\n")
            elif verb == "DATA":
                writer.write(b"354 go on\r\n")
                await writer.drain()
                letter = await reader.readuntil(b"\r\n.\r\n")
                self.letters.append((to, letter.decode()))
                await self._hang("TAKEN")
                if len(self.letters) == self.dies:
                    return
                writer.write(b"250 taken\r\n")
            elif verb == "QUIT":
                writer.write(b"221 bye\r\n")
                await writer.drain()
                return
            else:
                writer.write(b"250 ok\r\n")
            await writer.drain()

    async def _hang(self, at: str) -> None:
        if at == self.hangs:
            assert self._ended is not None
            self.reached.set()
            await self._ended.wait()
            raise ConnectionAbortedError

    async def _drip(self, writer: asyncio.StreamWriter) -> None:
        while not writer.is_closing():
            writer.write(b"250-on and on\r\n")
            await writer.drain()
            await asyncio.sleep(0.05)


@contextmanager
def mailbox(folder: Path, **more: object) -> Iterator[Mailbox]:
    """Run a mail server in a thread; its certificate is ``folder / "cert.pem"``."""
    certificate, key = own_certificate(folder)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)
    box, ready = Mailbox(**more), threading.Event()  # type: ignore[arg-type]
    loop, ended = asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(box.serve(tls, ready, ended),))
    thread.start()
    try:
        assert ready.wait(60)
        yield box
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()
