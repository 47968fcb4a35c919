"""A certificate and its key, checked before anything is started."""

import ssl
from pathlib import Path

from parley.cli.errors import Stopped
from parley.cli.files import read


def fit_for_tls(certificate: Path, key: Path) -> None:
    """Stop if the two cannot serve HTTPS together. Raises: Stopped."""
    for path in (certificate, key):
        read(path, "started")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=_locked)
    except (ssl.SSLError, ValueError) as fault:
        raise Stopped(
            f"{certificate} and {key}: no certificate (PEM) with the private key that belongs to it, without a password. "
            "Nothing was started."
        ) from fault


def _locked() -> bytes:
    return b""  # rather than be asked for one at the terminal
