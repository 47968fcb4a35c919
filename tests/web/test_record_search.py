"""The record is searched as its reader reads it: in the words of the page, in that language."""

import html
import re

import pytest

from parley.app.core.search import has, sought
from tests.sitting import TALKS, drafted, opened
from tests.web.serving import Served

HTML = {"accept": "text/html"}

ROW = re.compile(r'<div class="what"><p>(.*?)</p>', re.DOTALL)


def sentences(page: str) -> list[str]:
    section = page[page.index('data-live="record"') :]
    rows = [re.sub(r'<span class="mark .*?</span>', "", one) for one in ROW.findall(section)]
    return [" ".join(html.unescape(re.sub(r"<[^>]*>", "", one)).split()) for one in rows]


@pytest.mark.parametrize("language", ["en", "ps", "fa-AF", "ar"])
def test_each_entry_is_found_by_the_words_that_the_page_shows(language: str) -> None:
    served = Served()
    reader = served.as_seat("north-head", language)
    shown = sentences(reader.get("record", headers=HTML).text)
    assert len(shown) > 5
    for sentence in shown:
        found = sentences(reader.get("record", params={"q": sentence}, headers=HTML).text)
        assert sentence in found
        assert len(found) < len(shown)


def test_words_of_another_language_than_the_readers_find_nothing() -> None:
    served = Served()
    sentence = sentences(served.as_seat("north-head", "en").get("record", headers=HTML).text)[0]
    page = served.as_seat("north-head", "ps").get("record", params={"q": sentence}, headers=HTML).text
    assert sentence not in sentences(page)


@pytest.mark.parametrize("written", ["١.١", "1.1", "۱.۱"])
def test_the_text_is_searched_in_any_digits(written: str) -> None:
    room = opened()
    drafted(room, "1")
    drafted(room, "2")
    page = Served(room).as_seat("north-head", "ps").get("text", params={"q": written}, headers=HTML).text
    assert "Clause 1.1 in ps" in page
    assert "Clause 2.1 in ps" not in page


def test_the_record_and_the_text_are_searched_from_any_keyboard() -> None:
    assert has("احمدزي د ګلاب زوی، ۱۳۹۹", sought("احمدزی گلاب"))
    assert has("أُحمد كريم", sought("احمد کریم ۰"[:-2]))
    assert not has("احمدزي", sought("محمد کریم"))


def test_a_party_searches_once_at_a_time_and_keeps_nobody_else_from_it() -> None:
    """Thirty searches at once by one device held every place that serves pages."""
    served = Served(opened())
    member, other = served.as_seat("north-lists", "en"), served.as_seat("south-lists", "en")
    with served.site.state.site.searching.of((TALKS, "north")):
        assert member.get("record", params={"q": "table"}, headers=HTML).status_code == 429
        assert member.get("record", headers=HTML).status_code == 200
        assert other.get("record", params={"q": "table"}, headers=HTML).status_code == 200
    assert member.get("record", params={"q": "table"}, headers=HTML).status_code == 200
