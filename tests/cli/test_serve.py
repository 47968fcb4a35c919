"""The socket that is served on."""

import asyncio
import socket

import pytest

from parley import settings as chosen
from parley.cli.errors import Stopped
from parley.cli.serve import listening


@pytest.mark.enable_socket
def test_what_is_answered_leaves_at_once() -> None:
    async def scene() -> int:
        accepted = asyncio.get_running_loop().create_future()

        def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted.set_result(
                writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            )
            writer.close()

        with listening(chosen.load({"host": "127.0.0.1", "port": "0"})) as listener:
            async with await asyncio.start_server(connected, sock=listener):
                _, writer = await asyncio.open_connection(*listener.getsockname()[:2])
                found: int = await asyncio.wait_for(accepted, 60)
                writer.close()
        return found

    assert asyncio.run(scene()) == 1


@pytest.mark.enable_socket
def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Stopped, match=f"Port {port} at 127.0.0.1 is taken by another program"):
            listening(chosen.load({"host": "127.0.0.1", "port": str(port)}))
