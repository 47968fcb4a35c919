"""The secrets of one installation, in one file that only its owner may read.

The holder of this file can sign as this server and read what it stores; without it a backup cannot be read.
"""

import json
import os
import secrets
import stat
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

FORMAT = "parley-secrets/1"
NAME = "secrets.json"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the server must keep to itself; its ``repr`` shows none of it."""

    server_key: bytes = field(repr=False)  # Ed25519 private key, 32 bytes
    blob_key: bytes = field(repr=False)  # wraps the key of each content blob, 32 bytes
    livekit_key: str = field(repr=False)
    livekit_secret: str = field(repr=False)

    def with_engine(self, key: str, secret: str) -> Self:
        """Return the same with the key and secret of an engine elsewhere."""
        return replace(self, livekit_key=key, livekit_secret=secret)


def kept(folder: Path) -> Secrets:
    """Return the secrets kept in ``folder``, made there if there are none. Two first starts at once agree.

    Raises: ValueError, saying what is expected, if the folder cannot be written, others may read the file,
        or it is not what Parley wrote. A file that is there is never replaced.
    """
    path = folder / NAME
    try:
        if not path.exists():
            _make(path)
        mode = stat.S_IMODE(path.stat().st_mode)
        text = path.read_text("utf-8")
    except OSError as fault:
        why = "it is a file" if isinstance(fault, FileExistsError) else fault.strerror
        raise ValueError(f"a folder in which {NAME} can be made and read ({why})") from fault
    if mode & 0o077:
        raise ValueError(f"{NAME} readable by its owner alone, not mode {mode:04o}: chmod 600 {path}")
    return _read(path, text)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = {
        "format": FORMAT,
        "server_key": _text(secrets.token_bytes(32)),
        "blob_key": _text(secrets.token_bytes(32)),
        "livekit_key": f"parley{secrets.token_hex(6)}",
        "livekit_secret": secrets.token_urlsafe(36),
    }
    draft = path.with_name(f".{NAME}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # unlike a rename, never replaces what another first start has made
        except FileExistsError:
            return
    finally:
        draft.unlink()
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path, text: str) -> Secrets:
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise ValueError
        found = Secrets(
            server_key=_bytes(content["server_key"]),
            blob_key=_bytes(content["blob_key"]),
            livekit_key=str(content["livekit_key"]),
            livekit_secret=str(content["livekit_secret"]),
        )
    except (ValueError, KeyError, TypeError) as fault:
        raise ValueError(f"{path} as Parley wrote it ({FORMAT}); put the file of your backup back") from fault
    return found


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if len(data) != 32:
        raise ValueError
    return data
