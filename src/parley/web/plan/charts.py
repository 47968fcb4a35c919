"""The plan's two drawings, as SVG made on the server; a table with the same numbers stands beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from parley.app.plan.views import Batch, PlanView
from parley.web.render import Reader
from parley.web.words import isolated

GUTTER = 72  # pixels: beside the drawing, a side's mark and its number
BESIDE = 28  # a mark and its space
EDGE = 0.08  # of a drawing's width: nearer to its end, half a label would lie outside of a phone
LABELS, ON_A_PHONE = 8, 3  # at most under a drawing, where there is room and where there is little


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
    """Where batches stand from start to end, in percent of the drawing's width; read from the right in Arabic script."""

    count: int
    mirrored: bool

    def x(self, index: float) -> float:
        at = (index + 0.5) * 100 / max(self.count, 1)
        return round(100 - at if self.mirrored else at, 2)

    @property
    def bar(self) -> float:
        return round(min(6.0, 70 / max(self.count, 1)), 2)

    def label(self, index: int) -> tuple[float, str]:
        """Return where a batch's label stands: under its middle, or up to its end where the drawing ends too."""
        near_the_end = (index + 0.5) / max(self.count, 1) > 1 - EDGE
        return (self.x(index + 0.5), "end") if near_the_end else (self.x(index), "middle")

    def labelled(self) -> list[tuple[int, bool]]:
        """Return the batches that are named under the drawing, each with whether it is on a phone too."""
        step = max(1, -(-self.count // LABELS))
        named = range(0, self.count, step)
        every = -(-len(named) // ON_A_PHONE)
        return [(index, n % max(every, 1) == 0) for n, index in enumerate(named)]


def _figure(
    caption: Markup, hint: Markup, height: int, beside: Sequence[str], body: Sequence[str], described: Markup
) -> Markup:
    """Return a drawing as wide as its page, whichever that is: heights are pixels, and what lies across is in percent."""
    return Markup(
        '<figure class="chart"><figcaption><b>{}</b> <span class="quiet">· {}</span></figcaption>'
        '<div class="drawing"><svg class="beside" width="{}" height="{}" aria-hidden="true">{}</svg>'
        '<svg class="drawn" width="100%" height="{}" role="img" aria-label="{}">{}</svg></div></figure>'
    ).format(
        caption,
        hint,
        GUTTER,
        height,
        Markup("".join(beside)),
        height,
        isolated(described),
        Markup("".join(body)),
    )


def _people(batches: Sequence[Batch], sides: Sequence[str], reader: Reader, dark: bool) -> Markup:
    t, across = reader.words.say, _Across(len(batches), reader.words.direction == "rtl")
    most = [max((b.persons.get(side, 0) for b in batches), default=0) or 1 for side in sides]
    scale = 190 / sum(most)
    base = 14 + most[0] * scale
    body = [f'<line class="axis" x1="0" x2="100%" y1="{base:.1f}" y2="{base:.1f}"/>']
    for i, batch in enumerate(batches):
        x = across.x(i) - across.bar / 2
        for side, style, up in zip(sides, "ab", (True, False), strict=True):
            tall, first = batch.persons.get(side, 0) * scale, batch.special.get(side, 0) * scale
            top = base - tall - 1 if up else base + 1
            near = base - first - 1 if up else base + 1
            body.append(_bar(style, x, top, across.bar, tall))
            if first:
                body.append(_bar(f"{style} dark", x, near, across.bar, first))
    for i, near_too in across.labelled():
        on, far = batches[i].on, "" if near_too else ' class="far"'
        x, anchor = across.label(i)
        at = f'<text{far} x="{x}%" text-anchor="{anchor}"'
        body.append(f'{at} y="228">{reader.number(i + 1)}</text>')
        if on is not None:
            body.append(f'{at} y="246">{reader.day_short(on)}</text>')
    middles = (base - most[0] * scale / 2, base + most[1] * scale / 2)
    beside = []
    for side, style, y in zip(sides, "ab", middles, strict=True):
        fullest = max((b.persons.get(side, 0) for b in batches), default=0)
        beside += [_mark(reader, side, style, across, y), _beside(across, y, reader.number(fullest))]
    hint = (
        t("dark: sick, old and young first")
        if dark
        else t(
            "one column a batch, each side's on its own side of the line; beside its mark, the most in one batch"
        )
    )
    return _figure(t("People in each batch"), hint, 252, beside, body, t("People in each batch"))


def _bar(style: str, x: float, y: float, wide: float, tall: float) -> str:
    return f'<rect class="{style}" x="{x:.2f}%" y="{y:.1f}" width="{wide}%" height="{tall:.1f}"/>'


def _mark(reader: Reader, side: str, style: str, across: _Across, y: float) -> str:
    """Return a side's mark where its row begins."""
    x = GUTTER - 12 if across.mirrored else 12
    shape = (
        f'<rect class="{style} own" x="{x - 11}" y="{y - 11:.1f}" width="22" height="22" rx="4"/>'
        if style == "a"
        else f'<circle class="{style} own" cx="{x}" cy="{y:.1f}" r="11.5"/>'
    )
    letter = reader.mark(side).striptags()
    return f'{shape}<text class="initial" x="{x}" y="{y + 4.5:.1f}" text-anchor="middle">{letter}</text>'


def _beside(across: _Across, y: float, said: str, after: int = BESIDE) -> str:
    """Return words beside a drawing, in their own direction; ``after``: pixels from where the row begins."""
    x = GUTTER - after if across.mirrored else after
    return f'<text x="{x}" y="{y + 4.5:.1f}">{said}</text>'


def _exposure(plan: PlanView, sides: Sequence[str], reader: Reader) -> Markup:
    t, across = reader.words.say, _Across(len(plan.batches), reader.words.direction == "rtl")
    limit = max(plan.exposure_bound, 1)
    top, middle, bottom = 14, 58, 102
    points = [
        (across.x(i), round(middle - b.exposure / limit * (middle - top), 1))
        for i, b in enumerate(plan.batches)
    ]
    worst_at = max(range(len(points)), key=lambda i: abs(plan.batches[i].exposure))
    worst = plan.batches[worst_at]
    body = [f'<rect class="band" x="0" y="{top}" width="100%" height="{bottom - top}"/>']
    body += [f'<line class="bound" x1="0" x2="100%" y1="{y}" y2="{y}"/>' for y in (top, bottom)]
    body.append(f'<line class="axis" x1="0" x2="100%" y1="{middle}" y2="{middle}"/>')
    body += [
        f'<line class="path" x1="{x}%" y1="{y}" x2="{to}%" y2="{down}"/>'
        for (x, y), (to, down) in pairwise(points)
    ]
    x, y = points[worst_at]
    body.append(f'<circle class="worst" cx="{x}%" cy="{y}" r="4"/>')  # what the words above tell of
    beside = [_beside(across, middle, t("even"), 0)]
    for side, style, y in zip(
        sides, "ab", (top, bottom), strict=True
    ):  # upwards is what the first has given beyond
        beside += [_mark(reader, side, style, across, y), _beside(across, y, reader.number(limit))]
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
    return _figure(t("What one side has given beyond the other"), hint, 116, beside, body, hint)
