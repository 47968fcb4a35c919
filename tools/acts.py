"""Writes docs/acts.md from the registry: ``acts.py`` prints it, ``acts.py --write`` puts it in its place."""

import dataclasses
import re
import sys
from pathlib import Path
from typing import get_args, get_type_hints

from parley.app.core.catalog import Condition, Kind
from parley.base.acts import added
from parley.registry import REGISTRY

PAPER = Path(__file__).parents[1] / "docs/acts.md"

OPENING = """\
# What can be recorded

Written from the registry by `tools/acts.py`; a test holds the two together. An act is a fact, past tense, and its kind carries a
version: a kind that was ever recorded is read for ever. Programs find the same at `/openapi.json`.

*Binding*: signed by the seat's own device over exactly what was shown. *Procedural*: signed by the server, naming the signed-in
seat. *By the system*: what follows from another act or from a redeemed invitation; no seat can ask for it. Who may: the groups
of `app/core/access.py`. Each act stands in one compartment of the record; *own* is the compartment of the party whose seat acts.
"""


def paper() -> str:
    """Return the whole of docs/acts.md."""
    parts = [OPENING]
    for domain in REGISTRY.domains:
        parts.append(f"\n## {domain.name}\n")
        parts.extend(_entry(kind) for kind in domain.kinds)
    return "".join(parts)


def _entry(kind: Kind) -> str:
    signed = "by the system" if kind.by_system else "binding" if kind.binding else "procedural"
    about = [signed, f"compartment `{kind.compartment}`"]
    if not kind.by_system:
        about.insert(1, f"may: {', '.join(sorted(kind.who)).replace('_', ' ')}")
    if kind.conditions:
        about.append(f"only while {'; '.join(_condition(one) for one in kind.conditions)}")
    if kind.machine:
        about.append("recorded at the end of a job")
    fields = [f"`{field.name}` {_type(kind, field.name)}" for field in dataclasses.fields(kind.act)]
    title = " ".join(kind.title.replace("``", "`").split())
    return f"\n### `{kind.kind}`\n\n{title}\n\n{' · '.join(about)}\\\nFields: {', '.join(fields) or 'none'}\n"


def _condition(condition: Condition) -> str:
    """Return what has to be so, as the condition's own docstring says it."""
    said = " ".join(str(condition.__doc__).split()).removesuffix(".")
    return said[0].lower() + said[1:]


def _type(kind: Kind, name: str) -> str:
    hint = get_type_hints(kind.act)[name]
    text = str(hint) if get_args(hint) else hint.__name__
    optional = " or left out" if name in added(kind.act) else ""
    return re.sub(r"\b(?:\w+\.)+(\w)", r"\1", text) + optional


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAPER.write_text(paper(), "utf-8")
    else:
        print(paper(), end="")
