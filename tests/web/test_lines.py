"""A stranger with as many addresses as one line has: counted as one."""

import asyncio

import httpx

from parley.web.limits import BURST, Strangers
from parley.web.lines import line_of
from tests.web.serving import ORIGIN, Served


def test_a_line_with_a_thousand_addresses_of_its_own_is_counted_as_one() -> None:
    """Each home has 2 to the 64 addresses of IPv6: one by one, none of them ever asked too often."""
    one = [line_of(f"2001:db8:1:2::{n:x}") for n in range(1, 1_000)]
    assert len(set(one)) == 1
    assert line_of("2001:db8:1:3::1") not in one
    assert line_of("::ffff:192.0.2.7") == line_of("192.0.2.7") == "192.0.2.7"
    assert (line_of("::ffff:127.0.0.1"), line_of("::1"), line_of("")) == ("127.0.0.1", "::1", "")
    strangers = Strangers(lambda: 0.0)
    asked = [strangers.allowed(line_of(f"2001:db8::{n:x}")) for n in range(1, BURST + 10)]
    assert (sum(asked), asked[-1]) == (BURST, False)


def test_who_has_asked_from_many_addresses_of_one_line_is_refused_at_the_next() -> None:
    served = Served()
    strangers = served.site.state.site.strangers
    strangers.now = lambda: 0.0

    async def ask(address: str) -> int:
        transport = httpx.ASGITransport(served.site, client=(address, 4000))
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
            return (await client.get("/openapi.json")).status_code

    assert asyncio.run(ask("2001:db8:9::1")) == 200
    for _ in range(BURST):
        strangers.allowed(line_of("2001:db8:9::2"))
    assert asyncio.run(ask("2001:db8:9::3")) == 429
    assert asyncio.run(ask("2001:db8:a::3")) == 200
