"""The engine as a child: started, minded, started anew, stopped, and never left behind."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from livekit import rtc

from parley.media import BUILT, Engine, EngineFailed, EnginePlan, LiveKit
from parley.media.engine import FIRST_SECONDS, SECOND_SECONDS
from parley.rehearsal.keys import SENT, slot_of
from tests.engine import started
from tests.living import command_line, ended
from tests.table import Table, play, until


def wait(holds: Callable[[], object], seconds: float, what: str) -> None:
    asyncio.run(until(holds, seconds, what))


def free(port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_INET, kind) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def test_it_starts_answers_and_leaves_no_process_and_no_port(plan: EnginePlan) -> None:
    with started(plan) as engine:
        pid = engine.pid
        assert pid is not None
        assert engine.healthy()
        ports = engine.plan.port, engine.plan.tcp_port, engine.plan.udp_port
        assert len(set(ports)) == 3
    assert ended(pid)
    kinds = (socket.SOCK_STREAM, socket.SOCK_STREAM, socket.SOCK_DGRAM)
    assert all(free(port, kind) for port, kind in zip(ports, kinds, strict=True))


def test_its_secret_is_not_on_the_command_line(engine: Engine) -> None:
    assert engine.pid is not None
    said = command_line(engine.pid)
    assert said
    assert engine.plan.secret.encode() not in said
    assert engine.plan.secret not in repr(engine.plan)


def test_no_public_stun_server_is_named(engine: Engine) -> None:
    config = engine.plan.config()
    assert '"stun_servers": ["127.0.0.1:3478"]' in config
    assert "google" not in config


def test_killed_it_is_started_anew_at_the_same_ports(engine: Engine) -> None:
    first = engine.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    wait(lambda: engine.pid not in (None, first) and engine.healthy(), 20, "it is started anew")
    assert engine.starts == 2


def test_one_that_hangs_is_killed_and_started_anew(engine: Engine) -> None:
    first = engine.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    wait(lambda: engine.pid not in (None, first) and engine.healthy(), 60, "it is started anew")
    assert ended(first)


def test_stopping_is_bounded_with_somebody_in_the_room(engine: Engine, livekit: LiveKit) -> None:
    async def scene(table: Table) -> float:
        await table.bot("KABUL", 1).join()
        begun = time.monotonic()
        await asyncio.to_thread(engine.stop)
        return time.monotonic() - begun

    # Half a second after the first signal, then at once: it neither waits for the bot, which stays, nor has to be killed.
    assert play(livekit, scene) < FIRST_SECONDS + SECOND_SECONDS
    assert engine.pid is None


def test_one_that_cannot_start_says_why(plan: EnginePlan, tmp_path: Path) -> None:
    script = tmp_path / "broken"
    script.write_text("#!/bin/sh\necho no port for me >&2\nexit 3\n")
    script.chmod(0o755)
    engine = Engine(EnginePlan(script, plan.folder, "k", "s" * 32))
    with pytest.raises(EngineFailed, match="ended with 3: no port for me"):
        engine.start()


PARENT = """
import sys, time
from pathlib import Path
from parley.media import Engine, EnginePlan
engine = Engine(EnginePlan(Path(sys.argv[1]), Path(sys.argv[2]), "test", "s" * 40))
engine.start()
print(engine.pid, flush=True)
time.sleep(600)
"""


def test_one_whose_log_cannot_be_written_says_so_at_once(plan: EnginePlan, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EngineFailed, match="could not be started: File exists"):
        Engine(replace(plan, folder=tmp_path / "file")).start()


def test_it_dies_with_a_server_that_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(BUILT), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        try:
            pid = int(parent.stdout.readline())
            assert not ended(pid)
        finally:
            parent.kill()
    wait(lambda: ended(pid), 5, "the engine is gone")


def test_after_the_engine_was_killed_seats_return_by_themselves(engine: Engine, livekit: LiveKit) -> None:
    async def scene(table: Table) -> None:
        bots = [table.bot("KABUL", 11), table.bot("DOHA", 12)]
        for bot in bots:
            await bot.join()
        await until(lambda: all(bot.report() for bot in bots), 20, "they see each other")
        assert engine.pid is not None
        os.kill(engine.pid, signal.SIGKILL)
        await until(lambda: engine.starts == 2 and engine.healthy(), 30, "the engine is started anew")
        one, two = bots
        one.code, two.code = 13, 14  # drawn from now on: what shows them has come through the new engine
        await until(
            lambda: two.identity in one.report() and one.report()[two.identity].codes[14] >= 5,
            90,
            "the first sees the second again",
        )
        await until(
            lambda: one.identity in two.report() and two.report()[one.identity].codes[13] >= 5,
            90,
            "the second sees the first again",
        )
        for bot in bots:
            await bot.leave()

    play(livekit, scene)


def test_a_seat_whose_picture_the_library_lost_takes_its_place_again(livekit: LiveKit) -> None:
    """As after a line broke on a busy machine: the library drops each track, publishes it anew, and goes on if it cannot."""

    async def scene(table: Table) -> None:
        one, two = table.bot("KABUL", 11), table.bot("DOHA", 12)
        await one.join()
        await two.join()
        await until(lambda: one.report() and two.report(), 20, "they see each other")
        before = one.identity
        assert one._room is not None
        me = one._room.local_participant
        camera = next(
            sid for sid, known in me.track_publications.items() if known.kind == rtc.TrackKind.KIND_VIDEO
        )
        await me.unpublish_track(camera)
        await until(
            lambda: one.identity != before and two.watched(one.identity) == 2, 60, "it has a new line"
        )
        one.code = 13
        await until(
            lambda: one.identity in two.report() and two.report()[one.identity].codes[13] >= 5,
            30,
            "the second sees the first again",
        )
        for bot in (one, two):
            await bot.leave()

    play(livekit, scene)


def test_what_the_library_publishes_anew_is_sent_under_the_key_in_use(livekit: LiveKit) -> None:
    """A track that is published anew begins under slot 0 of the ring, where no key lies: nobody would see it."""

    async def scene(table: Table) -> None:
        bot = table.bot("KABUL", 11)
        await bot.join()
        assert bot._room is not None
        for cryptor in bot._room.e2ee_manager.frame_cryptors():
            cryptor.set_key_index(0)

        def right() -> bool:
            assert bot._room is not None
            assert bot.keys.current is not None
            cryptors = bot._room.e2ee_manager.frame_cryptors()
            wanted = {slot_of(bot.keys.current.epoch, source) for source in SENT}
            return {one.key_index for one in cryptors} == wanted

        await until(right, 20, "each track is sent under its own slot")
        await bot.leave()

    play(livekit, scene)
