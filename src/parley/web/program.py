"""The program that browsers run: its files as they were built, the digest of the whole, and what pages let in.

``tools/program.py`` reads this with any Python: it imports nothing but the standard library.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

WEB = Path(__file__).parent
BUILT = WEB / "static" / "built"
_STANDS = re.compile(
    r'\br\.style\("([a-z-]+\.css)"\)'
)  # how a template has a sheet stand in a first page: Reader.style
IN_PAGES = sorted(  # style sheets that do: no other is let in
    {name for path in WEB.rglob("templates/*.html") for name in _STANDS.findall(path.read_text("utf-8"))}
)


def allowed_style(data: bytes) -> str:
    """Return what a policy says to let in a style element with just these bytes."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(data).digest()).decode()}'"


def _allowed_styles() -> list[str]:
    return [allowed_style((BUILT / name).read_bytes()) for name in IN_PAGES]


POLICY = {  # the content security policy of every answer; the media engine's address comes to connect-src
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": " ".join(["'self'", *_allowed_styles()]),
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self' blob:",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


def files() -> dict[str, bytes]:
    """Return what was built, by path, in order."""
    return {
        path.relative_to(BUILT).as_posix(): path.read_bytes()
        for path in sorted(BUILT.rglob("*"))
        if path.is_file()
    }


def digest(contents: Mapping[str, bytes]) -> str:
    """Return the digest of the whole: SHA-256 over lines of ``<file digest>  <path>``, as sha256sum prints them."""
    lines = [f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in contents.items()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@cache
def served_digest() -> str:
    """Return the digest of what this process serves."""
    return digest(files())
