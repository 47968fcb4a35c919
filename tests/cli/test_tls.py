"""A certificate that is renewed while people are connected: new connections get it, those that are open stay open."""

import asyncio
import os
import shutil
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from parley.cli.tls import renewing
from tests.certificate import own_certificate

pytestmark = pytest.mark.enable_socket


class Live:
    """Two files as certbot keeps them: links in ``live`` to the newest pair in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._made = folder, 0
        self.certificate, self.key = folder / "fullchain.pem", folder / "privkey.pem"

    def pair(self) -> tuple[Path, Path]:
        """Make another pair, which nobody uses yet."""
        self._made += 1
        made = self._folder / f"archive-{self._made}"
        made.mkdir()
        return own_certificate(made)

    def link(self, certificate: Path | None = None, key: Path | None = None) -> None:
        for path, target in ((self.certificate, certificate), (self.key, key)):
            if target is not None:
                path.unlink(missing_ok=True)
                path.symlink_to(target)


@pytest.fixture
def live(tmp_path: Path) -> Live:
    files = Live(tmp_path)
    files.link(*files.pair())
    return files


def in_der(pem: Path) -> bytes:
    return ssl.PEM_cert_to_DER_cert(pem.read_text("ascii"))


@asynccontextmanager
async def echoing(live: Live) -> AsyncIterator[int]:
    """Serve with these files on a free port, and say back what is said."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.read(100):
            writer.write(said)
        writer.close()

    context = renewing(live.certificate, live.key)
    server = await asyncio.start_server(echo, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


@asynccontextmanager
async def connected(
    port: int, name: str
) -> AsyncIterator[tuple[bytes, asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection, and the certificate that it was given; with no ``name``, one that asks for none."""
    anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=anybody, server_hostname=name)
    try:
        yield writer.get_extra_info("ssl_object").getpeercert(True), reader, writer
    finally:
        writer.close()
        await writer.wait_closed()


async def given(port: int, name: str = "localhost") -> bytes:
    async with connected(port, name) as (certificate, _, _):
        return certificate


def test_a_renewed_certificate_is_given_to_new_connections_and_open_ones_go_on(
    live: Live, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene() -> None:
        before, after = in_der(live.certificate), live.pair()
        async with echoing(live) as port, connected(port, "localhost") as (first, reader, writer):
            assert first == before
            live.link(*after)
            assert await given(port) == in_der(after[0]) != before
            assert await given(port, name="") == in_der(after[0])  # who asks for no name, too
            writer.write(b"still here")
            assert await reader.read(100) == b"still here"

    asyncio.run(scene())
    assert "was replaced: new connections get it, until 20" in caplog.text
    assert caplog.text.count("replaced") == 1


def test_between_the_two_files_connections_get_the_pair_before(live: Live) -> None:
    async def scene() -> None:
        before, (certificate, key) = in_der(live.certificate), live.pair()
        async with echoing(live) as port:
            live.link(certificate=certificate)
            assert await given(port) == before  # the new certificate with the old key is no pair
            live.link(key=key)
            assert await given(port) == in_der(certificate)

    asyncio.run(scene())


@pytest.mark.parametrize("content", [b"", b"no certificate", None])
def test_files_that_serve_nothing_are_said_once_and_change_nothing(
    live: Live, caplog: pytest.LogCaptureFixture, content: bytes | None
) -> None:
    async def scene() -> None:
        before, (certificate, key) = in_der(live.certificate), live.pair()
        async with echoing(live) as port:
            live.key.unlink()
            if content is not None:
                live.key.write_bytes(content)
            assert [await given(port) for _ in range(3)] == [before] * 3
            assert caplog.text.count("going on with those before") == 1
            live.link(certificate, key)
            assert await given(port) == in_der(certificate)

    asyncio.run(scene())


def test_a_file_that_is_written_over_in_place_is_seen(live: Live) -> None:
    """As ``cp`` does it."""

    async def scene() -> None:
        certificate, key = live.pair()
        async with echoing(live) as port:
            for new, path in ((certificate, live.certificate), (key, live.key)):
                shutil.copyfile(new, path.resolve())
                os.utime(path, (0, 0))  # another time than before, however coarse the file system's clock
            assert await given(port) == in_der(certificate)

    asyncio.run(scene())
