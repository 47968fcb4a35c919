"""The program that browsers run can be compared with its source: the padlock tells its digest, and a tool the same one.

The tool looks at pages as browsers get them, so a host that keeps another program for browsers is found.
"""

import html
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from parley.web.program import POLICY, digest, files
from tests.sitting import TALKS, opened
from tests.web.serving import Served, in_a_thread, listening
from tools.asking import CHROME, Chromium, Load, brands
from tools.program import Page, weaker, within

TOOL = Path(__file__).parents[2] / "tools/program.py"
SIGN_IN = f"/talks/{TALKS}/north-head/today"
Change = Callable[[str, int, list[tuple[bytes, bytes]], bytes], tuple[int, list[tuple[bytes, bytes]], bytes]]


@pytest.fixture(scope="module")
def served() -> Served:
    return Served(opened())


class Lying:
    """The honest site to whoever asks as no browser does; to a browser, what ``change`` makes of its answers."""

    def __init__(self, served: Served, change: Change) -> None:
        self.served, self.change = served, change
        self.asked: list[dict[str, str]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.served.site(scope, receive, send)
            return
        said = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.asked.append({"path": scope["path"], **said})
        if "sec-fetch-dest" not in said:
            await self.served.site(scope, receive, send)
            return
        plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        got: list[Any] = []

        async def kept(message: Any) -> None:
            got.append(message)

        await self.served.site({**scope, "headers": plain}, receive, kept)
        body = b"".join(each.get("body", b"") for each in got[1:])
        status, headers, body = self.change(scope["path"], got[0]["status"], got[0]["headers"], body)
        headers = [pair for pair in headers if pair[0] != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def looked(address: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(TOOL), address, *more]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def found(served: Served, change: Change, *more: str) -> str:
    """Return what the tool says of a host that changes its answers so; it must not be content."""
    with in_a_thread(uvicorn.Config(Lying(served, change), log_level="error")) as port:
        done = looked(f"http://localhost:{port}", *more)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def in_pages(more: str) -> Change:
    """Every page has this before its head ends."""

    def change(path: str, status: int, headers: Any, body: bytes) -> Any:
        return status, headers, body.replace(b"</head>", more.encode() + b"</head>")

    return change


def test_the_padlock_tells_the_digest_that_the_tool_prints(served: Served) -> None:
    page = served.as_seat("north-head").get("room").text
    data = re.search(r'<parley-room [^>]*data="([^"]*)"', page)
    assert data is not None
    told = json.loads(html.unescape(data[1]))["program"]
    printed = subprocess.run([sys.executable, TOOL], check=True, capture_output=True, text=True).stdout
    assert printed == f"program {told}\n"


def test_another_byte_or_another_name_is_another_program() -> None:
    ours = files()
    name, data = next(iter(ours.items()))
    assert digest(ours | {name: data + b" "}) != digest(ours)
    assert digest({f"{path}x": data for path, data in ours.items()}) != digest(ours)


def test_where_and_when_it_was_built_stands_nowhere_in_it() -> None:
    """Else no two builds of one source were the same, and every honest host another one."""
    assert not [path for path, data in files().items() if re.search(rb"static/built\.\d", data)]


def test_the_same_source_built_elsewhere_is_the_same_to_the_byte(tmp_path: Path) -> None:
    root, statics = TOOL.parents[1], "src/parley/web/static"
    browser, unread = tmp_path / "browser", shutil.ignore_patterns("*.map", "*.d.ts", "*.d.cts")
    shutil.copytree(root / statics / "css", tmp_path / statics / "css")
    shutil.copytree(root / "browser/src", browser / "src")
    locked = json.loads((root / "browser/package-lock.json").read_text("utf-8"))["packages"]
    served = [name for name, one in locked.items() if name and not one.get("dev")]
    for name in (*served, "node_modules/esbuild", "node_modules/@esbuild"):
        if (root / "browser" / name).is_dir():
            shutil.copytree(root / "browser" / name, browser / name, dirs_exist_ok=True, ignore=unread)
    for name in ("build.mjs", "package.json", "tsconfig.json"):
        shutil.copy(root / "browser" / name, browser)
    subprocess.run([root / "tools/node.sh", "node", browser / "build.mjs"], check=True, timeout=120)
    once, again = (
        {str(path.relative_to(built)): path.read_bytes() for path in built.rglob("*") if path.is_file()}
        for built in (root / statics / "built", tmp_path / statics / "built")
    )
    assert sorted(once) == sorted(again)
    assert once == again


def test_an_honest_host_serves_what_was_built_and_its_pages_load_nothing_else(served: Served) -> None:
    with listening(served) as address:
        done = looked(address, SIGN_IN)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"5 pages and {len(files())} files were looked at; nothing found" in done.stdout


def test_pages_that_need_a_sign_in_are_read_as_a_browser_saved_them(served: Served, tmp_path: Path) -> None:
    seat = served.as_seat("north-head")
    pages: list[str] = []
    for name in ("today", "room", "sits", "text", "lists", "plan", "record"):
        (tmp_path / name).write_text(seat.get(name).text, "utf-8")
        pages += ["--page", str(tmp_path / name)]
    with listening(served) as address:
        done = looked(address, *pages)
        assert done.returncode == 0, done.stdout + done.stderr
        room = tmp_path / "room"
        room.write_text(room.read_text("utf-8").replace("room-worker.js", "hall-worker.js"), "utf-8")
        done = looked(address, *pages)
    assert done.returncode == 1
    assert re.search(r"loads /static/built/hall-worker.js\?v=\w+, which is not of this build", done.stdout)


def test_another_file_served_to_browsers_alone_is_found(served: Served) -> None:
    def change(path: str, status: int, headers: Any, body: bytes) -> Any:
        return status, headers, body + b"//" if path.endswith("/sign.js") else body

    assert re.search(r"^/static/built/sign.js\?v=\w+: another file.$", found(served, change), re.MULTILINE)


def test_pages_that_name_another_file_are_found(served: Served) -> None:
    def change(path: str, status: int, headers: Any, body: bytes) -> Any:
        other = re.sub(rb"built/sign\.js\?v=\w+", b"built/sign.js?v=000000000000", body)
        return status, headers, other if b"<!doctype" in body else body

    assert "/static/built/sign.js?v=000000000000, which is not of this build" in found(served, change)


def test_a_file_that_no_page_of_a_strangers_loads_is_looked_at_too(served: Served) -> None:
    def change(path: str, status: int, headers: Any, body: bytes) -> Any:
        if path.endswith("/htmx.js"):
            return 404, headers, b""
        return status, headers, body + b" " if path.endswith("/room-worker.js") else body

    said = found(served, change)
    assert re.search(r"^/static/built/htmx.js\?v=\w+: not served \(status 404\).$", said, re.MULTILINE)
    assert re.search(r"^/static/built/room-worker.js\?v=\w+: another file.$", said, re.MULTILINE)


def test_what_another_script_loads_is_named(served: Served) -> None:
    more = b'import"./more.js";import("/late.js");new Worker("/static/w.js");importScripts("https://else.example/x.js")'

    def change(path: str, status: int, headers: Any, body: bytes) -> Any:
        return status, headers, more + body if path.endswith("/sign.js") else body

    said = found(served, change)
    for address in ("/static/built/more.js", "/late.js", "/static/w.js"):
        assert f"loads {address}, which is not of this build." in said
    assert "loads https://else.example/x.js, which is of another origin." in said


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ('<script src="/static/more.js"></script>', "loads /static/more.js, which is not of this build."),
        (
            '<script src="https://else.example/a.js"></script>',
            "loads https://else.example/a.js, which is of another",
        ),
        ('<script src="//else.example/a.js"></script>', "//else.example/a.js, which is of another origin."),
        ('<link rel="modulepreload" href="/m.js">', "loads /m.js, which is not of this build."),
        ('<link rel="stylesheet" href="/m.css">', "loads /m.css, which is not of this build."),
        ('<link rel="later" as="script" href="/l.js">', "loads /l.js, which is not of this build."),
        ("<script>sign()</script>", "has a script of its own, inline."),
        ("<style>p{color:red}</style>", "has a style of its own, inline."),
        ("<style>p{color:red}", "has a comment, or marks that a browser may read in another way."),
        ('<script type="importmap">{"imports":{}}</script>', "has a script of its own, inline."),
    ],
)
def test_one_script_more_in_pages_is_found(served: Served, more: str, sentence: str) -> None:
    assert sentence in found(served, in_pages(more))


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ('<p onclick="x()">', "has a handler of its own: onclick on <p>."),
        ("<p/onclick=x()>", "has a <p> that a browser may read in another way."),
        ('<p hx-on:click="x()">', "has a handler of its own: hx-on:click on <p>."),
        ('<a href="java\tscript:x()">', "has a script in an address: href of <a>."),
        ('<base href="https://else.example/">', "has <base>, which no page of this build has so."),
        ('<meta http-equiv="refresh" content="0">', "has <meta>, which no page of this build has so."),
        ('<iframe srcdoc="x"></iframe>', "has a srcdoc of its own on <iframe>."),
        (
            "<!--><script src=/x.js></script>-->",
            "has a comment, or marks that a browser may read in another way.",
        ),
        (
            '<noscript><p title="</noscript><script src=/x.js></script>"></noscript>',
            "has a comment, or marks that a browser may read in another way.",
        ),
        (
            '<script type="application/json">{"a":"<!--<script>"}</script>',
            "has a comment, or marks that a browser",
        ),
        ('<svg><script href="/x.js" type="text/x"></script></svg>', "has a script of another kind: text/x."),
    ],
)
def test_what_no_page_of_a_build_has_is_found(page: str, sentence: str) -> None:
    assert any(each.startswith(sentence) for each in Page(page).faults)


def test_a_page_without_its_policy_or_with_a_weaker_one_is_found(served: Served) -> None:
    def without(path: str, status: int, headers: Any, body: bytes) -> Any:
        return status, [pair for pair in headers if pair[0] != b"content-security-policy"], body

    def weak(path: str, status: int, headers: Any, body: bytes) -> Any:
        return (
            status,
            [(n, v.replace(b"script-src 'self'", b"script-src 'self' 'unsafe-inline'")) for n, v in headers],
            body,
        )

    assert "/: comes without a content security policy." in found(served, without)
    assert "/: its content security policy lets in more: script-src 'unsafe-inline'." in found(served, weak)


def test_a_policy_is_weaker_when_it_allows_anything_more() -> None:
    ours = "; ".join(f"{name} {sources}" for name, sources in POLICY.items())
    assert weaker(ours) == []
    assert (
        weaker(ours.replace("connect-src 'self'", "connect-src 'self' wss://m.example https://m.example"))
        == []
    )
    assert weaker(ours.replace("img-src 'self' data: blob:; ", "")) == []
    assert weaker(f"{ours}; script-src-elem *") == ["script-src-elem"]
    assert weaker(ours.replace("; base-uri 'none'", "")) == ["base-uri *"]
    assert weaker(ours.replace("script-src 'self'; ", "").replace("default-src 'none'", "default-src *"))
    assert weaker(ours.replace("connect-src 'self'", "connect-src 'self' https:")) == ["connect-src https:"]
    two = ours.replace("connect-src 'self'", "connect-src 'self' wss://m.example https://n.example")
    assert weaker(two) == ["connect-src m.example n.example"]


def test_a_page_that_leads_to_another_host_is_found(served: Served) -> None:
    def change(path: str, status: int, headers: Any, body: bytes) -> Any:
        return (
            (302, [(b"location", b"https://else.example/")], b"") if path == "/" else (status, headers, body)
        )

    assert "/: leads to another origin, https://else.example/." in found(served, change)


def test_addresses_that_are_none_are_told_in_a_sentence(served: Served) -> None:
    assert "/: loads http://[x, which is no address." in found(
        served,
        lambda path, status, headers, body: (
            (302, [(b"location", b"http://[x")], b"")
            if path == "/talks"
            else (status, headers, body.replace(b"</head>", b'<script src="http://[x"></script></head>'))
        ),
    ).replace("/talks/house/facilitator-1/host", "/")
    for host in ("parley.example.org", "http://[x", "ftp://x"):
        done = looked(host)
        assert done.returncode == 2
        assert "begins with https:// or http://" in done.stderr


def test_a_host_that_does_not_answer_is_told_in_a_sentence() -> None:
    done = looked("http://localhost:9")
    assert done.returncode == 1
    assert "http://localhost:9/: no answer that can be read" in done.stdout
    assert not done.stderr


def test_it_asks_in_the_words_and_the_order_of_chromium() -> None:
    """As Chromium 156 was heard to ask, its name apart."""
    orders = {
        "document": "Host Connection sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform Upgrade-Insecure-Requests User-Agent "
        "Accept Sec-Fetch-Site Sec-Fetch-Mode Sec-Fetch-User Sec-Fetch-Dest Accept-Encoding Accept-Language",
        "style": "Host Connection sec-ch-ua-platform User-Agent sec-ch-ua sec-ch-ua-mobile Accept Sec-Fetch-Site "
        "Sec-Fetch-Mode Sec-Fetch-Dest Referer Accept-Encoding Accept-Language",
        "font": "Host Connection Origin sec-ch-ua-platform User-Agent sec-ch-ua sec-ch-ua-mobile Accept Sec-Fetch-Site "
        "Sec-Fetch-Mode Sec-Fetch-Dest Referer Accept-Encoding Accept-Language",
        "worker": "Host Connection Accept Sec-Fetch-Site Sec-Fetch-Mode Sec-Fetch-Dest Referer User-Agent "
        "Accept-Encoding Accept-Language",
    }
    heard: list[list[str]] = []

    async def hear(scope: Any, receive: Any, send: Any) -> None:
        heard.append([name.decode() for name, _ in scope["headers"]])
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    with in_a_thread(uvicorn.Config(hear, log_level="error", lifespan="off")) as port:
        host = f"http://localhost:{port}"
        browser = Chromium(host)
        for dest in orders:
            browser.get(f"{host}/x", Load("/x", dest), "" if dest == "document" else f"{host}/")
        browser.close()
    assert heard == [order.lower().split() for order in orders.values()]
    assert brands(124) == '"Chromium";v="124", "Google Chrome";v="124", "Not-A.Brand";v="99"'
    assert brands(CHROME).startswith('"Not:A-Brand";v="8", "Chromium";v="156"')


class PutsDown(BaseHTTPRequestHandler):
    """Ends its line after each answer without saying so."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        pass


def test_a_line_that_a_host_put_down_is_taken_up_again() -> None:
    with HTTPServer(("127.0.0.1", 0), PutsDown) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        host = f"http://127.0.0.1:{server.server_port}"
        browser = Chromium(host)
        try:
            assert [browser.get(f"{host}/", Load("/", "document")).status for _ in range(3)] == [200] * 3
        finally:
            browser.close()
            server.shutdown()
            thread.join()


def test_nobody_can_tell_the_tool_by_a_word_that_no_browser_says(served: Served) -> None:
    def same(path: str, status: int, headers: Any, body: bytes) -> Any:
        return status, headers, body

    lying = Lying(served, same)
    with in_a_thread(uvicorn.Config(lying, log_level="error")) as port:
        assert looked(f"http://localhost:{port}", "--language", "ps", "--chrome", "160").returncode == 0
    assert lying.asked
    for asked in lying.asked:
        assert asked["user-agent"].startswith("Mozilla/5.0 ")
        assert (asked["accept-language"], "Chrome/160." in asked["user-agent"]) == ("ps", True)
        assert {"accept", "accept-language", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"} <= set(
            asked
        )
        assert "python" not in str(asked).lower()
    pages = [asked for asked in lying.asked if asked["sec-fetch-dest"] == "document"]
    assert all("referer" in asked for asked in lying.asked if asked not in pages)


def test_what_a_text_loads_is_read_from_it() -> None:
    def said(text: str, dest: str) -> Iterator[tuple[str, str]]:
        return ((load.said, load.dest) for load in within(text, dest))

    script = "import'./a.js';export*from\"./b.js\";await import( `/c.js` );new SharedWorker('/d.js');import 'crypto'"
    assert list(said(script, "script")) == [
        ("./a.js", "script"),
        ("./b.js", "script"),
        ("/c.js", "script"),
        ("/d.js", "worker"),
    ]
    assert list(said("@import 'x.css';a{src:url(/y.woff2)}", "style")) == [
        ("x.css", "style"),
        ("/y.woff2", "font"),
    ]
