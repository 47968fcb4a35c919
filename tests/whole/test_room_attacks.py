"""Attacks on the sound and the pictures of a table, each with the proof that it would work without the defence."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from playwright.async_api import Browser, Page

from parley.record import b64u
from parley.rehearsal.device import Device
from parley.rehearsal.keys import EpochKey, draw
from parley.rehearsal.seatkeys import SeatKeys
from parley.rehearsal.seatmedia import SeatMedia
from parley.room import bundle_statement
from parley.web.room.rooms import Place
from tests.chromium import pitches_heard
from tests.table import TALKS, Table, until
from tests.whole.intruder import COUNTING, Intruder, keys_of, received
from tests.whole.scene import Play, hears, sees, sit

PACKETS = 150  # so many have certainly come: of sound there are fifty a second
SILENCE = 1e-4


async def reached(page: Page, holds: Callable[[dict[str, float]], bool], what: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for _ in range(300):
        found = await received(page)
        if holds(found):
            return found
        await asyncio.sleep(0.1)
    raise AssertionError(f"{what}: {found}")


def placed(table: Table, seat: str, device: Device) -> Place:
    """Give a device a place at the table, of which nobody but the test makes use."""
    place = table.rooms.join(TALKS, "plenary", seat, table.admit(device).id)
    assert isinstance(place, Place)
    return place


async def key_for(bot: SeatMedia, members: int) -> EpochKey:
    def there() -> bool:
        key = bot.keys.current
        return key is not None and len(key.members) == members and key.epoch == bot.keys.epoch

    await until(there, 60, "the epoch's key")
    assert bot.keys.current is not None
    return bot.keys.current


async def silent_bot(table: Table) -> SeatMedia:
    """Seat a bot that draws the keys and shows and says nothing."""
    bot = table.bot("bot-1", 41, 180)
    bot.frames_a_second = 0.01
    await bot.join()
    return bot


@pytest.mark.enable_socket
def test_plain_sound_under_a_members_identity_is_neither_heard_nor_seen_and_the_table_is_told(
    play: Play,
) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        bot = await silent_bot(table)
        page = await browser.new_page()
        await page.add_init_script(COUNTING)
        await sit(page, address, "gov-head")
        member = await asyncio.to_thread(placed, table, "tal-head", Device())
        await key_for(bot, 3)
        before = await received(page)
        intruder = Intruder(77, 250)
        await intruder.join(member.url, member.token)
        await page.wait_for_selector(".room-trouble[data-refused=strange]", timeout=60_000)
        after = await reached(page, lambda now: now["packets"] > before["packets"] + PACKETS, "it comes")
        assert after["frames"] <= before["frames"] + 1  # the bot's one picture in a hundred seconds
        assert after["energy"] - before["energy"] < SILENCE
        assert not await page.locator(f"audio[data-identity='{member.identity}']").count()
        await intruder.close()
        await bot.leave()

    play(scene)


@pytest.mark.enable_socket
def test_two_streams_exchanged_by_the_engine_are_silence_and_a_warning(play: Play) -> None:
    async def scene(table: Table, address: str, browser: Browser) -> None:
        bot = await silent_bot(table)
        page = await browser.new_page()
        await page.add_init_script(COUNTING)
        await sit(page, address, "gov-head")
        device = Device()
        member = await asyncio.to_thread(placed, table, "tal-head", device)
        key = await key_for(bot, 3)
        right = keys_of(key, device.id, member.identity)
        intruder = Intruder(77, 250)
        await intruder.join(member.url, member.token, right)
        await sees(page, {member.identity: 77}, "under its own key it is seen")
        await hears(page, member.identity, 250)
        intruder.use(keys_of(key, bot.device.id, bot.identity))  # what the bot sends, under the member's name
        await page.wait_for_selector(".room-trouble[data-refused=unopened]", timeout=60_000)
        before = await received(page)
        after = await reached(page, lambda now: now["packets"] > before["packets"] + PACKETS, "it comes")
        assert after["frames"] <= before["frames"] + 1
        assert (await pitches_heard(page))[member.identity] == 0
        await intruder.close()
        await bot.leave()

    play(scene)


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("sent", "under"),
    [("camera", "screen_share"), ("microphone", "screen_share_audio"), ("camera", "microphone")],
)
def test_two_streams_of_one_sender_exchanged_by_the_engine_are_silence_and_a_warning(
    play: Play, sent: str, under: str
) -> None:
    """A shared screen announced as the camera, and the like: what is sent under the key of another source of the same sender."""

    async def scene(table: Table, address: str, browser: Browser) -> None:
        bot = await silent_bot(table)
        page = await browser.new_page()
        await page.add_init_script(COUNTING)
        await sit(page, address, "gov-head")
        device = Device()
        member = await asyncio.to_thread(placed, table, "tal-head", device)
        key = await key_for(bot, 3)
        intruder = Intruder(77, 250)
        await intruder.join(member.url, member.token, keys_of(key, device.id, member.identity))
        await sees(page, {member.identity: 77}, "under the key of what it is, it is seen")
        await hears(page, member.identity, 250)
        assert not await page.locator(".room-trouble[data-refused=unopened]").count()
        intruder.use(keys_of(key, device.id, member.identity, **{sent: under}))
        await page.wait_for_selector(".room-trouble[data-refused=unopened]", timeout=60_000)
        before = await received(page)
        after = await reached(page, lambda now: now["packets"] > before["packets"] + PACKETS, "it comes")
        if sent == "camera":
            assert after["frames"] <= before["frames"] + 1
            await hears(page, member.identity, 250)  # the other one is not touched
        else:
            assert (await pitches_heard(page))[member.identity] == 0
            assert after["frames"] > before["frames"] + 1
        await intruder.close()
        await bot.leave()

    play(scene)


@pytest.mark.enable_socket
def test_who_left_is_heard_no_more_by_the_old_token_and_the_old_key(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a token that still opens the hall, in which nobody is put out, and under the key that the departed device holds."""

    async def scene(table: Table, address: str, browser: Browser) -> None:
        monkeypatch.setattr(table.rooms, "_look", lambda *_: None)
        put_out, was_put_out = table.rooms._put_out, threading.Event()

        def put_out_and_say(room: str, identities: list[str]) -> None:
            put_out(room, identities)
            was_put_out.set()

        monkeypatch.setattr(table.rooms, "_put_out", put_out_and_say)
        bot = await silent_bot(table)
        page = await browser.new_page()
        await page.add_init_script(COUNTING)
        await sit(page, address, "gov-head")
        device = Device()
        member = await asyncio.to_thread(placed, table, "tal-head", device)
        key = await key_for(bot, 3)
        right = keys_of(key, device.id, member.identity)
        intruder = Intruder(77, 250)
        await intruder.join(member.url, member.token, right)
        await hears(page, member.identity, 250)
        await asyncio.to_thread(table.rooms.leave, TALKS, "plenary", device.id, member.identity)
        await intruder.close()
        assert await asyncio.to_thread(was_put_out.wait, 60)  # or it would be put out again below
        await key_for(bot, 2)
        gone = page.locator(f"audio[data-identity='{member.identity}']")
        await gone.wait_for(state="detached", timeout=60_000)  # by then the page has the new key
        await page.wait_for_timeout(2_000)  # and for one second more the old one, for what was on its way
        back = Intruder(77, 250)
        await back.join(member.url, member.token, right)
        before = await reached(page, lambda now: now["packets"] > 0, "the engine still lets it in")
        await page.wait_for_selector(".room-trouble[data-refused=strange]", timeout=60_000)
        assert not await gone.count()
        now = await received(page)
        assert now["packets"] > before["packets"] + 50
        assert now["frames"] <= before["frames"] + 1
        await back.close()
        await bot.leave()

    play(scene)


class Spoiling(SeatKeys):
    """An accomplice who sits first, and draws what nobody can open, signed as it should be."""

    spoils = False

    async def _draw_in_turn(self, epoch: int, present: list[str]) -> None:
        if not self.spoils:
            await super()._draw_in_turn(epoch, present)
            return
        body = dict(draw(self.device, self.admitted, self.talks, self.space, epoch, present))
        del body["signature"]
        sealed = body["sealed"]
        assert isinstance(sealed, dict)
        body["sealed"] = {one: {"enc": b64u(bytes(32)), "key": b64u(bytes(48))} for one in sealed}
        signature = b64u(self.device.sign(bundle_statement(body)))
        await self.relay.bundle(self.space, body | {"signature": signature})


@pytest.mark.enable_socket
def test_an_accomplice_who_draws_garbage_keeps_no_departed_device_in_hearing(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one who sat first and hands out what does not open, the old key stayed in use and who had gone was heard."""

    async def scene(table: Table, address: str, browser: Browser) -> None:
        monkeypatch.setattr(table.rooms, "_look", lambda *_: None)
        accomplice = await silent_bot(table)
        page = await browser.new_page()
        await page.add_init_script(COUNTING)
        await sit(page, address, "gov-head")
        device = Device()
        member = await asyncio.to_thread(placed, table, "tal-head", device)
        key = await key_for(accomplice, 3)
        intruder = Intruder(77, 250)
        await intruder.join(member.url, member.token, keys_of(key, device.id, member.identity))
        await hears(page, member.identity, 250)
        accomplice.keys.__class__ = Spoiling
        accomplice.keys.spoils = True  # type: ignore[attr-defined]  # it is one now
        drawn = len(table.bundles)
        table.put_out("tal-head")
        await until(lambda: len(table.bundles) == drawn + 2, 60, "garbage, and then a key")
        await page.wait_for_selector("#room[data-secured=true]", timeout=60_000)
        assert (
            table.bundles[-2]["by"] == accomplice.device.id
        )  # what it drew was passed on: it is of the right shape
        assert table.bundles[-1]["by"] != accomplice.device.id
        before = await received(page)
        await page.wait_for_timeout(3_000)  # it goes on sending, under the key it holds, where it is
        after = await received(page)
        assert after["energy"] - before["energy"] < SILENCE
        assert not await page.locator(f"audio[data-identity='{member.identity}']").count()
        await intruder.close()
        await accomplice.close()

    play(scene)
