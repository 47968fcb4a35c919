"""Asking a host as Chromium does: its words, in its order, for pages, scripts, styles, fonts and workers.

They were taken down from Chromium 156. What stays different: it asks over HTTP/1.1, by Python's TLS, one thing at a time.
"""

import importlib
import re
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

CHROME = 156  # whose words these are, in its order; `--chrome` says a later one
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,image/jxl,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
ACCEPT = {
    "document": HTML,
    "style": "text/css,*/*;q=0.1",
    "image": "image/jxl,image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
}
MODE = {"document": "navigate", "font": "cors", "worker": "same-origin"}
SYSTEMS = {
    "win32": ("Windows NT 10.0; Win64; x64", "Windows"),
    "darwin": ("Macintosh; Intel Mac OS X 10_15_7", "macOS"),
}
LINUX = ("X11; Linux x86_64", "Linux")


class Unread(Exception):
    """The host's answer cannot be had or read; says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    url: str
    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True, slots=True)
class Load:
    """Something that a page or a script loads: its address as it is written there, and what for."""

    said: str
    dest: str
    mode: str = "no-cors"


def brands(version: int) -> str:
    """Return the list of brands of Chrome's version, which changes order and spelling with it as Chromium's does."""
    signs, numbers = " (:-./);=?_", ("8", "99", "24")
    grease = f'"Not{signs[version % 11]}A{signs[(version + 1) % 11]}Brand";v="{numbers[version % 3]}"'
    orders = ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0))
    said = (grease, f'"Chromium";v="{version}"', f'"Google Chrome";v="{version}"')
    placed = dict(zip(orders[version % 6], said, strict=True))
    return ", ".join(placed[place] for place in range(3))


class Chromium:
    """A browser that was never here: nothing kept, one connection. It asks over HTTP/1.1."""

    def __init__(self, host: str, version: int = CHROME, language: str = "en-US,en;q=0.9") -> None:
        self.at = urlsplit(host)
        self.origin = f"{self.at.scheme}://{self.at.netloc}"
        self.version, self.language = version, language
        self.cookies: dict[str, str] = {}
        kind = HTTPSConnection if self.at.scheme == "https" else HTTPConnection
        self.line = kind(self.at.hostname or "", self.at.port, timeout=30)

    def close(self) -> None:
        self.line.close()

    def get(self, url: str, load: Load, referer: str = "") -> Answer:
        """Raises: Unread."""
        try:
            answer, body = self._answered(url, load, referer)
        except (OSError, HTTPException, ValueError, zlib.error) as fault:
            self.line.close()
            why = str(fault) or type(fault).__name__
            raise Unread(f"{url}: no answer that can be read: {why}.") from fault
        for cookie in answer.headers.get_all("set-cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            if re.search(r"; *path=/ *(;|$)", cookie, re.IGNORECASE):
                self.cookies[name] = value
        return Answer(url, answer.status, answer.headers, body)

    def _answered(self, url: str, load: Load, referer: str) -> tuple[HTTPResponse, bytes]:
        """Ask; once more if the host had meanwhile put down a line that was open."""
        was_open = self.line.sock is not None
        try:
            self.line.putrequest("GET", address_of(urlsplit(url)), skip_host=True, skip_accept_encoding=True)
            for name, value in self._headers(load.dest, MODE.get(load.dest, load.mode), referer):
                self.line.putheader(name, value)
            self.line.endheaders()
            answer = self.line.getresponse()
        except ConnectionError:
            if not was_open:
                raise
            self.line.close()
            return self._answered(url, load, referer)
        return answer, _unpacked(answer.read(), answer.headers.get("content-encoding", ""))

    def _headers(self, dest: str, mode: str, referer: str) -> Iterator[tuple[str, str]]:
        safe = self.at.scheme == "https" or self.at.hostname in ("localhost", "127.0.0.1", "::1")
        agent, platform = SYSTEMS.get(sys.platform, LINUX)
        chrome = f"AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{self.version}.0.0.0 Safari/537.36"
        user_agent = ("User-Agent", f"Mozilla/5.0 ({agent}) {chrome}")
        told = {
            "ua": ("sec-ch-ua", brands(self.version)),
            "mobile": ("sec-ch-ua-mobile", "?0"),
            "platform": ("sec-ch-ua-platform", f'"{platform}"'),
        }
        hints = told if safe else {}
        fetch = [("Sec-Fetch-Site", "same-origin" if referer else "none"), ("Sec-Fetch-Mode", mode)]
        if dest == "document":
            fetch.append(("Sec-Fetch-User", "?1"))
        fetch.append(("Sec-Fetch-Dest", dest))
        yield "Host", self.at.netloc
        yield "Connection", "keep-alive"
        if mode == "cors":
            yield "Origin", self.origin
        if dest == "document":
            yield from hints.values()
            yield "Upgrade-Insecure-Requests", "1"
            yield user_agent
        elif dest != "worker":
            yield from (hints[name] for name in ("platform",) if safe)
            yield user_agent
            yield from (hints[name] for name in ("ua", "mobile") if safe)
        yield "Accept", ACCEPT.get(dest, "*/*")
        if safe:
            yield from fetch
        if referer:
            yield "Referer", referer
        if dest == "worker":
            yield user_agent
        yield "Accept-Encoding", "gzip, deflate, br, zstd" if safe else "gzip, deflate"
        yield "Accept-Language", self.language
        if self.cookies:
            yield "Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items())


def address_of(at: SplitResult) -> str:
    """Return what a request names: path and query."""
    return (at.path or "/") + (f"?{at.query}" if at.query else "")


def _unpacked(body: bytes, encoding: str) -> bytes:
    if encoding in ("", "identity"):
        return body
    if encoding in ("gzip", "deflate"):
        return zlib.decompress(body, 47)
    try:
        module = importlib.import_module({"br": "brotli", "zstd": "compression.zstd"}[encoding])
    except (ImportError, KeyError):
        raise ValueError(f"it is packed as {encoding}, which this Python cannot open") from None
    return bytes(module.decompress(body))
