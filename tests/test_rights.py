"""Who may is decided in access and in the rules, and nowhere else; the paper on it says what the registry says."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from parley.app.core.access import GROUPS
from parley.app.core.access import groups as access_groups
from parley.base import By
from parley.talks import ROLES, Party, Talks
from parley.talks.model import Seat
from tools import access

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/parley"
DECIDE = (  # access and the rules; what parties and seats are at all
    "app/core/access.py",
    "talks/rules.py",
    "talks/state.py",
    "app/core/views.py",
)
ELSEWHERE = {  # stands alone, and may not import ours; plays people
    "record/roster.py": "the verifier reads roles from the record by itself",
    "rehearsal/scenario.py": "a scenario gives bots their parts",
}
KINDS = {kind for members in GROUPS.values() for kind, _ in members}
WORDS = {*ROLES, *KINDS}


def compared(source: str) -> Iterator[str]:
    """Yield comparisons with a role or a party's kind."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            named = any(isinstance(one, ast.Attribute) and one.attr in ("role", "kind") for one in sides)
            words = {
                word.value for side in sides for word in ast.walk(side) if isinstance(word, ast.Constant)
            }
            if named and words & WORDS:
                yield ast.unparse(node)


def test_no_role_and_no_kind_of_party_is_compared_outside_access_and_rules() -> None:
    found = [
        f"{path.relative_to(SOURCE)}: {comparison}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path.relative_to(SOURCE).as_posix() not in (*DECIDE, *ELSEWHERE)
        for comparison in compared(path.read_text("utf-8"))
    ]
    assert not found, "\n".join(found)


def test_the_search_finds_such_a_comparison() -> None:
    assert list(compared('if viewer.by.role != "list_officer": pass')) == ["viewer.by.role != 'list_officer'"]
    assert list(compared('ok = viewer.by.kind in ("side", "host")')) != []


def test_no_template_compares_a_role_or_a_kind_of_party() -> None:
    pattern = re.compile(
        r"\.(role|kind|party)\b[^%}]{0,6}(==|!=|\bin\b)\s*[\"'(]|[\"'] (==|!=) \w+\.(role|kind)"
    )
    found = [
        f"{path.relative_to(SOURCE)}: {match[0]}"
        for path in sorted(SOURCE.rglob("*.html"))
        for match in pattern.finditer(path.read_text("utf-8"))
    ]
    assert not found, "\n".join(found)


def test_the_paper_on_access_is_what_the_registry_says() -> None:
    written = (ROOT / "docs/access.md").read_text("utf-8")
    assert written == access.paper(), (
        "rights changed: look at them, then run `python tools/access.py --write`"
    )


def test_access_the_rules_and_both_verifiers_mean_the_same_seats_by_a_head() -> None:
    state = Talks()
    kinds = ("side", "host", "neutral")
    state.parties = {kind: Party(kind, kind) for kind in kinds}
    state.seats = {
        f"{kind}-{role}": Seat(f"{kind}-{role}", kind, role, "", "") for kind in kinds for role in ROLES
    }
    speaking = {"head", "facilitator", "neutral_head"}
    by_access = {
        f"{kind}-{role}"
        for kind in kinds
        for role in ROLES
        if speaking & access_groups(By("", "", kind, role, ""))
    }
    assert {seat for seat in state.seats if state.is_head(seat)} == by_access
    for verifier in ("src/parley/record/devices.py", "browser/src/record/device.ts"):
        table = re.findall(
            r'"?(side|host|neutral)"?[:,] [\[(](.*?)[\])]', (ROOT / verifier).read_text("utf-8")
        )
        assert {f"{kind}-{role}" for kind, roles in table for role in re.findall(r"\w+", roles)} == by_access


OWN_PARTY = {  # what is said or counted of one's own party; nothing is let or shown by it that access does not let
    "app/core/access.py": "decides",
    "app/core/contents.py": "whose a content is, and what each party has brought",
    "app/core/sheet.py": "which of those who sign is called “you”",
    "app/lists/queries.py": "what the other side said of a pair",
    "app/talks/waits.py": "further links to seats of one's own side",
    "base/checks.py": "the rule that one speaks for one's own party",
    "talks/rules.py": "decides",
}
IN_THE_HOUSE = {
    "app/talks/house.py": "the rule that talks are made in the house alone",
    "app/talks/people.py": "whoever opens the first link of a house says what it is called",
    "web/talks/invitations.py": "an invitation to the house leads to its own pages, and has no equipment to try",
    "app/talks/host.py": "the house is none of the talks that are listed",
    "cli/record_export.py": "the same, for whoever has the machine",
    "web/http.py": "no room's code is fetched ahead where there is no room",
    "web/domain.py": "the menu has entries for the house and for talks",
}


def of_who_asks(source: str) -> Iterator[str]:
    """Yield comparisons with the party of whoever asks, and with the house."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
            sides = [ast.unparse(one) for one in (node.left, *node.comparators)]
            if any(re.search(r"\b(viewer|by)\.party$", one) for one in sides) or "HOUSE" in sides:
                yield ast.unparse(node)
        elif isinstance(node, ast.Compare):
            said = ast.unparse(node)
            if re.search(r"\b(viewer|by)\.party (not )?in .*\bsides(\(\))?$", said):
                yield said


def test_nobodys_party_is_compared_by_hand_to_decide_what_they_may() -> None:
    found = {
        path.relative_to(SOURCE).as_posix(): list(of_who_asks(path.read_text("utf-8")))
        for path in sorted(SOURCE.rglob("*.py"))
    }
    listed = OWN_PARTY | IN_THE_HOUSE
    assert {path: said for path, said in found.items() if said and path not in listed} == {}
    assert [path for path in listed if not found[path]] == [], "listed, and compares nothing"


def test_the_search_finds_such_comparisons() -> None:
    for said in ("deposit.party != viewer.party", "viewer.talks == HOUSE", "viewer.party in talks.sides()"):
        assert list(of_who_asks(said)) == [said]
    assert list(of_who_asks("viewer.party in match.bulk")) == []
