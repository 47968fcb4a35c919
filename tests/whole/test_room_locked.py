"""The room and a locked key: nobody sits before it is unlocked; and the lock's format, made here a second time."""

import asyncio
import secrets
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from playwright.async_api import Page, async_playwright

from parley.record import b64u, canonical, words
from parley.rehearsal.device import Device
from tests.chromium import chromium
from tests.table import BUSY
from tests.whole.scene import CODES, PITCHES
from tests.whole.seated import opened_table, page_of, take_seat

SEAT = "gov-head"
ITERATIONS = 600_000
PKCS8 = {"ed25519": "302e020100300506032b657004220420", "x25519": "302e020100300506032b656e04220420"}


def locked(device: Device, drawn: bytes) -> dict[str, Any]:
    """Return a device's keys under a lock, as docs/adr/0026 describes it; bytes as base64url."""
    seeds = zip(PKCS8.values(), device.private_bytes(), strict=True)
    clear = b"".join(bytes.fromhex(head) + seed for head, seed in seeds)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    about = {
        "device": device.id,
        "ed25519": b64u(device.public.ed25519),
        "format": "parley-lock/1",
        "x25519": b64u(device.public.x25519),
    }
    key = PBKDF2HMAC(SHA256(), 32, salt, ITERATIONS).derive(drawn)
    sealed = AESGCM(key).encrypt(nonce, clear, canonical(about))
    return about | {"salt": b64u(salt), "nonce": b64u(nonce), "sealed": b64u(sealed)}


PUT_LOCKED = """async ([name, { salt, nonce, sealed, ...about }, iterations]) => {
  const raw = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const lock = { by: "words", lang: "en", salt: raw(salt), iterations };
  await new Promise((resolve, reject) => {
    const asked = indexedDB.open("parley", 1);
    asked.onsuccess = () => {
      const work = asked.result.transaction("devices", "readwrite");
      work.objectStore("devices").put({ ...about, lock, nonce: raw(nonce), sealed: raw(sealed) }, name);
      work.oncomplete = () => { asked.result.close(); resolve(); };
      work.onerror = () => reject(work.error);
    };
  });
}"""


async def until_told(page: Page) -> None:
    """Press for a seat, and be told that the key is locked; nobody sits."""
    await page.click(".room-join")
    await page.wait_for_selector(".room-trouble:has-text('locked')", timeout=BUSY * 30_000)
    await page.wait_for_selector("parley-room[data-phase=outside]")


@pytest.mark.enable_socket
def test_nobody_sits_with_a_locked_key_and_who_unlocks_it_on_the_page_does(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            opened_table(tmp_path / "data") as (context, _),
            async_playwright() as playwright,
            chromium(playwright, tmp_path, CODES[0], PITCHES[0], "ONE") as browser,
        ):
            page = await page_of(context, SEAT, browser)
            client, drawn = context.seats[SEAT], secrets.token_bytes(8)
            row = [f"{client.talks}/{SEAT}", locked(client.device, drawn), ITERATIONS]
            await page.evaluate(PUT_LOCKED, row)
            await page.reload()
            await page.wait_for_selector("parley-unlock form:visible")
            await until_told(page)
            await page.fill("[data-words]", " ".join(words(secrets.token_bytes(8).hex(), "en", 8)))
            await page.click("parley-unlock button")
            await page.wait_for_selector("[data-wrong] .note")
            await until_told(page)
            await page.fill("[data-words]", " ".join(words(drawn.hex(), "en", 8)))
            await page.click("parley-unlock button")
            await page.wait_for_selector("parley-unlock", state="hidden")
            assert await take_seat(page)

    asyncio.run(scene())
