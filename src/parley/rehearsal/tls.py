"""HTTPS for a rehearsal that other machines join: the names in the links come from the certificate."""

import socket
import ssl
from contextlib import suppress
from pathlib import Path

from cryptography import x509

LOCAL = "localhost"


def tls_settings(certificate: Path, key: Path, port: int) -> dict[str, str]:
    """Return the server's settings: links name the certificate's host, and everybody who reaches it may join.

    Raises: ValueError if the certificate cannot be read.
    """
    name = host_of(certificate.read_bytes())
    settings = {
        "PARLEY_TLS_CERT": str(certificate),
        "PARLEY_TLS_KEY": str(key),
        "PARLEY_PUBLIC_URL": f"https://{name}:{port}",
    }
    if name != LOCAL:
        settings["PARLEY_HOST"] = "0.0.0.0"  # noqa: S104 - other machines are to reach it: that is what --tls is for
        with suppress(OSError):
            settings["PARLEY_ENGINE_ADDRESS"] = socket.gethostbyname(name)
    return settings


def host_of(certificate: bytes) -> str:
    """Return the first host that a certificate (PEM) is for, ``localhost`` if it names none."""
    found = x509.load_pem_x509_certificate(certificate)
    with suppress(x509.ExtensionNotFound):
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        for name in names.get_values_for_type(x509.DNSName):
            if "*" not in name:
                return name
    return LOCAL


def trusting(certificate: Path) -> ssl.SSLContext:
    """Return what the bots trust: the machine's authorities, and this certificate even if it is its own."""
    context = ssl.create_default_context()
    context.load_verify_locations(certificate)
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


def free_port() -> int:
    """Return a port that was free just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
