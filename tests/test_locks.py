"""What is built in is locked by hash, is not much, and nothing is fetched when Parley runs."""

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
ADDRESS = re.compile(r"https?://(?!localhost|127\.0\.0\.1|NAME|[\w.]*example)[\w.-]+\.\w+")


def test_every_package_is_locked_by_a_hash() -> None:
    locked = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    files = [
        one
        for package in locked
        for one in (*package.get("wheels", ()), *filter(None, [package.get("sdist")]))
    ]
    assert len(files) > len(locked) > 20
    assert not [one["url"] for one in files if not one.get("hash", "").startswith("sha256:")]
    assert [one["name"] for one in locked if one["source"] != {"registry": "https://pypi.org/simple"}] == [
        "parley"
    ]
    packages = json.loads((ROOT / "browser/package-lock.json").read_text("utf-8"))["packages"]
    assert not [name for name, one in packages.items() if name and not one["integrity"].startswith("sha512-")]
    engine = (ROOT / "engine/go.mod").read_text("utf-8")
    sums = (ROOT / "engine/go.sum").read_text("utf-8")
    modules = re.findall(r"^\t(\S+) (v\S+)", engine, re.MULTILINE)
    assert len(modules) > 20
    assert not [name for name, version in modules if f"{name} {version} h1:" not in sums]


def test_what_is_locked_is_what_is_installed() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"\$\(UV\) sync --locked", makefile)
    assert re.search(r"\$\(NPM\) --prefix browser ci\b", makefile)
    assert "-mod=readonly" in (ROOT / "engine/build.sh").read_text("utf-8")


def test_the_packages_that_we_ask_for_are_few() -> None:
    python = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    browser = json.loads((ROOT / "browser/package.json").read_text("utf-8"))["dependencies"]
    assert len(python) <= 24
    assert len(browser) <= 10


def test_nothing_is_fetched_when_it_runs() -> None:
    """No address of anybody else stands in the code of the server or of the islands."""
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "browser/src").rglob("*.ts")]
    assert len(sources) > 300
    named = [(path.name, found[0]) for path in sources for found in ADDRESS.finditer(path.read_text("utf-8"))]
    assert named == []
