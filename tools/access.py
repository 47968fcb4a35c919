"""Writes docs/access.md from the registry: ``access.py`` prints it, ``access.py --write`` puts it in its place."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from parley.app.core.access import ADMITTED, ENROLLED, GROUPS, SPEAKING
from parley.app.core.catalog import Condition, Kind
from parley.app.core.model import OWN as OWN_COMPARTMENT
from parley.app.core.model import Content
from parley.registry import DOMAINS
from parley.web.site import OWN, RECORD

DEVICES = {
    ADMITTED: "admitted",
    SPEAKING: "admitted, or vouched for as its party's head",
    ENROLLED: "any of the seat",
}
PAPER = Path(__file__).parents[1] / "docs/access.md"

OPENING = """\
# Who may do what, who may read what, who sees what

Written from the registry by `tools/access.py`; a test holds the two together, so that a change of rights is seen as a change of
this page. Everything not listed here is refused. Rights are decided in `app/core/access.py` and in the rules of each domain, and
nowhere else: pages ask the same two.

## Groups

| group | seats |
|---|---|
"""


def paper() -> str:
    """Return the whole of docs/access.md."""
    parts = [OPENING, *(f"| {_word(name)} | {_members(name)} |\n" for name in GROUPS)]
    parts.append("\n## Conditions\n\n| condition | what must be so |\n|---|---|\n")
    parts += [f"| {_name(one)} | {_said(one)} |\n" for one in _conditions()]
    parts.append(
        "\n## Acts\n\n| act | who may propose it | only while | signed | compartment |\n|---|---|---|---|---|\n"
    )
    parts += [_act(kind) for domain, _ in DOMAINS for kind in domain.kinds]
    parts.append("\nWhat is asked for besides, of the house: ")
    parts.append(", ".join(f"`{name}`" for domain, _ in DOMAINS for name in domain.commands))
    parts.append("; all for a facilitator on a device that speaks for the host.\n")
    parts.append(
        "\n## Contents\n\n| content | purpose | who may bring it | who may read it, and cite it for this purpose |\n|---|---|---|---|\n"
    )
    parts += [
        f"| {one.name} | `{one.purpose}` | {_brings(one)} | {_readers(one)} |\n"
        for domain, _ in DOMAINS
        for one in domain.contents
    ]
    parts.append(
        "| brought before purposes were kept, and cited by no act | — | — | seats of its party; nobody cites it |\n"
    )
    parts.append(
        "\n## Pages and addresses under a seat\n\n| address | who sees it | on which devices |\n|---|---|---|\n"
    )
    parts += _pages()
    parts.append("\n## The menu\n\n| entry | who has it | in talks | in the house |\n|---|---|---|---|\n")
    entries = sorted((*(one for _, web in DOMAINS for one in web.menu), RECORD), key=lambda one: one.order)
    parts += [
        f"| {one.title} | {_words(one.who.split())} | {_yes(one.talks)} | {_yes(one.house)} |\n"
        for one in entries
    ]
    return "".join(parts)


def _word(group: str) -> str:
    return group.replace("_", " ")


def _words(groups: Iterable[str]) -> str:
    return ", ".join(sorted(_word(group) for group in groups))


def _members(group: str) -> str:
    return "; ".join(f"{kind}: {role.replace('_', ' ') or 'every role'}" for kind, role in GROUPS[group])


def _act(kind: Kind) -> str:
    conditions = ", ".join(_name(condition) for condition in kind.conditions)
    who = "nobody: the system" if kind.by_system else _words(kind.who)
    who += " (by way of a job)" if kind.machine else ""
    signed = "by the device" if kind.binding else "by the server"
    return f"| `{kind.kind}` | {who} | {conditions or '—'} | {signed} | {kind.compartment} |\n"


def _conditions() -> list[Condition]:
    kinds = [kind for domain, _ in DOMAINS for kind in domain.kinds]
    return list(dict.fromkeys(condition for kind in kinds for condition in kind.conditions))


def _name(condition: Condition) -> str:
    return getattr(condition, "__name__", "").replace("_", " ")


def _said(condition: Condition) -> str:
    return (condition.__doc__ or "").strip()


def _readers(content: Content) -> str:
    first = {
        OWN_COMPARTMENT: "seats of the party that brought it",
        "table": "everyone accredited",
        "": "nobody",
    }
    said = first.get(content.compartment, content.compartment)
    if content.shown is None:
        return said
    who = "everyone accredited" if "anyone" in content.who else _words(content.who)
    when = (content.shown.__doc__ or "").strip().rstrip(".").lower()
    return f"{said}; {who}, once {when}"


def _brings(content: Content) -> str:
    if not content.brings:
        return "nobody: the machine makes it"
    return "everyone accredited" if "anyone" in content.brings else _words(content.brings)


def _pages() -> Iterator[str]:
    listed = [*(page for _, web in DOMAINS for page in web.pages), *OWN]
    for page in sorted(listed, key=lambda one: (one.path, one.method)):
        who = _words(page.who.split()) if page.who else "whoever asks, signed in or not"
        devices = DEVICES[page.devices] if page.who else "any"
        yield f"| {page.method} `{page.path}` | {who} | {devices} |\n"


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAPER.write_text(paper(), "utf-8")
    else:
        print(paper(), end="")
