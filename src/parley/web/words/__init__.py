"""Sentences in the reader's language: gettext catalogues, read once; numbers in the reader's digits.

English is the source: a message is its own English. Translations stand in ``catalogs/<language>.po``; lines
that a native speaker has yet to read are marked ``# review``. ``python -m parley.web.words.check`` holds them to
completeness. Dates, digits and plurals: ``calendar``. Sentences by code: ``phrases`` here and in each domain.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from markupsafe import Markup, escape

from parley.languages import LANGUAGES
from parley.web.words.calendar import Almanac, plural

NAMES = {"en": "English", "ps": "پښتو", "fa-AF": "دری", "ar": "العربية"}  # each in itself
RIGHT_TO_LEFT = frozenset({"ps", "fa-AF", "ar", "fa", "ur"})
# A party's name may begin with "of", as that of a country does; Pashto says it once: "of of Kabul" is of Kabul.
_OF_OF = re.compile(r"(?<!\w)د ((?:<bdi[^>]*>)?)د ")
_BDI = re.compile(r"<bdi[^>]*>|</bdi>")
_DIR = re.compile(r'dir="(rtl|ltr)"')
LRI, RLI, FSI, POP = "\u2066", "\u2067", "\u2068", "\u2069"  # Unicode's isolates, by UAX 9
CATALOGS = Path(__file__).parent / "catalogs"


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def isolated(said: str | Markup) -> str:
    """Return words for where no element can stand (a title, a choice, a file): what was isolated by one is by characters."""
    if not isinstance(said, Markup):
        return said
    return Markup(_BDI.sub(_by_characters, said)).striptags()


def _by_characters(found: re.Match[str]) -> str:
    if found[0] == "</bdi>":
        return POP
    turned = _DIR.search(found[0])
    return {"rtl": RLI, "ltr": LRI}.get(turned[1], FSI) if turned else FSI


def catalog_path(language: str) -> Path:
    return CATALOGS / f"{language.replace('-', '_')}.po"


def load(language: str) -> Catalog:
    with catalog_path(language).open("rb") as file:
        return read_po(file, locale=None)


@cache
def _messages(language: str) -> dict[str, tuple[str, ...]]:
    if language == "en":
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for message in load(language):
        key = message.id if isinstance(message.id, str) else message.id[0]
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if key and all(forms):
            found[key] = tuple(str(form) for form in forms)
    return found


def translated(language: str, message: str) -> bool:
    """Return whether there is a sentence for this message in a language; English is its own."""
    return language == "en" or message in _messages(language)


class _Known(dict[str, Markup]):
    """Values for a sentence: one that is missing shows as an ellipsis rather than breaking the page."""

    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True, slots=True)
class Words:
    """One reader's language."""

    language: str

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def almanac(self) -> Almanac:
        return Almanac(self.language)

    def say(self, message: str, **values: object) -> Markup:
        """Return ``message`` translated, ints in the reader's digits, other values escaped."""
        return self._fill(_messages(self.language).get(message, (message,))[0], values)

    def count(self, one: str, many: str, n: int, **values: object) -> Markup:
        """Return the form of the message that ``n`` takes; ``n`` stands in it as ``%(n)s``."""
        forms = _messages(self.language).get(one, (one, many))
        return self._fill(forms[min(plural(self.language, n), len(forms) - 1)], {**values, "n": n})

    def local(self, texts: Mapping[str, str]) -> Markup:
        """Return the talks' own words in the reader's language, else in English, else in any, marked as what it is."""
        for language in (self.language, "en", *texts):
            if text := texts.get(language):
                if language in (self.language, "") and not (language and _runs_both_ways(text)):
                    return Markup("<bdi>{}</bdi>").format(text)  # "": a name as somebody wrote it
                return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(language, direction(language), text)
        return Markup()

    def _fill(self, form: str, values: Mapping[str, object]) -> Markup:
        if "%(" not in form:
            return Markup(form)
        filled = form % _Known({name: self._shown(value) for name, value in values.items()})
        return Markup(_OF_OF.sub(r"\1د ", filled) if self.language == "ps" else filled)

    def _shown(self, value: object) -> Markup:
        if isinstance(value, int) and not isinstance(value, bool):
            return Markup(self.almanac.number(value))
        return escape(value)


@lru_cache(maxsize=2_048)  # a page says the same few names; those of people who left are not kept for ever
def _runs_both_ways(text: str) -> bool:
    """Return whether letters of both directions are in a text: then its language says how it runs, not its first letter."""
    found = {unicodedata.bidirectional(letter) for letter in text}
    return "L" in found and bool(found & {"R", "AL"})


def choose(wanted: str | None, accept: str) -> str:
    """Return the language to speak: the one asked for, else the first that the browser accepts, else English."""
    tags = [wanted or "", *(part.split(";")[0].strip() for part in accept.split(","))]
    for tag in tags:
        for language in LANGUAGES:
            if tag.lower() == language.lower() or tag.lower().split("-")[0] == language.split("-")[0]:
                return language
    return "en"
