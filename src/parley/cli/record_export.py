"""``parley record export``: one compartment out of the store, as a folder."""

import argparse
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from parley import settings as chosen
from parley import wiring
from parley.app.core import contents, witness
from parley.app.core.access import ANYBODY
from parley.app.core.model import HOUSE, App
from parley.app.core.ports import ReadOnly
from parley.cli.errors import Stopped, message_of, require_installation, warn_if_read_only
from parley.record import export_paths, read_entry
from parley.record.folder import digests
from parley.wiring import StoreError

CONTENTS = ("text", "plan")  # lists never travel: they are people's names


def export(options: argparse.Namespace) -> int:
    """Export. Exit codes: 0 written, 2 nothing was written (said why)."""
    try:
        _fit(options.folder)
        kinds = tuple(filter(None, options.with_content.split(",")))
        if not set(kinds) <= set(CONTENTS):
            raise Stopped(f"--with-content takes {' and '.join(CONTENTS)}, not {options.with_content}.")
        settings = chosen.load({"data": str(options.data)} if options.data else {})
        require_installation(settings)
        with wiring.reading(settings) as parley:
            warn_if_read_only(parley.app)
            if witness.changed(parley.app):
                print(message_of(ReadOnly("entries_changed")), file=sys.stderr, flush=True)
            talks = chosen_talks(parley.app, options.talks)
            count = written(options.folder, files(parley.app, talks, options.compartment, kinds))
    except (Stopped, chosen.SettingsRefused, StoreError, OSError) as fault:
        print(f"parley record export: {message_of(fault)} Nothing was exported.", file=sys.stderr)
        return 2
    if options.json:
        printed = {
            "folder": str(options.folder),
            "talks": talks,
            "compartment": options.compartment,
            "files": count,
        }
        print(json.dumps(printed, ensure_ascii=False))
        return 0
    print(f"{count} files in {options.folder}. To check them: parley record verify {options.folder}")
    return 0


def _fit(folder: Path) -> None:
    """Stop before the work if the folder cannot be filled. Raises: Stopped."""
    if folder.exists() and not folder.is_dir():
        raise Stopped(f"{folder}: is no folder. Name a new or an empty one.")
    if folder.exists() and any(folder.iterdir()):
        raise Stopped(f"{folder}: is not empty. Name a new or an empty one.")


def chosen_talks(app: App, named: str | None) -> str:
    """Return the talks to export: those named, or the only ones. Raises: Stopped."""
    known = app.journal.talks()
    if named is not None:
        if named not in known:
            raise Stopped(f"There are no talks {named!r} here; there are {', '.join(known) or 'none'}.")
        return named
    others = [talks for talks in known if talks != HOUSE]
    if len(others) != 1:
        raise Stopped(f"Name the talks with --talks: there are {', '.join(known) or 'none'}.")
    return others[0]


def files(app: App, talks: str, compartment: str, kinds: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield the folder's files; another compartment brings the table along, for its roster."""
    yield from _compartment(app, talks, compartment, kinds)
    if compartment != "table":
        for path, data in _compartment(app, talks, "table", ()):
            yield f"table/{path}", data


def _compartment(
    app: App, talks: str, compartment: str, kinds: tuple[str, ...]
) -> Iterator[tuple[str, bytes]]:
    head = witness.latest(app, app.talks.get(talks), compartment)
    if head is None:
        known = ", ".join(app.journal.compartments(talks))
        raise Stopped(f"{talks} has no compartment {compartment!r}; it has {known}.")
    last = app.journal.cosigned_head(talks, compartment)
    older = []
    if last is not None and last != head:
        older.append(witness.cosigned(app, talks, compartment, last))
    note = witness.cosigned(app, talks, compartment, head)
    entries = app.journal.entries(talks, compartment, 0, head.size)
    shown = _contents(app, talks, entries, kinds)
    return export_paths(talks, compartment, entries, note, older, shown)


def _contents(
    app: App, talks: str, entries: list[bytes], kinds: tuple[str, ...]
) -> Iterator[tuple[str, tuple[bytes, bytes]]]:
    """Yield what everyone accredited may read of the contents that entries of these kinds cite, and nothing else."""
    done, state = set[str](), app.talks.get(talks)
    for entry in map(read_entry, entries) if kinds else ():
        for digest in digests(entry.body) if entry.kind.startswith(kinds) else ():
            found = None if digest in done else contents.read(app, ANYBODY, state, digest)
            done.add(digest)
            if found is not None:
                salt, _, data = found
                yield digest, (salt, data)


def written(folder: Path, found: Iterator[tuple[str, bytes]]) -> int:
    """Write the files to a temporary subfolder, then move them all into place. Return how many."""
    made = not folder.exists()
    aside = folder / ".part"
    count = 0
    try:
        aside.mkdir(parents=True)
        for path, data in found:
            file = aside / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            count += 1
        for complete in aside.iterdir():
            complete.rename(folder / complete.name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        if made and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return count
