"""Real Chromium at the table, with a camera and a microphone that play files of ours."""

import time
import wave
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright import sync_api
from playwright.async_api import Browser, Page, Playwright

from parley.record import b64u
from parley.rehearsal.device import Device
from parley.rehearsal.picture import RATE, i420, picture, speech

PROGRAM = "/usr/bin/chromium"
SIZE = (640, 360)
FLAGS = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
)


def camera_file(path: Path, code: int, label: str) -> Path:
    """Write one second of pictures that carry ``code`` (YUV4MPEG2), for a camera that plays it over and over."""
    width, height = SIZE
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode())
        for tick in range(10):
            file.write(b"FRAME\n" + i420(picture(code, label, 4 * tick, 0.5, SIZE)))
    return path


def sound_file(path: Path, pitch: float) -> Path:
    """Write ten seconds of speech-like sound at ``pitch`` Hz, for a microphone that plays it over and over."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.asarray(speech(pitch, 0, 10 * RATE)).tobytes())
    return path


@asynccontextmanager
async def chromium(
    playwright: Playwright, folder: Path, code: int, pitch: float, label: str = "PAGE"
) -> AsyncIterator[Browser]:
    """Start a browser of its own whose camera shows ``code`` and whose microphone sounds at ``pitch``."""
    camera = camera_file(folder / f"{label}.y4m", code, label)
    sound = sound_file(folder / f"{label}.wav", pitch)
    browser = await playwright.chromium.launch(
        executable_path=PROGRAM,
        args=[
            *FLAGS,
            f"--use-file-for-fake-video-capture={camera}",
            f"--use-file-for-fake-audio-capture={sound}",
        ],
    )
    try:
        yield browser
    finally:
        await browser.close()


@contextmanager
def held(page: sync_api.Page) -> Iterator[None]:
    """Press the button of a sheet, and keep it pressed until the block ends, which waits for what comes of it."""
    page.wait_for_selector("[data-hold]:visible")
    page.hover("[data-hold]")
    page.mouse.down()
    yield
    page.mouse.up()


def until_true(page: sync_api.Page, expression: str, seconds: float = 120) -> None:
    """Wait until an expression is true on a page.

    ``Page.wait_for_function`` evaluates it within the page, where our own policy forbids that after the first time.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"not within {seconds:.0f} s: {expression}"
        page.wait_for_timeout(50)  # between looks; what the page tells meanwhile is taken in


def keys_of(talks: str, seat: str, device: Device) -> dict[str, str]:
    """Return a bot's keys as ``KEEP_KEYS`` puts them into a page's browser, which then is that seat's device."""
    ed25519, x25519 = device.private_bytes()
    return {
        "name": f"{talks}/{seat}",
        "device": device.id,
        "ed25519": b64u(bytes.fromhex("302e020100300506032b657004220420") + ed25519),
        "ed25519Public": b64u(device.public.ed25519),
        "x25519": b64u(bytes.fromhex("302e020100300506032b656e04220420") + x25519),
        "x25519Public": b64u(device.public.x25519),
    }


async def codes_seen(page: Page) -> dict[str, int]:
    """Return, by sender's identity, the code that its picture carries now, read from the remote track."""
    found: dict[str, Any] = await page.evaluate(_READ_CODES)
    return {sender: code for sender, code in found.items() if code is not None}


async def pitches_heard(page: Page) -> dict[str, float]:
    """Return, by sender's identity, the strongest frequency of its sound over half a second (Hz; 0: silence)."""
    found: dict[str, float] = await page.evaluate(READ_PITCHES)
    return found


_READ_CODES = """() => {
  const read = (video) => {
    if (!video.videoWidth || video.videoWidth < 48) return null;
    const [w, h] = [320, 180], canvas = new OffscreenCanvas(w, h), brush = canvas.getContext("2d");
    brush.drawImage(video, 0, 0, w, h);
    let bits = 0;
    for (let cell = 0; cell < 16; cell += 1) {
      const step = 0.92 / 16, left = 0.04 + cell * step;
      const x = Math.floor(w * (left + step / 4)), across = Math.max(1, Math.floor(w * step / 2));
      const { data } = brush.getImageData(x, Math.floor(h * 0.84), across, Math.floor(h * 0.08));
      let sum = 0;
      for (let at = 1; at < data.length; at += 4) sum += data[at];
      bits = (bits << 1) | (sum / (data.length / 4) > 127 ? 1 : 0);
    }
    const code = bits >> 8;
    return (bits & 255) === (~code & 255) ? code : null;
  };
  const found = {};
  for (const tile of document.querySelectorAll(".room-tile")) {
    const video = tile.querySelector("video:not(.mine)");
    if (video) found[tile.dataset.identity] = read(video);
  }
  return found;
}"""

READ_PITCHES = """async () => {
  const context = new AudioContext(), heard = {};
  const listeners = [...document.querySelectorAll("audio")].filter((sound) => sound.srcObject).map((sound) => {
    const analyser = new AnalyserNode(context, { fftSize: 16384, smoothingTimeConstant: 0.5 });
    context.createMediaStreamSource(sound.srcObject).connect(analyser);
    return [sound.dataset.identity, analyser];
  });
  await new Promise((resume) => setTimeout(resume, 700));
  for (const [identity, analyser] of listeners) {
    const bins = new Float32Array(analyser.frequencyBinCount), step = context.sampleRate / analyser.fftSize;
    analyser.getFloatFrequencyData(bins);
    let best = Math.ceil(60 / step);
    for (let at = best; at * step < 1000; at += 1) if (bins[at] > bins[best]) best = at;
    heard[identity] = bins[best] > -70 ? best * step : 0;
  }
  await context.close();
  return heard;
}"""

KEEP_KEYS = """async (given) => {
  const raw = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const pair = async (kind, mine, theirs) => ({
    privateKey: await crypto.subtle.importKey("pkcs8", raw(given[kind.toLowerCase()]), kind, false, mine),
    publicKey: await crypto.subtle.importKey("raw", raw(given[kind.toLowerCase() + "Public"]), kind, true, theirs) });
  const keys = { device: given.device, ed25519: await pair("Ed25519", ["sign"], ["verify"]),
    x25519: await pair("X25519", ["deriveBits", "deriveKey"], []) };
  await new Promise((resolve, reject) => {
    const asked = indexedDB.open("parley", 1);
    asked.onupgradeneeded = () => ["devices", "heads"].forEach((store) => asked.result.createObjectStore(store));
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const work = asked.result.transaction("devices", "readwrite");
      work.objectStore("devices").put(keys, given.name);
      work.oncomplete = () => { asked.result.close(); resolve(); };
      work.onerror = () => reject(work.error);
    };
  });
}"""
