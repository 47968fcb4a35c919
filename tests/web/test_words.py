"""Words: every message is translated, every refusal code has a sentence, directions do not leak."""

import ast
import re
from pathlib import Path

from hypothesis import given
from hypothesis.strategies import integers, sampled_from
from markupsafe import Markup

from parley.cli import plan_words
from parley.languages import LANGUAGES
from parley.registry import PAGES, REGISTRY
from parley.web.render import Reader, option
from parley.web.words import Words, check, choose, isolated, phrases
from parley.web.words.phrases import holes, joined

ROOT = Path(__file__).parents[2]
TABLES = joined((phrases, *(domain.phrases for domain in PAGES)))


def test_every_message_is_translated_into_every_language() -> None:
    assert check.faults() == []


def test_a_text_of_both_directions_runs_as_its_language_does_and_a_name_as_it_is_written() -> None:
    """A title that begins with a name in another script began on the wrong side."""
    title = {"ps": "North او سوېل: د بندیانو خوشې کول"}
    assert str(Words("ps").local(title)).startswith('<bdi lang="ps" dir="rtl">')
    assert str(Words("en").local({"en": "شمال and North"})).startswith('<bdi lang="en" dir="ltr">')
    for plain in ({"ps": "Doha (Qatar)"}, {"": "Gul Mir او"}, {"ps": "د خبرو کور"}):
        assert str(Words("ps").local(plain)).startswith("<bdi>")


def test_what_stands_in_a_series_as_plain_text_keeps_its_direction_to_itself() -> None:
    reader = Reader(Words("en"), None, TABLES)
    assert reader.series(["English", "پښتو"]) == "<bdi>English</bdi>, <bdi>پښتو</bdi>"
    assert reader.series([Markup("<b>a</b>"), "<"]) == "<b>a</b>, <bdi>&lt;</bdi>"


def test_no_reason_is_told_with_a_number_that_its_rule_does_not_give() -> None:
    """Such a number shows as an ellipsis."""
    lacking = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {code} says {', '.join(sorted(open_))}"
        for path in (ROOT / "src/parley").rglob("*.py")
        for call, code in reasons_in(path.read_text("utf-8"))
        if code in TABLES["REASONS"] and (open_ := holes(TABLES["REASONS"][code]) - given_by(call))
    ]
    assert not lacking, "\n".join(lacking)


def test_the_search_finds_a_number_that_is_not_given() -> None:
    (call, code), *_ = reasons_in('yield reason("side_absent", side=party)')
    assert holes(TABLES["REASONS"][code]) - given_by(call) == {"party"}


def reasons_in(source: str) -> list[tuple[ast.Call, str]]:
    """Return each call that makes a reason, but those that are handed their numbers, and its code."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        (call, first.value)
        for call in calls
        if getattr(call.func, "id", "") in ("reason", "Reason", "RuleError", "TooMuch") and call.args
        if isinstance(first := call.args[0], ast.Constant) and isinstance(first.value, str)
        if all(word.arg is not None for word in call.keywords)
    ]


def given_by(call: ast.Call) -> set[str]:
    return {word.arg for word in call.keywords if word.arg is not None}


def codes_in(path: Path) -> set[str]:
    return set(re.findall(r'\b(?:reason|Reason)\(\s*"([a-z_]+)"', path.read_text("utf-8")))


def test_every_refusal_code_has_a_sentence_where_it_is_told() -> None:
    """The planner's own are told by its command, all others on pages."""
    package = ROOT / "src/parley"
    planner = {path for path in (package / "plan").glob("*.py") if path.name != "rules.py"}
    others = {
        path
        for path in package.rglob("*.py")
        if not {"rehearsal", "cli"} & set(path.parts) and path not in planner
    }
    on_pages = set[str]().union(*map(codes_in, others))
    assert len(on_pages) > 50
    assert on_pages - set(TABLES["REASONS"]) == set()
    assert set[str]().union(*map(codes_in, planner)) - set(plan_words.REASONS) == set()


def test_every_act_has_a_sentence_and_every_binding_one_a_sheet() -> None:
    kinds = REGISTRY.kinds
    assert set(kinds) - set(TABLES["HAPPENED"]) == set()
    assert {kind for kind, known in kinds.items() if known.binding} - set(TABLES["SHEETS"]) == set()


def test_pashto_says_of_once_where_a_name_begins_with_it() -> None:
    ps, kabul = Words("ps"), {"ps": "د کابل اداره"}
    accepted = ps.say("You are accepting this plan for %(party)s", party=ps.local(kabul))
    assert accepted == "تاسو دا پلان <bdi>د کابل اداره</bdi> لپاره منئ"
    assert ps.say("You are accepting this plan for %(party)s", party="بلخ") == "تاسو دا پلان د بلخ لپاره منئ"


@given(sampled_from(LANGUAGES), integers(0, 10**7))
def test_counting_never_fails_and_names_the_number(language: str, n: int) -> None:
    said = Words(language).count("One row", "%(n)s rows", n)
    assert said
    assert "%" not in said


def test_values_are_escaped_and_a_missing_one_breaks_nothing() -> None:
    assert "<script>" not in Words("ps").say("%(name)s, you are invited to the table", name="<script>")
    assert "…" in Words("en").say("Clause %(clause)s")


def test_the_language_asked_for_comes_first_then_the_browsers() -> None:
    assert choose("ar", "ps") == "ar"
    assert choose(None, "fr, fa;q=0.9, en;q=0.1") == "fa-AF"
    assert choose(None, "") == "en"


# --- directions ---------------------------------------------------------------------------------------------------


def test_a_text_whose_first_word_runs_the_other_way_still_runs_as_its_language_does() -> None:
    """A title made of names in one script, in a language of the other: its first letter alone would turn all of it."""
    title = {"ps": "North او South: د بندیانو خوشې کول", "en": "شمال and South: release"}
    assert Words("ps").local(title) == f'<bdi lang="ps" dir="rtl">{title["ps"]}</bdi>'
    assert Words("en").local(title) == f'<bdi lang="en" dir="ltr">{title["en"]}</bdi>'
    assert Words("ar").local(title) == f'<bdi lang="en" dir="ltr">{title["en"]}</bdi>'
    assert Words("ps").local({"ps": "شمال: 12"}) == "<bdi>شمال: 12</bdi>"
    assert Words("ps").local({"": "Gul Mir"}) == "<bdi>Gul Mir</bdi>"  # a person's name, as it was written


def test_what_an_element_isolates_is_isolated_by_characters_where_none_can_stand() -> None:
    said = Words("ps").say("Awaits %(parties)s", parties=Words("ps").local({"en": "North & Co."}))
    assert "\u2066North & Co.\u2069" in isolated(said)
    assert isolated(Words("en").local({"en": "North"})) == "\u2068North\u2069"
    assert isolated(Words("en").local({"en": "شمال"})) == "\u2068شمال\u2069"
    assert isolated("plain <words>") == "plain <words>"


def test_a_choice_runs_as_its_name_does() -> None:
    north = Words("ps").local({"en": "North <A>"})
    assert option("n", north) == '<option value="n" lang="en" dir="ltr">North &lt;A&gt;</option>'
    assert option('"', Words("en").local({"": "شمال"}), chosen=True) == (
        '<option value="&#34;" dir="auto" selected>شمال</option>'
    )
    assert option("x", Words("en").say("Awaits %(parties)s", parties=north)) == (
        '<option value="x">Awaits \u2066North &lt;A&gt;\u2069</option>'
    )
