"""The wheel as an operator has it: installed where there is no toolchain and no checkout, it serves and rehearses."""

import asyncio
import json
import re
import shutil
import ssl
import subprocess
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from parley.app.core.model import HOUSE
from parley.rehearsal.seat import Seat
from parley.rehearsal.tls import trusting
from parley.web import program
from tests.certificate import own_certificate

ROOT = Path(__file__).parents[2]
UV = ROOT / "tools/uv.sh"
LONGEST = 900  # seconds, for a rehearsal; half a minute on a quiet machine
BARE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}

pytestmark = pytest.mark.whole


def run(*command: object, **more: Any) -> "subprocess.CompletedProcess[str]":
    words = [str(word) for word in command]
    return subprocess.run(words, text=True, capture_output=True, check=False, **{"timeout": 300} | more)


def built(folder: Path) -> Path:
    """Return the wheel, made as ``make wheel`` makes it."""
    made = run(ROOT / "tools/wheel.sh", folder)
    assert made.returncode == 0, made.stdout + made.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    gathered = run(ROOT / ".venv/bin/python", ROOT / "tools/licenses.py")
    assert gathered.returncode == 0, gathered.stderr
    return built(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def parley(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The command in an environment that has nothing but the wheel and what it needs, all by hash."""
    folder = tmp_path_factory.mktemp("operator")
    needed = ("--require-hashes", "-r", "requirements.txt")
    for command in (("venv", folder / "venv"), ("pip", "install", "--python", folder / "venv", *needed)):
        done = run(UV, "--directory", wheel.parent, *command)
        assert done.returncode == 0, done.stderr
    yield folder / "venv/bin/parley"
    shutil.rmtree(folder)  # half a gigabyte


@contextmanager
def serving(parley: Path, folder: Path, *arguments: object) -> Iterator[dict[str, Any]]:
    command = [
        str(word)
        for word in (parley, "serve", "--json", "--port", "0", "--data", folder / "data", *arguments)
    ]
    with subprocess.Popen(command, cwd=folder, env=BARE, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            told: dict[str, Any] = json.loads(server.stdout.readline())
            yield told
        finally:
            server.terminate()
            server.wait(60)


def test_a_wheel_is_for_its_platform_with_licences_and_without_a_path_of_its_builder(wheel: Path) -> None:
    assert re.fullmatch(r"parley-[\d.]+-py3-none-manylinux2014_(x86_64|aarch64)\.whl", wheel.name)
    with zipfile.ZipFile(wheel) as archive:
        contents = {one.filename: archive.read(one) for one in archive.infolist()}
    home, places = str(Path.home()).encode(), [str(ROOT).encode(), str(wheel.parent).encode()]
    places += [home + b"/"] if home != b"/" else []
    assert [name for name, data in contents.items() if any(place in data for place in places)] == []
    assert not [name for name in contents if name.endswith((".pyc", ".map", ".sqlite")) or "tests" in name]
    texts = {Path(name).name: data.decode() for name, data in contents.items() if "/licenses/" in name}
    assert set(texts) == {"LICENSE", "engine.txt", "browser.txt"}
    for part, text in (("livekit-server", "engine"), ("hashicorp/go-version", "engine"), ("lit-html", "browser"), ("vazirmatn", "browser")):  # fmt: skip
        assert part in texts[f"{text}.txt"]
    assert "Mozilla Public License" in texts["engine.txt"]
    assert "SIL OPEN FONT LICENSE" in texts["browser.txt"]


def test_two_builds_of_one_source_are_the_same_to_the_byte(wheel: Path, tmp_path: Path) -> None:
    again = built(tmp_path)
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()
    assert again.with_name("requirements.txt").read_text() == wheel.with_name("requirements.txt").read_text()


def test_the_command_says_what_it_can_do_and_which_program_it_serves(parley: Path, tmp_path: Path) -> None:
    helped = run(parley, "--help", cwd=tmp_path, env=BARE)
    assert helped.returncode == 0, helped.stderr
    assert "rehearse" in helped.stdout
    said = run(parley, "--version", cwd=tmp_path, env=BARE).stdout.split()
    assert said[::2] == ["parley", "program"]
    assert said[3] == program.digest(program.files())  # what was built here


def test_it_serves_pages_islands_and_an_engine(parley: Path, tmp_path: Path) -> None:
    with serving(parley, tmp_path) as told, httpx.Client() as guest:
        address = told["url"]
        assert guest.get(f"{address}/health").json() == {"ok": True, "engine": True, "journal": "ok"}
        page = guest.get(told["first"]["link"], follow_redirects=True)
        scripts = re.findall(r'src="(/static/built/[^"]+\.js[^"]*)"', page.text)
        assert scripts, page.text
        for script in scripts:
            assert guest.get(address + script).status_code == 200


def test_a_certificate_is_renewed_while_somebody_is_there_who_goes_on(parley: Path, tmp_path: Path) -> None:
    certificate, key = own_certificate(tmp_path)
    first = in_der(certificate)
    (tmp_path / "renewed").mkdir()
    renewed = own_certificate(tmp_path / "renewed")

    async def scene(told: dict[str, Any]) -> None:
        seat = Seat(told["url"], HOUSE, "facilitator-1", trusting(certificate))
        await seat.redeem(told["first"]["link"], told["first"]["code"])
        await seat.sign("roster.device-vouched.1", device=seat.device.id)
        async with aclosing(cast(AsyncGenerator[str], seat.events())) as events:
            await until_told(events, "hello")
            assert given(told["url"]) == first
            for new, path in zip(renewed, (certificate, key), strict=True):
                new.replace(path)
            assert given(told["url"]) == in_der(certificate) != first
            invited = run(parley, "host", "invite", "--data", tmp_path / "data", cwd=tmp_path, env=BARE)
            assert invited.returncode == 0, invited.stderr
            await until_told(events, "recorded")  # on the connection that was open before
        await seat.close()

    with serving(parley, tmp_path, "--tls", certificate, key) as told:
        asyncio.run(scene(told))


async def until_told(events: AsyncIterator[str], what: str) -> None:
    async with asyncio.timeout(60):
        async for line in events:
            if line == f"event: {what}":
                return
    raise AssertionError(f"the line ended before {what}")


def in_der(certificate: Path) -> bytes:
    return ssl.PEM_cert_to_DER_cert(certificate.read_text("ascii"))


def given(address: str) -> bytes:
    """Return the certificate that a new connection gets."""
    at = httpx.URL(address)
    return ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate((at.host, at.port or 443), timeout=60))


def test_the_whole_rehearsal_ends_well_and_its_record_verifies(parley: Path, tmp_path: Path) -> None:
    done = run(
        parley, "rehearse", "--exit", "--data", tmp_path / "data", cwd=tmp_path, env=BARE, timeout=LONGEST
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("exit 0") == 2  # each side's own verification
    assert "joined with camera and sound" in done.stdout
    answer = run(parley, "record", "verify", tmp_path / "data/record", "--json", cwd=tmp_path, env=BARE)
    assert answer.returncode == 0, answer.stdout
    report = json.loads(answer.stdout)
    assert {one["party"] for one in report["cosigned"]} == {"government", "taliban"}
    entries = b"".join(path.read_bytes() for path in (tmp_path / "data/record").rglob("*") if path.is_file())
    assert b"Kharoti" not in entries  # nobody's name is in the record
