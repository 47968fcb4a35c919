"""A LiveKit server of our own, as a supervised child process: started, watched, restarted, stopped.

It cannot outlive us: the kernel kills it when this process dies, however it dies (Linux; elsewhere a
server that is killed leaves it behind). Secrets reach it by its environment, never by its command line.
"""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from parley import lifeline

BUILT = (
    Path(__file__).parent / "built" / "livekit-server"
)  # by engine/build.sh; a wheel brings it to the same place

log = logging.getLogger("parley.engine")

START_SECONDS = 20.0  # usually under two
CHECK_EVERY = 1.0
CHECK_SECONDS = 3.0
MISSES = 3  # checks in a row without an answer, then it is killed and started anew
# After SIGTERM: with nobody there it ends at once, else waits for the last participant, looking every five seconds.
FIRST_SECONDS = 0.5
SECOND_SECONDS = 5.5  # after the second SIGTERM, then SIGKILL
LONGEST_PAUSE = 10.0  # between attempts to start
LOG_BYTES = 5_000_000
_DIRECT = build_opener(ProxyHandler({}))  # no proxy of the environment: this is our own child


class EngineFailed(Exception):
    """The engine does not start; the message holds its last output."""


@dataclass(frozen=True, slots=True)
class EnginePlan:
    """How to start it. A port of 0 is picked free, once: it stays the same when the engine is started anew."""

    binary: Path
    folder: Path  # its log
    key: str
    secret: str = field(repr=False)
    address: str = "127.0.0.1"  # at which browsers reach the media ports
    port: int = 0
    tcp_port: int = 0
    udp_port: int = 0

    def with_ports(self) -> "EnginePlan":
        """Return the plan with a free port for each that is 0."""
        kinds = (socket.SOCK_STREAM, socket.SOCK_STREAM, socket.SOCK_DGRAM)
        wanted = (self.port, self.tcp_port, self.udp_port)
        found = _free_ports(kinds, wanted)
        return EnginePlan(self.binary, self.folder, self.key, self.secret, self.address, *found)

    def config(self) -> str:
        """Return the server's configuration (JSON, which is YAML).

        The STUN server is one that we name on purpose: with none, the engine sends browsers to public ones,
        and nothing may go to a third party. Nobody needs to answer there: the engine itself has a public
        or local address, which is all that its clients must know.
        """
        local = self.address.startswith("127.")
        rtc: dict[str, object] = {
            "tcp_port": self.tcp_port,
            "udp_port": self.udp_port,
            "node_ip": self.address,
            "use_external_ip": False,
            "stun_servers": [f"{self.address}:3478"],
        }
        if local:
            rtc |= {"enable_loopback_candidate": True, "interfaces": {"includes": ["lo"]}}
        return json.dumps(
            {
                "port": self.port,
                "bind_addresses": ["127.0.0.1"],
                "rtc": rtc,
                "room": {"auto_create": False},
                "logging": {"level": "warn", "json": True, "pion_level": "error"},
            }
        )


class Engine:
    """One engine and the thread that supervises it.

    All processes are started by that thread, because the kernel's "die with the parent" means the thread.
    """

    def __init__(self, plan: EnginePlan) -> None:
        self.plan = plan.with_ports()
        self.address = f"http://127.0.0.1:{self.plan.port}"
        self.starts = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._failed: str | None = None
        self._thread = threading.Thread(target=self._supervise, name="engine", daemon=True)

    @property
    def pid(self) -> int | None:
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def start(self) -> None:
        """Start it and return when it answers. Raises: EngineFailed after START_SECONDS or if it ends at once."""
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            self.stop()
            raise EngineFailed(self._failed or f"it did not answer within {START_SECONDS:.0f} s")
        if self._failed is not None:
            raise EngineFailed(self._failed)

    def stop(self) -> None:
        """End it; bounded, and idempotent. After this no process is left."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(FIRST_SECONDS + SECOND_SECONDS + START_SECONDS)

    def healthy(self) -> bool:
        return self._answers()

    def _supervise(self) -> None:
        pause = 0.2
        while not self._stop.is_set():
            began = time.monotonic()
            reason = self._run_once()
            if self._stop.is_set():
                break
            if not self._ready.is_set():  # never worked: that is for whoever starts us to hear, not to repeat
                self._failed = reason
                self._ready.set()
                break
            pause = 0.2 if time.monotonic() - began > 30 else min(2 * pause, LONGEST_PAUSE)
            log.warning("the engine %s; starting it anew in %.1f s", reason, pause)
            self._stop.wait(pause)

    def _run_once(self) -> str:
        """Start it, watch it until it ends or has to be ended, and return why."""
        self.starts += 1
        try:
            process = self._started()
        except OSError as fault:
            return f"could not be started: {fault.strerror}"
        self._process = process
        try:
            return self._watch(process)
        finally:
            _end(process)

    def _started(self) -> subprocess.Popen[bytes]:
        with self._log() as out:
            return subprocess.Popen(  # noqa: S603  # the binary that settings name
                [sys.executable, "-I", "-S", lifeline.__file__, str(os.getpid()), str(self.plan.binary)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=_environment(self.plan),
                start_new_session=True,  # Ctrl-C is for us; we end it in our own time
            )

    def _watch(self, process: subprocess.Popen[bytes]) -> str:
        begun, answered, misses = time.monotonic(), False, 0
        while not self._stop.is_set():
            if process.poll() is not None:
                return f"ended with {process.returncode}: {self._last_words()}"
            if self._answers():
                answered, misses = True, 0
                self._ready.set()
            elif answered or time.monotonic() - begun > START_SECONDS:
                misses += 1
                if misses >= MISSES:
                    return "does not answer"
            self._stop.wait(CHECK_EVERY if answered else 0.05)
        return "was asked to stop"

    def _answers(self) -> bool:
        try:
            with _DIRECT.open(self.address, timeout=CHECK_SECONDS) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def _log(self) -> IO[bytes]:
        self.plan.folder.mkdir(parents=True, exist_ok=True)
        path = self.plan.folder / "engine.log"
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        return path.open("ab")

    def _last_words(self) -> str:
        lines = (self.plan.folder / "engine.log").read_text(errors="replace").strip().splitlines()
        return lines[-1][:400] if lines else "it said nothing"


def _environment(plan: EnginePlan) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TZ") if name in os.environ}
    return kept | {"LIVEKIT_CONFIG": plan.config(), "LIVEKIT_KEYS": f"{plan.key}: {plan.secret}"}


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it by SIGTERM, once more (which does not wait for participants), then SIGKILL; wait until it is gone."""
    for number, seconds in ((signal.SIGTERM, FIRST_SECONDS), (signal.SIGTERM, SECOND_SECONDS)):
        if process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    if process.poll() is None:
        process.kill()
        process.wait()


def _free_ports(kinds: tuple[socket.SocketKind, ...], wanted: tuple[int, ...]) -> list[int]:
    """Return the wanted ports, a free one for each 0; all are held together while picking, so none comes twice."""
    held: list[socket.socket] = []
    try:
        for kind, port in zip(kinds, wanted, strict=True):
            one = socket.socket(socket.AF_INET, kind)
            held.append(one)
            if port == 0:
                one.bind(("", 0))
        return [port or one.getsockname()[1] for one, port in zip(held, wanted, strict=True)]
    finally:
        for one in held:
            one.close()
