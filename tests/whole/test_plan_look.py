"""The plan's drawings in a real browser: as wide as their page, however narrow, with labels that can be read."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from parley.app.plan.views import Batch, PlanView
from parley.web.plan.charts import charts
from parley.web.program import files
from parley.web.render import Reader
from parley.web.words import Words, direction, phrases
from parley.web.words.phrases import joined

NOON = datetime(2020, 3, 22, 7, 30, tzinfo=UTC)
SIDES = ("north", "south")
READ = """() => {
  const boxes = [...document.querySelectorAll("svg text")].filter((one) => one.checkVisibility() && one.textContent !== "").map((one) => one.getBoundingClientRect());
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top + 3 || b.bottom <= a.top + 3;
  return {
    texts: boxes.length,
    over: boxes.flatMap((one, n) => boxes.slice(n + 1).filter((other) => !apart(one, other))).length,
    outside: boxes.filter((one) => one.left < 0 || one.right > innerWidth).length,
    small: boxes.filter((one) => one.height < 12).length,
    wider: document.documentElement.scrollWidth - innerWidth,
    scrolled: [...document.querySelectorAll(".chart, .chart *")].filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible").length,
    bars: Math.min(...[...document.querySelectorAll("rect:not(.own, .band)")].map((one) => one.getBoundingClientRect().width)),
  };
}"""


def plan(batches: int) -> PlanView:
    """Return a plan of so many batches, four days apart."""
    made = [
        Batch(n, NOON + timedelta(days=4 * n), {"north": 40 + n % 7, "south": 1_000}, {"north": 3}, n % 9 - 4)
        for n in range(batches)
    ]
    return PlanView("plan-1", "", "", NOON, "chair", made, 1_040 * batches, 0, 0, 0, 0, 1_000, (), SIDES)


@pytest.mark.parametrize("language", ["en", "ps"])
def test_a_plan_fits_its_page_and_its_labels_lie_apart(browser: Browser, language: str) -> None:
    page, wrong = browser.new_page(), {}
    sheet = files()["parley.css"].decode()
    for batches in (1, 3, 4, 7, 10, 11, 37, 120):
        drawn = charts(plan(batches), SIDES, Reader(Words(language), None, joined((phrases,))))
        page.set_content(
            f'<!doctype html><html lang="{language}" dir="{direction(language)}"><style>{sheet}</style>'
            f'<main class="page">{drawn.people}{drawn.exposure}</main></html>'
        )
        for width in (320, 390, 768, 910, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            found = page.evaluate(READ)
            assert found["texts"] >= 5 + 2 * min(batches, 2)
            assert found["bars"] >= min(12, 0.6 * (width - 150) / batches)
            if any(found[name] for name in ("over", "outside", "small", "wider", "scrolled")):
                wrong[batches, width] = found
    page.close()
    assert wrong == {}
