"""``parley serve``: runs the server with its media engine until Ctrl-C."""

import argparse
import json
import re
import socket
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn

from parley import settings as chosen
from parley import wiring
from parley.app.core.ports import ReadOnly
from parley.app.talks import house
from parley.cli import host
from parley.cli.address import published
from parley.cli.door import open_door
from parley.cli.errors import Stopped, message_of, not_listening, warn_if_read_only, warn_if_root
from parley.cli.tls import fit_for_tls, renewing
from parley.registry import PAGES
from parley.settings import Settings
from parley.web.connections import Gate, bounded_by, room_for_connections
from parley.web.room.lines import LineTests
from parley.web.room.rooms import Rooms
from parley.web.site import site
from parley.web.tunnel import PATH, Signals
from parley.wiring import EngineFailed, StoreError

_NAME = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*", re.IGNORECASE
)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``parley serve``."""
    parser = commands.add_parser(
        "serve",
        help="run the server",
        description="Run the server until Ctrl-C. The first start prints a link and a code for the first facilitator: "
        "send them by two different channels.",
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder (setting: data)")
    parser.add_argument("--port", metavar="N", help="port to listen on; 0 picks a free one (setting: port)")
    parser.add_argument(
        "--tls", nargs=2, type=Path, metavar=("CERT", "KEY"), help="serve HTTPS with this certificate and key"
    )
    parser.add_argument(
        "--address",
        metavar="NAME",
        help="the name that people's browsers use, like talks.example.org: links carry it, and media go to the machine it "
        "leads to; with --tls it is served here (port 443), else a proxy on this machine ends TLS for it",
    )
    parser.add_argument("--json", action="store_true", help="print one line of JSON when the server is ready")
    parser.set_defaults(run=run)


def overrides(options: argparse.Namespace) -> dict[str, object]:
    """Return the settings that the command line gives."""
    given = {"data": options.data, "port": options.port}
    if options.tls:
        given |= {"tls_cert": options.tls[0], "tls_key": options.tls[1]}
    if options.address is not None:
        given |= named(options.address, given["port"], tls=bool(options.tls))
    return {name: str(value) for name, value in given.items() if value is not None}


def named(name: str, port: str | None, *, tls: bool) -> dict[str, object]:
    """Return the settings that make a server one at this name. Raises: Stopped if it is no name."""
    if not _NAME.fullmatch(name):
        raise Stopped(
            f"--address takes a name like talks.example.org, and nothing around it: found {name!r}. Nothing was started."
        )
    if not tls:
        return {"public_url": f"https://{name}"}
    served = port or "443"
    if served == "0":
        raise Stopped(
            "--address with --tls needs a port that is known: --port 443, or another. Nothing was started."
        )
    beside = "" if served == "443" else f":{served}"
    return {"public_url": f"https://{name}{beside}", "host": "0.0.0.0", "port": served}  # noqa: S104 - people come from elsewhere


def settings_of(options: argparse.Namespace) -> Settings:
    """Return the settings; media go to where --address leads, unless they say. Raises: Stopped, SettingsRefused."""
    given = overrides(options)
    settings = chosen.load(given)
    if not options.address or settings.livekit_url or not settings.engine_address.startswith("127."):
        return settings
    try:
        found = socket.getaddrinfo(options.address, None, socket.AF_INET, socket.SOCK_STREAM)
    except OSError:
        raise Stopped(
            f"{options.address} leads to no address, so browsers could not find sound and pictures. Nothing was started. "
            "Look at the name's entry, or set engine_address to this machine's public IP address."
        ) from None
    return chosen.load(given | {"engine_address": str(found[0][4][0])})


def run(options: argparse.Namespace) -> int:
    """Serve. Exit codes: 0 stopped when asked, 2 it could not start (said why)."""
    try:
        settings = settings_of(options)
        if settings.tls_pair:
            fit_for_tls(*settings.tls_pair)
        room_for_connections()
        with (
            wiring.opened(settings, with_engine=True) as parley,
            listening(settings) as listener,
            open_door(chosen.secrets(settings).blob_key, partial(host.answer, parley)) as door,
            published(settings.data, settings.address(listener.getsockname()[1]), door) as address,
        ):
            warn_if_read_only(parley.app)
            warn_if_root()
            first = house.begin(parley.app)
            through = None if settings.engine_url else _signals_through(parley, address)
            app = site(parley.app, parley.jobs, settings, PAGES, address)
            rooms, lines = app.state.site.service(Rooms), app.state.site.service(LineTests)

            def sits(identity: str) -> bool:
                return bool(rooms.placed(identity) or lines.placed(identity))

            server = _Server(
                _config(app, settings, Signals(*through, sits) if through else None),
                lambda: _announce(address, first, json_line=options.json),
                app.state.site.hub.close,
            )
            server.run(sockets=[listener])
    except (Stopped, chosen.SettingsRefused, StoreError, EngineFailed, ReadOnly, OSError) as fault:
        print(message_of(fault), file=sys.stderr)
        return 2
    return 0


def listening(settings: Settings) -> socket.socket:
    """Return the socket to serve on.

    It names its protocol, and what it accepts does: asyncio sends small answers at once (TCP_NODELAY) on such sockets
    alone, and each answer took 40 ms longer. Raises: Stopped if the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as fault:
        listener.close()
        raise not_listening(settings.host, settings.port, fault) from fault
    return listener


def _signals_through(parley: wiring.Parley, address: str) -> tuple[int, Callable[[str], str | None]] | None:
    return wiring.signals_through(parley, address.replace("http", "ws", 1) + PATH.decode())


def _config(app: Callable[..., Any], settings: Settings, through: Signals | None = None) -> uvicorn.Config:
    pair = settings.tls_pair
    return uvicorn.Config(
        app,
        http=bounded_by(Gate(), engine=through),
        log_level="warning",
        access_log=False,  # addresses carry no names, but who read what when is nobody's business
        server_header=False,
        timeout_graceful_shutdown=3,
        ssl_context_factory=(lambda *_: renewing(*pair)) if pair else None,
        forwarded_allow_ips="127.0.0.1",
    )


class _Server(uvicorn.Server):
    """Reports when it is ready, and closes open pages before it waits for them; a second Ctrl-C does not wait."""

    def __init__(
        self, config: uvicorn.Config, serving: Callable[[], None], ending: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._serving, self._ending = serving, ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._serving()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending()
        await super().shutdown(sockets)
        if self.force_exit:  # or the site's own ending would be cut off, with a traceback
            await self.lifespan.shutdown()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True


def _announce(address: str, first: house.Link | None, *, json_line: bool) -> None:
    if json_line:
        announced = {
            "url": address,
            "first": {**house.shown_once(first), "link": address + first.path} if first else None,
        }
        print(json.dumps(announced), flush=True)
        return
    print(f"Parley serves at {address}. Ctrl-C stops it.", flush=True)
    if first:
        print(
            f"\nNobody hosts here yet. The first facilitator's link:\n\n    {address}{first.path}\n\n"
            f"and, to be given by another way, the code:\n\n    {first.code}\n",
            flush=True,
        )
