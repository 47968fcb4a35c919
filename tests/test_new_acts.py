"""Acts added to a domain that there is, as CONTRIBUTING.md says: what is touched is counted by what was changed."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.copied import CATALOGUES, ROOT, copied, replaced, run, translate

Edits = Mapping[str, tuple[tuple[str, str], ...]]  # file → (what stood there, what stands there then)

# A procedural act that cites no content: the chair sets a clause aside, and nothing follows from it.
SET_ASIDE: Edits = {
    "text/acts.py": (
        (
            "ACTS: tuple[type, ...] = (",
            '''@dataclass(frozen=True, slots=True)
class ClauseSetAside:
    """The chair set a clause aside for this session."""

    KIND: ClassVar = "text.clause-set-aside.1"
    clause: str


ACTS: tuple[type, ...] = (ClauseSetAside, ''',
        ),
    ),
    "text/rules.py": (
        (
            "RULES: Mapping[type, Rule] = {\n",
            """def _set_aside(states: States, act: acts.ClauseSetAside, by: By, now: Now) -> Iterator[Reason]:
    if act.clause not in states.of(Text).clauses:
        yield reason("clause_unknown", clause=act.clause[:16])


RULES: Mapping[type, Rule] = {
    acts.ClauseSetAside: _set_aside,
""",
        ),
    ),
    "text/state.py": (
        (
            "FOLDS: Mapping[type, Fold] = {\n",
            "FOLDS: Mapping[type, Fold] = {\n    acts.ClauseSetAside: nothing_follows,\n",
        ),
        ("from parley.base import Fold, Stamp", "from parley.base import Fold, Stamp, nothing_follows"),
    ),
    "app/text/kinds.py": (
        ("KINDS = (\n", 'KINDS = (\n    kind(acts.ClauseSetAside, "facilitator", ADMITTED),\n'),
    ),
    "web/text/phrases.py": (
        (
            "HAPPENED: Final[Mapping[str, Phrase]] = {\n",
            (
                "HAPPENED: Final[Mapping[str, Phrase]] = {\n"
                '    "text.clause-set-aside.1": N_("Clause %(clause)s was set aside"),\n'
            ),
        ),
    ),
    "web/text/templates/page.html": (
        (
            '    {% if "text.clause-bracketed.1" in clause.may %}\n',
            (
                '    {{ offer(base, "text.clause-set-aside.1", {"clause": clause.clause}, t("Set it aside"), back="text") }}\n'
                '    {% if "text.clause-bracketed.1" in clause.may %}\n'
            ),
        ),
        ("import command, state, icon", "import command, offer, state, icon"),
    ),
}
USE_SET_ASIDE = """\
from tests.sitting import drafted, opened
from tests.web.serving import Served
from tools import access, acts

room = opened()
drafted(room)
served = Served(room)
chair, head = served.as_seat("chair"), served.as_seat("north-head")
assert "Set it aside" in chair.get("text").text and "Set it aside" not in head.get("text").text
chair.post("commands/text.clause-set-aside.1", data={"clause": "1", "id": "aside-0001"})
assert "Clause 1 was set aside" in head.get("record").text
refused = room["chair"].do("text.clause-set-aside.1", clause="9")
assert [one.code for one in refused.reasons] == ["clause_unknown"]
assert "### `text.clause-set-aside.1`" in acts.paper()
assert "| `text.clause-set-aside.1` | facilitator |" in access.paper()
print("used")
"""

# A binding act whose rule asks something of contents: a side adopts a clause with a reservation.
RESERVED: Edits = {
    "text/acts.py": (
        (
            "ACTS: tuple[type, ...] = (",
            '''@dataclass(frozen=True, slots=True)
class ClauseReserved:
    """A side adopted this version with a reservation."""

    KIND: ClassVar = "text.clause-reserved.1"
    clause: str
    version: int
    party: str
    digests: dict[str, str]


ACTS: tuple[type, ...] = (ClauseReserved, ''',
        ),
    ),
    "text/rules.py": (
        (
            "RULES: Mapping[type, Rule] = {\n",
            "RULES: Mapping[type, Rule] = {\n    acts.ClauseReserved: _agreed,\n",
        ),
        (
            "FACTS: Mapping[type, type] = {  # what each rule asks of contents\n",
            "FACTS: Mapping[type, type] = {\n    acts.ClauseReserved: Wordings,\n",
        ),
    ),
    "text/state.py": (
        (
            "FOLDS: Mapping[type, Fold] = {\n",
            "FOLDS: Mapping[type, Fold] = {\n    acts.ClauseReserved: _adopted,\n",
        ),
    ),
    "app/text/kinds.py": (
        (
            "KINDS = (\n",
            'KINDS = (\n    kind(acts.ClauseReserved, "head", TOGETHER, binding=True, agreed=True),\n',
        ),
    ),
    "app/text/facts.py": (
        (
            "FACTS: Mapping[type, FactReader] = {\n",
            "FACTS: Mapping[type, FactReader] = {\n    ClauseReserved: wordings,\n",
        ),
        (
            "import ClauseAdopted, ClauseAgreed, ClauseBracketed, ClauseDrafted",
            "import ClauseAdopted, ClauseAgreed, ClauseBracketed, ClauseDrafted, ClauseReserved",
        ),
    ),
    "app/text/sheets.py": (
        (
            "def _prepared(\n",
            """def _reserved(app: App, viewer: Viewer, state: TalksState, params: Mapping[str, str]) -> Prepared | None:
    clause = state.of(Text).clauses.get(params.get("clause", ""))
    if clause is None:
        return None
    return _prepared(clause, acts.ClauseReserved(clause.id, clause.version, viewer.party, clause.digests))


def _prepared(
""",
        ),
        (
            "SHEETS: Mapping[str, BindingSheet] = {\n",
            (
                "SHEETS: Mapping[str, BindingSheet] = {\n"
                '    acts.ClauseReserved.KIND: BindingSheet(_reserved, facts=("version",), said=("clause",)),\n'
            ),
        ),
    ),
    "app/text/waits.py": (
        (
            "    return [\n",
            """    reserved = [
        Waiting("reserve_clause", f"text#clause-{one.id}", {"clause": one.id}, one.at)
        for one in text.clauses.values()
        if offered(app, viewer, state, ClauseReserved(one.id, one.version, viewer.party, one.digests))
    ]
    return reserved + [
""",
        ),
        ("import concerns", "import concerns, offered"),
        ("import ClauseAdopted", "import ClauseAdopted, ClauseReserved"),
        ('WAITS = ("adopt_clause",)', 'WAITS = ("adopt_clause", "reserve_clause")'),
    ),
    "web/text/phrases.py": tuple(
        (
            f"{table}: Final[Mapping[str, Phrase]] = {{\n",
            f'{table}: Final[Mapping[str, Phrase]] = {{\n    "{code}": N_("{said}"),\n',
        )
        for table, code, said in (
            ("HAPPENED", "text.clause-reserved.1", "%(party)s adopted clause %(clause)s with a reservation"),
            ("SHEETS", "text.clause-reserved.1", "You are adopting clause %(clause)s with a reservation"),
            ("BUTTONS", "text.clause-reserved.1", "Adopt with a reservation"),
            ("COMMITS", "text.clause-reserved.1", "to this wording but for what you reserve."),
            ("WAITING", "reserve_clause", "Reserve what you will in clause %(clause)s"),
        )
    ),
    "web/text/templates/page.html": (
        (
            '    {% if "text.clause-bracketed.1" in clause.may %}\n',
            (
                '    {% if offered("text.clause-reserved.1", {"clause": clause.clause, "version": clause.version, "party": shell.you.party, "digests": clause.digests}) %}'
                '<a href="{{ base }}/sheet/text.clause-reserved.1?clause={{ clause.clause }}">{{ t("With a reservation") }}</a>{% endif %}\n'
                '    {% if "text.clause-bracketed.1" in clause.may %}\n'
            ),
        ),
    ),
}
USE_RESERVED = """\
from parley.text import Text
from tests.sitting import TALKS, drafted, opened
from tests.web.serving import Served
from tools import access, acts

room = opened()
drafted(room)
served = Served(room)
head, officer = served.as_seat("north-head"), served.as_seat("north-lists")
assert "Reserve what you will in clause 1" in head.get("today").text
assert "Reserve what you will" not in officer.get("today").text
assert "sheet/text.clause-reserved.1?clause=1" in head.get("text").text
assert "text.clause-reserved.1" not in officer.get("text").text
sheet = head.get("sheet/text.clause-reserved.1?clause=1").text
assert "Press and hold: Adopt with a reservation" in sheet and "<dt>Version</dt><dd>1</dd>" in sheet
clause = room.app.talks.get(TALKS).of(Text).clauses["1"]
said = {"clause": "1", "version": 1, "party": "north"}
refused = room["north-head"].do("text.clause-reserved.1", **said, digests={"en": "0" * 64})
assert "content_missing" in [one.code for one in refused.reasons]
room["north-head"].must("text.clause-reserved.1", **said, digests=clause.digests)
assert "adopted clause 1 with a reservation" in officer.get("today").text
assert "ژمنه" in served.as_seat("south-head", "ps").get("today").text
assert "### `text.clause-reserved.1`" in acts.paper()
assert "| `text.clause-reserved.1` | head |" in access.paper()
print("used")
"""

ACTS = {"procedural": (SET_ASIDE, USE_SET_ASIDE, 5), "binding": (RESERVED, USE_RESERVED, 8)}


@pytest.mark.parametrize("sort", ACTS)
def test_an_act_added_as_contributing_says_is_recorded_shown_and_documented(
    sort: str, tmp_path: Path
) -> None:
    edits, use, code = ACTS[sort]
    source = copied(tmp_path)
    for file, changes in edits.items():
        for before, after in changes:
            replaced(source / "parley" / file, before, after)
    translate(source, (after for file, changes in edits.items() for _, after in changes if "web" in file))
    used = run(source, "-c", use)
    assert (used.returncode, used.stdout) == (0, "used\n"), used.stderr
    changed = {
        path.relative_to(source / "parley").as_posix()
        for path in (source / "parley").rglob("*.*")
        if path.suffix in (".py", ".html", ".po")
        and path.read_bytes() != (ROOT / "src" / path.relative_to(source)).read_bytes()
    }
    assert {path for path in changed if path.endswith(".po")} == set(CATALOGUES)
    assert {path for path in changed if path.endswith(".html")} == {"web/text/templates/page.html"}
    assert len([path for path in changed if path.endswith(".py")]) == code, sorted(changed)
    assert f"{COUNT[code]} files of code" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")


COUNT = {5: "five", 8: "eight"}
