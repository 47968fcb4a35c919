"""The shape of the code: budgets, folders, contracts and words. What has grown too large is split, or listed here."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.registry import PAGES, REGISTRY
from parley.web.words import phrases
from parley.web.words.phrases import joined
from tools import acts

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/parley"

FILE_LINES, FUNCTION_LINES, BASE_LINES, ACCESS_LINES = 400, 50, 500, 90

LONG_FILES: dict[str, str] = {}  # path → why it is longer
LONG_FUNCTIONS: dict[str, str] = {}  # path:name → why it is longer

DOMAIN = (
    "base",
    "legible",
    "record",
    "talks",
    "room",
    "text",
    "lists",
    "plan",
    "violence",
    "release",
    "accord",
    "readouts",
)
PATTERN = ("model", "acts", "rules", "state")  # the same four names in each package with a procedure
PROCEDURES = tuple(domain.rules.name for domain in REGISTRY.domains)
CONTRACTS = {  # by the beginning of their names, and the packages of a domain that each has to name
    "Nor does it know their rules": "forbidden_modules",
    "Nor does it know their rules or what the application makes of them": "forbidden_modules",
    "The wiring knows no domain but by the registry": "forbidden_modules",
    "The domain does not open, wait, draw lots, log or look at a clock": "source_modules",
    "Rules are given values, never the settings": "source_modules",
    "The record knows nothing of the talks, nor they of it": "source_modules",
}


def python_files() -> list[Path]:
    found = [
        path
        for folder in ("src", "tests", "bench", "tools", "examples")
        for path in (ROOT / folder).rglob("*.py")
    ]
    return sorted(found)


def browser_files() -> list[Path]:
    return sorted((ROOT / "browser/src").rglob("*.ts")) + sorted((ROOT / "browser/test").rglob("*.ts"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{named(path)}:{node.name}", node.end_lineno - node.lineno + 1


def test_no_file_is_longer_than_its_budget_unless_listed() -> None:
    long = {
        named(path): lines(path) for path in [*python_files(), *browser_files()] if lines(path) > FILE_LINES
    }
    assert long.keys() == LONG_FILES.keys(), long


def test_no_function_is_longer_than_its_budget_unless_listed() -> None:
    long = {name: size for path in python_files() for name, size in functions(path) if size > FUNCTION_LINES}
    assert long.keys() == LONG_FUNCTIONS.keys(), long


def test_base_stays_small_and_access_stays_one_page() -> None:
    assert sum(lines(path) for path in (SOURCE / "base").rglob("*.py")) <= BASE_LINES
    assert lines(SOURCE / "app/core/access.py") <= ACCESS_LINES


def test_every_domain_package_that_exists_is_held_to_purity() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    pure = next(set(each["source_modules"]) for each in contracts if "look at a clock" in each["name"])
    assert pure == {f"parley.{name}" for name in DOMAIN if (SOURCE / name).is_dir()}


@pytest.mark.parametrize(
    ("container", "begins"), [("parley", "cli"), ("parley.app", "app:  "), ("parley.web", "web:  ")]
)
def test_architecture_has_the_layers_that_import_linter_holds(container: str, begins: str) -> None:
    """Left out are packages that are not begun, which the contract has in parentheses."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(one["layers"] for one in contracts if one.get("containers") == [container])
    held = [{name.strip(" ()") for name in layer.split("|")} for layer in layers]
    folder = SOURCE.joinpath(*container.split(".")[1:])
    begun = [
        {name for name in layer if any(folder.glob(f"{name}.py")) or (folder / name).is_dir()}
        for layer in held
    ]
    paper = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    line = re.search(rf"^    {begins}(?:.|\n     +→)*", paper, re.MULTILINE)
    assert line, f"ARCHITECTURE.md has no layers of {container}"
    said = line[0].strip().removeprefix(begins.strip() if begins.endswith(" ") else "")
    written = [{name.strip() for name in layer.split("|")} for layer in said.split("→")]
    assert written == [layer for layer in begun if layer]


def test_architecture_says_where_each_package_is() -> None:
    paper = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    tree = paper.partition("## Where things are")[2].partition("\n## ")[0]
    named = set(re.findall(r"^      (\w+)(?:/|\.py) ", tree, re.MULTILINE)) | {"app", "web"}
    there = {
        path.stem for path in SOURCE.iterdir() if not path.name.startswith("_") and path.suffix in ("", ".py")
    }
    assert named == there


@pytest.mark.parametrize("domain", PROCEDURES)
def test_each_domain_of_the_registry_is_held_by_every_contract_and_by_the_branches(domain: str) -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    by_name = {one["name"]: one for one in contracts}
    assert not [name for name, field in CONTRACTS.items() if f"parley.{domain}" not in by_name[name][field]]
    assert re.search(rf"src/parley/{domain}/(\*|\$file)", (ROOT / "tools/branches.sh").read_text("utf-8"))
    held = next(
        line for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if line.startswith("HELD")
    )
    assert re.search(rf"[ ,]{domain}(/|[ )]|$)", held)


@pytest.mark.parametrize("package", PROCEDURES)
def test_who_knows_one_domain_package_knows_all(package: str) -> None:
    present = {path.stem for path in (SOURCE / package).glob("*.py")}
    assert present >= set(PATTERN), f"{package} lacks {set(PATTERN) - present}"


@pytest.mark.parametrize(
    "package", [path.name for path in sorted(SOURCE.iterdir()) if (path / "__init__.py").is_file()]
)
def test_every_package_opens_with_its_guide(package: str) -> None:
    assert ast.get_docstring(ast.parse((SOURCE / package / "__init__.py").read_text("utf-8")))


def test_livekit_clients_stay_on_their_own_side() -> None:
    """The engine's API belongs to ``media``, its media client to ``rehearsal``; import-linter sees only ``livekit``."""
    uses = [
        (named(path), line.strip())
        for path in SOURCE.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if re.match(r"\s*(from|import) livekit\b", line)
    ]
    assert all(("rtc" in line) == path.startswith("src/parley/rehearsal/") for path, line in uses), uses


def test_every_act_is_documented_and_told_in_words() -> None:
    assert (ROOT / "docs/acts.md").read_text("utf-8") == acts.paper(), "run `python tools/acts.py --write`"
    told = joined((phrases, *(domain.phrases for domain in PAGES)))["HAPPENED"]
    assert REGISTRY.kinds.keys() <= told.keys()


def glossary() -> list[tuple[str, list[str]]]:
    """Return (word, words that are not used for it) from GLOSSARY.md."""
    found = re.findall(
        r"^\| \*\*(.+?)\*\* \| .+? \| (.*?) \|$", (ROOT / "GLOSSARY.md").read_text("utf-8"), re.MULTILINE
    )
    return [(word, [each.strip() for each in instead.split(",") if each.strip()]) for word, instead in found]


def identifiers(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield name


def test_the_code_uses_the_words_of_the_glossary() -> None:
    instead = {other: word for word, others in glossary() for other in others}
    assert instead, "GLOSSARY.md has no table"
    wrong = [
        f"{named(path)}: {name} says {part!r}; the word is {instead[part]!r}"
        for path in SOURCE.rglob("*.py")
        for name in identifiers(path)
        for part in re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_")
        if part in instead
    ]
    assert not wrong, "\n".join(wrong)


PARTS = ("Context", "Considered", "Decision", "Good", "Negative consequences", "Since then")


@pytest.mark.parametrize("path", sorted((ROOT / "docs/adr").glob("*.md"))[1:], ids=lambda path: path.name[:4])
def test_each_decision_has_one_form(path: Path) -> None:
    said = path.read_text("utf-8")
    assert said.startswith(f"# {path.name[:4]}. ")
    headings = re.findall(r"^#+ .*|^Status:.*", said, re.MULTILINE)
    parts = re.findall(r"^\*\*(.+?)\*\*", said, re.MULTILINE)
    assert len(headings) == 1, headings
    assert {"Context.", "Decision.", "Negative consequences."} <= set(parts)
    assert set(parts) <= {f"{part}." for part in PARTS}
    assert parts.index("Context.") < parts.index("Decision.") < parts.index("Negative consequences.")


def test_the_glossary_has_no_word_that_neither_code_nor_pages_use() -> None:
    files = [
        path
        for folder, endings in (("src/parley", ("py", "html", "toml")), ("browser/src", ("ts",)))
        for ending in endings
        for path in (ROOT / folder).rglob(f"*.{ending}")
        if "wordlist" not in path.as_posix()
    ]
    text = re.sub(r"[_\s]+", " ", " ".join(path.read_text("utf-8") for path in files)).lower()
    table = re.findall(r"^\| \*\*(.+?)\*\* \|", (ROOT / "GLOSSARY.md").read_text("utf-8"), re.MULTILINE)
    words = [re.sub(r" \(.*\)", "", each) for word in table for each in word.split(", ")]
    unused = [word for word in words if not re.search(rf"\b{word.lower().replace('-', '[- ]')}", text)]
    assert len(words) > 100
    assert not unused, unused


def test_the_languages_are_named_once() -> None:
    found = [
        named(path)
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Tuple) and ast.unparse(node) == "('en', 'ps', 'fa-AF', 'ar')"
    ]
    assert found == ["src/parley/languages.py"]
