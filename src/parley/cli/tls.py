"""A certificate and its key: checked before anything is started, and taken anew while people are connected."""

import logging
import ssl
from pathlib import Path

from parley.cli.errors import Stopped
from parley.cli.files import read

log = logging.getLogger("parley.tls")


def fit_for_tls(certificate: Path, key: Path) -> None:
    """Stop if the two cannot serve HTTPS together. Raises: Stopped."""
    for path in (certificate, key):
        read(path, "started")
    try:
        _context(certificate, key)
    except (ssl.SSLError, ValueError) as fault:
        raise Stopped(
            f"{certificate} and {key}: no certificate (PEM) with the private key that belongs to it, without a password. "
            "Nothing was started."
        ) from fault


def renewing(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return a context that gives each handshake the certificate and key that lie in these files by then.

    Whoever renews them replaces two files, one after the other. A pair is loaded into a context of its own, whole or not at
    all; where it is not whole, handshakes go on with the pair before. Connections that are open are not touched.
    """
    first = _context(certificate, key)
    pair = _Pair(certificate, key, first)

    def begins(handshake: ssl.SSLSocket | ssl.SSLObject, _name: str | None, _first: ssl.SSLContext) -> None:
        handshake.context = pair.newest()

    first.sni_callback = (
        begins  # called at the beginning of each handshake, also where the client names no server
    )
    return first


class _Pair:
    def __init__(self, certificate: Path, key: Path, loaded: ssl.SSLContext) -> None:
        self._certificate, self._key, self._loaded = certificate, key, loaded
        self._seen = self._state()

    def newest(self) -> ssl.SSLContext:
        """Return the pair as it lies there now, else the last that was whole. Each state of the files is tried once."""
        state = self._state()
        if state == self._seen:
            return self._loaded
        self._seen = state
        try:
            self._loaded = _context(self._certificate, self._key)
        except (OSError, ValueError) as fault:  # ssl.SSLError is an OSError
            log.warning(
                "%s and %s were replaced, and do not serve HTTPS together (%s): going on with those before",
                self._certificate, self._key, fault,
            )  # fmt: skip
        else:
            log.warning(
                "%s was replaced: new connections get it, %s", self._certificate, _end(self._certificate)
            )
        return self._loaded

    def _state(self) -> tuple[tuple[int, int, int] | None, ...]:
        """What tells whether somebody wrote or replaced one of the two; links are followed, as certbot has them."""
        return tuple(_written(path) for path in (self._certificate, self._key))


def _written(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _context(certificate: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)  # TLS 1.2 and 1.3, as Python has it
    context.load_cert_chain(certificate, key, password=_locked)
    return context


def _locked() -> bytes:
    return b""  # rather than be asked for one at the terminal


def _end(certificate: Path) -> str:
    """Return until when a certificate is good, in words for the log."""
    from cryptography import x509

    try:
        last = x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
    except (OSError, ValueError):  # replaced once more
        return "until a time that could not be read"
    return f"until {last:%Y-%m-%d %H:%M} UTC"
