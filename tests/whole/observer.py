"""Somebody who owns the machine: reads processes' memory, files and the wire, and looks for a key in every form."""

import base64
import os
import re
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.living import children, command_line

Needles = dict[str, bytes]  # form → bytes to look for
PIECE = 1 << 20
UNTOUCHED = bytes(PIECE)


def forms(key: bytes) -> Needles:
    """Return a key as it could lie about: raw, as text, inside longer base64, and, of a sender's, what frames are sealed with."""
    derived = HKDF(SHA256(), 16, b"LKFrameEncryptionKey", bytes(128)).derive(key)
    found = {
        "raw": key,
        "hex": key.hex().encode(),
        "HEX": key.hex().upper().encode(),
        "derived": derived,
        "derived hex": derived.hex().encode(),
    }
    for alphabet, altchars in (("base64", b"+/"), ("base64url", b"-_")):
        for shift in range(3):  # where the key begins within what was encoded
            whole = base64.b64encode(bytes(shift) + key, altchars).rstrip(b"=")
            found[f"{alphabet} at {shift}"] = whole[-(-shift * 8 // 6) : -1]
    return found


def found_in(pieces: Iterator[bytes], needles: Needles) -> set[str]:
    """Return the forms that occur in ``pieces``."""
    found: set[str] = set()
    for piece in pieces:
        found |= {form for form, needle in needles.items() if form not in found and needle in piece}
    return found


def memory(pid: int) -> Iterator[bytes]:
    """Yield all that a process has mapped and that can be read, in overlapping pieces, but for those it never wrote to."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as mem:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span = re.match(r"([0-9a-f]+)-([0-9a-f]+) r", line)
            if span is None or line.endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
                continue
            at, end = (int(edge, 16) for edge in span.groups())
            while at < end:
                try:
                    piece = os.pread(mem.fileno(), min(PIECE, end - at), at)
                except OSError:  # unmapped since, or a device
                    break
                if not piece:
                    break
                if piece != UNTOUCHED[: len(piece)]:  # most of what is mapped: gigabytes of noughts
                    yield piece
                at += len(piece) if at + len(piece) >= end else len(piece) - 256


def engine_of(server: int) -> int:
    """Return the process id of a server's media engine."""
    found = [child for child in children(server) if b"livekit" in command_line(child)]
    assert found, "the server has no engine"
    return found[0]


class Wire:
    """Everything on the loopback while it is open, kept by flow in order, so that no packet's edge hides anything."""

    def __init__(self) -> None:
        self.flows: dict[tuple[int, bytes], bytearray] = {}
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32 << 20)
        self._socket.bind(("lo", 0))
        self._socket.settimeout(0.2)
        self._open = True
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        self._socket.close()

    def end(self) -> None:
        """Keep nothing more."""
        self._open = False
        self._thread.join()

    def longest(self, kind: int) -> int:
        """Return the length of the longest flow of a protocol so far, in bytes."""
        return max((len(flow) for (of, _), flow in list(self.flows.items()) if of == kind), default=0)

    def _keep(self) -> None:
        while self._open:
            try:
                packet, address = self._socket.recvfrom(1 << 17)
            except TimeoutError:
                continue
            if address[2] != socket.PACKET_OUTGOING and packet[12:14] == b"\x08\x00":  # each comes by twice
                head = 14 + (packet[14] & 15) * 4
                kind, ends = packet[23], packet[head : head + 4]
                skip = 8 if kind == 17 else (packet[head + 12] >> 4) * 4 if kind == 6 else 0
                length = struct.unpack("!H", packet[16:18])[0] + 14
                self.flows.setdefault((kind, ends), bytearray()).extend(packet[head + skip : length])
