"""A copy of the program that a test changes as CONTRIBUTING.md says, and uses in a process of its own."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
CATALOGUES = tuple(f"web/words/catalogs/{language}.po" for language in ("ps", "fa_AF", "ar"))


def copied(folder: Path) -> Path:
    """Return ``src`` of a copy of the program."""
    source = folder / "src"
    shutil.copytree(
        ROOT / "src/parley", source / "parley", ignore=shutil.ignore_patterns("__pycache__", "livekit-server")
    )
    return source


def replaced(path: Path, before: str, after: str) -> None:
    """Put ``after`` in the place of ``before``, which stands there once."""
    text = path.read_text("utf-8")
    assert text.count(before) == 1, (path, before)
    path.write_text(text.replace(before, after), "utf-8")


def translate(source: Path, said: Iterable[str]) -> None:
    """Give each sentence in these texts of modules and templates a translation: the same word for all."""
    messages = dict.fromkeys(re.findall(r"(?:N_|\bt)\(\"((?:[^\"\\]|\\.)*)\"[),]", "".join(said)))
    for catalogue in CATALOGUES:
        path = source / "parley" / catalogue
        known = path.read_text("utf-8")
        with path.open("a", encoding="utf-8") as file:
            for message in messages:
                holes = "".join(re.findall(r"%\(\w+\)s", message))
                if f'msgid "{message}"' not in known:
                    file.write(f'\nmsgid "{message}"\nmsgstr "ژمنه {holes}"\n')


def run(source: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run python over the copy, with the tests beside it."""
    paths = {"PYTHONPATH": f"{source}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        env=os.environ | paths,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
