"""``parley host invite``: another facilitator of this installation, on the record."""

import argparse
import json
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from parley import settings as chosen
from parley import wiring
from parley.app.core.ports import Conflict, ReadOnly, Unavailable
from parley.app.talks import house
from parley.app.talks.definition import against_name
from parley.cli.address import door_of
from parley.cli.address import of as address_of
from parley.cli.door import NobodyThere, ask
from parley.cli.errors import Stopped, message_of, require_installation
from parley.languages import LANGUAGES
from parley.wiring import StoreError


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``parley host``."""
    parser = commands.add_parser(
        "host",
        help="invite another facilitator of this installation",
        description="Facilitators of this installation.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    invite = actions.add_parser(
        "invite",
        help="print a link and a code for another facilitator",
        description="Print a link and a code for another facilitator; send them by two different channels. "
        "The invitation is recorded. If a server runs on this folder, it is asked to.",
    )
    invite.add_argument("--data", type=Path, metavar="DIR", help="data folder (setting: data)")
    invite.add_argument(
        "--name", default="Facilitator", help="name of the facilitator (kept as content, never in the record)"
    )
    invite.add_argument(
        "--lang", choices=LANGUAGES, default="en", help="language of the invitation (default: en)"
    )
    invite.add_argument("--json", action="store_true", help="print the result as JSON")
    invite.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Invite. Exit codes: 0 done, 2 nothing was done (said why)."""
    try:
        settings = chosen.load({"data": str(options.data)} if options.data else {})
        require_installation(settings)
        if any(against_name(options.name, "name")):
            raise Stopped(
                "The name holds a character that is not seen, or that shows it as another. Write it anew."
            )
        shown = _asked(settings, options.name, options.lang)
    except (Stopped, chosen.SettingsRefused, StoreError, ReadOnly, OSError) as fault:
        print(f"parley host invite: {message_of(fault)} Nobody was invited.", file=sys.stderr)
        return 2
    address = address_of(settings)
    shown["link"] = address + shown["link"]
    if options.json:
        print(json.dumps(shown))
    else:
        print(f"Link:  {shown['link']}\nCode:  {shown['code']}   (give it by another way)")
    return 0


def _asked(settings: chosen.Settings, name: str, language: str) -> dict[str, str]:
    """Return what is shown of a new invitation: by the server that holds the store, or made here if nobody holds it."""
    port = door_of(settings)
    if port is not None:
        with suppress(NobodyThere):
            said = ask(port, chosen.secrets(settings).blob_key, {"name": name, "language": language})
            if "refused" in said:
                raise Stopped(str(said["refused"]))
            return said
    with wiring.opened(settings) as parley:
        return house.shown_once(invite(parley, name, language))


def answer(parley: wiring.Parley, question: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answer `parley host invite` in the server that holds the store."""
    try:
        return house.shown_once(invite(parley, str(question["name"]), str(question["language"])))
    except (ReadOnly, Unavailable, Conflict) as fault:
        return {"refused": message_of(fault)}


def invite(parley: wiring.Parley, name: str, language: str) -> house.Link:
    """Make another seat of the host in the house, and invite to it."""
    return house.further(parley.app, name, language, secrets.token_hex(8))
