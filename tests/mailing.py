"""A mail server on the loopback: what it was handed, and with what it answers."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.certificate import own_certificate


@dataclass(slots=True)
class Mailbox:
    """A small SMTP server. ``encrypts``: it offers STARTTLS; ``refuses``: addresses that it takes nothing for."""

    encrypts: bool = True
    refuses: tuple[str, ...] = ()
    port: int = 0
    letters: list[tuple[str, str]] = field(default_factory=list)  # to, the letter as it came
    lines: list[str] = field(default_factory=list)  # said before the line was encrypted

    async def serve(self, tls: ssl.SSLContext, ready: threading.Event, ended: asyncio.Event) -> None:
        server = await asyncio.start_server(lambda r, w: self.speak(r, w, tls), "localhost", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await ended.wait()

    async def speak(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, tls: ssl.SSLContext
    ) -> None:
        to, secure = "", False
        writer.write(b"220 ready\r\n")
        while line := (await reader.readline()).decode().strip():
            if not secure:
                self.lines.append(line)
            verb = line.split()[0].upper()
            if verb == "EHLO":
                offered = "250-here\r\n250 STARTTLS\r\n" if self.encrypts and not secure else "250 here\r\n"
                writer.write(offered.encode())
            elif verb == "STARTTLS":
                writer.write(b"220 go on\r\n")
                await writer.drain()
                await writer.start_tls(tls)
                secure = True
            elif verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                writer.write(b"550 nobody here\r\n" if to in self.refuses else b"250 ok\r\n")
            elif verb == "DATA":
                writer.write(b"354 go on\r\n")
                await writer.drain()
                letter = await reader.readuntil(b"\r\n.\r\n")
                self.letters.append((to, letter.decode()))
                writer.write(b"250 taken\r\n")
            elif verb == "QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 ok\r\n")
            await writer.drain()
        writer.close()


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
