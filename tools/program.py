"""The program that browsers run: its files and their digests, and whether a host serves the same.

``program.py`` prints the digest of what this checkout builds. ``program.py https://the.host`` opens the pages that a
stranger sees, asking as Chromium does, follows every script that they load, and compares each with the build; then it
asks for the files that no such page loads. It exits 1 if anything is not of the build. ``program.py https://the.host
/i/…`` opens these addresses besides; ``--page FILE`` reads a page that a browser saved, for pages that need a sign-in.
Build first: ``make setup``. What it cannot see stands in docs/threat-model.md.
"""

import argparse
import hashlib
import json
import re
import secrets
import sys
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))  # whichever Python runs this: nothing of ours is needed
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from parley.web.program import BUILT, POLICY, allowed_style, digest, files
from tools.asking import CHROME, Answer, Chromium, Load, Unread, address_of

TAG = re.compile(r"""<[a-zA-Z][\w-]*(\s+[^\s"'<>/=]+(\s*=\s*("[^"]*"|'[^']*'))?)*\s*/?>""")
NEVER = frozenset(
    "animate applet base embed fencedframe frame frameset iframe object plaintext portal set xmp".split()
)
SCRIPTS = frozenset(("", "module", "text/javascript", "application/javascript"))
LINKS = {
    "stylesheet": ("style", "no-cors"),
    "icon": ("image", "no-cors"),
    "modulepreload": ("script", "cors"),
}


class Page(HTMLParser):
    """What a page loads, and what of it no page of a build has. Stricter than a browser where two could read it apart."""

    style: list[str] | None = None  # what stands in the style element that is open

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[Load] = []
        self.faults: list[str] = []
        self.brackets = 0
        self.feed(text)
        self.close()
        if self.style is not None or self.brackets != text.count("<"):
            self.faults.append("has a comment, or marks that a browser may read in another way.")

    def handle_decl(self, decl: str) -> None:
        self.brackets += 1

    def handle_endtag(self, tag: str) -> None:
        self.brackets += 1
        if self.style is not None:
            if allowed_style("".join(self.style).encode()) not in POLICY["style-src"].split():
                self.faults.append("has a style of its own, inline.")
            self.style = None

    def handle_data(self, data: str) -> None:
        if self.style is not None:
            self.style.append(data)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.brackets += 1
        if not TAG.fullmatch(self.get_starttag_text() or ""):
            self.faults.append(f"has a <{tag}> that a browser may read in another way.")
        self.style = [] if tag == "style" else None
        said = [(name, value or "") for name, value in attrs]
        for name, value in said:
            if re.match(r"on|(data-)?hx-on", name):
                self.faults.append(f"has a handler of its own: {name} on <{tag}>.")
            if name in ("style", "srcdoc"):
                self.faults.append(f"has a {name} of its own on <{tag}>.")
            if re.sub(r"[\s\0-\x1f]", "", value).lower().startswith("javascript:"):
                self.faults.append(f"has a script in an address: {name} of <{tag}>.")
        if tag in NEVER or (tag == "meta" and "http-equiv" in dict(said)):
            self.faults.append(f"has <{tag}>, which no page of this build has so.")
        self.loads += self._loads(tag, said)

    def _loads(self, tag: str, said: list[tuple[str, str]]) -> Iterator[Load]:
        of = dict(reversed(said))
        if tag == "script":
            kind = of.get("type", "").strip().lower()
            sources = [value for name, value in said if name in ("src", "href", "xlink:href")]
            if not sources and kind != "application/json":
                self.faults.append("has a script of its own, inline.")
            if kind not in SCRIPTS and (sources or kind != "application/json"):
                self.faults.append(f"has a script of another kind: {kind}.")
            yield from (Load(each, "script", "cors" if kind == "module" else "no-cors") for each in sources)
        elif tag == "link":
            for rel in of.get("rel", "").lower().split():
                dest, mode = LINKS.get(rel, (of.get("as", "script"), "no-cors"))
                yield Load(of.get("href", ""), dest, mode)
        elif "-" in tag:  # an island, which may start a worker that it is given
            yield from (Load(each, "worker") for _, value in said for each in _workers(value))


def _workers(value: str) -> Iterator[str]:
    try:
        data = json.loads(value) if value.startswith("{") else {"": value}
    except (ValueError, RecursionError):
        data = {"": value}
    for name, each in data.items():
        if isinstance(each, str) and (
            (name == "worker" and each) or re.fullmatch(r"\S*/\S+\.m?js([?#]\S*)?", each)
        ):
            yield each


CALLS = re.compile(
    r"""\b(from|import|import\s*\(|importScripts\s*\(|(?:Shared)?Worker\s*\(|register\s*\(|URL\s*\()\s*["'`]([^"'`\s]+)["'`]"""
)
URLS = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""", re.IGNORECASE)


def within(text: str, dest: str) -> Iterator[Load]:
    """What a script or a style sheet loads, as far as its text says so."""
    if dest in ("script", "worker"):
        for how, said in CALLS.findall(text):
            if re.match(r"\.{0,2}/|[a-z]+:", said):
                yield Load(
                    said,
                    "worker" if how.startswith(("Worker", "SharedWorker", "register")) else "script",
                    "cors",
                )
    elif dest == "style":
        yield from (Load(said, "font" if "woff" in said else "style") for said in URLS.findall(text))


FALLS = {name for name in POLICY if name.endswith("-src")}  # where it is not given, default-src holds
HARMLESS = frozenset(("upgrade-insecure-requests", "block-all-mixed-content", "require-trusted-types-for"))


def weaker(policy: str) -> list[str]:
    """Return what a content security policy allows beyond the build's."""
    given: dict[str, list[str]] = {}
    for directive in policy.split(";"):
        name, *sources = directive.split() or [""]
        given.setdefault(name.lower(), [each for each in sources if each != "'none'"])
    more = [name for name in given if name and name not in POLICY and name not in HARMLESS]
    for name, allowed in POLICY.items():
        sources = given.get(name, given.get("default-src", ["*"]) if name in FALLS else ["*"])
        extra = [each for each in sources if each not in allowed.split()]
        if name == "connect-src":
            engine = {
                match[1] for each in extra if (match := re.fullmatch(r"(?:ws|http)s?://([^*/]+)", each))
            }
            odd = [each for each in extra if not re.fullmatch(r"(?:ws|http)s?://[^*/]+", each)]
            extra = odd + (sorted(engine) if len(engine) > 1 else [])
        if extra:
            more.append(f"{name} {' '.join(extra)}")
    return more


class Look:
    """One host, looked at; ``faults`` are sentences on what is not of the build."""

    def __init__(self, host: str, ours: Mapping[str, bytes], version: int, language: str) -> None:
        self.asks = (host.rstrip("/"), version, language)
        self.ours, self.addresses, self.paths = ours, dict[str, bytes](), dict[str, str]()
        for path, data in ours.items():
            plain, named = f"/static/built/{path}", f"/static/built/{path}?v={_short(data)}"
            self.addresses |= {plain: data, named: data}
            self.paths |= {plain: path, named: path}
        icon = (BUILT.parent / "icon.svg").read_bytes()
        self.addresses[f"/static/icon.svg?v={_short(icon)}"] = icon
        self.faults: dict[str, None] = {}
        self.looked: set[str] = set()
        self.landed = ""

    def page(self, path: str, saved: bytes | None = None) -> None:
        """Open a page as a browser does that was never here, and follow all that it loads."""
        browser = Chromium(*self.asks)
        try:
            answer = self._opened(browser, path) if saved is None else None
            url = answer.url if answer else urljoin(browser.origin, "/")
            body = answer.body if answer else saved or b""
            page = Page(body.decode("utf-8"))
        except (Unread, UnicodeDecodeError) as fault:
            self._say(str(fault) if isinstance(fault, Unread) else f"{path}: is not UTF-8.")
        else:
            for sentence in page.faults:
                self._say(f"{path}: {sentence}")
            self._follow(browser, [(load, url) for load in page.loads])
        finally:
            browser.close()

    def rest(self) -> None:
        """Ask for what no page loaded that was opened, as pages would that need a sign-in."""
        browser, loads = Chromium(*self.asks), []
        for path in (each for each in self.ours if each not in self.looked):
            where = f"/static/built/{path}"
            if not path.startswith(("chunk-", "fonts/")):
                where += f"?v={_short(self.ours[path])}"
            dest = {"css": "style", "woff2": "font"}.get(path.rpartition(".")[2], "script")
            dest = "worker" if path.endswith("-worker.js") else dest
            by = self.landed or f"{browser.origin}/"
            loads.append((Load(where, dest, "no-cors" if path == "htmx.js" else "cors"), by))
        self._follow(browser, loads)
        browser.close()

    def _say(self, sentence: str) -> None:
        self.faults.setdefault(sentence)

    def _opened(self, browser: Chromium, path: str) -> Answer:
        """Raises: Unread, also where a page leads to another host."""
        url = urljoin(browser.origin, path)
        for _ in range(5):
            if not url.startswith(f"{browser.origin}/"):
                raise Unread(f"{path}: leads to another origin, {url}.")
            answer = browser.get(url, Load(path, "document"))
            if answer.status not in (301, 302, 303, 307, 308):
                self._headers(path, answer)
                self.landed = self.landed or url
                return answer
            try:
                url = urljoin(url, answer.headers.get("location", ""))
            except ValueError:
                break
        raise Unread(f"{path}: leads from address to address, or to none.")

    def _headers(self, path: str, answer: Answer) -> None:
        policies = [
            one for each in answer.headers.get_all("content-security-policy", []) for one in each.split(",")
        ]
        if not policies:
            self._say(f"{path}: comes without a content security policy.")
        elif all(weaker(each) for each in policies):
            self._say(f"{path}: its content security policy lets in more: {', '.join(weaker(policies[0]))}.")
        if answer.headers.get("content-type", "").replace(" ", "").lower() != "text/html;charset=utf-8":
            self._say(f"{path}: is not HTML in UTF-8.")
        for name in ("link", "refresh", "speculation-rules", "service-worker-allowed"):
            if name in answer.headers:
                self._say(f"{path}: comes with a header that no page of this build has: {name}.")

    def _follow(self, browser: Chromium, waiting: list[tuple[Load, str]]) -> None:
        """Load in a browser's order: what stands in the page, then what that loads; the icon last."""
        asked: set[str] = set()
        while waiting:
            load, by = waiting.pop(
                next((n for n, (each, _) in enumerate(waiting) if each.dest != "image"), 0)
            )
            shown = address_of(urlsplit(by))
            try:
                url = urljoin(by, load.said)
                address = address_of(urlsplit(url))
            except ValueError:
                self._say(f"{shown}: loads {load.said}, which is no address.")
                continue
            if not url.startswith(f"{browser.origin}/"):
                self._say(f"{shown}: loads {url}, which is of another origin.")
                continue
            ours = self.addresses.get(address)
            if ours is None:
                self._say(f"{shown}: loads {address}, which is not of this build.")
            if address not in asked:
                asked.add(address)
                waiting += self._loaded(browser, load, url, by, ours)

    def _loaded(
        self, browser: Chromium, load: Load, url: str, by: str, ours: bytes | None
    ) -> list[tuple[Load, str]]:
        address = address_of(urlsplit(url))
        self.looked.add(self.paths.get(address, ""))
        try:
            answer = browser.get(url, load, by)
        except Unread as fault:
            self._say(str(fault))
            return []
        if ours is not None and answer.status != 200:
            self._say(f"{address}: not served (status {answer.status}).")
        elif ours is not None and answer.body != ours:
            self._say(f"{address}: another file.")
        found = within(answer.body.decode("utf-8", "replace"), load.dest)
        if answer.body == ours:  # our own text may name what is no file: only what it does load is followed
            found = (
                each for each in found if address_of(urlsplit(urljoin(url, each.said))) in self.addresses
            )
        return [(each, url) for each in found]


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def compare(look: Look, pages: list[str], saved: list[Path]) -> int:
    made_up = secrets.token_urlsafe(12)
    opened = ["/", f"/i/{made_up}", f"/i/{made_up}?lang=en", "/talks", *pages]
    for path in opened:
        look.page(path)
    for file in saved:
        look.page(str(file), file.read_bytes())
    look.rest()
    for sentence in look.faults:
        print(sentence)
    read = f"{len(opened) + len(saved)} pages and {len(look.ours)} files were looked at"
    print(f"{look.asks[0]}: {read}; {len(look.faults) or 'nothing'} found that is not of this build")
    return 1 if look.faults else 0


def _is_host(said: str) -> bool:
    try:
        at = urlsplit(said)
        return at.scheme in ("https", "http") and bool(at.hostname) and at.port != 0
    except ValueError:
        return False


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("host", nargs="?", help="the address of a host, e.g. https://parley.example.org")
    options.add_argument(
        "pages", nargs="*", help="addresses to open besides, e.g. that of an invitation: /i/…"
    )
    options.add_argument("--page", type=Path, action="append", default=[], help="a page that a browser saved")
    options.add_argument("--language", default="en-US,en;q=0.9", help="what the browser asks for")
    options.add_argument("--chrome", type=int, default=CHROME, help="the version that it says it is")
    options.add_argument("--list", action="store_true", help="print each file's digest, as sha256sum does")
    chosen = options.parse_args()
    ours = files()
    if not ours:
        print("Nothing has been built here yet. Run `make setup`.", file=sys.stderr)
        return 2
    if chosen.list:
        for path, data in ours.items():
            print(f"{hashlib.sha256(data).hexdigest()}  {path}")
    print(f"program {digest(ours)}")
    if not chosen.host:
        return 0
    if not _is_host(chosen.host):
        print("A host's address begins with https:// or http://, and its name follows.", file=sys.stderr)
        return 2
    return compare(Look(chosen.host, ours, chosen.chrome, chosen.language), chosen.pages, chosen.page)


if __name__ == "__main__":
    sys.exit(main())
