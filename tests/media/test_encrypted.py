"""Python bots on a real engine, encrypted: what is really decoded."""

import asyncio
import gc

import numpy as np
import pytest

from parley.media import LiveKit
from parley.rehearsal.device import Device
from parley.rehearsal.picture import Plane
from parley.rehearsal.seatmedia import ASKS, UNREAD, SeatMedia
from tests.media.sealed import nothing, sealed
from tests.table import TALKS, SeatRelay, Table, play, until


def test_each_of_three_sees_and_hears_the_others(livekit: LiveKit) -> None:
    async def scene(table: Table) -> None:
        bots = [table.bot(f"P{n}", code=10 + n, pitch=150 + 70 * n) for n in range(3)]
        await asyncio.gather(*(bot.join() for bot in bots))  # at once: the key changes under their hands
        codes = {bot.identity: bot.code for bot in bots}

        def all_seen() -> bool:
            reports = [bot.report() for bot in bots]
            return all(
                len(report) == 2 and all(heard.codes[codes[sender]] >= 5 for sender, heard in report.items())
                for report in reports
            )

        await until(all_seen, 30, "each decodes five right frames of each")
        for bot in bots:
            others = [other for other in bots if other is not bot]
            await bot.speak(1.5)
            for other in others:
                await until(
                    lambda: abs(other.report()[bot.identity].pitch - bot.pitch) < 8,  # noqa: B023
                    10,
                    "sound arrives at the speaker's pitch",
                )
        for bot in bots:
            for sender, heard in bot.report().items():
                assert set(heard.codes) == {codes[sender]}
        await asyncio.gather(*(bot.leave() for bot in bots))

    play(livekit, scene)


def test_a_device_with_a_wrong_key_decodes_nothing(livekit: LiveKit) -> None:
    async def scene(table: Table) -> None:
        speaker, listener = table.bot("KABUL", 21, 180), table.bot("DOHA", 22, 260)
        stranger = table.bot("STRANGER", 23, wrong_key=True)
        for bot in (speaker, listener, stranger):
            await bot.join()
        await until(lambda: listener.report().get(speaker.identity), 20, "the listener sees the speaker")
        await until(lambda: stranger.watched(speaker.identity) == 2, 20, "the stranger is given both tracks")
        await sealed(stranger, speaker, listener)
        await speaker.speak(1.5)
        await until(
            lambda: listener.report()[speaker.identity].codes[21] >= 5,
            20,
            "the listener still sees the speaker",
        )
        assert listener.report()[speaker.identity].energy > 0.01
        assert stranger.watched(speaker.identity) == 2
        assert all(nothing(heard) for heard in stranger.report().values())
        for bot in (stranger, listener, speaker):
            await bot.close()

    play(livekit, scene)


class Veiled(SeatMedia):
    """A seat whose camera sees nothing but grey until it is uncovered."""

    covered = True

    def drawn(self, tick: int) -> Plane:
        shown = super().drawn(tick)
        return np.full_like(shown, 70) if self.covered else shown


def test_a_picture_that_cannot_be_read_is_asked_for_anew_a_few_times_and_then_let_be(
    livekit: LiveKit,
) -> None:
    async def scene(table: Table) -> None:
        watcher, plain = table.bot("WATCHER", 40), table.bot("PLAIN", 41)
        device = table.admit(Device())
        veiled = Veiled(
            device,
            table.roster.get,
            SeatRelay(table, "VEILED", device.id),
            talks=TALKS,
            label="VEILED",
            code=42,
        )
        table.seat(veiled)
        for bot in (watcher, plain, veiled):
            await bot.join()
        await until(lambda: watcher.asked_anew[veiled.identity] == ASKS, 60, "it asks, and asks again")
        await until(lambda: watcher.report()[veiled.identity].unread > UNREAD, 30, "then lets it be")
        assert watcher.asked_anew[veiled.identity] == ASKS
        assert watcher.report()[veiled.identity].codes[42] == 0
        veiled.covered = False
        await until(
            lambda: watcher.report()[veiled.identity].codes[42] >= 5, 20, "what is sent anew is decoded"
        )
        assert watcher.report()[plain.identity].codes[41] >= 5
        for bot in (veiled, plain, watcher):
            await bot.leave()

    play(livekit, scene)


def test_frames_are_counted_for_whom_they_are_from_when_people_come_and_go(
    livekit: LiveKit, caplog: pytest.LogCaptureFixture
) -> None:
    """The engine sends a newcomer's picture over the line of somebody who left: nothing may still watch that one.

    And nothing is let go of twice: the SDK's native half warns when it was, and now and then a finalizer fails of it.
    """

    async def scene(table: Table) -> None:
        watcher = table.bot("WATCHER", 40)
        bots = [table.bot(f"P{n}", code=41 + n) for n in range(3)]
        codes: dict[str, int] = {}
        await watcher.join()
        for bot in bots:
            await bot.join()
            codes[bot.identity] = bot.code

        def seen(bot: SeatMedia) -> int:
            heard = watcher.report().get(bot.identity)
            return heard.codes[bot.code] if heard else 0

        for round_ in range(3):
            for bot in bots:
                await until(lambda: seen(bot), 20, "the watcher sees everyone")  # noqa: B023
            for bot in bots:
                await bot.leave()
            for bot in bots[round_ % 3 :] + bots[: round_ % 3]:  # in another order each time
                await bot.join()
                codes[bot.identity] = bot.code
        for bot in bots:
            await until(lambda: seen(bot) >= 5, 20, "everyone is seen")  # noqa: B023
        wrong = {
            identity: dict(heard.codes)
            for identity, heard in watcher.report().items()
            if set(heard.codes) - {codes[identity]}
        }
        assert wrong == {}
        await asyncio.gather(watcher.leave(), *(bot.leave() for bot in bots))

    play(livekit, scene)
    gc.collect()
    assert [said.getMessage() for said in caplog.records if "unknown FFI handle" in said.getMessage()] == []
