"""Python bots on a real engine, encrypted: what is really decoded."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

Make = Callable[[], Any]
Wait = Callable[[Callable[[], object], float, str], Awaitable[None]]


def test_each_of_three_sees_and_hears_the_others(table: Make, wait: Wait) -> None:
    async def scene() -> None:
        there = table()
        bots = [there.bot(f"P{n}", code=10 + n, pitch=150 + 70 * n) for n in range(3)]
        await asyncio.gather(*(bot.join() for bot in bots))
        codes = {bot.identity: bot.code for bot in bots}

        def all_seen() -> bool:
            return all(
                heard.codes[codes[sender]] >= 5 for bot in bots for sender, heard in bot.report().items()
            ) and all(len(bot.report()) == 2 for bot in bots)

        await wait(all_seen, 20, "each decodes five right frames of each")
        for bot in bots:
            await bot.speak(1.2)
            others = [other for other in bots if other is not bot]
            await wait(
                lambda bot=bot, others=others: all(
                    abs(other.report()[bot.identity].pitch - bot.pitch) < 8 for other in others
                ),
                10,
                "sound arrives at the speaker's pitch",
            )
        for bot in bots:
            for sender, heard in bot.report().items():
                assert set(heard.codes) == {codes[sender]}
        await asyncio.gather(*(bot.leave() for bot in bots))

    asyncio.run(scene())
