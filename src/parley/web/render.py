"""From values to pages: templates, and the reader's words and marks."""

import re
import secrets
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup, escape

from parley.app.core.views import Happened, Numbers, Party, Person, Shell
from parley.record import unb64u
from parley.record import words as digest_words
from parley.web.assets import FACES, asset, fetched_ahead, kept_as, module, style
from parley.web.words import NAMES, Words, direction, isolated
from parley.web.words.calendar import utc
from parley.web.words.phrases import N_, Phrase, Tables, several

HERE = Path(__file__).parent
HOUSE_ZONE = "UTC"
LETTERS = {"a": N_("A"), "b": N_("B"), "host": N_("H"), "neutral": N_("N")}  # of a party's mark
_NAME = re.compile(r"<bdi([^>]*)>([^<]*)</bdi>")
SPOKEN = 10  # words of a device's fingerprint: 80 bits, too many for a host that looks for a twin


@cache
def environment() -> Environment:
    own = {path.parent.name: FileSystemLoader(path) for path in HERE.glob("*/templates")}
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(HERE / "templates"), PrefixLoader(own)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["json.dumps_kwargs"] = {
        "sort_keys": True,
        "ensure_ascii": False,
    }  # Pashto as six letters each is heavy
    made.globals.update(asset=asset, module=module, fetched_ahead=fetched_ahead, faces=FACES)
    made.globals.update(first_ahead=partial(fetched_ahead, mark="data-first"))
    made.globals.update(tongue=NAMES, direction=direction, plain=plain, option=option)
    made.filters["isolated"] = isolated
    return made


@dataclass(frozen=True, slots=True)
class Reader:
    """What templates call to say things to one person: words, marks, names, times where that person is."""

    words: Words
    shell: Shell | None
    phrases: Tables
    spelled: "Mapping[str, Spell]" = field(default_factory=dict)  # by a number's name, as domains declare it
    keeps: frozenset[str] = frozenset()  # what the reader's browser says it keeps: faces; sheets by kept_as
    _said: dict[tuple[str, str], Markup] = field(
        default_factory=dict
    )  # marks and names: a page says them often

    @property
    def language(self) -> str:
        return self.words.language

    @property
    def zone(self) -> str:
        if self.shell is None:
            return HOUSE_ZONE
        return next((p.zone for p in self.shell.places if p.id == self.shell.you.place), HOUSE_ZONE)

    def style(self, sheet: str) -> Markup:
        """Return what dresses a page in this built style sheet, by whether the reader's browser keeps it."""
        return style(sheet, kept=kept_as(sheet) in self.keeps)

    # --- who -----------------------------------------------------------------------------------------------

    def mark(self, party: str) -> Markup:
        """Return the party's mark; its word always stands beside it, so it is hidden from readers of sound."""
        return self._once("mark", party, lambda found: self.mark_of(found) if found else Markup())

    def mark_of(self, party: Party) -> Markup:
        said = self.words.say(LETTERS[party.hue])
        return Markup('<span class="mark {}" aria-hidden="true">{}</span>').format(party.hue, said)

    def hue(self, party: str) -> str:
        """Return the class that a party's mark has in style sheets."""
        found = self._party(party)
        return found.hue if found else ""

    def letter(self, party: str) -> str:
        """Return the letter in a party's mark, where it is drawn beside a text and not part of it."""
        hue = self.hue(party)
        return str(self.words.say(LETTERS[hue])) if hue else ""

    def marks(self, parties: Sequence[str]) -> Markup:
        if not parties:
            return Markup()
        return Markup('<span class="marks">%s</span>') % Markup().join(self.mark(p) for p in parties)

    def party(self, party: str) -> Markup:
        return self._once(
            "party", party, lambda found: self.words.local(found.name) if found else escape(party)
        )

    def parties(self, parties: Sequence[str]) -> Markup:
        return self.all_of([self.party(each) for each in parties])

    def name(self, seat: str) -> Markup:
        """Return who sits in ``seat``, isolated so that no direction leaks."""
        key = "seat", seat
        if key not in self._said:
            person = self.shell.seats.get(seat) if self.shell else None
            self._said[key] = self.person(person) if person else Markup("<bdi>%s</bdi>") % seat
        return self._said[key]

    def person(self, person: Person) -> Markup:
        """Return a name in the reader's language, else as it was given; the seat's where it was erased."""
        return self.words.local(person.name) or Markup("<bdi>{}</bdi>").format(person.seat)

    def names(self, seats: Sequence[str]) -> Markup:
        return self.all_of([self.name(each) for each in seats if each])

    def role(self, role: str) -> Markup:
        return self.phrase(self.phrases["ROLES"], role)

    def place(self, place: str) -> Markup:
        found = next((p for p in self.shell.places if p.id == place), None) if self.shell else None
        return self.words.local(found.name) if found else escape(place)

    # --- when and how much ---------------------------------------------------------------------------------

    def moment(self, when: datetime) -> str:
        now = self.shell.now if self.shell else when
        return self.words.almanac.moment(when, self.zone, now)

    def time(self, when: datetime, zone: str = "") -> str:
        return self.words.almanac.time(when, zone or self.zone)

    def day(self, when: datetime, zone: str = "") -> str:
        return self.words.almanac.day(when, zone or self.zone, self.shell.now if self.shell else None)

    def days_ahead(self, count: int) -> list[tuple[str, str]]:
        """Return today, at the reader's place, and the days after it: (2020-03-24, both calendars with their years)."""
        first = self.shell.now.astimezone(ZoneInfo(self.zone)) if self.shell else None
        days = [first + timedelta(days=n) for n in range(count)] if first else []
        return [(f"{day:%Y-%m-%d}", self.full(day)) for day in days]

    def day_short(self, when: datetime) -> str:
        return self.words.almanac.day_short(when, self.zone)

    def full(self, when: datetime) -> str:
        return self.words.almanac.day_full(when, self.zone)

    def until(self, when: datetime) -> str:
        return self.words.almanac.span(when - self.shell.now) if self.shell else ""

    def stamp(self, when: datetime) -> Markup:
        shown = self.moment(when)
        return Markup('<time datetime="%s">%s</time>') % (when.strftime("%Y-%m-%dT%H:%M:%SZ"), shown)

    def number(self, value: int) -> str:
        return self.words.almanac.number(value)

    def digits(self, text: str) -> str:
        return self.words.almanac.digits(text)

    def share(self, basis_points: int) -> str:
        return self.words.almanac.share(basis_points)

    def size(self, octets: int) -> str:
        return self.words.almanac.size(octets)

    # --- sentences -----------------------------------------------------------------------------------------

    @property
    def comma(self) -> str:
        return ", " if self.language == "en" else "، "

    def series(self, items: Sequence[str | Markup]) -> Markup:
        """Return a series; what comes as plain text, like a language's own name, keeps its direction to itself."""
        return escape(self.comma).join(
            item if isinstance(item, Markup) else Markup("<bdi>{}</bdi>").format(item) for item in items
        )

    def all_of(self, items: Sequence[str | Markup]) -> Markup:
        """Return a series whose last two are joined by *and*."""
        if len(items) < 2:
            return self.series(items)
        return self.words.say("%(some)s and %(last)s", some=self.series(items[:-1]), last=escape(items[-1]))

    def phrase(self, table: Mapping[str, Phrase], code: str, numbers: Numbers | None = None) -> Markup:
        """Return the sentence for ``code``; an unknown one is shown as it is, never hidden."""
        found = table.get(code)
        if found is None:
            return escape(code)
        shown = {name: self.value(name, value) for name, value in (numbers or {}).items()}
        if isinstance(found, str):
            return self.words.say(found, **shown)
        one, many, key = found
        count = int((numbers or {}).get(key, 0))
        return self.words.count(one, many, count, **{k: v for k, v in shown.items() if k != "n"})

    def happened(self, act: Happened) -> Markup:
        """Return what an act was, in one sentence; shorter where both sides did it, or one did several alike."""
        sides = set(self.shell.sides) if self.shell else set()
        many = "," in str(act.numbers.get(several(self.phrases).get(act.kind, ""), ""))
        one, both = ("SEVERAL", "SEVERAL_BOTH") if many else ("HAPPENED", "BOTH")
        alike = act.kind in self.phrases[both] and set(act.parties) == sides
        return self.phrase(self.phrases[both if alike else one], act.kind, act.numbers)

    def reason(self, code: str, numbers: Numbers) -> Markup:
        return self.phrase(self.phrases["REASONS"], code, numbers)

    def digest(self, digest: str) -> Markup:
        """Return the six words of a digest."""
        return self._worded(digest_words(digest, self.language))

    def fingerprint(self, device: str) -> Markup:
        """Return the ten words of a device, for readers without script; elsewhere the browser makes its own."""
        return self._worded(digest_words(device, self.language, SPOKEN))

    def _worded(self, parts: Sequence[str]) -> Markup:
        return Markup('<bdi class="words">{}</bdi>').format(" · ".join(parts))

    def fact(self, name: str, value: str | int) -> Markup:
        """Return one fact of a sheet, in the reader's digits and words."""
        said = self.value(name, value)
        return escape(self.number(said) if isinstance(said, int) else said)

    def facts(self, facts: Numbers) -> Markup:
        """Return facts in one line."""
        return self.series([self.fact(name, value) for name, value in facts.items()])

    def value(self, name: str, value: str | int) -> object:
        """Return a number as its name says how: what all domains know alike, else as the domain that has it declares."""
        if name in self.spelled:
            return self.spelled[name](self, value)
        match name:
            case "party" | "parties":
                return self.parties([each.strip() for each in str(value).split(",")])
            case "seat":
                return self.name(str(value))
            case "role":
                return self.role(str(value))
            case "at":
                return self._instant(str(value))
            case "language":
                return NAMES.get(str(value), str(value))
        if isinstance(value, str) and value.isdigit():
            return self.digits(value)
        return value

    def _instant(self, text: str) -> str:
        """Return a moment as the reader writes it; what is none stands as it was written."""
        try:
            return self.moment(utc(text))
        except (ValueError, OverflowError):
            return text

    def _once(self, what: str, party: str, say: Callable[[Party | None], Markup]) -> Markup:
        key = what, party
        if key not in self._said:
            self._said[key] = say(self._party(party))
        return self._said[key]

    def _party(self, party: str) -> Party | None:
        return next((p for p in self.shell.parties if p.id == party), None) if self.shell else None


Spell = Callable[[Reader, str | int], object]  # how a number is written for a reader


def draw(template: str, reader: Reader, **values: object) -> str:
    """Return the page. ``t`` and ``tn`` in templates speak the reader's language; ``r`` is the reader."""
    shell = reader.shell
    return (
        environment()
        .get_template(template)
        .render(
            r=reader,
            t=reader.words.say,
            tn=reader.words.count,
            local=reader.words.local,
            shell=shell,
            base=f"/talks/{shell.talks}/{shell.you.seat}" if shell else "",
            lang=reader.language,
            phrases=reader.phrases,
            fresh_id=lambda: str(uuid.uuid4()),
            fresh_name=lambda stem: f"{stem}-{secrets.token_hex(4)}",
            **values,
        )
    )


def option(value: str, said: Markup, chosen: bool = False) -> Markup:
    """Return one choice of a list, which holds text alone: a name gives it the direction that it has, words with names keep theirs."""
    name = _NAME.fullmatch(said)
    turned = (name[1] if "dir=" in name[1] else f'{name[1]} dir="auto"') if name else ""
    text = Markup(name[2]) if name else isolated(said)  # noqa: S704 - escaped where it was marked
    which = Markup(" selected") if chosen else Markup()
    return Markup('<option value="{}"{}{}>{}</option>').format(value, Markup(turned), which, text)  # noqa: S704 - ours


def plain(body: str) -> str:
    """Return the text of a sheet's content (base64url of its exact bytes)."""
    return unb64u(body).decode("utf-8")
