"""Every setting: its name, type, default, purpose and what is allowed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, get_origin, get_type_hints

from parley.languages import LANGUAGES
from parley.settings import values
from parley.settings.values import Read

FREE_PORT = "a port number from 0 to 65535; 0 picks a free one"
MEGABYTES = "a whole number from 1 to 1000000"


@dataclass(frozen=True, slots=True)
class About:
    """What a setting is for, what is allowed, and how a raw value is read."""

    purpose: str
    allowed: str
    read: Read
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting, checked. ``None`` means not set."""

    data: Annotated[
        Path,
        About(
            "the folder that holds secrets, the SQLite database and what the engine writes",
            "a folder that this process may make or write",
            values.path,
        ),
    ]
    database_url: Annotated[
        str,
        About(
            "where the record is kept; a file in the data folder unless set",
            "sqlite:///FILE or postgresql://[USER[:PASSWORD]@][HOST[:PORT]]/NAME",
            values.database,
        ),
    ]
    host: Annotated[str, About("the address to listen at", "an IP address or host name", values.text)] = (
        "127.0.0.1"
    )
    port: Annotated[int, About("the port to listen at", FREE_PORT, values.port)] = 8080
    public_url: Annotated[
        str | None,
        About(
            "the address that people's browsers use; localhost and the port unless set",
            "http://NAME or https://NAME, with a port if it is not the usual one",
            values.address("http", "https"),
        ),
    ] = None
    tls_cert: Annotated[
        Path | None,
        About(
            "the certificate chain for serving HTTPS without a proxy",
            "a readable PEM file; needs tls_key",
            values.file,
        ),
    ] = None
    tls_key: Annotated[
        Path | None, About("the private key of tls_cert", "a readable PEM file; needs tls_cert", values.file)
    ] = None
    institution: Annotated[
        str, About("the name of the host institution", "one line of text", values.text)
    ] = "The host"
    language: Annotated[
        str, About("the language of pages nobody has chosen one for", " | ".join(LANGUAGES), values.language)
    ] = "en"
    livekit_url: Annotated[
        str | None,
        About(
            "a LiveKit engine elsewhere; Parley starts one of its own unless set",
            "ws://NAME[:PORT] or wss://NAME[:PORT]; needs livekit_key and livekit_secret",
            values.address("ws", "wss"),
        ),
    ] = None
    livekit_key: Annotated[
        str | None, About("the API key of that engine", "one line of text; needs livekit_url", values.text)
    ] = None
    livekit_secret: Annotated[
        str | None,
        About(
            "the API secret of that engine",
            "32 characters or more; needs livekit_url",
            values.secret,
            secret=True,
        ),
    ] = None
    engine: Annotated[
        Path | None,
        About(
            "the LiveKit server to start; the one that was built, or one on PATH, unless set",
            "a program of the pinned version",
            values.program,
        ),
    ] = None
    engine_address: Annotated[
        str,
        About("the address at which browsers reach our own engine's media ports", "an IP address", values.ip),
    ] = "127.0.0.1"
    engine_url: Annotated[
        str | None,
        About(
            "the address at which browsers reach our own engine's signal port; localhost and the port unless set",
            "ws://NAME[:PORT] or wss://NAME[:PORT], as a TLS proxy in front of it is called",
            values.address("ws", "wss"),
        ),
    ] = None
    engine_port: Annotated[int, About("our own engine's signal port (TCP)", FREE_PORT, values.port)] = 0
    engine_tcp_port: Annotated[int, About("our own engine's media port (TCP)", FREE_PORT, values.port)] = 0
    engine_udp_port: Annotated[int, About("our own engine's media port (UDP)", FREE_PORT, values.port)] = 0
    clock_start: Annotated[
        datetime | None,
        About(
            "when the clock of the talks starts, for rehearsals only; real time unless set",
            "a time with its zone, e.g. 2020-03-22T12:00:00+04:30",
            values.instant,
        ),
    ] = None
    smtp_host: Annotated[
        str | None,
        About(
            "the mail server that invitations go out by, over STARTTLS; they are printed alone unless set",
            "a host name or IP address; needs smtp_from",
            values.text,
        ),
    ] = None
    smtp_port: Annotated[
        int, About("the port of that server", "a port number from 1 to 65535", values.port)
    ] = 587
    smtp_from: Annotated[
        str | None,
        About(
            "whose address invitations come from",
            "an address like talks@example.org; needs smtp_host",
            values.mail,
        ),
    ] = None
    smtp_account: Annotated[
        str | None,
        About(
            "the name to sign in at that server with", "one line of text; needs smtp_password", values.text
        ),
    ] = None
    smtp_password: Annotated[
        str | None,
        About(
            "the password of smtp_account", "one line of text; needs smtp_account", values.text, secret=True
        ),
    ] = None
    seat_megabytes: Annotated[
        int, About("what one seat may bring into one talks: lists, texts, notes", MEGABYTES, values.megabytes)
    ] = 256
    party_megabytes: Annotated[
        int, About("what all seats of one party may bring into one talks", MEGABYTES, values.megabytes)
    ] = 1024
    acts_megabytes: Annotated[
        int,
        About("what the acts of one seat may take in the record of one talks", MEGABYTES, values.megabytes),
    ] = 64
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def tls_pair(self) -> tuple[Path, Path] | None:
        """Certificate and key, if HTTPS is served here."""
        return (self.tls_cert, self.tls_key) if self.tls_cert and self.tls_key else None

    def address(self, port: int | None = None) -> str:
        """Return the address people open; ``port`` is the one really bound, if ``self.port`` was 0."""
        if self.public_url:
            return self.public_url
        return f"{'https' if self.tls_cert else 'http'}://localhost:{port or self.port}"


def declared() -> dict[str, About]:
    """Return the description of each setting, by name."""
    hints = get_type_hints(Settings, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items() if get_origin(hint) is Annotated}
