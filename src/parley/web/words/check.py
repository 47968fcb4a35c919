"""``python -m parley.web.words.check``: every message is translated, really, into Arabic script, with the same numbers in it.

``--update`` first writes messages that are new into the catalogues and drops those no longer said, so that a
translator sees what is missing.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from jinja2 import Environment, nodes

from parley.languages import LANGUAGES
from parley.web.words import catalog_path, load

WEB = Path(__file__).parents[1]
SPOKEN = {"t", "say", "N_"}  # functions whose first argument is a message
COUNTED = {"tn", "count", "P_"}  # and whose first two are one and many
SAME = frozenset({"%(first)s – %(last)s"})  # messages without a word of their own
PLURALS = {
    "ps": (2, "(n != 1)"),
    "fa-AF": (2, "(n > 1)"),
    "ar": (6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"),
}

Message = str | tuple[str, str]


def messages() -> dict[Message, str]:
    """Return every message that pages and modules say, with the first place that says it."""
    found: dict[Message, str] = {}
    for path in sorted(WEB.rglob("*.html")):
        for message in _in_template(path.read_text("utf-8")):
            found.setdefault(message, str(path.relative_to(WEB)))
    for path in sorted(WEB.rglob("*.py")):
        for message in _in_module(path.read_text("utf-8")):
            found.setdefault(message, str(path.relative_to(WEB)))
    return found


def _in_template(source: str) -> Iterator[Message]:
    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else getattr(call.node, "attr", "")
        texts = [
            arg.value for arg in call.args if isinstance(arg, nodes.Const) and isinstance(arg.value, str)
        ]
        yield from _message(name, texts)


def _in_module(source: str) -> Iterator[Message]:
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "id", "") or getattr(call.func, "attr", "")
            texts = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            yield from _message(name, texts)


def _message(name: str, texts: list[str]) -> Iterator[Message]:
    if name in SPOKEN and texts:
        yield texts[0]
    elif name in COUNTED and len(texts) >= 2:
        yield texts[0], texts[1]


def update() -> None:
    """Bring the catalogues' messages up to what is said now; translations stay."""
    said = messages()
    for language in LANGUAGES[1:]:
        path = catalog_path(language)
        old = load(language) if path.exists() else Catalog()
        locale = Locale.parse(language.replace("-", "_"))
        new = Catalog(locale, project="Parley", version="", copyright_holder="", charset="utf-8", fuzzy=False)
        count, rule = PLURALS[language]
        vars(new).update(_num_plurals=count, _plural_expr=rule)  # Babel has no Pashto rule of its own
        for message, place in sorted(said.items(), key=lambda each: (each[1], str(each[0]))):
            key = message if isinstance(message, str) else message[0]
            known = old.get(key)
            empty = "" if isinstance(message, str) else ("",) * count
            string = known.string if known and _shape(known.string) == _shape(empty) else empty
            new.add(
                message,
                string,
                locations=[(place, 0)],
                user_comments=known.user_comments if known else ["review"],
            )
        with path.open("wb") as file:
            write_po(file, new, width=0, include_lineno=False, omit_header=False)
        text = path.read_text("utf-8")
        path.write_text(
            re.sub(r'"(POT-Creation-Date|PO-Revision-Date|Generated-By)[^\n]*\n', "", text), "utf-8"
        )


def _shape(string: object) -> int:
    return len(string) if isinstance(string, tuple | list) else 0


def faults() -> list[str]:
    """Return what is wrong, a line each."""
    said = messages()
    found = []
    for language in LANGUAGES[1:]:
        catalog = load(language)
        for message, place in said.items():
            one = message if isinstance(message, str) else message[0]
            known = catalog.get(one)
            forms = (
                list(known.string)
                if known and isinstance(known.string, tuple | list)
                else [known.string if known else ""]
            )
            found += [
                f"{language}: {why}: {one!r} ({place})"
                for why in _wrong(message, [str(form) for form in forms])
            ]
    return found


def _wrong(message: Message, forms: list[str]) -> Iterator[str]:
    one, many = (message, message) if isinstance(message, str) else message
    for form in forms:
        if not form:
            yield "missing"
        elif form in (one, many) and one not in SAME:
            yield "the same as in English"
        elif not re.search(r"[\u0600-\u06ff]", form) and re.search(
            r"[A-Za-z]{2}", re.sub(r"%\(\w+\)s|<[^>]*>", "", one)
        ):
            yield "not in Arabic script"
        elif _holes(form) - _holes(many) - _holes(one):
            yield f"has a number that English has not: {sorted(_holes(form) - _holes(many))}"
        elif isinstance(message, str) and _holes(one) - _holes(form):
            yield f"lacks a number: {sorted(_holes(one) - _holes(form))}"


def _holes(form: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", form))


def main() -> int:
    if "--update" in sys.argv[1:]:
        update()
    wrong = faults()
    for line in wrong:
        sys.stderr.write(line + "\n")
    sys.stdout.write(f"{len(messages())} messages, {len(LANGUAGES) - 1} translations, {len(wrong)} faults\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
