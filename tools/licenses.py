"""Writes the licences of what a wheel bundles: the Go modules in the engine, the packages and fonts that browsers get.

Each text is written once, under all that it holds for, with versions and where the source is. What has no text of its own is
refused, unless it is named here with where its text is.
"""

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
OUT = ROOT / "build" / "licenses"
ENGINE = ROOT / "src/parley/media/built/livekit-server"
MODULES = ROOT / "browser/node_modules"
NAMES = re.compile(r"(licen[cs]e|copying|notice|patents)([-.](md|txt|mit))?", re.IGNORECASE)
UNBUILT = {"_", "."}  # how folders begin that Go does not build
ELSEWHERE = {  # npm packages that come without the text that they name
    "@bufbuild/protobuf": (ROOT / "LICENSE", MODULES / "@bufbuild/protobuf/dist/esm/google/varint.js"),
    "@lit-labs/ssr-dom-shim": (MODULES / "lit/LICENSE",),
}


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    version: str
    source: str
    texts: tuple[str, ...]


def main() -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    for name, about, parts in (
        ("engine", "The media engine contains these Go modules.", modules()),
        ("browser", "What browsers get contains these packages, or was made with parts of them.", packages()),
    ):
        without = [part.name for part in parts if not part.texts]
        if without or not parts:
            print(
                f"{name}: no licence was found of {', '.join(without) or 'anything'}. Nothing was written.",
                file=sys.stderr,
            )
            return 1
        (OUT / f"{name}.txt").write_text(paper(about, parts), "utf-8")
        print(f"{name}: {len(parts)} parts")
    return 0


def paper(about: str, parts: Iterable[Part]) -> str:
    """Return one text of all licences, each once, under the parts that it holds for."""
    under = defaultdict[str, list[str]](list)
    for part in sorted(parts, key=lambda part: part.name):
        for text in part.texts:
            under[text].append(f"  {part.name} {part.version}  {part.source}")
    blocks = ("\n".join(["-" * 100, *names, "", text]) for text, names in under.items())
    return "\n\n".join([about, *blocks]) + "\n"


def modules() -> list[Part]:
    """Return Go's own library and the modules that the engine was linked from, as it says itself."""
    cache = Path(_go("env", "GOMODCACHE").strip())
    found = []
    for line in _go("version", "-m", str(ENGINE)).splitlines():
        kind, name, version, *_ = [*line.split(), "", "", ""]
        if kind in ("mod", "dep"):
            folder = cache / f"{_escaped(name)}@{_escaped(version)}"
            found.append(Part(name, version, f"https://pkg.go.dev/{name}@{version}", _texts(folder, "**/*")))
    go = _go("version", str(ENGINE)).split()[-1]
    same = next((part.texts for part in found if part.name == "golang.org/x/sys"), ())  # by the same authors
    return [Part("Go's runtime and library", go, "https://go.dev/dl/", same), *found]


def packages() -> list[Part]:
    """Return what is installed to be bundled, not to build or to test with."""
    locked = json.loads((ROOT / "browser/package-lock.json").read_text("utf-8"))["packages"]
    found = []
    for path, one in locked.items():
        if not path or one.get("dev") or not (ROOT / "browser" / path).is_dir():
            continue
        name = path.rpartition("node_modules/")[2]
        texts = tuple(_read(each) for each in ELSEWHERE.get(name, ())) or _texts(ROOT / "browser" / path)
        found.append(Part(name, one["version"], f"https://www.npmjs.com/package/{name}", texts))
    return found


def _texts(folder: Path, pattern: str = "*") -> tuple[str, ...]:
    """Return the texts at the top of a folder, or with ``**/*`` those of parts that came from elsewhere, too."""
    paths = [path for path in sorted(folder.glob(pattern)) if NAMES.fullmatch(path.name) and path.is_file()]
    parts = [path for path in paths if not UNBUILT & {each[:1] for each in path.relative_to(folder).parts}]
    return tuple(dict.fromkeys(_read(path) for path in parts))


def _read(path: Path) -> str:
    """Return a text; of a program's file, the comment at its top."""
    text = path.read_text("utf-8")
    if path.suffix == ".js":
        text = "".join(f"{line[3:]}\n" for line in re.match(r"(//.*\n)+", text)[0].splitlines())  # type: ignore[index]  # they all begin so
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _escaped(name: str) -> str:
    """Return a module's name as the folders of Go's cache have it."""
    return re.sub("[A-Z]", lambda found: f"!{found[0].lower()}", name)


def _go(*arguments: str) -> str:
    """Ask Go, the machine's or that of the locked environment: any version can read what another built."""
    go = Path(shutil.which("go") or ROOT / ".venv/bin/go").absolute()
    return subprocess.run([go, *arguments], cwd="/", check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
