"""The plan's two drawings, as SVG made on the server; a table with the same numbers stands beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from parley.app.plan.views import Batch, PlanView
from parley.web.render import Reader
from parley.web.words import isolated

WIDTH, MARGIN = 1056, 84
BESIDE = 28  # a mark and its space


@dataclass(frozen=True, slots=True)
class Charts:
    sides: Sequence[str]  # the two sides, in agreed order
    people: Markup
    exposure: Markup
    dark: bool  # somebody on it is sick, old or young


def charts(plan: PlanView, sides: Sequence[str], reader: Reader) -> Charts:
    dark = any(count for batch in plan.batches for count in batch.special.values())
    return Charts(sides, _people(plan.batches, sides, reader, dark), _exposure(plan, sides, reader), dark)


@dataclass(frozen=True, slots=True)
class _Across:
    """Where batches stand from start to end; read from the right in Arabic script."""

    count: int
    mirrored: bool

    def x(self, index: float) -> float:
        at = MARGIN + (index + 0.5) * (WIDTH - MARGIN) / max(self.count, 1)
        return round(WIDTH - at if self.mirrored else at, 1)

    @property
    def bar(self) -> float:
        return round(min(34.0, 0.7 * (WIDTH - MARGIN) / max(self.count, 1)), 1)

    def edge(self) -> tuple[float, str]:
        """Where row labels begin, and how they are anchored (in their own direction)."""
        return (WIDTH, "start") if self.mirrored else (0, "start")


def _figure(caption: Markup, hint: Markup, height: int, body: Sequence[str], described: Markup) -> Markup:
    return Markup(
        '<figure class="chart"><figcaption><b>{}</b> <span class="quiet">· {}</span></figcaption>'
        '<div class="scroll" tabindex="0" role="group" aria-label="{}">'
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg></div></figure>'
    ).format(caption, hint, isolated(caption), WIDTH, height, isolated(described), Markup("".join(body)))


def _people(batches: Sequence[Batch], sides: Sequence[str], reader: Reader, dark: bool) -> Markup:
    t, across = reader.words.say, _Across(len(batches), reader.words.direction == "rtl")
    most = [max((b.persons.get(side, 0) for b in batches), default=0) or 1 for side in sides]
    scale = 190 / sum(most)
    base = 14 + most[0] * scale
    body = [f'<line class="axis" x1="0" x2="{WIDTH}" y1="{base:.1f}" y2="{base:.1f}"/>']
    for i, batch in enumerate(batches):
        x = across.x(i) - across.bar / 2
        for side, style, up in zip(sides, "ab", (True, False), strict=True):
            tall, first = batch.persons.get(side, 0) * scale, batch.special.get(side, 0) * scale
            top = base - tall - 1 if up else base + 1
            near = base - first - 1 if up else base + 1
            body.append(
                f'<rect class="{style}" x="{x:.1f}" y="{top:.1f}" width="{across.bar}" height="{tall:.1f}"/>'
            )
            if first:
                body.append(
                    f'<rect class="{style} dark" x="{x:.1f}" y="{near:.1f}" width="{across.bar}" height="{first:.1f}"/>'
                )
    step = max(1, -(-len(batches) // 10))
    for i in range(0, len(batches), step):
        on = batches[i].on
        body.append(f'<text x="{across.x(i)}" y="228" text-anchor="middle">{reader.number(i + 1)}</text>')
        if on is not None:
            body.append(f'<text x="{across.x(i)}" y="246" text-anchor="middle">{reader.day_short(on)}</text>')
    middles = (base - most[0] * scale / 2, base + most[1] * scale / 2)
    for side, style, y in zip(sides, "ab", middles, strict=True):
        fullest = max((b.persons.get(side, 0) for b in batches), default=0)
        body.append(_mark(reader, side, style, across, y))
        body.append(_beside(across, y, reader.number(fullest)))
    hint = (
        t("dark: sick, old and young first")
        if dark
        else t(
            "one column a batch, each side's on its own side of the line; beside its mark, the most in one batch"
        )
    )
    return _figure(t("People in each batch"), hint, 252, body, t("People in each batch"))


def _mark(reader: Reader, side: str, style: str, across: _Across, y: float) -> str:
    """Return a side's mark where its row begins."""
    x = WIDTH - 12 if across.mirrored else 12
    shape = (
        f'<rect class="{style} own" x="{x - 11}" y="{y - 11:.1f}" width="22" height="22" rx="4"/>'
        if style == "a"
        else f'<circle class="{style} own" cx="{x}" cy="{y:.1f}" r="11.5"/>'
    )
    letter = reader.mark(side).striptags()
    return f'{shape}<text class="initial" x="{x}" y="{y + 4.5:.1f}" text-anchor="middle">{letter}</text>'


def _beside(across: _Across, y: float, number: str) -> str:
    """Return a number beside a side's mark."""
    x, anchor = across.edge()
    at = x - BESIDE if across.mirrored else x + BESIDE
    return f'<text x="{at}" y="{y + 4.5:.1f}" text-anchor="{anchor}">{number}</text>'


def _exposure(plan: PlanView, sides: Sequence[str], reader: Reader) -> Markup:
    t, across = reader.words.say, _Across(len(plan.batches), reader.words.direction == "rtl")
    limit = max(plan.exposure_bound, 1)
    middle, half = 58, 44
    points = " ".join(
        f"{across.x(i)},{middle - b.exposure / limit * half:.1f}" for i, b in enumerate(plan.batches)
    )
    worst = max(plan.batches, key=lambda b: abs(b.exposure))
    left, right = (0, WIDTH - MARGIN) if across.mirrored else (MARGIN, WIDTH)
    body = [f'<rect class="band" x="{left}" y="14" width="{right - left}" height="88"/>']
    body += [f'<line class="bound" x1="{left}" x2="{right}" y1="{y}" y2="{y}"/>' for y in (14, 102)]
    body.append(f'<line class="axis" x1="{left}" x2="{right}" y1="58" y2="58"/>')
    body.append(f'<polyline class="path" points="{points}"/>')
    x, anchor = across.edge()
    body.append(f'<text x="{x}" y="62" text-anchor="{anchor}">{t("even")}</text>')
    for side, style, y in zip(
        sides, "ab", (14, 102), strict=True
    ):  # upwards is what the first has given beyond
        body.append(_mark(reader, side, style, across, y))
        body.append(_beside(across, y, reader.number(limit)))
    if worst.exposure == 0:
        hint = t("always even")
    else:
        ahead = reader.party(sides[0] if worst.exposure > 0 else sides[1])
        hint = t(
            "never past the agreed bound; worst after batch %(batch)s: %(party)s ahead by %(by)s of %(bound)s",
            batch=worst.number + 1,
            party=ahead,
            by=abs(worst.exposure),
            bound=plan.exposure_bound,
        )
    return _figure(t("What one side has given beyond the other"), hint, 116, body, hint)
