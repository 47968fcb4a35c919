"""Static files in pages: their addresses, the tags of scripts and style sheets, and what is fetched ahead."""

import hashlib
import json
from functools import cache
from pathlib import Path

from markupsafe import Markup

STATIC = Path(__file__).parent / "static"
FACES = (  # one file a script and weight; a page of somebody whose browser keeps one begins with it
    "vazirmatn",
    "source-sans",
    "source-serif-400",
    "source-serif-600",
    "naskh-400",
    "naskh-700",
)


@cache
def asset(path: str) -> str:
    """Return the address of a static file, with a digest so that it can be kept for ever."""
    file = STATIC / path
    if not file.is_file():
        return f"/static/{path}"
    return f"/static/{path}?v={hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"


@cache
def kept_as(sheet: str) -> str:
    """Return how a browser says that it keeps this built style sheet, as it is now."""
    return f"{sheet.removesuffix('.css')}-{asset(f'built/{sheet}').partition('?v=')[2]}"


@cache
def style(sheet: str, *, kept: bool) -> Markup:
    """Return a link to a built style sheet; the sheet itself, to be fetched afterwards, where the browser does not keep it.

    So the first page of a first visit has its words one step there and back earlier.
    """
    address = asset(f"built/{sheet}")
    file = STATIC / "built" / sheet
    if kept or not file.is_file():
        return Markup('<link rel="stylesheet" href="{}">').format(address)
    later = Markup('</style>\n<link rel="later" as="style" href="{}" data-first data-keep="{}">')
    ours = Markup(file.read_text("utf-8"))  # noqa: S704 - of the build, byte for byte, as the policy lets it in
    return Markup("<style>") + ours + later.format(address, kept_as(sheet))


@cache
def imports() -> dict[str, dict[str, list[str]]]:
    """Return what each script that was built imports at once and asks for later: browser/build.mjs."""
    file = STATIC / "built/imports.json"
    found: dict[str, dict[str, list[str]]] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return found


@cache
def module(name: str) -> Markup:
    """Return the tags of a built script: all that it imports is named, for on a slow line each step there and back counts."""
    said = Markup('<link rel="modulepreload" href="{}" fetchpriority="low">\n')
    tags = [said.format(chunk_of(each)) for each in _at_once(name)]
    script = Markup('<script type="module" src="{}" fetchpriority="low"></script>')
    return Markup().join([*tags, script.format(asset(f"built/{name}"))])


@cache
def ahead_of(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return all that these built files need, as (address, kind) in the order in which it is to come."""
    found: dict[str, str] = {}
    for name in names:
        kind = "style" if name.endswith(".css") else "script"
        later = [each for one in imports().get(name, {}).get("later", ()) for each in (*_at_once(one), one)]
        found[asset(f"built/{name}")] = kind
        found |= {chunk_of(each): kind for each in (*_at_once(name), *later)}
    return list(found.items())


@cache
def fetched_ahead(*names: str, mark: str = "data-large") -> Markup:
    """Return links to all that these built files need, for browser/src/ahead; ``mark``: before the faces, or after them."""
    said = Markup('<link rel="later" as="{}" href="{}" {}>\n')
    sheet = Markup('<link rel="later" as="style" href="{}" {} data-keep="{}">\n')
    sheets = {asset(f"built/{each}"): kept_as(each) for each in names if each.endswith(".css")}
    return Markup().join(
        sheet.format(address, mark, sheets[address])
        if address in sheets
        else said.format(kind, address, mark)
        for address, kind in ahead_of(names)
    )


def chunk_of(name: str) -> str:
    """Return the address by which scripts import a chunk, which its name alone makes unmistakable."""
    return f"/static/built/{name}"


def later_of(name: str) -> list[str]:
    """Return the addresses of what a built script asks for only when it needs it."""
    return [chunk_of(each) for each in imports().get(name, {}).get("later", ())]


def _at_once(name: str) -> list[str]:
    return imports().get(name, {}).get("now", [])
