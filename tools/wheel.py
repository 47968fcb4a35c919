"""What makes the wheel one of this platform: the build hook of hatchling (pyproject.toml), which ``make wheel`` calls.

Islands and engine are built before; a wheel without one of them, or without the licences of what it bundles, is not made. An
editable installation, which is what a checkout has, needs nothing of this.
"""

import struct
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ENGINE = "src/parley/media/built/livekit-server"
NEEDED = (
    ENGINE,
    "src/parley/web/static/built/room.js",
    "build/licenses/engine.txt",
    "build/licenses/browser.txt",
)
MACHINES = {62: "x86_64", 183: "aarch64"}  # e_machine in an ELF header → how wheels call it
INTERPRETER = 3  # PT_INTERP in its program headers: a dynamic loader, and so a C library, is needed


class Hook(BuildHookInterface):  # type: ignore[type-arg]  # of any configuration
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Set the tag; called before files are looked for. Raises: FileNotFoundError, ValueError."""
        if version == "editable":
            return
        missing = [name for name in NEEDED if not Path(self.root, name).exists()]
        if missing:
            raise FileNotFoundError(
                f"not built yet: {', '.join(missing)}. No wheel was made. Run `make wheel`."
            )
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform(Path(self.root, ENGINE).read_bytes())}"


def platform(program: bytes) -> str:
    """Return the platform that a wheel with this program in it runs on.

    manylinux2014 promises to run wherever glibc is 2.17 or newer. It is true of a program that needs no C library at all, as
    Go's are without cgo, and it is claimed of no other. Raises: ValueError.
    """
    if program[:6] != b"\x7fELF\x02\x01":
        raise ValueError(f"{ENGINE} is no 64-bit program for Linux. No wheel was made.")
    machine = MACHINES.get(struct.unpack_from("<H", program, 18)[0])
    (at,) = struct.unpack_from("<Q", program, 32)
    size, count = struct.unpack_from("<HH", program, 54)
    kinds = {struct.unpack_from("<I", program, at + size * n)[0] for n in range(count)}
    if machine is None or INTERPRETER in kinds:
        raise ValueError(
            f"{ENGINE} is for another machine, or needs a C library: for that there is no tag. No wheel was made."
        )
    return f"manylinux2014_{machine}"
