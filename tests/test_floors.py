"""The floors that all domains share know none: neither by import (import-linter) nor by name, which is found here."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from jinja2 import Environment

from parley.app.core.model import AppDomain
from parley.record.devices import FOLDED, SESSION_OPENED
from parley.registry import DOMAINS, PAGES, REGISTRY
from parley.web.domain import WebDomain
from parley.web.words import phrases
from parley.web.words.phrases import COMMON, joined

SOURCE = Path(__file__).parents[1] / "src/parley"
SHARED = (  # python and templates
    *sorted((SOURCE / "app/core").glob("*.py")),
    *sorted((SOURCE / "web").glob("*.py")),
    *sorted((SOURCE / "web/templates").glob("*.html")),
    *sorted((SOURCE / "web/words").glob("*.py")),
    SOURCE / "wiring.py",
)
COMMON_WORDS = {  # what a domain has a name for, and every floor has to know as well
    "talks": "what all of it is about: addresses, journal and commands name the talks",
    "record": "the record has a page and an area of its own, which belong to no domain",
    "party": "whose an act, a seat or a device is: entries and origins name it",
    "seat": "who acts: every entry names it",
    "host": "a kind of party, and its compartment: access decides by it",
    "table": "the compartment that everybody accredited reads",
    "side": "a kind of party: access decides by it",
    "count": "how many of anything there are",
    "order": "where a party or an entry of the menu stands among the others",
}
ALLOWED = {  # (file, word) → why it stands there
    ("app/core/schema.py", "version"): "of the description for programs, as OpenAPI wants it",
    ("app/core/sheet.py", "waiting"): "a side whose signature is awaited",
    ("web/record.py", "size"): "of a head that a device signs: how many entries it covers",
    ("web/site.py", "roster"): "the roster's own address: a page of the record's, for verifiers",
    ("web/templates/record.html", "size"): "of a compartment: how many entries it has",
    ("web/templates/sheet.html", "size"): "of a content in full: bytes",
    ("web/templates/shell.html", "person"): "how any page writes who is signed in",
    ("web/templates/shell.html", "key"): "the way to the lock of this device's key, beside the way out",
    ("web/templates/shell.html", "sign-out"): "the way out on every page; sign-ins are the core's",
}


def test_no_shared_floor_names_a_domain() -> None:
    words = {word for domain, pages in DOMAINS for word in names_of(domain, pages)} - COMMON_WORDS.keys()
    prefixes = {kind.kind.partition(".")[0] for domain, _ in DOMAINS for kind in domain.kinds}
    found = [
        f"{path.relative_to(SOURCE)}:{line}: {said!r} is a word of a domain ({word})"
        for path in SHARED
        for line, said in literals(path)
        for word in named(said, words, prefixes)
        if (path.relative_to(SOURCE).as_posix(), word) not in ALLOWED
    ]
    assert not found, "\n".join(found)


def names_of(domain: AppDomain, pages: WebDomain) -> Iterator[str]:
    """Yield what a domain has names for: itself, its acts, pages, areas, contents, facts, numbers and what waits."""
    yield domain.name
    yield from (content.purpose for content in domain.contents)
    yield from domain.jobs
    yield from (name for sheet in domain.sheets.values() for name in (*sheet.facts, *sheet.said))
    yield from (entry.name for entry in pages.menu)
    yield from pages.areas.values()
    yield from (*pages.waits, *pages.spelled, *pages.duties, *domain.duties)
    yield from own_tables(pages)
    for page in (*pages.pages, *pages.outside):
        yield page.path.split("/")[1] or domain.name


def own_tables(pages: WebDomain) -> Iterator[str]:
    """Yield the reasons that this domain alone gives, and names of tables of sentences that it alone has."""
    tables = {name: table for name, table in vars(pages.phrases).items() if name.isupper()}
    yield from tables.get("REASONS", ())
    yield from (name for name, table in tables.items() if isinstance(table, Mapping) and name not in COMMON)


def named(said: str, words: set[str], prefixes: set[str]) -> Iterator[str]:
    """Yield the words that a literal is, or that a path, an address or a kind in it is made of."""
    said = re.sub(r"\b(text|application)/[a-z-]+", "", said)  # media types
    for part in re.split(r"[/?&=#]", said):
        if part in words:
            yield part
    yield from (
        one for one in re.findall(r"(?<![\w.])([a-z]+)\.(?=[a-z-]*(?:\.\d+)?$)", said) if one in prefixes
    )


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Yield texts that a module or a template works with: no docstring, no comment, no sentence."""
    source = path.read_text("utf-8")
    if path.suffix == ".html":
        yield from in_template(source)
        return
    tree = ast.parse(source)
    prose = set(sentences(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


def sentences(tree: ast.AST) -> Iterator[int]:
    """Yield docstrings, and what people are told, as whoever shows it says: messages and the text of faults."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SAYING:
            yield from (id(one) for one in ast.walk(node) if isinstance(one, ast.Constant))


SAYING = {"N_", "P_", "say", "t", "tn", "count"}


LEADS = re.compile(r'(?:href|action|src|data-live|hx-\w+)="([^"]*)')  # attributes that say where, or what of


def in_template(source: str) -> Iterator[tuple[int, str]]:
    """Yield strings and names of attributes in a template's expressions, and where its HTML leads."""
    before = ""
    for line, kind, value in Environment(autoescape=True).lex(source):
        if kind == "string" and before not in SAYING:
            yield line, value[1:-1]
        elif kind == "name" and before == ".":
            yield line, value
        if kind not in ("whitespace", "operator") or value == ".":
            before = value
    without = re.sub(r"{#.*?#}|{[{%].*?[%}]}", "{}", source, flags=re.DOTALL)
    yield from ((0, found) for found in LEADS.findall(without))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('if kind.startswith("roster."): pass', ["roster"]),
        ('FACTS = ("list", "rows")', ["list", "rows"]),
        ('where = f"/talks/{talks}/chair/host"', ["host"]),
        ('show(kind="lists.received.1")', ["lists"]),
        ('"""The roster. and lists."""', []),
    ],
)
def test_the_search_finds_a_domain_in_a_module(tmp_path: Path, source: str, words: list[str]) -> None:
    assert found_in(tmp_path / "module.py", source) == words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('{% if page.kind.startswith("roster.") %}', ["roster"]),
        ("{{ r.share(signer.said.threshold) }}", ["threshold"]),
        ('<a href="{{ base }}/sheet/{{ kind }}?clause={{ about }}">', ["clause"]),
        ('<p data-live="lists">', ["lists"]),
        ('{{ t("The lists are open.") }}<p>lists</p>', []),
    ],
)
def test_the_search_finds_a_domain_in_a_template(tmp_path: Path, source: str, words: list[str]) -> None:
    assert found_in(tmp_path / "page.html", source) == words


def found_in(path: Path, source: str) -> list[str]:
    path.write_text(source, "utf-8")
    words = {"list", "rows", "threshold", "clause", "lists", "host"}
    return [one for _, said in literals(path) for one in named(said, words, {"roster", "lists"})]


def test_each_exception_is_needed() -> None:
    for name, word in ALLOWED:
        assert any(word in named(said, {word}, set()) for _, said in literals(SOURCE / name)), (name, word)


# --- sentences ---------------------------------------------------------------------------------------------------


def test_a_reason_of_one_domain_has_its_sentence_there() -> None:
    """A sentence is common if a shared package gives the reason, or more than one domain."""
    domains = {domain.name for domain, _ in DOMAINS}
    astray = []
    for code in phrases.REASONS:
        told = {
            owner(path, domains) for path in SOURCE.rglob("*.py") if f'"{code}"' in path.read_text("utf-8")
        }
        told.discard("words")
        if len(told) == 1 and told <= domains:
            astray.append(f"{code}: of {min(told)} alone")
    assert not astray, "\n".join(astray)


def owner(path: Path, domains: set[str]) -> str:
    """Return the domain that a module is of; else ``shared``, or ``words`` for the sentences themselves."""
    parts = path.relative_to(SOURCE).parts
    if path.name == "phrases.py":
        return "words"
    place = parts[1] if parts[0] in ("app", "web") else parts[0]
    return place if place in domains else "shared"


def test_pages_common_to_all_look_into_no_table_that_a_domain_might_not_have() -> None:
    """With no domain at all each of them is there."""
    alone = joined((phrases,))
    used = {
        table
        for path in SHARED
        for table in re.findall(r"phrases\.([A-Z_]+)|phrases\[\"([A-Z_]+)\"", path.read_text("utf-8"))
        for table in table
        if table
    }
    assert used
    assert used <= alone.keys()


# --- what stands in the registry -----------------------------------------------------------------------------------


def test_the_roster_that_is_given_out_is_what_verifiers_read() -> None:
    """A kind that says who sits and is left out of either would seat a device that nobody verified, or none."""
    assert {kind.kind for kind in REGISTRY.kinds.values() if kind.roster} == FOLDED - {SESSION_OPENED}


def test_one_domain_alone_has_the_page_to_wait_on_and_each_number_is_spelled_once() -> None:
    assert [pages.name for pages in PAGES if pages.waiting] == ["talks"]
    spelled = [name for pages in PAGES for name in pages.spelled]
    assert len(spelled) == len(set(spelled))
