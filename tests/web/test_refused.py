"""A refusal leads on: back to where the form was, to signing in, or to whom to ask; in everybody's language."""

from typing import Any

import pytest

from parley.app.core.ports import Journal, Unavailable
from tests.sitting import TALKS, drafted, opened
from tests.web.serving import ORIGIN, Served

SEAT = f"/talks/{TALKS}/north-head"
BRACKET: dict[str, Any] = {"data": {"id": "bracket-of-a-version-gone", "version": "7"}}


@pytest.fixture(scope="module")
def served() -> Served:
    room = opened()
    drafted(room)
    return Served(room)


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        (f"{ORIGIN}{SEAT}/text?q=said", f"{SEAT}/text?q=said"),
        ("", SEAT),
        (f"{ORIGIN}/talks/{TALKS}/south-head/text", SEAT),  # another seat's
        ("https://elsewhere.example/", SEAT),
    ],
)
def test_a_form_that_is_refused_leads_back_to_the_page_it_stood_on(
    served: Served, referer: str, back: str
) -> None:
    answer = served.as_seat("north-head").post("text/1/bracket", headers={"referer": referer}, **BRACKET)
    assert answer.status_code == 409
    assert "Nothing was recorded." in answer.text
    assert f'href="{back}"' in answer.text


@pytest.mark.parametrize("path", ["/nowhere", "/talks/none"])
def test_an_address_that_is_none_is_told_in_every_language_and_leads_home(served: Served, path: str) -> None:
    page = served.nobody.get(f"{path}?q=a")
    assert page.status_code == 404
    assert "The menu" not in page.text  # there is none
    assert 'class="button do" href="/"' in page.text
    for language in ("ps", "fa-AF", "ar"):
        assert f'href="{path}?q=a&amp;lang={language}"' in page.text
        assert f'lang="{language}" dir="rtl"' in served.nobody.get(f"{path}?q=a&lang={language}").text


def test_whoever_is_not_signed_in_reads_why_in_their_language_and_is_led_to_what_the_browser_holds(
    served: Served,
) -> None:
    page = served.nobody.get(f"{SEAT}/sheet/text.clause-adopted.1?clause=1")
    assert f'href="{SEAT}/sheet/text.clause-adopted.1?clause=1&amp;lang=ps"' in page.text
    assert '<a href="/">' in page.text
    home = served.nobody.get("/")
    assert home.status_code == 200
    assert "<parley-seats" in home.text
    assert TALKS not in home.text  # a stranger is told of nobody's talks


def test_a_form_sent_after_the_sign_in_ended_asks_to_sign_in_and_a_fragment_says_it_in_words(
    served: Served,
) -> None:
    referer = {"referer": f"{ORIGIN}{SEAT}/text"}
    page = served.nobody.post(f"{SEAT}/text/1/bracket", headers=referer, **BRACKET)
    assert page.status_code == 401
    assert "Nothing was recorded." in page.text
    assert f'next="{SEAT}/text"' in page.text
    piece = served.nobody.post(f"{SEAT}/commands/talks.session-closed.1", headers={"hx-request": "true"})
    assert piece.status_code == 401
    assert "You are not signed in on this seat any more." in piece.text
    assert "<li>" in piece.text
    assert "<html" not in piece.text


def test_a_program_is_told_a_party_by_its_name_in_the_sentence_and_by_its_short_one_beside_it() -> None:
    room = opened()
    room.absent |= {"south-head", "south-lists"}
    fields = {"clause": "9", "version": 1, "party": "north", "digests": {}}
    asked = {"id": "adopted-while-alone", "fields": fields, "signature": None}
    answer = Served(room).as_seat("north-head").post("commands/text.clause-adopted.1", json=asked)
    absent = next(one for one in answer.json()["refused"] if one["code"] == "side_absent")
    assert absent["numbers"] == {"party": "south"}
    assert "The South" in absent["sentence"]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "There is no invitation at this address"), ("ps", "په دې پته کې بلنه نشته")]
)
def test_an_address_that_is_no_invitation_says_what_to_compare_and_whom_to_ask(
    served: Served, language: str, said: str
) -> None:
    answer = served.nobody.get("/i/nosuch23", headers={"accept-language": language})
    assert answer.status_code == 404
    assert said in answer.text
    assert 'href="?lang=ar"' in answer.text  # whoever reads neither goes on from here


class LostAnswers:
    """A journal whose every append is written, and whose answer is lost: a database that dies right after its commit."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)

    def append(self, *args: Any) -> None:
        self._journal.append(*args)
        raise Unavailable


def test_what_may_be_recorded_is_never_said_not_to_be() -> None:
    room = opened()
    room.app.journal = LostAnswers(room.app.journal)
    head = Served(room).as_seat("chair")
    close = {"id": "closed-and-not-heard", "session": "session-1"}
    page = head.post("commands/talks.session-closed.1", data=close)
    assert page.status_code == 503
    assert "Whether this was recorded is not known" in page.text
    assert "Nothing was recorded" not in page.text


class Away:
    """A store whose database is gone."""

    def __getattr__(self, name: str) -> Any:
        raise Unavailable("connection refused")


AGAIN = {
    "en": "Open this page again",
    "ps": "دا پاڼه بیا پرانیزئ",
    "fa-AF": "این صفحه را دوباره باز کنید",
    "ar": "افتحوا هذه الصفحة من جديد",
}
SAID = {
    "en": "The database does not answer",
    "ps": "ډیټابیس ځواب نه ورکوي",
    "fa-AF": "پایگاه داده پاسخ نمی‌دهد",
    "ar": "قاعدة البيانات لا تجيب",
}


@pytest.mark.parametrize("language", SAID)
def test_a_database_that_is_away_is_said_by_page_health_and_one_line_of_the_log(
    language: str, caplog: pytest.LogCaptureFixture
) -> None:
    served = Served()
    head = served.as_seat("north-head", language)
    before = served.room.app.people, served.room.app.journal
    away: Any = Away()
    served.room.app.people = served.room.app.journal = away
    page = head.get("today")
    assert page.status_code == 503
    assert SAID[language] in page.text
    assert AGAIN[language] in page.text
    health = served.nobody.get("/health")
    assert (health.status_code, health.json()["journal"]) == (503, "unavailable")
    said = [record.getMessage() for record in caplog.records if record.name == "parley.web"]
    assert said == ["the database does not answer: connection refused"] * 2
    assert not any(record.exc_info for record in caplog.records)
    served.room.app.people, served.room.app.journal = before
    assert head.get("today").status_code == 200
    assert served.nobody.get("/health").status_code == 200
